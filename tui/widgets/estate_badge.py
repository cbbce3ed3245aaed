"""The row that says on every page of an imported estate that it is a rehearsal."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from store.services.provenance import INFERRED
from tui.text.status import TOKENS

_SAID = "Imported estate, simulation: nothing is sent to Azure"


class EstateBadge(Static):
    """One row below the top bar; no other world has it."""

    DEFAULT_CSS = """
    EstateBadge { display: none; height: 1; width: 1fr; padding: 0 2; background: $surface; }
    EstateBadge.-imported { display: block; }
    """

    def show_for(self, imported: bool) -> None:
        """Show or hide the row."""
        self.set_class(imported, "-imported")
        if imported:
            self.update(Content.styled(f"{INFERRED} {_SAID}", f"bold {TOKENS['warning']}"))
