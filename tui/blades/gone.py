"""The page in place of a page whose resource does not exist."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from store.errors import AzureError
from tui.blades.base import Blade, refresh_verb
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.section import Notes


class Gone(Blade):
    """Says what was looked for, and where to go on; another page takes its place when that is there again."""

    STANDS_IN = True
    HELP_TEXT = (
        "Another program deleted or moved the resource of this page, or another world took the place of the "
        "one it was in. Refresh looks for it again."
    )

    def __init__(self, resource: str, error: AzureError) -> None:
        super().__init__(resource)
        self._error = error

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        notes = Notes()
        notes.show(
            cell(f"{self._error.code}: {self._error.message}", "bold $text-error"),
            Content(""),
            muted("It was deleted or moved while this page was open or on its way."),
            Content.assemble(("r", "bold $key"), " looks again   ", ("esc", "bold $key"), " one page back"),
        )
        yield notes
