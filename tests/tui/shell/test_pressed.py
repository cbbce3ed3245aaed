"""A key passes by the widgets that take none, and what it changes is drawn in one turn of the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events, messages
from textual.containers import Vertical
from textual.message_pump import MessagePump
from textual.widgets import TextArea

from tests.support.desk import at_desk
from tests.support.worlds import demo_world
from tui.shell.app import PortalApp
from tui.shell.frame import Frame
from tui.shell.pressed import takes_keys
from tui.widgets.body import Body
from tui.widgets.input import Input
from tui.widgets.rail import Rail
from tui.widgets.section import Section
from tui.widgets.table import Table


class _Named(Vertical):
    def key_x(self) -> None:
        """What Textual calls for this key alone."""


@pytest.mark.parametrize("kind", [PortalApp, Frame, Table, Rail, Input, TextArea, _Named])
def test_what_does_something_with_keys_gets_them(kind: type[MessagePump]) -> None:
    assert takes_keys(kind)


@pytest.mark.parametrize("kind", [Section, Body, Vertical])
def test_what_does_nothing_with_keys_is_passed_by(kind: type[MessagePump]) -> None:
    assert not takes_keys(kind)


async def test_a_verb_wakes_the_table_the_frame_and_the_app_and_each_picture_is_asked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[tuple[type[MessagePump], object]] = []
    dispatched = MessagePump._dispatch_message

    async def seen(pump: MessagePump, message: object) -> None:
        if isinstance(message, events.Key | messages.Prompt):
            woken.append((type(pump), type(message).__name__))
        await dispatched(pump, message)  # type: ignore[arg-type]

    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        monkeypatch.setattr(MessagePump, "_dispatch_message", seen)
        await desk.press("s")
        assert "In sync" in desk.screen
        kinds = [kind.__name__ for kind, what in woken if what == "Key"]
        assert kinds == ["PortalApp", "LinkedGrid", "Frame"]
        assert not [kind for kind, what in woken if what == "Prompt" and kind not in (Frame, PortalApp)]
