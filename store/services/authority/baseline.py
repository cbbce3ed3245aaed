"""What binds every public CA, by the day a certificate is issued: no era of the portal changes it.

An era says what Azure does; where this asks for less, this holds. Moments are UTC.

Sources: "Baseline Requirements for TLS Server Certificates" (CA/Browser Forum), section 6.3.2 for validity
and 4.2.1 for the reuse of proofs, with the ballots named beside each line; "Industry-wide certificate changes
impacting Azure App Service" (Azure docs, 2026) and "Why is GoDaddy removing ClientAuth EKU and transitioning
to the R1 root hierarchy" (GoDaddy help, 2026) for purposes and hierarchies.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from store.resources import DIGICERT, GLOBALSIGN, GODADDY, GODADDY_R1
from store.time.calendar import days, later


class Limit(Struct, frozen=True):
    """So many days, from a moment on, and the document that says so."""

    since: datetime
    days: int
    source: str


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


_ALWAYS = datetime.min.replace(tzinfo=UTC)

#: Days for which a certificate may be valid. 39 months are counted as their shortest.
VALIDITY = (
    Limit(_ALWAYS, 1184, "39 months (Baseline Requirements 1.3, 2015)"),
    Limit(_day(2018, 3, 1), 825, "ballot 193"),
    Limit(_day(2020, 9, 1), 398, "ballot SC31"),
    Limit(_day(2026, 3, 15), 200, "ballot SC-081v3"),
    Limit(_day(2027, 3, 15), 100, "ballot SC-081v3"),
    Limit(_day(2029, 3, 15), 47, "ballot SC-081v3"),
)
#: Days for which a proof of a domain may be used again.
PROOF_REUSE = (
    Limit(_ALWAYS, 1184, "39 months (Baseline Requirements 1.3, 2015)"),
    Limit(_day(2018, 3, 1), 825, "ballot 193"),
    Limit(_day(2021, 10, 1), 398, "ballot SC42"),
    Limit(_day(2026, 3, 15), 200, "ballot SC-081v3"),
    Limit(_day(2027, 3, 15), 100, "ballot SC-081v3"),
    Limit(_day(2029, 3, 15), 10, "ballot SC-081v3"),
)
#: From when certificates shorter than the paid term are issued one after another inside it, at no cost
#: (Azure docs, 2026).
REISSUED_SINCE = _day(2026, 3, 15)
#: Automatic renewal begins at the earliest in the last third of the longest life a certificate may have:
#: where that is 47 days, a window of 45 or 60 would never close ("Integration Guide", Let's Encrypt, 2025).
RENEWED_IN_LAST = 3
#: From when a proof by a page stands for the one name it is on (ballot SC45).
PAGE_PROVES_ONE_NAME = _day(2021, 12, 1)
#: From when a CA leaves client authentication out: Azure's two CAs "Mar-Apr 2026" (Azure docs, February 2026;
#: "Preparing for Industry-wide TLS Certificate Changes in Azure App Service", December 2025, had named
#: mid-January for managed certificates), the others when Chrome trusts no certificate with it any more
#: (Chrome Root Program Policy 1.6).
SERVERS_ONLY = {
    GODADDY: _day(2026, 4, 1),
    GODADDY_R1: _day(2026, 4, 1),
    DIGICERT: _day(2026, 4, 1),
    GLOBALSIGN: _day(2026, 6, 15),
}
#: From when GoDaddy issues from its R1 hierarchy: "Mar-Apr 2026" (Azure docs, 2026).
R1_SINCE = _day(2026, 4, 1)


def limit(rules: tuple[Limit, ...], at: datetime) -> Limit:
    """The rule of `VALIDITY` or `PROOF_REUSE` in force at a moment."""
    return next(rule for rule in reversed(rules) if rule.since <= at)


def latest_expiry(issued: datetime) -> datetime:
    """The last second until which a certificate issued at a moment may be valid.

    Both its first and its last second count: 398 days end a second before the 399th begins.
    """
    return later(issued, days(limit(VALIDITY, issued).days) - timedelta(seconds=1))


def days_valid(issued: datetime, expires: datetime) -> int:
    """The whole days for which a certificate is valid; its last second counts as well."""
    return (expires - issued + timedelta(seconds=1)).days


def proof_ends(verified: datetime, own_days: int) -> datetime:
    """Until when a proof may be used again by a service that asks for one not older than `own_days`."""
    ends = verified
    for rule, until in _PROOF_PERIODS:
        ends = later(verified, days(min(own_days, rule.days)))
        if ends < rule.since:
            return rule.since - timedelta(seconds=1)
        if until is None or ends < until:
            break
    return ends


#: The rules of `PROOF_REUSE`, each with the moment from which the next one holds.
_PROOF_PERIODS = tuple(zip(PROOF_REUSE, [*(rule.since for rule in PROOF_REUSE[1:]), None], strict=True))


def hierarchy(issuer: str, issued: datetime) -> str:
    """The name of the hierarchy from which a CA issues at a moment."""
    return GODADDY_R1 if issuer == GODADDY and issued >= R1_SINCE else issuer


def client_auth(issuer: str, issued: datetime) -> bool:
    """Whether a CA's certificate issued at a moment may also prove who a client is."""
    return issued < SERVERS_ONLY[issuer]
