"""A key acts on what the operation of the key before it has made of the page, unless that takes long."""

from __future__ import annotations

import threading
from pathlib import Path
from time import sleep

import pytest

from store import Portal
from store.resources import OrderLedger
from tests.support.desk import at_desk, order_page
from tests.support.mission_worlds import bought
from tests.support.slowness import SLOW, slowed
from tests.support.worlds import demo_world


async def test_a_key_that_needs_what_the_one_before_it_does_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock has nothing to go to before the check is asked for."""
    async with order_page("verification", bought(), tmp_path / "state.json") as desk:
        await desk.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
        began = desk.world.now
        slowed(monkeypatch, Portal, "perform", lambda: sleep(SLOW))
        await desk.burst("v", ">")
        assert desk.world.now > began
        assert next(desk.world.all(OrderLedger)).verification is None


async def test_a_verb_is_not_pressed_twice_for_one_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A held key: the second press meets the page after the first, where nothing is left to sync."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        before = desk.world.revision
        slowed(monkeypatch, Portal, "perform", lambda: sleep(SLOW))
        await desk.burst("s", "s", "s")
        assert desk.world.revision == before + 1


async def test_keys_do_not_wait_for_what_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        done = threading.Event()
        slowed(monkeypatch, Portal, "perform", lambda: done.wait(20))
        await desk.pilot.press("s", "question_mark")
        assert await desk.until(lambda: desk.app.screen is not desk.app.frame)
        assert not done.is_set()
        done.set()
        await desk.press("escape")
        assert desk.app.screen is desk.app.frame
        assert desk.app.return_code is None
