"""The simulated internet's DNS: which zone answers for a name, and what its records say.

Sources: RFC 1034 (zones, wild cards), RFC 8659 (CAA).
"""

from __future__ import annotations

from typing import NamedTuple

from store.hostnames import comparable
from store.resources import DnsZone, Record, RecordType
from store.world import View

ROOT = "@"


def zones_over(view: View, host: str) -> tuple[DnsZone, ...]:
    """The public zones that the name lies in, nearest first."""
    name = _plain(host)
    found = [zone for zone in view.all(DnsZone) if is_public(zone) and _inside(name, _plain(zone.name))]
    return tuple(sorted(found, key=lambda zone: len(zone.name), reverse=True))


def is_public(zone: DnsZone) -> bool:
    """Whether the internet sees the zone; a private one only its virtual networks see."""
    return zone.properties.zone_type == "Public"


def lookup(view: View, fqdn: str, type: RecordType) -> tuple[Record, ...]:
    """The records of this type that the internet sees for a full name, a wild card's included.

    CNAME records are not followed.
    """
    zones = zones_over(view, fqdn)
    if not zones:
        return ()
    return tuple(record for record in _records_for(zones[0], relative(fqdn, zones[0])) if record.type is type)


def relative(fqdn: str, zone: DnsZone) -> str:
    """A full name as the zone writes it: without the zone's own name, `@` for the root."""
    name, root = _plain(fqdn), _plain(zone.name)
    return ROOT if name == root else name.removesuffix(f".{root}")


def full_name(record: Record, zone: DnsZone) -> str:
    """The full name of a record of this zone."""
    return zone.name if record.name == ROOT else f"{record.name}.{zone.name}"


def text_of(record: Record) -> str:
    """The value of a TXT record without the quotes a zone file may have around it."""
    return record.value.strip().removeprefix('"').removesuffix('"')


def _records_for(zone: DnsZone, name: str) -> list[Record]:
    """A name's own records, else those of the wild card at the nearest level (RFC 4592)."""
    by_name: dict[str, list[Record]] = {}
    for record in zone.properties.records:
        by_name.setdefault(record.name.lower(), []).append(record)
    parent = name
    while parent and name != ROOT and not any(_inside(known, parent) for known in by_name):
        parent = parent.partition(".")[2]
    # `parent` is the nearest name that exists; the zone's root is written "".
    if parent == name:
        return by_name.get(name, [])
    return by_name.get(f"*.{parent}" if parent else "*", [])


class Caa(NamedTuple):
    """A CAA record's parts: `issue`, `issuewild` or another tag, and the issuer's domain ("" for nobody)."""

    critical: bool
    tag: str
    issuer: str


def read_caa(value: str) -> Caa | None:
    """The parts of a CAA record such as `0 issue "godaddy.com"`; None for what is no CAA record."""
    flags, _, rest = value.strip().partition(" ")
    tag, _, issuer = rest.strip().partition(" ")
    if not (flags.isdecimal() and flags.isascii() and int(flags) <= 255 and tag.isalnum() and issuer.strip()):
        return None
    # Parameters of the CA may follow the domain after a semicolon.
    domain = issuer.strip().strip('"').partition(";")[0].strip()
    return Caa(int(flags) >= 128, tag.lower(), domain.lower())


def caa_allows(view: View, host: str, issuer: str) -> bool:
    """Whether the CAA records let this CA ("godaddy.com", "digicert.com") issue for the host.

    The nearest record set upwards from the host to the root of its zone decides; none means any CA
    may issue. A `*.` in front of the host asks for a wild card certificate.
    """
    name = _plain(host).removeprefix("*.")
    for level in range(name.count(".")):
        records = lookup(view, name.split(".", level)[-1], RecordType.CAA)
        if records:
            return _permits([read_caa(one.value) for one in records], issuer, wild=host.startswith("*."))
    return True


def _permits(records: list[Caa | None], issuer: str, *, wild: bool) -> bool:
    known = [record for record in records if record is not None]
    if any(one.critical and one.tag not in ("issue", "issuewild", "iodef") for one in known):
        return False
    issue = [one for one in known if one.tag == "issue"]
    deciding = [one for one in known if one.tag == "issuewild"] if wild else []
    deciding = deciding or issue
    return not deciding or any(one.issuer == issuer.lower() for one in deciding)


def _plain(name: str) -> str:
    bare = name.strip()
    return bare.rstrip(".").lower() if bare.isascii() else comparable(bare)


def _inside(name: str, zone: str) -> bool:
    return name == zone or name.endswith(f".{zone}")
