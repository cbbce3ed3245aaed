"""The names a certificate of an order has, and how old the proof of its domain is.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for re-verification, "Upcoming Change to App
Service Certificate on November 30 2021" (blog, 2021) for the www name.
"""

from __future__ import annotations

from datetime import timedelta

from store.eras import Era
from store.resources import CertificateOrder, Method, ProductType
from store.services.certificate_registration.ledger import ledger_of
from store.time.calendar import days
from store.world import View

#: Second-level domains below which registrants get their names in many country zones.
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))


def is_apex(host: str) -> bool:
    """Whether the host is a registrable domain, for which a Standard certificate also has the www name."""
    labels = host.lower().split(".")
    if len(labels) == 3 and len(labels[-1]) == 2:
        return labels[1] in _SECOND_LEVEL
    return len(labels) == 2


def names_for(order: CertificateOrder, method: Method | None, era: Era) -> tuple[str, ...]:
    """The names a certificate issued now would have, common name first.

    Proof by a page (App Service verification, HTML page) gives no www name since 1 December 2021; DNS and
    mail do. Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Upcoming Change to App
    Service Certificate on November 30 2021" (blog, 2021).
    """
    if order.properties.product_type is ProductType.WILDCARD:
        return f"*.{order.domain}", order.domain
    by_page = method is not None and method.by_html
    if not is_apex(order.host) or (by_page and not era.www_by_html):
        return (order.host,)
    return order.host, f"www.{order.host}"


def proof_age(view: View, order: CertificateOrder) -> timedelta | None:
    """How old the last proof of the domain is, or None where there was none."""
    verified = ledger_of(view, order).verified_at
    return None if verified is None else view.now - verified


def proof_fresh(view: View, order: CertificateOrder) -> bool:
    """Whether the domain is proved and the proof may still be reused (395 days since 23 September 2021)."""
    age = proof_age(view, order)
    return age is not None and age <= days(view.era.reverify_days)
