"""A look at a whole world in passing says what a lasting one says, and leaves nothing of it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.jobs.agenda import Agenda
from store.jobs.sources import SOURCES
from store.journal import packing
from store.journal.journal import Journal, write_state
from store.resources import CertificateOrder, OrderLedger, VaultSecret, WebCertificate, table_of
from store.resources.lookups import LINKED_CERTIFICATES, link_of
from store.services.certificate_registration.state import OrderState, order_state
from store.services.key_vault.secrets import secret_id
from store.world import Draft, View, World
from store.world.index import index_by
from store.world.passing import LEFT, Left, in_passing
from store.world.shelf import Shelf
from tests.support.many_orders import many_orders
from tui.blades.orders.order_rows import OrderRows
from tui.widgets.summary import grouped

_WORLD = many_orders(80, links=1)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world opened from a large state."""
    monkeypatch.setattr(packing, "LEAST_PACKED", 0)
    write_state(tmp_path / "state.json", _WORLD, replace=False)
    journal = Journal.open(tmp_path / "state.json")
    yield journal.world
    journal.close(checkpoint=False)


def states(view: View) -> dict[str, OrderState]:
    return {order.key: order_state(view, order) for order in view.all(CertificateOrder)}


def kept(world: World) -> int:
    """The orders that are in memory."""
    shelf = world.tables[table_of(CertificateOrder)]
    assert isinstance(shelf, Shelf)
    return len(shelf._at)


def test_the_sum_and_the_agenda_of_a_large_world_leave_no_order_in_memory(world: World) -> None:
    entries = Agenda(SOURCES).entries(world)
    groups = grouped(OrderRows(world).rows, 0)
    assert kept(world) == 0
    assert entries == Agenda(SOURCES).entries(_WORLD)
    assert groups == grouped({**OrderRows(_WORLD).rows}, 0)


def test_it_shows_what_was_changed_removed_and_added(world: World) -> None:
    draft = Draft(world)
    first, second, *_ = world.table(CertificateOrder)
    changed = draft.need(CertificateOrder, first)
    link = link_of(changed)
    assert link is not None
    draft.remove(draft.need(VaultSecret, secret_id(*link)))
    draft.remove(draft.need(CertificateOrder, second))
    certificate = next(iter(index_by(draft, WebCertificate, LINKED_CERTIFICATES)[link]))
    draft.remove(certificate)
    draft.put(replace(certificate, id=f"{certificate.id}-2", name=f"{certificate.name}-2"))
    later = draft.finish()
    passing = in_passing(later)
    assert passing is not later
    assert [one.id for one in passing.all(WebCertificate)] == [one.id for one in later.all(WebCertificate)]
    linked, known = (index_by(view, WebCertificate, LINKED_CERTIFICATES) for view in (passing, later))
    assert linked[link] == known[link] and {*linked} == {*known}
    assert certificate not in linked[link]
    found = states(passing)
    assert found == states(later)
    before = states(world)
    assert {key for key in before if found.get(key) != before[key]} == {first, second}


def test_a_look_that_nobody_waits_for_ends(world: World) -> None:
    asked = iter([False] * 20)
    token = LEFT.set(lambda: next(asked, True))
    try:
        with pytest.raises(Left):
            states(in_passing(world))
    finally:
        LEFT.reset(token)
    assert len(states(in_passing(world))) == 80


def test_a_world_whose_documents_are_in_memory_is_looked_at_as_it_is(world: World) -> None:
    assert in_passing(_WORLD) is _WORLD
    for kind in (CertificateOrder, OrderLedger, VaultSecret, WebCertificate):
        list(world.all(kind))
    looked = in_passing(world)
    assert looked.table(CertificateOrder) is world.table(CertificateOrder)
    assert next(looked.all(WebCertificate)) is next(world.all(WebCertificate))
