"""The resource menu: every page of a resource, in the portal's order, with marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.news import News
from tui.text.cells import look
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.lines import Lined
from tui.widgets.strips import strip_of
from tui.widgets.unscrolled import Unscrolled

#: Cells of a label: the longest one of the portal's menus.
_LABEL = 25


class Item(Struct, frozen=True):
    """A menu item; `group` is the heading above it."""

    route: str
    label: str
    group: str


class Rail(Lined, Unscrolled, Widget, can_focus=True):
    """Items to walk with the arrows, or to find by typing; it has the focus only after `m` or a click."""

    DEFAULT_CSS = """
    Rail { width: 30; height: 1fr; background: $background; color: $text; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Select", key_display="↑↓", id="menu.previous"),
        Binding("down", "move(1)", "Select", show=False, id="menu.next"),
        Binding("enter", "choose", "Open", key_display="enter", id="menu.choose"),
        Binding("escape", "leave", "Back to the page", id="menu.leave"),
        Binding("backspace", "erase", "Erase", show=False, id="menu.erase"),
    ]

    class Chosen(News):
        """An item was chosen; `route` is "" when the menu is left without a choice.

        `resource` is whose menu it was: another page may be in front when this arrives.
        """

        route: str
        resource: str = ""

    def __init__(self) -> None:
        super().__init__()
        # Whoever hides what has the focus would move it here, and letters for the page would search the menu.
        self.can_focus = False
        self.resource = ""
        self._items: Sequence[Item] = ()
        self._here = ""
        self._marks: Mapping[str, Content] = {}
        self._cursor = ""
        self._typed = ""
        #: The lines as they are drawn, and the routes of those that are items.
        self._drawn: list[Content] = []
        self._lines: list[str] = []
        self._drawn_items: dict[int, Item] = {}

    def show(self, resource: str, items: Sequence[Item], here: str, marks: Mapping[str, Content]) -> None:
        """Show a resource's items with `here` selected; `marks` maps a route to one cell or a count."""
        self.resource = resource
        same = (items, here, marks) == (self._items, self._here, self._marks)
        if not same or look(*marks.values()) != look(*self._marks.values()):
            stays = (items, here) == (self._items, self._here)
            if here != self._here:
                self._cursor = here
            before, self._items, self._here, self._marks = self._marks, items, here, marks
            if stays and self._lines:
                self._redraw_marks(before)
            else:
                self._redraw()

    def _redraw_marks(self, before: Mapping[str, Content]) -> None:
        """Draw the lines whose mark is another one: most often one of them."""
        nothing = Content("")
        for y, item in self._drawn_items.items():
            old, new = before.get(item.route, nothing), self._marks.get(item.route, nothing)
            if (old.plain, old.spans) != (new.plain, new.spans):
                self._drawn[y] = self._line(item)
                self.refresh(Region(0, y, self.size.width, 1))

    def _shown(self) -> list[Item]:
        return [item for item in self._items if self._typed.lower() in item.label.lower()]

    def _redraw(self) -> None:
        """Draw the lines that look another way than before: most often a mark or two."""
        before, self._drawn = self._drawn, self._draw()
        if len(before) != len(self._drawn):
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(look(*before), look(*self._drawn), strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def notify_style_update(self) -> None:
        # What is picked is drawn in another way in the terminal's own colours.
        self._drawn = self._draw()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        text = self._drawn[y] if y < len(self._drawn) else Content("")
        return strip_of(text, self.size.width, self.visual_style)

    def _draw(self) -> list[Content]:
        typed = self._typed or ("type to search" if self.has_focus else "Search menu")
        lines = [
            Content.assemble(
                "  ", ("m", "bold $key"), " ", (typed, "$text" if self._typed else "$text-muted")
            )
        ]
        self._lines, self._drawn_items = [""], {}
        group = None
        for item in self._shown():
            if item.group != group:
                group = item.group
                lines += [Content(""), *([Content.styled(f"  {group}", "$text-muted")] if group else [])]
                self._lines += ["", *([""] if group else [])]
            self._drawn_items[len(lines)] = item
            lines.append(self._line(item))
            self._lines.append(item.route)
        if group is None:
            lines += [Content(""), muted("  Nothing matches.")]
        return lines

    def _line(self, item: Item) -> Content:
        picked = item.route == (self._cursor if self.has_focus else self._here)
        mark = self._marks.get(item.route, Content(""))
        mark = Content(" " * max(0, 2 - mark.cell_length)) + mark
        if not picked:
            return Content.assemble("  ", (item.label.ljust(_LABEL), ""), mark)
        if self.app.native_ansi_color:
            return Content.styled(f"  {item.label.ljust(_LABEL)}{mark.plain} ", "bold $pick-text on $pick")
        row = Content.assemble(
            (SIGNS.bar, "$primary"), " ", (item.label.ljust(_LABEL), "bold $text"), mark, " "
        )
        return row.stylize_before("on $pick")

    def action_move(self, by: int) -> None:
        routes = [item.route for item in self._shown()]
        if routes:
            place = routes.index(self._cursor) + by if self._cursor in routes else 0
            self._cursor = routes[max(0, min(place, len(routes) - 1))]
            self._redraw()

    def action_choose(self) -> None:
        routes = [item.route for item in self._shown()]
        if routes:
            self._leave(self._cursor if self._cursor in routes else routes[0])

    def action_leave(self) -> None:
        self._leave("")

    def action_erase(self) -> None:
        self._typed = self._typed[:-1]
        self._redraw()

    def _leave(self, route: str) -> None:
        self._typed = ""
        self._cursor = self._here
        self._redraw()
        self.post_message(self.Chosen(route, self.resource))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._typed += event.character
            self._redraw()

    def in_sight(self) -> Iterator[tuple[int, str]]:
        """The lines of items, and the items' routes."""
        yield from ((line, route) for line, route in enumerate(self._lines[: self.size.height]) if route)

    def take_focus(self) -> None:
        """Focus the menu, until the focus goes elsewhere."""
        self.can_focus = True
        self.focus()

    def on_focus(self) -> None:
        self._redraw()

    def on_blur(self) -> None:
        if not self.app.app_focus:
            # The terminal's window was left: the focus comes back with it.
            return
        self.can_focus = False
        self._typed = ""
        self._redraw()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._lines) and self._lines[offset.y]:
            self._leave(self._lines[offset.y])
        else:
            self.take_focus()
