"""The breadcrumb: forward, beside, back, from nowhere, and what is gone."""

from __future__ import annotations

import pytest

from tui.navigation.journey import Journey, Place
from tui.navigation.routes import ROUTES, Route

ORDER = "/subscriptions/s/resourceGroups/g/providers/P/certificateOrders/contosocert"
LIST = Place("certificates")
OVERVIEW, LOCKS, REKEY = (Place(f"order.{page}", ORDER) for page in ("overview", "locks", "rekey"))


@pytest.fixture
def journey() -> Journey:
    journey = Journey(LIST)
    journey.go(OVERVIEW)
    return journey


def test_a_page_of_the_resource_stands_after_its_overview(journey: Journey) -> None:
    journey.go(LOCKS)
    assert journey.places == (LIST, OVERVIEW, LOCKS)


def test_another_page_of_the_same_resource_takes_its_place(journey: Journey) -> None:
    journey.go(LOCKS)
    journey.go(REKEY)
    assert journey.places == (LIST, OVERVIEW, REKEY)


def test_another_resource_goes_one_deeper(journey: Journey) -> None:
    site = Place("site.tls", "/subscriptions/s/resourceGroups/g/providers/P/sites/app")
    journey.go(LOCKS)
    journey.go(site)
    assert journey.places == (LIST, OVERVIEW, LOCKS, site)


def test_a_place_passed_before_is_gone_back_to(journey: Journey) -> None:
    journey.go(LOCKS)
    journey.go(OVERVIEW)
    assert journey.places == (LIST, OVERVIEW)


def test_back_stops_at_the_first_place(journey: Journey) -> None:
    assert journey.back()
    assert not journey.back()
    assert journey.here == LIST


def test_from_nowhere_one_arrives_by_the_canonical_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "order.overview", Route("m:C", parent="certificates"))
    monkeypatch.setitem(ROUTES, "order.locks", Route("m:C", "Locks", parent="order.overview"))
    journey = Journey(Place("elsewhere"))
    journey.jump(LOCKS)
    assert journey.places == (LIST, OVERVIEW, LOCKS)


def test_places_of_a_deleted_resource_are_forgotten(journey: Journey) -> None:
    journey.go(LOCKS)
    assert journey.forget(lambda place: place.resource == ORDER)
    assert journey.here == LIST and len(journey.places) == 1
    assert not journey.forget(lambda place: place.resource == ORDER)


def test_a_page_below_another_one_stands_after_it_and_leaves_with_it(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Place("order.step", ORDER)
    monkeypatch.setitem(ROUTES, "order.step", Route("m:C", "Step", parent="order.locks"))
    journey.go(LOCKS)
    journey.go(step)
    assert journey.here == step and journey.places[-2] == LOCKS
    journey.go(REKEY)
    assert journey.places == (LIST, OVERVIEW, REKEY)
