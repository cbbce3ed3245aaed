"""Keys of one's own: the settings file changes them wherever they are shown; what is wrong in it is said."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from store.journal.journal import write_state
from tests.support.desk import Desk
from tests.support.golden import settle
from tests.support.worlds import demo_world
from tui.settings.file import read_settings, write_theme
from tui.settings.keymap import known_keys, problems
from tui.shell.app import PortalApp


@asynccontextmanager
async def with_keys(folder: Path, keys: object) -> AsyncIterator[Desk]:
    """The program with these keys in its settings file."""
    state, settings = folder / "state.json", folder / "settings.json"
    write_state(state, demo_world(), replace=False)
    settings.write_text(json.dumps({"keys": keys}))
    app = PortalApp(state, settings=settings)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await settle(pilot)
        yield Desk(app, pilot)


async def test_a_verb_has_the_key_of_the_settings_file_in_bar_help_and_palette(tmp_path: Path) -> None:
    async with with_keys(tmp_path, {"order.rekey.rekey": "f12", "portal.go_to": "f8"}) as desk:
        await desk.open("order.rekey", "contosocert")
        assert desk.sees("f12 Rekey")
        await desk.press("question_mark")
        assert desk.line("f12 Rekey") and desk.line("f8 Go to a resource")
        await desk.press("escape", "y")
        assert "Rekey" not in desk.text.partition("Linked")[0].partition("Certificate Thumbprint")[2]
        await desk.press("f8")
        assert len(desk.app.screen_stack) > 1
        await desk.press("escape", "f12")
        assert desk.sees("Rekeying")


async def test_a_banner_and_an_empty_list_name_the_changed_key(tmp_path: Path) -> None:
    async with with_keys(tmp_path, {"order.tags.add_tag": "I"}) as desk:
        await desk.open("order.tags", "contosocert")
        assert desk.sees("No tags. I Add")
        await desk.press("I")
        assert desk.sees("Add tag")


async def test_keys_that_share_one_key_keep_it_when_one_of_them_is_changed(tmp_path: Path) -> None:
    async with with_keys(tmp_path, {"portal.menu": "f7"}) as desk:
        await desk.press("m")
        assert desk.sees("Go to"), "where there is no menu, m opens everything there is"
        await desk.press("escape")
        await desk.open("order.overview", "contosocert")
        await desk.press("f7", *"drift", "enter")
        assert desk.sees("contosocert - Drift")


async def test_what_means_nothing_is_said_and_the_rest_holds(tmp_path: Path) -> None:
    keys = {"order.rekey.nothing": "y", "order.rekey.rekey": "not a key", "order.tags.add_tag": "I"}
    keys |= {"order.rekey.sync": "\x1b", "portal.time": "\u202e"}
    async with with_keys(tmp_path, keys) as desk:
        said = [one.text for one in desk.app.notices.all]
        assert "There is no key with the id 'order.rekey.nothing'." in said
        assert "'\x1b' for order.rekey.sync is not a key such as y, Y, f9 or ctrl+k." in said
        assert "'not a key' for order.rekey.rekey is not a key such as y, Y, f9 or ctrl+k." in said
        await desk.open("order.rekey", "contosocert")
        assert desk.sees("y Rekey")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"order.rekey.rekey": "s"}, "s would be order.rekey.rekey and order.rekey.sync."),
        ({"order.rekey.rekey": "t"}, "t would be order.rekey.rekey and portal.time."),
        ({"portal.time": "y"}, "y would be order.rekey.rekey and portal.time."),
    ],
)
def test_a_key_with_two_meanings_names_both_ids(keys: dict[str, str], said: str) -> None:
    assert said in problems(keys)


def test_keys_as_they_are_and_keys_of_two_pages_are_no_conflict() -> None:
    assert problems({}) == ()
    assert problems({id: one.key for id, one in known_keys().items() if "," not in one.key}) == ()
    assert problems({"order.rekey.rekey": "f12", "order.tags.add_tag": "f12"}) == ()


def test_choosing_a_theme_leaves_the_rest_of_the_file_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"keys": {"portal.time": "f12"}, "of a later version": 1}')
    write_theme(file, "portal-light")
    kept = read_settings(file)
    assert (kept.theme, kept.keys) == ("portal-light", {"portal.time": "f12"})
    assert json.loads(file.read_text())["of a later version"] == 1
    assert kept.problems == ("There is no setting 'of a later version'.",)


def test_what_is_no_file_of_settings_holds_nothing_up(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    os.mkfifo(file)
    assert read_settings(file).problems == ("settings.json cannot be read: It is not a regular file.",)
    file.unlink()
    file.write_bytes(b" " * (2 * 1024 * 1024))
    assert read_settings(file).problems == ("settings.json cannot be read: File too large.",)


def test_a_file_that_holds_no_settings_is_set_aside_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text("theme = dark")
    assert read_settings(file).problems == ("settings.json is not a JSON object.",)
    write_theme(file, "portal-light")
    assert (tmp_path / "settings.json.unreadable").read_text() == "theme = dark"
    assert read_settings(file).theme == "portal-light"
