"""Bookmarks: a name for this moment, and the way back to a moment that has one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from store.operations.simulator.bookmarks import ReturnToBookmark, SetBookmark, bookmarks
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.status import minute, muted
from tui.widgets.columns import Cells, Column
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.pick import Pick

_USUAL = "Start of the lesson"


class BookmarkForm(OperationForm):
    """The name of a bookmark; one of that name moves here."""

    DOES = "Set"
    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)

    def __init__(self) -> None:
        super().__init__("Set a bookmark")

    def content(self) -> ComposeResult:
        yield Field("Name", Input(_USUAL, compact=True, max_length=100), id="name")

    def operation(self) -> SetBookmark:
        return SetBookmark(name=self.value("name"))


def set_bookmark(host: PortalHost) -> None:
    """Ask for a name and mark this moment."""
    fill_in(host, BookmarkForm(), "Set a bookmark")


def return_to_bookmark(host: PortalHost) -> None:
    """Ask which bookmark to return to, then make everything what it was there."""
    rows: dict[str, Cells] = {
        name: (cell(name), muted(f"{minute(entry.at)} UTC"))
        for name, entry in bookmarks(host.portal.world).items()
    }
    columns = (Column("BOOKMARK", 40, grow=True), Column("SIMULATED TIME", 20))
    pick = Pick("Return to a bookmark", columns, rows, empty=muted("No bookmark was set."))
    host.ask(pick, lambda name: host.perform(ReturnToBookmark(name=name), title="Return to a bookmark"))
