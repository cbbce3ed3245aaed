"""Parts of a page: a section with its title in a rule, facts in columns, banners and lines of text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.navigation.routes import ROUTES
from tui.navigation.ways import Door, door_of
from tui.text.cells import cell, line, look
from tui.text.plain import short_ids
from tui.text.status import TOKENS, Fact, Tone, sign
from tui.text.wrapping import hanging, wrapped

if TYPE_CHECKING:
    from store import World
    from store.errors import WayOut


#: Facts that may stand one below the other so that none is cut.
_FEW = 8
#: Rows that one value takes at most, and the cells below which none is wrapped.
_MOST_ROWS, _LEAST_ROOM = 4, 12


class Section(VerticalGroup):
    """Content under a rule with the title in it; the title turns `$primary` while something inside has focus.

    Use it as a context manager in `compose`, or hand the widgets in.
    """

    DEFAULT_CSS = """
    Section {
        margin: 1 0 0 0; border: none; border-top: solid $line;
        border-title-color: $text; border-title-style: bold; border-title-background: $surface;
        &:focus-within { border-title-color: $text-primary; }
        & > Static, & > Field { padding: 0 1; }
    }
    """

    def __init__(
        self, title: str, *children: Widget, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self.retitle(title)

    def lead(self, leads: bool) -> None:
        """Whether it is the first part of its page, with no blank row above it."""
        # No class: Textual would match the rules of everything inside it anew.
        self.styles.margin = 0 if leads else None

    def rows(self, width: int) -> int:
        """The rows it takes in `width` cells of text, if all in it are notes."""
        return 2 + sum(notes.rows(width) for notes in self.query(Notes))

    def retitle(self, title: str) -> None:
        """Another title (outside text is made plain)."""
        self.border_title = Content(f" {cell(title).plain} ")


class Foot(VerticalGroup):
    """Sections below the part of a page that scrolls.

    A margin of their own beside it would take its cells from what scrolls too.
    """

    DEFAULT_CSS = "Foot { padding: 0 2; & > Section { margin: 0; } }"


class Essentials(Static):
    """Facts as label and value, in two columns where there is room, else one below the other."""

    DEFAULT_CSS = "Essentials { height: auto; }"
    #: Narrowest width that holds two columns.
    TWO_COLUMNS = 70

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: Sequence[Fact] = ()
        self._right: Sequence[Fact] = ()

    def show(self, left: Sequence[Fact], right: Sequence[Fact] = ()) -> None:
        """Show these facts; labels are ours, values are `Content`."""
        before, self._left, self._right = [*self._left, None, *self._right], left, right
        if _looks(before) != _looks([*left, None, *right]):
            self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        self.update(facts(self._left, self._right, self.content_size.width, self.TWO_COLUMNS))


def _looks(facts: Sequence[Fact | None]) -> list[object]:
    return [fact and (fact[0], look(fact[1])) for fact in facts]


def facts(left: Sequence[Fact], right: Sequence[Fact], width: int, two_columns: int) -> Content:
    """The lines of an essentials block in `width` cells."""
    if not right or width < two_columns or _cuts(left, right, width):
        return Content("\n").join(_column([*left, *right], width))
    half = _half(left, width)
    columns = _column(left, half - 2), _column(right, width - half)
    pairs = zip_longest(*columns, fillvalue=Content(""))
    return Content("\n").join(one.pad_right(half - one.cell_length) + two for one, two in pairs)


def _half(left: Sequence[Fact], width: int) -> int:
    """The cells of the left one of two columns."""
    widest = _label_width(left) + 2 + max((value.cell_length for _, value in left), default=0) + 2
    return min(max(width // 2, widest), width * 3 // 5)


def _cuts(left: Sequence[Fact], right: Sequence[Fact], width: int) -> bool:
    """Whether two columns would cut a value that one column shows whole, and few are to be shown."""
    half = _half(left, width)
    return len(left) + len(right) <= _FEW and any(
        room - _label_width(facts) - 2 < value.cell_length <= width - _label_width([*left, *right]) - 2
        for facts, room in ((left, half - 2), (right, width - half))
        for _, value in facts
    )


def _label_width(pairs: Sequence[Fact]) -> int:
    return max((len(label) for label, _ in pairs), default=0)


def _column(pairs: Sequence[Fact], width: int) -> list[Content]:
    begin = _label_width(pairs) + 2
    lines: list[Content] = []
    for label, value in pairs:
        first, *more = _value_rows(value, width - begin)
        lines.append(Content.assemble((label.ljust(begin), "$text-muted"), first).truncate(width))
        lines += [row.pad_left(begin) for row in more]
    return lines


def _value_rows(value: Content, room: int) -> list[Content]:
    """A value in rows of `room` cells; what is left after the most of them is cut. Width 0: one row."""
    if value.cell_length <= room or room < _LEAST_ROOM:
        return [value.truncate(max(room, 0), ellipsis=True) if room > 0 else value]
    rows = value.wrap(room)
    last = Content(" ").join(rows[_MOST_ROWS - 1 :]) if len(rows) > _MOST_ROWS else None
    return rows if last is None else [*rows[: _MOST_ROWS - 1], last.truncate(room, ellipsis=True)]


class Leads:
    """A page whose banners lead to the pages of their ways out."""

    resource: str

    @property
    @abstractmethod
    def world(self) -> World:
        """The world it shows."""


class Banner(Static):
    """What the user must know, in place: a bar, a sign, a bold head, a text. Hidden until shown.

    It carries the key to its way out: the key it is shown with, else on a page that `Leads` a key to the page
    of the way out that it is shown with. A click on it does what the key does.
    """

    DEFAULT_CSS = """
    Banner {
        background: $panel; padding: 0 2 0 1; margin: 0 0 1 0; border: none; border-left: outer $wire;
        display: none;
        &.-success { border-left: outer $text-success; }
        &.-warning { border-left: outer $text-warning; }
        &.-error { border-left: outer $text-error; }
        &.-time { border-left: outer $time; }
        &.-info { border-left: outer $primary; }
    }
    """
    ALLOW_SELECT = True
    #: The keys to doors, one for each page that the banners of a page lead to.
    KEYS: ClassVar[tuple[str, ...]] = ("f4", "f6", "f7")
    #: The key to its way out ("" for none), and the page it leads to (None for a key of the page's own).
    key: str = ""
    door: Door | None = None

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = Content("")

    def show(
        self,
        tone: Tone,
        head: str,
        text: str | Content = "",
        key: str = "",
        does: str = "",
        way_out: WayOut | None = None,
    ) -> None:
        """Show it: `key` is the page's own key out and `does` what it does, or there is a `way_out`.

        `head` and `text` may be outside text; ids in the text are cut to their last name.
        """
        body = text if isinstance(text, Content) else cell(short_ids(text))
        self.key, self.door = key, None
        if not key and way_out is not None and (led := self._led(way_out)):
            self.key, self.door = key, door = led
            does = door.label
        pieces: list[Content | str | tuple[str, str]] = [sign(tone), " ", cell(head, f"bold {TOKENS[tone]}")]
        pieces += ["  ", body] if body else []
        pieces += ["   ", (key, "bold $key"), " ", cell(does)] if key else []
        self.set_classes(f"-{tone}")
        self.display = True
        self._text = Content.assemble(*pieces)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width
        self.update(Content("\n").join(wrapped(self._text, width)) if width else self._text)

    def on_click(self) -> None:
        if self.key:
            self.app.simulate_key(self.key)

    def _led(self, way_out: WayOut) -> tuple[str, Door] | None:
        """The key and the page of a way out: banners of a page that lead to the same page share it."""
        page = next((one for one in self.ancestors if isinstance(one, Leads)), None)
        door = door_of(page.world, way_out, page.resource) if page else None
        if door is None or page is None or not isinstance(page, Widget):
            return None
        if (ROUTES[door.route].load(), door.resource) == (type(page), page.resource):
            return None  # it is mended here
        others = doors_of(page, besides=self)
        keys = [key for key in self.KEYS if others.get(key, door) == door]
        return (min(keys, key=lambda key: key not in others), door) if keys else None

    def hide(self) -> None:
        # Textual lays a page out anew also where nothing changes.
        if self.display:
            self.display = False


def doors_of(page: Widget, besides: Banner | None = None) -> dict[str, Door]:
    """The pages that the shown banners of a page lead to, by key."""
    shown = (one for one in page.query(Banner) if one.display and one is not besides)
    return {one.key: one.door for one in shown if one.door is not None}


class Paragraph(Static):
    """A muted sentence or two that wraps."""

    DEFAULT_CSS = "Paragraph { color: $text-muted; height: auto; }"

    def __init__(self, template: str = "", *, id: str | None = None, **data: object) -> None:
        super().__init__(line(template, **data) if template else "", id=id, markup=False)


class Notes(Static):
    """Lines of `Content`; what wraps goes on under the words it belongs to."""

    DEFAULT_CSS = "Notes { height: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Content, ...] = ()
        #: The lines as last drawn, and the width they were drawn in.
        self._drawn: object = None

    def show(self, *lines: Content) -> None:
        """Show these lines instead of those before."""
        self._lines = lines
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def rows(self, width: int) -> int:
        """The rows its lines take in `width` cells."""
        return sum(len(hanging(line, width)) for line in self._each())

    def _each(self) -> Iterator[Content]:
        return (line for text in self._lines for line in text.split("\n", allow_blank=True))

    def _draw(self) -> None:
        width = self.content_size.width if self.styles.text_wrap == "wrap" else 0
        if self._drawn == (drawn := (look(*self._lines), width)):
            return
        self._drawn = drawn
        self.update(Content("\n").join(row for line in self._each() for row in hanging(line, width)))
