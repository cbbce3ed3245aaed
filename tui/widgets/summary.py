"""A list in one row: how many of its rows are in which state, the gravest first; each part is a filter.

Where there is no room for the words of all, the least grave keep key, sign and count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from textual.content import Content

from tui.news import News
from tui.text.status import muted
from tui.widgets.columns import Cells, Rows
from tui.widgets.line import Line, Part
from tui.widgets.ordering import shown_value

#: Parts that a digit chooses.
KEYS = 9


class Group(Struct, frozen=True):
    """Rows in the same state: how the state is drawn, and their keys."""

    state: Content
    keys: frozenset[str]


def grouped(
    rows: Mapping[str, Cells], column: int | None, left: Callable[[], bool] = lambda: False
) -> tuple[Group, ...]:
    """The rows by what they have in this column, the gravest state first; none once nobody waits (`left`)."""
    found: dict[str, tuple[Content, list[str]]] = {}
    for key, state in _states(rows, column) if column is not None else ():
        if left():
            return ()
        found.setdefault(state.plain, (state, []))[1].append(key)
    groups = sorted(found.values(), key=lambda one: shown_value(one[0].plain))
    return tuple(Group(state, frozenset(keys)) for state, keys in groups)


def _states(rows: Mapping[str, Cells], column: int) -> Iterator[tuple[str, Content]]:
    """The key of each row and what it has in this column."""
    if isinstance(rows, Rows) and rows.states is not None:
        return rows.states()
    return ((key, rows[key][column]) for key in rows)


class Summary(Line):
    """Shows the groups of a list's rows; a click or a digit asks for one group's rows only, `0` for all."""

    DEFAULT_CSS = "Summary { padding: 0 3; background: $surface; display: none; }"
    GAP = 3

    class Switched(News):
        """The rows with these keys are to be seen, of all that there are (None: all)."""

        keys: frozenset[str] | None

    def __init__(self) -> None:
        super().__init__()
        self._groups: Sequence[Group] = ()
        self._chosen = ""

    @property
    def chosen(self) -> str:
        """The state whose rows alone are to be seen, "" for all."""
        return self._chosen

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups; where there are fewer than two, there is nothing to choose from."""
        self._groups = groups
        if self._chosen and not any(one.state.plain == self._chosen for one in groups):
            self._chosen = ""
        self.display = len(groups) > 1 or bool(self._chosen)
        self._draw()
        if self._chosen:
            self._tell()

    def choose(self, place: int) -> bool:
        """Show the rows of this group only (from 1; again, or 0: all rows); False where there is none."""
        if place > len(self._groups) or not (place or self._chosen):
            return False
        state = self._groups[place - 1].state.plain if place else ""
        self._chosen = "" if state == self._chosen else state
        self._draw()
        self._tell()
        return True

    def _tell(self) -> None:
        chosen = next((one for one in self._groups if one.state.plain == self._chosen), None)
        self.post_message(self.Switched(None if chosen is None else chosen.keys))

    def _draw(self) -> None:
        parts = [self._part(place, one) for place, one in enumerate(self._groups[:KEYS], 1)]
        if self._chosen:
            all_rows = Content.assemble(("0", "bold $key"), " ", muted("all"))
            parts.insert(0, Part(all_rows, "choose(0)"))
        self.show(parts)

    def _part(self, place: int, one: Group) -> Part:
        here = one.state.plain == self._chosen
        state = one.state.stylize("reverse") if here else one.state
        key, count = (str(place), "bold $key"), muted(f" {len(one.keys):,}")
        text, short = (Content.assemble(key, " ", words, count) for words in (state, state[:1]))
        return Part(text, f"choose({place})", rank=0 if here else place, short=short)

    def action_choose(self, place: int) -> None:
        self.choose(place)
