"""A world from exports: everything in memory, nothing on disk, and nothing kept that is not a fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from store.estates.building.certificates import put_certificates
from store.estates.building.ledgers import put_ledgers
from store.estates.building.missing import not_in_export
from store.estates.building.orders import put_orders
from store.estates.building.plot import Plot
from store.estates.building.sites import put_plans, put_sites
from store.estates.building.surroundings import put_groups, put_locks, put_subscriptions, put_zones
from store.estates.building.vaults import put_principals, put_secrets, put_vaults
from store.estates.containers.pages import note_missing_pages
from store.estates.containers.read import read_file
from store.estates.containers.reading import Reading
from store.estates.containers.templates import read_templates
from store.estates.exports import Export
from store.estates.facts import Facts
from store.estates.gathering import Gathered, gather
from store.estates.identity import subscription_in
from store.estates.links import link_up, newest_by_secret, versions_by_secret
from store.resources import Clock, Estate, WorldFacts
from store.world import Draft, World

_ERA = "2026"
_NAME = "estate"


def estate_world(exports: Sequence[Export], as_of: datetime | None = None) -> World:
    """The world that the exports describe, its clock paused on their day.

    `as_of` is that day (UTC); without it the newest time of the files, but never before the newest issue of a
    certificate in them.
    """
    reading = Reading()
    for export in exports:
        read_file(export, reading)
    read_templates(reading)
    note_missing_pages(reading)
    facts = gather(reading)
    reasons = link_up(facts, reading)
    _note_links(facts, reading)
    now = _day(facts, exports, as_of)
    plot = _plot(facts, reasons, now)
    return _built(plot, reading)


def _plot(facts: Gathered, reasons: dict[str, str], now: datetime) -> Plot:
    draft = Draft(World({}, -3))
    draft.put(WorldFacts(id="world", name=_NAME, era=_ERA, seed=0, created_at=now))
    draft.put(Clock(id="clock", now=now))
    return Plot(
        draft=draft,
        facts=facts,
        as_of=now,
        versions=versions_by_secret(facts),
        newest=newest_by_secret(facts),
        known={},
        told={one.thumbprint: one for one in facts.versions.values() if one.thumbprint},
        reasons=reasons,
        differences=[],
        orders={},
    )


def _built(plot: Plot, reading: Reading) -> World:
    ids = _ids(plot.facts)
    put_subscriptions(plot, ids)
    put_principals(plot)
    put_plans(plot, reading)
    put_sites(plot)
    put_orders(plot)
    put_certificates(plot)
    put_vaults(plot)
    put_locks(plot)
    put_zones(plot)
    # From here on documents are looked up by what they have in common, which a finished world is quick at.
    plot = plot._replace(draft=Draft(plot.draft.finish()))
    put_secrets(plot)
    put_ledgers(plot)
    put_groups(plot)
    plot.draft.put(_estate(plot, reading, ids))
    return World(plot.draft.finish().tables, 0)


def _estate(plot: Plot, reading: Reading, ids: list[str]) -> Estate:
    return Estate(
        id="estate",
        as_of=plot.as_of,
        subscriptions=len({subscription_in(id) for id in ids} - {""}),
        files=tuple(reading.files),
        notices=tuple(reading.notices),
        secrets=reading.secrets,
        unread=reading.unread,
        missing=tuple(not_in_export(plot)),
        differences=(*plot.differences, *(f"{name}: {why}" for name, why in reading.refused)),
    )


def _ids(facts: Gathered) -> list[str]:
    """Every id that the exports name, of resources and of what they are linked to."""
    tables = (
        *(facts.orders, facts.certificates, facts.sites, facts.plans, facts.vaults, facts.locks),
        *(facts.records, facts.zones),
    )
    found: dict[str, None] = {}
    for table in tables:
        found |= {one.id: None for one in _all(table)}
    for order in facts.orders.values():
        found |= {link.vault: None for link in (order.links or {}).values()}
    found |= {one.vault: None for one in facts.certificates.values() if one.vault}
    found |= {one.plan: None for one in facts.sites.values() if one.plan}
    return list(found)


def _all(table: object) -> list[Facts]:
    return list(table.values()) if isinstance(table, dict) else []


def _note_links(facts: Gathered, reading: Reading) -> None:
    """Note the orders whose link is not under their own name."""
    for order in facts.orders.values():
        names = {name.lower() for name in order.links or {}}
        if names and order.identity.names[-1].lower() not in names:
            reading.note("link-name-differs", order.name)


def _day(facts: Gathered, exports: Sequence[Export], as_of: datetime | None) -> datetime:
    """The day of the exports (UTC)."""
    if as_of is not None:
        return as_of
    issued = [one.issued_at or one.not_before for one in facts.orders.values()]
    written = [datetime.fromtimestamp(one.written, UTC) for one in exports if one.written is not None]
    moments = [one for one in (*issued, *written) if one is not None]
    return max(moments, default=datetime.now(UTC)).replace(microsecond=0)
