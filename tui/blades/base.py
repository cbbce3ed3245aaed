"""The page of a portal: title row, command bar, body, and what every blade shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content

from store.errors import AzureError, StateError, UsageError
from tui.blades.filter import Narrowed, filter_of, main_table
from tui.blades.outward import Outward
from tui.host import PortalHost
from tui.navigation.routes import SIMULATOR, is_own, pointed_key
from tui.navigation.verbs import Verb, Verbs, verb
from tui.navigation.verdicts import Verdicts, sentence
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.body import Body
from tui.widgets.commandbar import CommandBar, VerbState
from tui.widgets.covered import Covered
from tui.widgets.figure import Pictured
from tui.widgets.finding import Finding
from tui.widgets.focus import KeepsFocus
from tui.widgets.line import Line, Part
from tui.widgets.opening import Opens
from tui.widgets.section import Banner, Leads, doors_of
from tui.widgets.standing import Standing
from tui.widgets.unscrolled import Unscrolled

if TYPE_CHECKING:
    from store import Portal, World
    from store.errors import WayOut


class _Drawn(Covered, Unscrolled, Finding):
    """How a page is drawn, and finds its parts."""


class Blade(_Drawn, Verbs, KeepsFocus, Opens, Narrowed, Outward, Pictured, Standing, Leads, Vertical):
    """A page. A subclass gives `LABEL`, verbs, `content`, `refresh_view` and more; see `tui.blades`.

    It is a widget, no screen: what is around it stays when one walks, and it keeps its cursor and fields.
    """

    DEFAULT_CSS = """
    Blade { height: 1fr; background: $surface; color: $text; }
    Blade > .blade--title { padding: 0 2; }
    """
    host = getters.app(PortalHost)
    #: The page's name: "" for an overview, whose title is the resource's name alone.
    LABEL: ClassVar[str] = ""
    #: Subtitle at the right end of the title row.
    KIND_LABEL: ClassVar[str] = ""
    #: The kind of resource this page shows; when it is deleted, the page closes. None for lists.
    RESOURCE: ClassVar[type[Any] | None] = None
    #: What `c` copies, as the footer says it ("" hides the key); `copy_text` gives the text.
    COPIES: ClassVar[str] = ""
    #: Whether it needs the whole width: the resource menu then stands beside it only on a very wide screen.
    WIDE: ClassVar[bool] = False
    #: What the page's filter lets through while there is none; said at the command bar's right end.
    FILTER: ClassVar[str] = ""
    #: Names of all operations that its verbs, fields and dialogs perform; the help shows them as commands.
    PERFORMS: ClassVar[tuple[str, ...]] = ()
    #: Whether it stands in for a page whose resource is gone.
    STANDS_IN: ClassVar[bool] = False
    #: One paragraph of domain for the help.
    HELP_TEXT: ClassVar[str] = ""

    def __init__(self, resource: str = "") -> None:
        super().__init__()
        self.resource = resource
        self._drawn_revision = -1
        self._painted = False
        self._verdicts = Verdicts()

    @property
    def portal(self) -> Portal:
        return self.host.portal

    @property
    def world(self) -> World:
        return self.host.portal.world

    def compose(self) -> ComposeResult:
        self.take_keys(self.host.choices.keys)
        yield Line(id="title", classes="blade--title")
        yield CommandBar()
        yield from self.above()
        with Body():
            yield from self.content()
        yield from self.bottom()

    def above(self) -> ComposeResult:
        """The rows between command bar and body."""
        yield from ()

    def content(self) -> ComposeResult:
        """The widgets of the page; the body scrolls when they are higher than it."""
        yield from ()

    def bottom(self) -> ComposeResult:
        """The part below the scrolling body: a form's `ActionRow`."""
        yield from ()

    def refresh_view(self, world: World) -> None:
        """Show this world: called when the page appears and for every new world while it is in front.

        Update widgets in place (`Table.show`, `Essentials.show`, …); never remove and mount again.
        """

    def gone(self, world: World) -> bool:
        """Whether the resource this page shows is not there any more."""
        return self.RESOURCE is not None and world.get(self.RESOURCE, self.resource) is None

    def own_keys(self) -> tuple[Binding, ...]:
        """Keys of the page that are no verbs of its command bar, such as those of a button."""
        own = (one for one in self.BINDINGS if isinstance(one, Binding) and one.show)
        doors = (Binding(key, f"screen.press({key!r})", door.label) for key, door in doors_of(self).items())
        return (*own, *doors)

    def title(self) -> str:
        """The title row's left end: `name - Label`, the label alone for lists."""
        name = self.resource.rsplit("/", 1)[-1]
        return " - ".join(part for part in (name, self.LABEL) if part)

    def subtitle(self) -> str:
        return self.KIND_LABEL

    def note(self) -> Content:
        """The right end of the command bar while no disabled verb has a reason to give."""
        if not self.FILTER or filter_of(self) is not None or main_table(self) is None:
            return Content("")
        return Content.assemble(("/", "bold $key"), " ", (f"Filter: {self.FILTER}", "$text-muted"))

    def copy_text(self) -> str:
        """What `c` sends to the clipboard ("" when there is nothing to copy)."""
        return ""

    def refused(self, error: AzureError | StateError) -> None:
        """An operation of this page was refused: by default a banner at its top, until the next success."""
        step, way_out = (error.next_step, error.way_out) if isinstance(error, AzureError) else ("", None)
        told = f"{error.message} {step}".strip()
        self.query_one(Body).made_refusal().show("error", f"{error.code}:", told, way_out=way_out)
        self._mark_first()

    def accepted(self) -> None:
        """An operation of this page was done."""
        if (banner := self.query_one(Body).refusal) is not None and banner.display:
            banner.hide()
            self._mark_first()

    def _mark_first(self) -> None:
        self.query_one(Body).mark_first()

    def leave(self) -> None:
        """One page back, as `esc` does."""
        self.host.back()

    def update_view(self, *, force: bool = False) -> None:
        """Redraw the whole page when the world is another one than last drawn."""
        world = self.world
        if not force and world.revision == self._drawn_revision:
            return
        self._drawn_revision = world.revision
        self.refresh_view(world)
        if (filter := filter_of(self)) is not None:
            filter.renew()
        self._mark_first()
        self.update_chrome()
        if not self._painted:
            self.call_after_refresh(self._first_frame_done)

    def _first_frame_done(self) -> None:
        if not self.stands:
            return
        self._painted = True
        self.update_chrome()
        self.host.first_frame_done()

    def update_chrome(self) -> None:
        """Redraw title row and command bar: call it when a selection or a field changes what verbs may do."""
        busy = muted(f"reading{SIGNS.cut}") if self.host.reading else None
        bar = self.query_one(CommandBar)
        bar.show_verbs(_spoken(self), self.note(), busy, "screen.filter" if self.FILTER else "")
        subtitle = Part(cell(self.subtitle(), "$text-muted"), rank=1, right=True)
        own = (Part(muted(SIMULATOR), right=True),) if is_own(type(self)) else ()
        self.query_one("#title", Line).show((Part(cell(self.title(), "bold $text")), subtitle, *own))
        self.tell_unopened()

    def why_not(self, verb: Verb) -> str:
        """Why a verb is not possible now, "" when it is; the same sentence for key, bar, palette and help."""
        try:
            if verb.each and verb.each():
                return ""  # each of the rows chosen together has its own answer
            own = verb.why_not() if verb.why_not else ""
            if own or verb.operation is None:
                return own
            operation = verb.operation()
            if operation is None:
                return verb.select_first
            return self._verdicts.why_not(self.portal, verb.name, operation)
        except UsageError as usage:
            return usage.message
        except AzureError as gone:
            return sentence(gone)

    def press(self, verb: Verb) -> None:
        """Do what the verb says, or say why not; nothing where the page has gone since it was chosen."""
        if not self.stands:
            return
        if reason := self.why_not(verb):
            self.host.say(verb.label, reason, "warning", keep=False)
        elif verb.route:
            self.host.go(verb.route, self.resource)
        elif verb.action:
            verb.action()
        elif verb.each and (operations := verb.each()):
            self.host.perform_each(operations, title=verb.label, then=self.let_go)
        elif verb.operation and (operation := verb.operation()) is not None:
            self.host.perform(operation, title=verb.label)

    def press_key(self, *keys: str | None) -> bool:
        """Press the verb, or go through the banner's door, with one of these keys; False for none."""
        for key, door in doors_of(self).items() if any(key in Banner.KEYS for key in keys) else ():
            if key in keys:
                self.host.go(door.route, door.resource)
                return True
        for one in self.verbs(keys):
            self.press(one)
            return True
        return False


def way_out_of(page: Blade, verb: Verb) -> WayOut | None:
    """The way out of why a page's verb is not possible, as far as its refusal says; asked after `why_not`."""
    return page._verdicts.way_out(verb.name)


def _spoken(page: Blade) -> list[VerbState]:
    """The page's verbs, why not, and which of them the next step of a guided walk asks for.

    Whether a verb is possible takes the operations, which need not be read before the first frame.
    """
    wanted = pointed_key(type(page), page.host.pointer)
    return [
        VerbState(one, page.why_not(one) if page._painted else "", one.key == wanted) for one in page.verbs()
    ]


@verb("r", "Refresh", "As other instances left it")
def refresh_verb(page: Blade) -> None:
    """Shows the world as it is stored now; a page places it by `refresh_world = refresh_verb`."""
    page.host.refresh_world()
