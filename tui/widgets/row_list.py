"""The rows of a table apart from their look: their order, the visible, chosen, changed ones, the cursor's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tui.widgets.columns import Cells


class RowList:
    """Rows by key; some may be hidden, and all stand in another order. The cursor keeps to its row."""

    def __init__(self) -> None:
        #: All rows, the hidden ones too.
        self.rows: Mapping[str, Cells] = {}
        #: Keys of the rows to see.
        self.keys: tuple[str, ...] = ()
        #: Place of the cursor among the rows to see.
        self.cursor = 0
        #: Keys of rows that were seen and then differed; they are marked until the next key.
        self.changed: set[str] = set()
        #: Keys of the rows chosen together, in the order they were chosen.
        self.chosen: dict[str, None] = {}
        self._order: Sequence[str] | None = None
        #: By the name of what hides rows, the keys it leaves.
        self._kept: dict[str, Collection[str]] = {}
        #: Cells of the rows in sight.
        self.drawn: dict[str, Cells] = {}

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def key(self) -> str:
        """Key of the row under the cursor, "" when there is none."""
        return self.keys[self.cursor] if self.keys else ""

    def replace(self, rows: Mapping[str, Cells]) -> None:
        """Take these rows for those before, and note which of those seen differ."""
        self.rows = rows
        known, self.drawn = self.drawn, {}
        for key, cells in known.items():
            if key in rows:
                self.drawn[key] = fresh = rows[key]
                if fresh != cells:
                    self.changed.add(key)
        self.chosen = {key: None for key in self.chosen if key in rows}
        self._arrange()

    def narrow(self, kept: Collection[str] | None, by: str) -> bool:
        """Leave only the rows with these keys, also of later ones (None: all); False for no change.

        `by` names what narrows: rows are to be seen that all leave.
        """
        if kept == self._kept.get(by):
            return False
        if kept is None:
            del self._kept[by]
        else:
            self._kept[by] = kept
        self._arrange()
        return True

    def put_in_order(self, keys: Sequence[str] | None) -> None:
        """Show rows in the order of these keys, those that are not among them last; None: in their own."""
        self._order = keys
        self._arrange()

    def draw(self, first: int, end: int) -> Sequence[Cells]:
        """The cells of the rows to see from one place up to another; they count as seen from then on."""
        drawn = self.drawn
        # What was seen and is out of sight need not be made again for another world.
        self.drawn = {key: drawn.get(key) or self.rows[key] for key in self.keys[first:end]}
        return tuple(self.drawn.values())

    def _arrange(self) -> None:
        before, kept = self.key, list(self._kept.values())
        keys: Collection[str] = self.rows
        if self._order is not None:
            known = frozenset(self._order)
            keys = [key for key in self._order if key in self.rows]
            keys += [key for key in self.rows if key not in known]
        self.keys = tuple(key for key in keys if all(key in one for one in kept)) if kept else tuple(keys)
        self.cursor = self._place_of(before)

    def _place_of(self, key: str) -> int:
        if key and self.keys:
            if self.cursor < len(self.keys) and self.keys[self.cursor] == key:
                return self.cursor
            if key in self.rows and all(key in one for one in self._kept.values()):
                return self.keys.index(key)
        return self.within(self.cursor)

    def within(self, place: int) -> int:
        """The place among the rows to see that is nearest to this one."""
        return max(0, min(place, len(self.keys) - 1))
