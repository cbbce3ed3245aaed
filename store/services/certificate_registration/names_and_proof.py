"""The names a certificate of an order has, and how old the proof of its domain is.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for re-verification, "Upcoming Change to App
Service Certificate on November 30 2021" (blog, 2021) for the www name.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from store.eras import Era
from store.resources import CertificateOrder, Method, ProductType
from store.services.authority.baseline import PAGE_PROVES_ONE_NAME, PROOF_REUSE, limit, proof_ends
from store.services.certificate_registration.ledger import ledger_of
from store.world import View

#: Second-level domains below which registrants get their names in many country zones.
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))


def is_apex(host: str) -> bool:
    """Whether the host is a registrable domain, for which a Standard certificate also has the www name."""
    periods = host.count(".")
    return periods == 1 or (periods == 2 and is_suffix(host.partition(".")[2]))


def is_suffix(host: str) -> bool:
    """Whether the host is a suffix of a country zone below which registrants get their names: co.uk."""
    labels = host.lower().split(".")
    return len(labels) == 2 and len(labels[-1]) == 2 and labels[0] in _SECOND_LEVEL


def names_for(view: View, order: CertificateOrder, method: Method | None) -> tuple[str, ...]:
    """The names a certificate issued now would have, common name first.

    Proof by a page (App Service verification, HTML page) gives no www name since 1 December 2021; DNS and
    mail do. Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Upcoming Change to App
    Service Certificate on November 30 2021" (blog, 2021).
    """
    by_page = method is not None and method.by_html and not page_proves_www(view)
    wild = order.properties.product_type is ProductType.WILDCARD
    return (order.host,) if by_page and not wild else bought_names(order)


def bought_names(order: CertificateOrder) -> tuple[str, ...]:
    """The names that the product of an order has, where DNS or mail proved its domain."""
    if order.properties.product_type is ProductType.WILDCARD:
        return f"*.{order.domain}", order.domain
    return (order.host, f"www.{order.host}") if is_apex(order.host) else (order.host,)


def page_proves_www(view: View) -> bool:
    """Whether proof by a page now gives the www name too: in eras that knew it, until no CA might."""
    return view.era.www_by_html and view.now < PAGE_PROVES_ONE_NAME


def proof_age(view: View, order: CertificateOrder) -> timedelta | None:
    """How old the last proof of the domain is, or None where there was none."""
    verified = ledger_of(view, order).verified_at
    return None if verified is None else view.now - verified


def proof_fresh(view: View, order: CertificateOrder) -> bool:
    """Whether the domain is proved and the proof may still be used again."""
    ledger = ledger_of(view, order)
    if ledger.verified_at is None:
        # Of an imported order the day is not known: nothing is refused for that.
        return bool(ledger.proved_unstated)
    return view.now <= proof_until(view.era, ledger.verified_at)


def proof_until(era: Era, verified: datetime) -> datetime:
    """Until when a proof may be used again: as long as Azure in this era and every CA of the day allow."""
    ends = proof_ends(verified, era.reverify_days)
    anew = era.proofs_anew
    return ends if anew is None or verified >= anew else min(ends, anew - timedelta(seconds=1))


def proof_days(era: Era, at: datetime) -> int:
    """Days for which a proof used at a moment may be old."""
    return min(era.reverify_days, limit(PROOF_REUSE, at).days)
