"""Numbers of App Service Certificates that are the same in every year; those of a year are its `Era`'s.

Days, hours and minutes are simulated time, UTC. Sources are named beside each number: "Troubleshooting Tools
for App Service Certificate" (blog, 2018), "Troubleshoot domain and TLS/SSL certificate problems" (Azure docs,
2019), "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Use tags to organize your Azure resources"
(Azure docs, 2024). Where no document says a number, the comment says that the simulation chose it.
"""

from __future__ import annotations

from store.resources import ProductType

#: Days within which the domain of a new order must be verified; then the order is denied (blog, 2018).
DENIED_AFTER_DAYS = 15
#: Minutes after Verify at which the result is there (chosen).
CHECK_MINUTES = 2
#: Minutes after which the CA answers the first request of a verified order (chosen).
ISSUE_MINUTES = 4
#: Fewest and most minutes that the CA takes for a rekey or a renewal (Azure docs, 2022).
REISSUE_MINUTES = (1, 10)
#: Hours for which the CA reviews an order that it flagged for possible fraud (Azure docs, 2019).
FRAUD_REVIEW_HOURS = 24
#: Hours for which a certificate stays valid after it was rekeyed: the default of `delayExistingRevoke` in the
#: Certificates API of the CA, GoDaddy.
REVOKED_AFTER_HOURS = 72
#: Days before expiry at which the Timeline gets a warning (chosen).
EXPIRY_WARNING_DAYS = (30, 7, 1)

#: App Service Certificates that a subscription may have: offers that are paid for in full, and others
#: (Azure docs, 2019).
ORDERS_OF_PAID_OFFERS, ORDERS_OF_OTHER_OFFERS = 10, 3
#: The highest number to which support raises that limit (chosen).
MOST_ORDERS = 1000
#: Example prices of a year, in US cents.
PRICES = {ProductType.STANDARD: 6999, ProductType.WILDCARD: 29999}

#: Tags of a resource, and characters of a tag's name and value (Azure docs, 2024).
MOST_TAGS, LONGEST_TAG_NAME, LONGEST_TAG_VALUE = 50, 512, 256
