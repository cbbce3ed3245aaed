"""The agenda: the demo world's, as its module's docstring shows it, and what one operation makes it ask."""

from __future__ import annotations

import re

from store.jobs import agenda
from store.jobs.sources import AGENDA, SOURCES
from store.jobs.upcoming import upcoming
from store.journal.in_memory import MemoryJournal
from store.operations.certificate_registration.rekey_and_renew import SetAutoRenew
from store.portal import Portal
from store.resources import CertificateOrder
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


def calls_of_one_operation(orders: int) -> int:
    """The calls for one operation and a look at the next events, with three linked certificates an order."""
    portal = Portal(MemoryJournal(many_orders(orders)))
    ids = [order.id for order in portal.world.all(CertificateOrder)]
    calls = Calls()
    for id in ids[1:3]:
        # What is remembered is of the world before: the second operation is one among many.
        calls = Calls()
        with calls.watching(), calls.counting():
            portal.perform(SetAutoRenew(order=id, enabled=False))
            upcoming(portal.world)
    return calls.total


def test_an_operation_and_a_look_ahead_cost_no_more_where_there_are_many_orders() -> None:
    few, many = calls_of_one_operation(40), calls_of_one_operation(800)
    assert many < few + 800, "each order may be counted once for the idle run, and nothing more"
