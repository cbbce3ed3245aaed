"""Numbers of App Service that are the same in every year; those of a year are its `Era`'s.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022 and 2025). Where no document says a number,
the comment says that the simulation chose it.
"""

from __future__ import annotations

#: Private key certificates that a webspace can hold, whichever way they come in (Azure docs, 2025).
MOST_PRIVATE_CERTIFICATES = 1000
#: Public key certificates that the apps of one plan can have together (Azure docs, 2025).
MOST_PUBLIC_CERTIFICATES = 1000
#: Different certificates in the IP based bindings of one plan (a notice on the portal's binding pane, 2018).
IP_CERTIFICATES_PER_PLAN = 10

#: Days before expiry from which the health status is Warning ("A new SSL settings experience", blog, 2018).
WARNING_DAYS = 60
#: Months for which a managed certificate is valid (Azure docs, 2022).
MANAGED_TERM_MONTHS = 6
#: Days before expiry from which a managed certificate is renewed (Azure docs, 2022).
MANAGED_RENEWAL_DAYS = 45
#: Days after a refused renewal of a managed certificate until the next try (chosen).
MANAGED_RETRY_DAYS = 1
#: Fewest and most seconds until a managed certificate is there (chosen).
MANAGED_ISSUE_SECONDS = (60, 120)
#: Characters of a managed certificate's name: the upper bound of a common name (RFC 5280, appendix A;
#: Azure docs, 2025).
LONGEST_MANAGED_NAME = 64

#: Characters of a public certificate's name and of an application setting's (both chosen).
LONGEST_PUBLIC_NAME, LONGEST_SETTING_NAME = 80, 128
#: Characters of an access restriction's name ("Set up Azure App Service access restrictions", 2022).
LONGEST_RULE_NAME = 32
