"""The future that is foretold is the one that comes, word by word: random lives of orders in all eras.

CERTBLADE_FUTURES=2000 python -m pytest tests/store/jobs/test_future.py    more lives than the suite has
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from store.jobs.advance import dry_run
from store.jobs.events import Event
from store.jobs.forecast import forecast
from store.jobs.happened import happened
from store.world import World
from tests.support.event_truth import check_truth
from tests.support.order_cloud import Shop
from tests.support.random_lives import Life

LIVES = int(os.environ.get("CERTBLADE_FUTURES", "200"))
#: Lives of one test, so that a failing one is found soon.
BATCH = 20
#: Events that are foretold of each.
MOST_EVENTS = 9


def told(events: tuple[Event, ...]) -> list[tuple[object, ...]]:
    """What two tellings of the same events have in common, those of one moment in any order."""
    return sorted(
        (one.at, one.kind, one.resource.lower(), one.subject, one.text, one.ok, one.skipped) for one in events
    )


def foretold(world: World, limit: int) -> tuple[Event, ...]:
    """The next events, and all others of the last one's moment."""
    events = forecast(world).events(limit)
    return dry_run(world, events[-1].at) if events else ()


def let_pass(shop: Shop, random: Random, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Let the clock reach the last event in steps of any kind; holds each event against the world it left."""
    seen: list[Event] = []
    until = events[-1].at
    while shop.world.now < until:
        before = shop.world
        match random.randrange(4):
            case 0:
                shop.do("AdvanceClock", next=True)
            case 1:
                step = timedelta(hours=random.choice((1, 8, 200)))
                shop.wait_until(min(until, shop.world.now + step))
            case 2:
                shop.do("AdvanceClock", by="1440s", running=True)
            case _:
                ahead = next(event.at for event in events if event.at > before.now)
                for _moment in shop.portal.advance(ahead):
                    pass
        passed = happened(before, shop.world)
        seen += passed
        moments = Counter((event.at, event.resource) for event in passed)
        for event in passed:
            # The world shows what the last event of a resource left.
            if event.at == shop.world.now and moments[event.at, event.resource] == 1:
                check_truth(event, before, shop.world)
    return tuple(event for event in seen if event.at <= until)


@pytest.mark.parametrize("first", range(0, LIVES, BATCH))
def test_what_is_foretold_is_what_happens_and_what_is_reported_is_so(first: int) -> None:
    for seed in range(first, min(first + BATCH, LIVES)):
        life = Life(seed)
        shop = life.live()
        begun = shop.world
        events = foretold(begun, life.random.randint(1, MOST_EVENTS))
        if events:
            passed = let_pass(shop, life.random, events)
            assert told(passed) == told(events), (seed, life.steps)
