"""Parts of a page: a section with its title in a rule, facts in columns, banners and lines of text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalGroup
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from tui.navigation.routes import ROUTES
from tui.navigation.ways import Door, door_of
from tui.text.cells import cell, line, look
from tui.text.plain import short_ids
from tui.text.status import TOKENS, Fact, Tone, sign
from tui.text.wrapping import hanging, wrapped
from tui.widgets.fact_rows import facts
from tui.widgets.flowing import Flowing
from tui.widgets.lines import Lined
from tui.widgets.unscrolled import Unscrolled

if TYPE_CHECKING:
    from store import World
    from store.errors import WayOut


class Section(Unscrolled, VerticalGroup):
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

    #: Whether it is the first part of its page.
    leads = False
    #: What its first line was drawn from, and the line.
    _top: tuple[object, list[Strip]] | None = None

    def __init__(
        self, title: str, *children: Widget, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self.retitle(title)

    def render_lines(self, crop: Region) -> list[Strip]:
        # What is in it covers the rest.
        if self.app.no_color or crop.x or crop.width != self.region.width:
            return super().render_lines(crop)
        look = (crop.width, self._border_title, self._css_styles._updates, self.visual_style)
        if self._top is None or self._top[0] != look:
            self._top = (look, super().render_lines(Region(0, 0, crop.width, 1)))
        ground = Style(background=self.visual_style.background)
        blank = [Strip.blank(crop.width, ground.rich_style)]
        return self._top[1] + blank * (crop.height - 1) if crop.y == 0 else blank * crop.height

    def lead(self, leads: bool) -> None:
        """Whether it is the first part of its page, with no blank row above it."""
        self.leads = leads
        # No class: Textual would match the rules of everything inside it anew.
        self.styles.margin = 0 if leads else None

    def retitle(self, title: str) -> None:
        """Another title (outside text is made plain)."""
        self.border_title = Content(f" {cell(title).plain} ")


class Foot(Unscrolled, VerticalGroup):
    """Sections below the part of a page that scrolls.

    A margin of their own beside it would take its cells from what scrolls too.
    """

    DEFAULT_CSS = "Foot { padding: 0 2; & > Section { margin: 0; } }"


class Essentials(Flowing):
    """Facts as label and value, in two columns where there is room, else one below the other."""

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
            self.show_anew()

    def flow(self, width: int) -> Sequence[Content]:
        return facts(self._left, self._right, width, self.TWO_COLUMNS)


def _looks(facts: Sequence[Fact | None]) -> list[object]:
    return [fact and (fact[0], look(fact[1])) for fact in facts]


class Leads:
    """A page whose banners lead to the pages of their ways out."""

    resource: str

    @property
    @abstractmethod
    def world(self) -> World:
        """The world it shows."""


class Banner(Flowing):
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
        self.show_anew()

    def flow(self, width: int) -> Sequence[Content]:
        return wrapped(self._text, width) if width else [self._text]

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


class Paragraph(Lined, Unscrolled, Static):
    """A muted sentence or two that wraps."""

    DEFAULT_CSS = "Paragraph { color: $text-muted; height: auto; }"

    def __init__(self, template: str = "", *, id: str | None = None, **data: object) -> None:
        super().__init__(line(template, **data) if template else "", id=id, markup=False)


class Notes(Flowing):
    """Lines of `Content`; what wraps goes on under the words it belongs to."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Content, ...] = ()
        self._look: object = []
        #: The lines that are drawn at most, None for all.
        self._most: int | None = None

    def show(self, *lines: Content) -> None:
        """Show these lines instead of those before."""
        self._lines = lines
        if self._look != (shown := look(*lines)):
            self._look = shown
            self.show_anew()

    def rows(self, width: int, most: int | None = None) -> int:
        """The rows that its lines, or the first `most` of them, take in `width` cells."""
        return sum(len(hanging(line, width)) for line in _rows_of(self._lines[:most]))

    def fit(self, room: int, width: int) -> int:
        """Draw the first lines that have whole room in so many rows; how many those are."""
        most = next((most for most in range(len(self._lines), 0, -1) if self.rows(width, most) <= room), 0)
        if most != self._most:
            self._most = most
            self.show_anew()
        return most

    def flow(self, width: int) -> Sequence[Content]:
        width = width if self.styles.text_wrap == "wrap" else 0
        lines = self._lines[: self._most]
        return [row for line in _rows_of(lines) for row in hanging(line, width)]


def _rows_of(texts: Sequence[Content]) -> Iterator[Content]:
    return (line for text in texts for line in text.split("\n", allow_blank=True))
