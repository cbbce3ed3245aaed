"""How many App Service Certificates a subscription may have.

Source: "Troubleshoot domain and TLS/SSL certificate problems" (Azure docs, 2019).
"""

from __future__ import annotations

from store.resources import NOT_IN_EXPORT, SubscriptionProperties
from store.services.certificate_registration.limits import ORDERS_OF_OTHER_OFFERS, ORDERS_OF_PAID_OFFERS


def order_limit(properties: SubscriptionProperties) -> int:
    """App Service Certificates that the subscription may have, by its offer or as support raised it."""
    if properties.raised_limit is not None:
        return properties.raised_limit
    paid = properties.offer in ("PayAsYouGo", "EnterpriseAgreement")
    return ORDERS_OF_PAID_OFFERS if paid else ORDERS_OF_OTHER_OFFERS


def limit_told(properties: SubscriptionProperties) -> bool:
    """Whether the limit is known: no export tells that of its subscription."""
    return properties.limit_stated is not False or properties.raised_limit is not None


def orders_words(properties: SubscriptionProperties, used: int) -> str:
    """How many App Service Certificates a subscription has, and how many it may have, in words."""
    if limit_told(properties):
        return f"{used:,} of {order_limit(properties):,} orders"
    return f"{used} order{'s' * (used != 1)}, limit {NOT_IN_EXPORT}"
