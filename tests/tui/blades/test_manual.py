"""The example in the manual of pages: written as it stands there, it is a page that works."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import tui.blades
from store.resources import Lock, LockLevel
from store.worlds import begin
from tests.support.desk import order_page
from tui.navigation.routes import ROUTES, Route
from tui.navigation.verbs import Verbs

_IMPORTS = """
from __future__ import annotations
from textual.app import ComposeResult
from store import World
from store.operations.authorization.locks import AddLock, EditLock
from store.resources import CertificateOrder, name_of
from store.services.authorization.access import locks_over
from tui.blades.base import Blade, refresh_verb
from tui.blades.scopes.lock_form import LockForm
from tui.dialogs.operation_form import fill_in
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.section import Section
from tui.widgets.table import Column, Table
"""


def _example() -> type[Verbs]:
    """The class that the manual shows."""
    manual = tui.blades.__doc__
    assert manual is not None
    start, end = manual.index("    class Locks("), manual.index("\nThen add its line")
    names: dict[str, Any] = {"__name__": __name__}
    exec(_IMPORTS + dedent(manual[start:end]), names)
    found: type[Verbs] = names["Locks"]
    return found


Locks = _example()


async def test_the_page_of_the_manual_shows_hardens_and_adds_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROUTES, "order.locks", Route(f"{__name__}:Locks", "Locks", parent="order.overview"))
    async with order_page("locks", begin("demo", keys="ec"), tmp_path / "state.json") as desk:
        assert desk.sees("a Add r Refresh v Read-only")
        await desk.press("v")
        levels = [lock.properties.level for lock in desk.app.portal.world.all(Lock)]
        assert levels == [LockLevel.READ_ONLY]
        await desk.press("a")
        await desk.type("keep")
        await desk.press("f2")
        assert desk.sees("keep")
