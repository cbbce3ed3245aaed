"""A year that passes lets keys go first, before each slice and between the events of one, not for ever."""

from __future__ import annotations

import threading
from time import monotonic, sleep

import pytest

from tui.work import giving_way
from tui.work.giving_way import GivingWay


def test_a_slice_goes_on_once_the_key_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving_way, "_WAY_GIVEN", 10.0)
    drawing, went_on = threading.Event(), list[float]()
    drawing.set()
    way = GivingWay(lambda: False, drawing.is_set)

    def slice_() -> None:
        way.between_events()
        went_on.append(monotonic())

    thread = threading.Thread(target=slice_)
    thread.start()
    sleep(0.01)
    painted = monotonic()
    drawing.clear()
    thread.join(timeout=5)
    assert went_on and painted <= went_on[0] < painted + 5


def test_a_slice_holds_the_world_for_keys_so_long_in_all_and_no_longer() -> None:
    asked: list[float] = []

    def drawing() -> bool:
        asked.append(monotonic())
        return True

    way = GivingWay(lambda: False, drawing)
    for _ in range(20):
        way.between_events()
    assert asked[-1] - asked[0] < 0.5, "each event waited for a key that is held"
    stopped = len(asked)
    way.between_events()
    assert len(asked) == stopped
    way.between_slices()
    assert len(asked) > stopped


def test_an_operation_that_waits_for_the_lock_is_waited_for_between_slices_only() -> None:
    under_way = True
    way = GivingWay(lambda: under_way, lambda: False)
    began = monotonic()
    way.between_events()
    assert monotonic() - began < 0.04
    way.between_slices()
    assert monotonic() - began >= 0.05
