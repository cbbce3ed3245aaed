"""When the certificates of role instances end, and what to do before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from store.resources import (
    CloudService,
    name_of,
)
from store.resources.compute import (
    InstalledCertificate,
)
from store.services.compute.certificates import Provided, newest_of
from store.services.compute.instances import instances_of
from store.services.compute.limits import EXPIRY_WARNING_DAYS
from store.time.calendar import days
from store.world import View
from store.world.answers import remembered


class Ending(NamedTuple):
    """A certificate in instances of a role, and when it ends (UTC)."""

    at: datetime
    role: str
    certificate: InstalledCertificate


def endings(view: View, service: str) -> list[Ending]:
    """Every certificate that instances of a service have installed, the one that ends first first."""
    found: dict[tuple[str, str, str], Ending] = {}
    for instance in instances_of(view, service):
        role = instance.properties.role
        for one in instance.properties.certificates:
            found.setdefault((role, one.name, one.thumbprint), Ending(one.not_after, role, one))
    return sorted(found.values(), key=lambda ending: (ending.at, ending.role, ending.certificate.name))


def first_ending(view: View, service: str) -> datetime | None:
    """When the next certificate of a service ends (UTC), the one that ends now included; None for none."""
    return next((one.at for one in endings(view, service) if one.at >= view.now), None)


def days_left(view: View, at: datetime) -> int:
    """Whole days until a moment (UTC), rounded; 0 or less when it has passed."""
    return round((at - view.now) / days(1))


def soon(view: View, ending: Ending) -> bool:
    """Whether a certificate ends so soon that the service warns."""
    return ending.at - view.now <= days(EXPIRY_WARNING_DAYS[0])


@remembered
def successor(view: View, service: CloudService, source: str) -> Provided | None:
    """The newest version in the key vault of the certificate with this URL, where it is another one."""
    for group in service.properties.os_profile.secrets:
        if any(one.certificate_url == source for one in group.vault_certificates):
            newest = newest_of(view, source, group.source_vault.id)
            return newest if newest is not None and newest.url != source else None
    return None


def told_together(
    view: View, service: CloudService, those: Sequence[Ending], *, happening: bool = False
) -> str:
    """That these certificates, which end at one moment, end or have ended, and what to do about each.

    `happening` asks for the words of the event itself.
    """
    alike: dict[str, list[Ending]] = {}
    for ending in those:
        newer = successor(view, service, ending.certificate.source)
        alike.setdefault(newer.vault if newer else "", []).append(ending)
    return " ".join(
        f"{_sentence(view, group, happening=happening)} {way_on(vault, group)}"
        for vault, group in alike.items()
    )


def at_once(all_endings: Sequence[Ending], at: datetime) -> list[Ending]:
    """Those that end at a moment (UTC)."""
    return [one for one in all_endings if one.at == at]


def _sentence(view: View, group: Sequence[Ending], *, happening: bool) -> str:
    names = " and ".join(f"'{one.certificate.name}' of {one.role}" for one in group)
    at, several = group[0].at, len(group) > 1
    verb = "expire" if several else "expires"
    if happening and view.now == at:
        return f"{names} {verb}."
    if view.now >= at:
        return f"{names} expired on {at:%Y-%m-%d %H:%M} UTC."
    left = days_left(view, at)
    return f"{names} {verb} on {at:%Y-%m-%d %H:%M} UTC, in {left} day{'s' * (left != 1)}."


def way_on(vault: str, group: Sequence[Ending]) -> str:
    """What to do about certificates that end, in a sentence.

    `vault` is the id of the key vault that has newer versions of them, "" where none has.
    """
    several = len({one.certificate.source for one in group}) > 1
    if not vault:
        its = "its" if len(group) == 1 else "their"
        what = "successors" if several else "successor"
        return f"Import {its} {what} into the key vault, then update the configuration."
    told = (
        "newer versions; the certificate URLs name the old ones and follow nothing"
        if several
        else "a newer version; the certificate URL names the old one and follows nothing"
    )
    return f"The key vault {name_of(vault)} has {told}: update the configuration."
