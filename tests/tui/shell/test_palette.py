"""The palette: every verb with its key, on every screen; themes, pictures and views of it are saved."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from textual.command import CommandList
from textual.content import Content
from textual.worker import Worker

from store.resources import Vault
from tests.support.desk import Desk, at_desk
from tests.support.golden import settle
from tests.support.hostile_tour import hostile_world
from tests.support.worlds import demo_world
from tui.shell.palette import Palette


async def choose(desk: Desk, text: str) -> None:
    """Type into the palette, and take what it puts first."""
    await desk.press("ctrl+p")
    await offers(desk, text)
    await desk.press("enter")


async def offers(desk: Desk, text: str) -> list[str]:
    """What an open palette offers for a text."""
    await desk.press(*text.replace(" ", "~").replace("~", " "))
    assert isinstance(desk.app.screen, Palette)
    assert await desk.until(lambda: not any(_seeks(worker) for worker in desk.app.workers))
    options = desk.app.screen.query_one(CommandList).options
    return [str(one.prompt).splitlines()[0].strip() for one in options]


def _seeks(worker: Worker[object]) -> bool:
    return worker.group == Palette._GATHER_COMMANDS_GROUP and not worker.is_finished


async def test_verbs_stand_with_their_keys(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("ctrl+p")
        assert (await offers(desk, "sync"))[0] == "Sync   s"
        await desk.press("escape", "ctrl+p")
        assert (await offers(desk, "undo"))[0] == "Undo   U"


async def test_it_opens_while_the_last_one_is_on_its_way_out(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("ctrl+p")
        first = desk.app.screen
        assert isinstance(first, Palette)
        first.dismiss(None)
        desk.app.action_command_palette()
        await settle(desk.pilot)
        assert isinstance(desk.app.screen, Palette) and desk.app.screen is not first


async def test_it_is_not_empty_on_the_first_screen(tmp_path: Path) -> None:
    async with at_desk(None, tmp_path / "state.json") as desk:
        for wanted in ("Theme", "Quit", "Save screenshot (SVG)", "Era"):
            await desk.press("ctrl+p")
            assert (await offers(desk, wanted[:4].lower()))[0].startswith(wanted)
            await desk.press("escape")


async def test_keys_are_offered_once_with_the_key_that_shows_them(tmp_path: Path) -> None:
    async with at_desk(None, tmp_path / "state.json") as desk:
        await desk.press("ctrl+p")
        assert await offers(desk, "keys") == ["Keys   ?"]
        await desk.press("escape", "question_mark")
        assert desk.sees("y Key type") and desk.sees("e Era")
        assert "Last used" not in desk.screen, "there is no world to go back to"
        await desk.press("ctrl+p")
        assert await offers(desk, "keys") == ["Keys"], "a dialog has no key for it"


async def test_a_theme_is_shown_while_one_moves_and_kept_when_chosen(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        before = desk.app.theme
        await choose(desk, "theme")
        await desk.press("down")
        assert desk.app.theme != before
        await desk.press("escape")
        assert desk.app.theme == before
        await choose(desk, "theme")
        await desk.press(*"ansi-light".replace("-", " ").split()[0], "down", "enter")
        assert desk.app.theme.startswith("ansi-") and not desk.app.trying_theme


async def test_what_is_seen_is_saved_for_its_owner_and_over_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        for wanted in ("screenshot svg", "screenshot text", "screenshot text", "view csv", "view json"):
            await choose(desk, wanted)
            await desk.pilot.pause(0.3)
            await desk.undisturbed()
    saved = {path.name: path for path in tmp_path.glob("certblade-*")}
    assert sorted(saved) == [
        "certblade-certificates-2.txt",
        "certblade-certificates.csv",
        "certblade-certificates.json",
        "certblade-certificates.svg",
        "certblade-certificates.txt",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in saved.values()} == {0o600}
    drawn = saved["certblade-certificates.txt"].read_text()
    assert "Out of sync" in drawn and "screenshot" not in drawn, "the palette has gone before"
    assert saved["certblade-certificates.svg"].read_text().startswith("<svg ")
    rows = list(csv.DictReader(io.StringIO(saved["certblade-certificates.csv"].read_text())))
    assert rows[0]["NAME"] == "contosocert" and rows[0]["SKU"] == "Wild Card"
    assert json.loads(saved["certblade-certificates.json"].read_text()) == rows


async def test_any_resource_is_gone_to(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        name = next(desk.world.all(Vault)).name
        await choose(desk, name)
        assert name in desk.screen.splitlines()[1]


@pytest.mark.parametrize("typed", ["key vault", "rg", "s"])
async def test_what_stands_beside_a_hit_is_neither_control_nor_markup(tmp_path: Path, typed: str) -> None:
    """Groups whose names attack the terminal are named as places, and in reasons why not."""
    async with at_desk(hostile_world(), tmp_path / "state.json") as desk:
        await desk.press("ctrl+p")
        await offers(desk, typed)
        prompts = [one.prompt for one in desk.app.screen.query_one(CommandList).options]
        hostile = [one for one in prompts if "app.quit" in str(one)]
        assert hostile, prompts
        for one in hostile:
            assert isinstance(one, Content)
            assert str(one).replace("\n", "").isprintable()
            assert not any("@click" in str(span.style) for span in one.spans)


async def test_a_verb_of_a_page_that_went_meanwhile_does_nothing(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.locks", "contosocert")
        page = desk.app.frame.blade if desk.app.frame else None
        assert page is not None
        verbs = page.verbs()
        await desk.open("certificates")
        for verb in verbs:
            page.press(verb)
        await desk.press("down")
        assert desk.app.return_code is None
        assert not desk.app.notices.all


async def test_help_opens_on_a_page_whose_resource_goes_at_that_moment(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        page = desk.app.frame.blade if desk.app.frame else None
        assert page is not None
        page.resource = "gone"
        assert page.verbs()
