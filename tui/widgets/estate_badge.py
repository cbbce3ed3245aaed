"""The row that says on every page of an imported estate that it is a rehearsal."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from store.services.provenance import INFERRED
from tui.text.status import TOKENS
from tui.widgets.unscrolled import Unscrolled

_SAID = "Imported estate, simulation: nothing is sent to Azure"


class EstateBadge(Unscrolled, Static):
    """One row below the top bar; no other world has it."""

    DEFAULT_CSS = "EstateBadge { height: 1; width: 1fr; padding: 0 2; background: $surface; }"

    def __init__(self) -> None:
        super().__init__(Content.styled(f"{INFERRED} {_SAID}", f"bold {TOKENS['warning']}"))
