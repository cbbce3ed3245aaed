"""The agenda: the demo world's, as its module's docstring shows it, and what one operation makes it ask."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from store.jobs import agenda
from store.jobs.sources import AGENDA, SOURCES
from store.jobs.upcoming import upcoming
from store.journal.in_memory import MemoryJournal
from store.operations.certificate_registration.rekey_and_renew import SetAutoRenew
from store.operations.network.records import AddRecord
from store.operations.operation import Operation
from store.portal import Portal
from store.resources import CertificateOrder, name_of
from store.worlds import begin
from tests.support.calls import Calls
from tests.support.many_orders import many_orders


def test_the_example_of_the_agenda_is_what_the_demo_world_has() -> None:
    shown = re.findall(r"^    (\d{4}-\d\d-\d\d \d\d:\d\d)  (.+?)  ", agenda.__doc__ or "", re.MULTILINE)
    assert len(shown) > 5
    world = begin("demo", seed=1, keys="ec")
    assert [(f"{due.at:%Y-%m-%d %H:%M}", due.kind) for due in AGENDA.entries(world)] == shown


def test_no_two_sources_call_their_events_alike() -> None:
    kinds = [kind for source in SOURCES for kind in source.kinds]
    assert sorted(set(kinds)) == sorted(kinds)


def _auto_renew(order: str) -> Operation:
    return SetAutoRenew(order=order, enabled=False)


def _record(order: str) -> Operation:
    """A record that has nothing to do with any order, in the zone of all of them."""
    return AddRecord(zone="contoso.com", type="TXT", name=name_of(order), value="note")


def calls_of_one_operation(orders: int, operation: Callable[[str], Operation]) -> int:
    """The calls for one operation and a look at the next events, with three linked certificates an order."""
    portal = Portal(MemoryJournal(many_orders(orders)))
    ids = [order.id for order in portal.world.all(CertificateOrder)]
    calls = Calls()
    for id in ids[1:4]:
        # What is remembered is of the world before: the last operation is one among many.
        calls = Calls()
        with calls.watching(), calls.counting():
            portal.perform(operation(id))
            upcoming(portal.world)
    return calls.total


@pytest.mark.parametrize("operation", [_auto_renew, _record])
def test_an_operation_and_a_look_ahead_cost_no_more_where_there_are_many_orders(
    operation: Callable[[str], Operation],
) -> None:
    few, many = calls_of_one_operation(40, operation), calls_of_one_operation(800, operation)
    assert many < few + 800, "each order may be counted once for the idle run, and nothing more"
