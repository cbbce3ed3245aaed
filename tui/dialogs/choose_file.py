"""A file of this machine: type its path, or walk through the folders below it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.text.cells import cell
from tui.text.paths import Found, existing_file, listing, split_typed, typed_path
from tui.text.status import link, muted
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.columns import Cells, Column
from tui.widgets.input import Input
from tui.widgets.path_input import PathInput
from tui.widgets.table import Table

_UP = ".."


class ChooseFile(Card[str]):
    """Dismissed with a path as it was typed, or None. Typing narrows the list, enter walks into a folder."""

    OPENS = "Choose"
    WIDTH = 90
    DEFAULT_CSS = "ChooseFile Table { height: 14; margin: 1 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Select", priority=True, show=False, id="dialog.file.previous"),
        Binding("down", "move(1)", "Select", priority=True, show=False, id="dialog.file.next"),
    ]

    def __init__(self, title: str, *endings: str, start: str = "") -> None:
        super().__init__(title)
        self._endings = endings
        self._start = start

    def content(self) -> ComposeResult:
        yield PathInput(self._start, *self._endings)
        yield Table(Column("NAME", 50, grow=True), Column("BYTES", 9, right=True))

    def bottom(self) -> ComposeResult:
        yield ActionRow("Choose")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._look()

    def on_input_changed(self) -> None:
        self._look()

    def _look(self) -> None:
        folder, begun = split_typed(self.query_one(Input).value)
        reading = partial(listing, folder, begun, self._endings)
        self.host.work.look("folder", reading, self._show, keys_wait=True)

    def _show(self, found: list[Found]) -> None:
        if not self.is_attached:
            return
        rows: dict[str, Cells] = {} if split_typed(self._typed())[1] else {_UP: (link(".."), muted("folder"))}
        for one in found:
            name = cell(one.name, "$primary" if one.is_folder else "$text")
            rows[one.name + ("/" if one.is_folder else "")] = (
                name,
                muted("folder" if one.is_folder else f"{one.size:,}"),
            )
        kinds = " ".join(self._endings)
        self.query_one(Table).show(
            rows, empty=muted(f"Nothing here begins so{f' ({kinds})' if kinds else ''}.")
        )
        begun = split_typed(self._typed())[1]
        wrong = existing_file(typed_path(self._typed())) if begun else "Choose waits for a file."
        self.query_one(ActionRow).wait(wrong)

    def _typed(self) -> str:
        return self.query_one(Input).value

    def _set(self, typed: str) -> None:
        field = self.query_one(Input)
        field.value = typed
        field.cursor_position = len(typed)

    def action_move(self, by: int) -> None:
        self.query_one(Table).action_move(by)

    def on_input_submitted(self) -> None:
        if self._typed() and not existing_file(typed_path(self._typed())):
            self.dismiss(self._typed())
        else:
            self.query_one(Table).action_open()

    def on_table_opened(self, event: Table.Opened) -> None:
        folder = split_typed(self._typed())[0]
        if event.key == _UP:
            self._set(f"{typed_path(folder or '.').absolute().parent}/".replace("//", "/"))
        elif event.key.endswith("/"):
            self._set(folder + event.key)
        else:
            self.dismiss(folder + event.key)

    def on_action_row_confirmed(self) -> None:
        self.dismiss(self._typed())
