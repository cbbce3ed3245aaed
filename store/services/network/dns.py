"""The simulated internet's DNS: which zone answers for a name, and what its records say.

Sources: RFC 1034 (zones, aliases), RFC 4592 (wild cards).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct

from store.hostnames import comparable
from store.resources import DnsZone, Record, RecordType
from store.services.network.limits import LONGEST_ALIAS_PATH
from store.world import NAMES, View
from store.world.answers import remembered
from store.world.index import index_by

ROOT = "@"


def zones_over(view: View, host: str) -> tuple[DnsZone, ...]:
    """The public zones that the name lies in, nearest first."""
    zones = index_by(view, DnsZone, _public_names)
    labels = _plain(host).split(".")
    parents = (".".join(labels[number:]) for number in range(len(labels)))
    return tuple(zone for parent in parents for zone in zones.get(parent, ()))


def _public_names(view: View) -> Callable[[DnsZone], tuple[str, ...]]:
    return lambda zone: (_plain(zone.name),) if is_public(zone) else ()


def is_public(zone: DnsZone) -> bool:
    """Whether the internet sees the zone; a private one only its virtual networks see."""
    return zone.properties.zone_type == "Public"


def lookup(view: View, fqdn: str, type: RecordType) -> tuple[Record, ...]:
    """The records of this type that the internet sees for a full name, a wild card's included.

    CNAME records are not followed.
    """
    return tuple([record for record in _records_at(view, fqdn) if record.type is type])


def _records_at(view: View, fqdn: str) -> Sequence[Record]:
    zones = zones_over(view, fqdn)
    return _records_for(zones[0], relative(fqdn, zones[0])) if zones else ()


class Answer(Struct, frozen=True):
    """An answer of DNS: the names on the way, the requested name first, and the records of the last.

    `problem` says why there is no answer at all.
    """

    path: tuple[str, ...]
    records: tuple[Record, ...]
    problem: str = ""


def ask(view: View, fqdn: str, type: RecordType) -> Answer:
    """The records of this type for a full name, its aliases (CNAME) followed as every resolver does."""
    # A draft that has written no zone asks what its world remembers: renewals ask for the same names.
    return _asked(view if NAMES[DnsZone] in view.written else view.before, fqdn, type)


@remembered
def _asked(view: View, fqdn: str, type: RecordType) -> Answer:
    path = [_plain(fqdn)]
    while True:
        found, aliases = [], []
        for record in _records_at(view, path[-1]):
            if record.type is type:
                found.append(record)
            elif record.type is RecordType.CNAME:
                aliases.append(record)
        if found or not aliases:
            break
        target = _plain(aliases[0].value)
        if target in path:
            return Answer(tuple(path), (), f"its aliases go round in a circle at {target}")
        path.append(target)
        if len(path) > LONGEST_ALIAS_PATH:
            return Answer(tuple(path), (), f"it has more than {LONGEST_ALIAS_PATH - 1} aliases in a row")
    return Answer(tuple(path), tuple(found))


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


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    bare = name.strip()
    return bare.rstrip(".").lower() if bare.isascii() else comparable(bare)


def _inside(name: str, zone: str) -> bool:
    return name == zone or name.endswith(f".{zone}")
