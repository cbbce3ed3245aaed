"""Everything of a page under its command bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widget import Widget

from tui.widgets.covered import Covered
from tui.widgets.section import Banner, Section
from tui.widgets.spare import Spare
from tui.widgets.table import Table

#: Lines a long table keeps in any case, its header too.
LEAST = 6
_REFUSAL = "refusal"


class Body(Covered, VerticalScroll, can_focus=False, inherit_bindings=False):
    """Everything of a blade under its command bar; `←→` are left to the page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Scroll", show=False, id="body.up"),
        Binding("down,j", "scroll_down", "Scroll", show=False, id="body.down"),
        Binding("pageup", "page_up", "Page up", show=False, id="body.page_up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="body.page_down"),
        Binding("home", "scroll_home", "First", show=False, id="body.first"),
        Binding("end", "scroll_end", "Last", show=False, id="body.last"),
    ]

    DEFAULT_CSS = "Body { padding: 1 2 0 2; scrollbar-size-vertical: 1; height: 1fr; }"

    @property
    def refusal(self) -> Banner | None:
        """The banner about what was refused last; None where nothing has been refused on the page."""
        return next((one for one in self.children if isinstance(one, Banner) and one.id == _REFUSAL), None)

    def made_refusal(self) -> Banner:
        """The banner about what was refused, at the top; most pages never have one, and none waits for it."""
        banner = self.refusal
        if banner is None:
            banner = Banner(id=_REFUSAL)
            self.mount(banner, before=0 if self.children else None)
        return banner

    def mark_first(self) -> None:
        """Mark the first part of the page: no blank row above it but the body's own."""
        for place, child in enumerate(child for child in self.children if child.display):
            if isinstance(child, Section) and child.leads is not (place == 0):
                child.lead(place == 0)

    def on_resize(self) -> None:
        self.mark_first()
        self.fit_tables()

    def watch_virtual_size(self, old: Size, new: Size) -> None:
        if old != new:
            # While it is laid out, the places of its parts are not settled.
            self.call_later(self.fit_tables)

    def watch_show_vertical_scrollbar(self) -> None:
        """The footer names the keys that scroll."""
        self.screen.refresh_bindings()

    def on_spare_filled(self) -> None:
        self.fit_tables()

    def fit_tables(self) -> None:
        """Let the tables of the page share the rows that its other parts leave: headers stay in sight.

        A table with more rows scrolls itself. Where there is too little room for all, the page scrolls.
        """
        tables = [
            table for table in self.query(Table) if table.region or table.display and _seen(table, self)
        ]
        shown = [child for child in self.children if child.display]
        if not tables or not shown or not self.size.height:
            return
        bottom = max(child.virtual_region.bottom + child.styles.margin.bottom for child in shown)
        room = self.size.height - bottom
        room += sum(table.outer_size.height for table in tables)
        wanted = [max(1, table.row_count) + 1 for table in tables]
        parts = list(self.query(Spare))
        room += sum(part.taken for part in parts)
        for part in parts:
            room -= part.fit(room - sum(wanted), self.scrollable_content_region.width - 2)
        for table, lines, most in zip(tables, wanted, shares(room, wanted), strict=True):
            limit = None if most >= lines else most
            before = table.styles.max_height
            if (before and before.value) != limit:
                table.styles.max_height = limit


def shares(room: int, wanted: Sequence[int]) -> list[int]:
    """The lines each table gets of `room`: what it wants, or an even share; not below a few in any case."""
    given = [min(lines, LEAST) for lines in wanted]
    spare = room - sum(given)
    while spare > 0 and (short := [place for place, lines in enumerate(wanted) if given[place] < lines]):
        place = min(short, key=lambda place: given[place])
        given[place] += 1
        spare -= 1
    return given


def _seen(table: Table, page: Widget) -> bool:
    path = table.ancestors_with_self
    return all(node.display for node in path[: path.index(page)])
