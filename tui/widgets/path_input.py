"""A field for a path: a completion appears behind the cursor, `→` takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.suggester import Suggester

from tui.text.paths import listing, split_typed
from tui.widgets.input import Input


class PathSuggester(Suggester):
    """Completes a begun name from the entries of its folder."""

    def __init__(self, endings: Sequence[str] = ()) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._endings = endings

    async def get_suggestion(self, value: str) -> str | None:
        folder, begun = split_typed(value)
        if not begun:
            return None
        for found in await asyncio.to_thread(listing, folder, begun, self._endings):
            if found.name.startswith(begun):
                return f"{folder}{found.name}{'/' if found.is_folder else ''}"
        return None


class PathInput(Input):
    """One row, with completion; `endings` are those of the files it offers (all, without any)."""

    def __init__(self, value: str = "", *endings: str, id: str | None = None) -> None:
        super().__init__(value, compact=True, max_length=1000, suggester=PathSuggester(endings), id=id)
