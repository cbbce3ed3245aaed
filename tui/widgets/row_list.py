"""The rows of a table apart from their look: the visible ones, the cursor's, the changed ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tui.widgets.columns import Cells


class RowList:
    """Rows by key in their order; a filter may hide some. The cursor keeps to its row, wherever it moves."""

    def __init__(self) -> None:
        #: All rows, those that a filter hides too.
        self.rows: Mapping[str, Cells] = {}
        #: Keys of the rows to see.
        self.keys: tuple[str, ...] = ()
        #: Place of the cursor among the rows to see.
        self.cursor = 0
        #: Keys of rows that were seen and then differed; they are marked until the next key.
        self.changed: set[str] = set()
        self._kept: Collection[str] | None = None
        self._drawn: dict[str, Cells] = {}

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def key(self) -> str:
        """Key of the row under the cursor, "" when there is none."""
        return self.keys[self.cursor] if self.keys else ""

    def replace(self, rows: Mapping[str, Cells]) -> None:
        """Take these rows for those before, and note which of those seen differ."""
        self.rows = rows
        known, self._drawn = self._drawn, {}
        for key, cells in known.items():
            if key in rows:
                self._drawn[key] = fresh = rows[key]
                if fresh != cells:
                    self.changed.add(key)
        self._arrange()

    def narrow(self, kept: Collection[str] | None) -> bool:
        """Leave only the rows with these keys, also of later ones (None: all); False for no change."""
        if kept == self._kept:
            return False
        self._kept = kept
        self._arrange()
        return True

    def draw(self, place: int) -> Cells:
        """The cells of a row to see, which count as seen from now on."""
        key = self.keys[place]
        cells = self._drawn[key] = self.rows[key]
        return cells

    def _arrange(self) -> None:
        before, kept = self.key, self._kept
        self.keys = tuple(self.rows if kept is None else (key for key in self.rows if key in kept))
        self.cursor = self._place_of(before)

    def _place_of(self, key: str) -> int:
        if key and self.keys:
            if self.cursor < len(self.keys) and self.keys[self.cursor] == key:
                return self.cursor
            if key in self.rows and (self._kept is None or key in self._kept):
                return self.keys.index(key)
        return self.within(self.cursor)

    def within(self, place: int) -> int:
        """The place among the rows to see that is nearest to this one."""
        return max(0, min(place, len(self.keys) - 1))
