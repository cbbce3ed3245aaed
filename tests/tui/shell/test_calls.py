"""One key costs few calls, and a page that follows the world shows what a page opened now would show."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from store.errors import AzureError
from store.operations.registry import from_json
from tests.support.calls import calls_of
from tests.support.demo_steps import a_step
from tests.support.desk import at_desk
from tests.support.worlds import demo_world
from tui.shell import performer
from tui.work.pulse import Changed

#: Key → the most calls of functions in store and tui it may cost.
_MOST = {"s": 1900, "y": 3690, "t": 2600, "n": 4100}


@pytest.mark.parametrize("key", _MOST)
async def test_a_key_costs_few_calls(key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A slow machine would be charged for saying that it is slow.
    monkeypatch.setattr(performer, "PATIENCE", 60.0)
    calls = await calls_of(key, demo_world(), tmp_path / "state.json")
    worst = "\n".join(f"{number:6} {name}" for name, number in calls.named().most_common(20))
    assert 200 < calls.total <= _MOST[key], f"{calls.total} calls:\n{worst}"


_PAGES = (
    ("order.rekey", "contosocert"),
    ("order.overview", "contosocert"),
    ("order.drift", "contosocert"),
    ("order.vault_status", "contosocert"),
    ("order.timeline", "contosocert"),
    ("site.tls", "contoso-app"),
    ("certificates", ""),
)


@pytest.mark.parametrize(("route", "name"), _PAGES)
async def test_a_page_that_stayed_open_shows_what_a_page_opened_now_shows(
    route: str, name: str, tmp_path: Path
) -> None:
    chance = Random(route)
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open(route, name)
        for _ in range(4):
            for _ in range(2):
                try:
                    desk.app.portal.perform(from_json(a_step(chance, desk.world)))
                except AzureError:
                    continue
                desk.app.post_message(Changed())
            await desk.undisturbed()
            stayed = desk.screen
            await desk.open("mailbox")
            await desk.open(route, name)
            assert desk.screen == stayed
