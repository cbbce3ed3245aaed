"""How long a certificate of an order is valid, until when the order is paid, and what is charged for it.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for renewal and rekey; "Industry-wide
certificate changes impacting Azure App Service" (Azure docs, 2026): overlapping certificates cover the paid
term at no additional cost.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from store.eras import Era
from store.resources import CertificateOrder, OrderLedger, RequestKind
from store.services.authority import baseline
from store.time.calendar import days, later, year_later


class Term(Struct, frozen=True):
    """Expiry of a certificate and end of the paid term (UTC), and whether a year is charged for it.

    The end of the term is None where an export, which does not tell it, is all that is known.
    """

    expires: datetime
    paid_until: datetime | None
    charged: bool


def term(era: Era, order: CertificateOrder, ledger: OrderLedger, kind: RequestKind, now: datetime) -> Term:
    """Until when a certificate issued now is valid, and until when the order is paid then.

    A rekey keeps the expiry. A renewal adds a year to the paid term, a reissue nothing. None is valid for
    longer than Azure in this era and every CA of the day allow. Where the term is not known, its renewal
    is not charged.
    """
    longest = latest_expiry(era, now)
    expires = order.expires
    if expires is None:
        paid = year_later(now, order.properties.validity_in_years)
        return Term(min(paid, longest), paid, charged=True)
    if kind is RequestKind.REKEY:
        return Term(min(expires, longest), ledger.paid_until, charged=False)
    if ledger.paid_until is None:
        return Term(min(year_later(expires), longest), None, charged=False)
    paid = ledger.paid_until
    if kind is RequestKind.REISSUE:
        return Term(min(paid, longest), paid, charged=False)
    paid = year_later(max(paid, expires))
    return Term(min(paid, longest), paid, charged=True)


def latest_expiry(era: Era, issued: datetime) -> datetime:
    """The latest expiry (UTC) of a certificate issued at a moment, by the era's limit and by the CAs'."""
    return min(later(issued, days(era.lifetime_cap_days)), baseline.latest_expiry(issued))


def longest_days(era: Era, issued: datetime) -> int:
    """The days for which a certificate issued at a moment may be valid."""
    return baseline.days_valid(issued, latest_expiry(era, issued))


def shorter_than_term(era: Era, issued: datetime) -> bool:
    """Whether certificates issued at a moment are too short for a year, so that several cover the term."""
    return latest_expiry(era, issued) < year_later(issued)


def reissued_inside_term(era: Era, at: datetime) -> bool:
    """Whether Azure issues the next certificate of the paid term by itself at a moment, at no cost."""
    return era.reissues or at >= baseline.REISSUED_SINCE


def lead_days(era: Era, issued: datetime) -> int:
    """The whole days of `lead` for a certificate issued at a moment."""
    return lead(era, issued).days


def lead(era: Era, issued: datetime | None) -> timedelta:
    """How long before its expiry the successor of a certificate issued at a moment is asked for.

    The era's window, where certificates are long enough for it: at most their last third. The window alone
    for a certificate whose day of issue (None) is not known.
    """
    if issued is None:
        return days(era.auto_renew_days)
    return min(days(era.auto_renew_days), (latest_expiry(era, issued) - issued) / baseline.RENEWED_IN_LAST)
