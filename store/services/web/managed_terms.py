"""For how long a free App Service managed certificate is valid, and when it is renewed.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Create a free managed certificate; what the
CAs of a day allow goes before.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from store.resources import WebCertificate
from store.services.authority.baseline import RENEWED_IN_LAST, days_valid, latest_expiry
from store.services.web.limits import MANAGED_RENEWAL_DAYS, MANAGED_RETRY_DAYS, MANAGED_TERM_MONTHS
from store.time.calendar import HORIZON, days


def renewal_begins(certificate: WebCertificate) -> datetime | None:
    """From when (UTC) a managed certificate is renewed: at the earliest in its last third.

    None where Azure has not told the dates of the certificate.
    """
    issued, expires = certificate.properties.issue_date, certificate.properties.expiration_date
    return None if issued is None or expires is None else expires - lead(issued)


def lead(issued: datetime) -> timedelta:
    """How long before its expiry a managed certificate issued at a moment (UTC) is renewed."""
    return min(days(MANAGED_RENEWAL_DAYS), (latest_expiry(issued) - issued) / RENEWED_IN_LAST)


def shorter_days(now: datetime) -> int | None:
    """The days for which one made now is valid, where the CAs allow less than the term; else None."""
    longest = latest_expiry(now)
    return None if longest >= term_end(now) else days_valid(now, longest)


def next_renewal(certificate: WebCertificate, now: datetime) -> datetime | None:
    """When a managed certificate is renewed or, after a refusal, tried again (UTC).

    None where it expires before, or where Azure does not tell its dates.
    """
    begins, again = renewal_begins(certificate), days(MANAGED_RETRY_DAYS)
    expires = certificate.properties.expiration_date
    if begins is None or expires is None:
        return None
    if begins <= now:
        begins += ((now - begins) // again + 1) * again
    return begins if begins < expires else None


def term_end(start: datetime) -> datetime:
    """The same day so many months on (the last of a shorter month), never beyond the horizon of time."""
    months = start.month - 1 + MANAGED_TERM_MONTHS
    year, month = start.year + months // 12, months % 12 + 1
    if year > HORIZON.year:
        return HORIZON
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
