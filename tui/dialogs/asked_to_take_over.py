"""The trainee is asked: may an instructor work in this world alone for a while?"""

from __future__ import annotations

from textual.app import ComposeResult

from store.resources import Control
from store.services.authorization.taking_over import taking_over
from tui.text.cells import cell
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.section import Notes


class AskedToTakeOver(Card[bool]):
    """Dismissed with the answer; leaving it refuses. It closes when nobody asks any more.

    Focus starts on Refuse: a key that was meant for the page allows nothing.
    """

    def __init__(self, name: str, key: str) -> None:
        """`name` is the instructor's, `key` what ends a take-over."""
        super().__init__(f"{name} asks to take over")
        self._name, self._key = name, key

    def content(self) -> ComposeResult:
        notes = Notes()
        notes.show(
            cell(
                f"While it lasts {self._name} works in your world, and you look on: what you do waits.",
                "",
                300,
            ),
            cell(
                f"The top bar says so, and {self._key} ends it whenever you like. Nothing is lost.", "", 300
            ),
        )
        yield notes

    def bottom(self) -> ComposeResult:
        yield ActionRow("Allow", cancel="Refuse")

    def on_mount(self) -> None:
        self.query_one(ActionRow).focus_one(primary=False)

    def world_changed(self) -> None:
        found = taking_over(self.host.portal.world)
        if found is None or found.state is not Control.ASKED:
            self.dismiss(None)

    def on_action_row_confirmed(self) -> None:
        self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)
