"""Every key of the portal has a name for keymaps, and the names stay what they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui
from store.worlds import begin
from tests.support.desk import at_desk
from tui.navigation.routes import ROUTES, page_id
from tui.navigation.verbs import Verbs
from tui.widgets.tabs import Tabs

_ID = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
_LIST = Path(tui.__file__).with_name("settings") / "keys.txt"


def _classes() -> list[type[DOMNode]]:
    """What the portal is made of, each class once."""
    modules = [import_module(one.name) for one in walk_packages(tui.__path__, "tui.")]
    found = {
        value: None
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == module.__name__
    }
    return list(found)


def _bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    for kind in _classes():
        for one in vars(kind).get("BINDINGS", ()):
            assert isinstance(one, Binding), f"{kind.__name__}: {one} has no place for an id"
            yield kind, one


def _verbs() -> dict[str, tuple[str, str]]:
    """Id of a verb → its key and label, of every page that has a route."""
    pages = {route.load() for route in ROUTES.values()}
    return {
        f"{page_id(page)}.{name}": (getattr(page, name).key, getattr(page, name).label)
        for page in pages
        if issubclass(page, Verbs)
        for name in page.verb_names
    }


def test_every_binding_has_an_id() -> None:
    bare = [f"{kind.__name__}: {one.key}" for kind, one in _bindings() if not _ID.fullmatch(one.id or "")]
    assert bare == []


def test_no_two_keys_have_the_same_id() -> None:
    ids = Counter([*(one.id for _, one in _bindings()), *_verbs()])
    assert [id for id, count in ids.items() if count > 1] == []


def test_ids_stay_as_they_are(request: pytest.FixtureRequest) -> None:
    """A keymap that somebody wrote names them; `--accept` takes a change over."""
    keys = {str(one.id): (one.key, one.description) for _, one in _bindings()} | _verbs()
    listed = "".join(f"{id} {key} {does}\n" for id, (key, does) in sorted(keys.items()))
    if request.config.getoption("--accept"):
        _LIST.write_text(listed, encoding="utf-8")
    assert listed == _LIST.read_text(encoding="utf-8")


async def test_a_keymap_gives_a_binding_another_key(tmp_path: Path) -> None:
    async with at_desk(begin("demo", keys="ec"), tmp_path / "state.json") as desk:
        desk.app.set_keymap({"portal.go_to": "f9"})
        await desk.press("f9")
        assert desk.sees("Go to")
        assert len(desk.app.screen_stack) > 1


@pytest.mark.parametrize("era", ["2018", "2022", "2026"])
async def test_no_tab_has_two_verbs_with_one_key(tmp_path: Path, era: str) -> None:
    async with at_desk(begin("demo", keys="ec", era=era), tmp_path / "state.json") as desk:
        await desk.open("site.tls", "contoso-app")
        frame = desk.app.frame
        assert frame is not None and frame.blade is not None
        for _ in range(3):
            keys = [one.key for one in frame.blade.verbs()]
            assert len(keys) == len(set(keys))
            frame.blade.query_one(Tabs).action_step(1)
            await desk.press()
