"""The screen around blades: top bar, rail, stage, footer; it walks the journey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from store.resources import Clock
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.principals import user_name
from store.services.provenance import imported
from tui.blades.base import Blade
from tui.blades.filter import main_table
from tui.navigation.journey import Journey, Place
from tui.navigation.menus import MENUS
from tui.navigation.routes import ROUTES, crumb_label, loaded, menu_label, path_to
from tui.shell.pages import Pages
from tui.shell.scrolls import Scrolls
from tui.shell.wide import ROOM_FOR_PANE, ROOM_FOR_TICKET, Wide, side_pane
from tui.text.control_words import control_words
from tui.text.signs import SIGNS
from tui.widgets.covered import Covered
from tui.widgets.finding import Finding
from tui.widgets.focus import FocusInSight
from tui.widgets.keybar import KeyBar
from tui.widgets.rail import Item, Rail
from tui.widgets.standing import Fitted
from tui.widgets.topbar import Acting, TopBar
from tui.widgets.unscrolled import Unscrolled

if TYPE_CHECKING:
    from store import Portal, World
    from store.eras import Era


def _items(menu: str, era: Era) -> tuple[Item, ...]:
    """The items of a resource menu, those without a page left out."""
    return tuple(
        Item(route, menu_label(route, era), group)
        for group, routes in MENUS.get(menu, ())
        for route in routes
        if route in ROUTES
    )


def _acting(portal: Portal, world: World, here: Place) -> Acting:
    """Who acts, "" for the person whose portal it is, the take-over of this world, and whether it is read."""
    caller = portal.caller
    who = "" if caller == DEFAULT_USER else user_name(world, caller)
    # On the pages of a class it is somebody among many who is asked, and not who is looked at.
    control = "" if here.route.startswith("class") else control_words(world, caller)
    return Acting(who, control, portal.looks_on)


#: Columns from which on → the class of the frame, by which its styles give the parts their room.
_WIDTHS = [(0, "-narrow"), (ROOM_FOR_TICKET, "-wide"), (110, "-pane"), (ROOM_FOR_PANE, "-three")]


def _badges(world: World) -> Iterator[Widget]:
    """The row that says so in an imported estate; no other world has it."""
    if imported(world):
        yield loaded("tui.widgets.estate_badge:EstateBadge")()


def _show_badge(frame: Frame, world: World) -> None:
    """Have that row where it belongs, and nowhere else: another world may have come."""
    shown, wanted = frame.query_children("EstateBadge"), bool(imported(world))
    if wanted and not shown:
        frame.mount_all(_badges(world), after=frame.query_one(TopBar))
    elif shown and not wanted:
        shown.remove()


def _rail_of(frame: Frame) -> Rail:
    """The resource menu, made for the first page that is of a resource."""
    middle = frame.query_one(Middle)
    rail = next(iter(middle.query_children(Rail)), None)
    if rail is None:
        rail = Rail()
        middle.mount(rail, before=0)
    return rail


class Middle(Covered, Unscrolled, Horizontal):
    """The menu, the page and what stands beside it."""


class Frame(Finding, Fitted[None], Wide, Scrolls, FocusInSight, Screen[None]):
    """One portal at a time: the journey through its pages, and what stands around them."""

    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        *Scrolls.BINDINGS,
        Binding("c", "copy", "Copy", id="portal.copy"),
        Binding("t", "time", "Time", id="portal.time"),
        Binding("m", "menu", "Menu", id="portal.menu"),
        Binding("m", "menu_of_all", "Menu", show=False, id="portal.menu_of_all"),
        Binding("escape", "back", "Back", key_display="esc", id="portal.back"),
        Binding("g", "go_to", "Go to", show=False, id="portal.go_to"),
        Binding("b", "notices", "Notifications", show=False, id="portal.notices"),
        Binding("J", "json_view", "JSON View", show=False, id="portal.json_view"),
        Binding("L", "done", "Done, as commands", show=False, id="portal.done"),
        Binding("U", "undo", "Undo", show=False, id="portal.undo"),
        Binding("apostrophe", "jump", "Jump", key_display="'", show=False, id="portal.jump"),
        Binding("W", "account", "Sign in as", show=False, id="portal.account"),
        Binding("ctrl+y", "redo", "Redo", show=False, id="portal.redo"),
        Binding("f5", "refresh", "Refresh", show=False, id="portal.refresh"),
        Binding("slash", "filter", "Filter", show=False, id="portal.filter"),
        Binding("S", "sort", "Sort", show=False, id="portal.sort"),
        Binding("w", "whole", "Whole screen", show=False, id="portal.whole"),
        Binding("question_mark", "help", "Help", key_display="?", id="portal.help"),
        Binding("f1", "help", "Help", id="portal.help_f1"),
        Binding("q", "app.quit", "Quit", show=False, id="portal.quit"),
    ]

    def __init__(self, start: Place) -> None:
        # Most often right, and then nothing need be styled twice before the first frame.
        super().__init__(classes="" if start.menu else "-no-menu")
        self.journey = Journey(start)
        self.pages = Pages(start)
        #: The world that the pages were last held against.
        self._looked_at: World | None = None
        #: What top bar and rail were drawn from.
        self._placed: object = None
        self._listed: object = None
        self._menus: dict[tuple[str, str], tuple[Item, ...]] = {}

    @property
    def portal(self) -> Portal:
        return self.host.portal

    @property
    def blade(self) -> Blade | None:
        """The blade in front; None while it is not drawn yet, and nothing can be asked of it."""
        return self.pages.at(self.journey.here)

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from _badges(self.portal.world)
        with Middle(id="middle"):
            yield self.pages
            if self.app.size.width >= ROOM_FOR_PANE:
                yield side_pane()
        yield KeyBar()

    def on_mount(self) -> None:
        self._settle()
        self.call_after_refresh(self.host.show_ticket)

    def restart(self, start: Place, here: Place) -> None:
        """Begin again in another world, at a place below `start`: nothing of the pages before stays."""
        self.journey = Journey(start)
        self.journey.go(here)
        self.walk(afresh=True)

    def walk(self, *, afresh: bool = False) -> None:
        """Show the place the journey now ends at, and let go of the places it left (`afresh`: of all)."""
        self.pages.walk(lambda: self.journey.places, self._settle, afresh=afresh)

    def _settle(self) -> None:
        """Show the front blade only, redraw it and everything around it."""
        front = self.blade
        with self.app.batch_update():
            self.pages.show_only(front)
            if front is not None and self.pages.draw(self.journey.here):
                front.restore_focus()
            elif front is not None:
                self.walk()
            self.update_chrome()
        self.show_beside(self.portal.world)
        self.refresh_bindings()

    def world_changed(self, *, force: bool = False, own: bool = False, tells: bool = False) -> None:
        """Another world (`force`: perhaps; `own`: the user's deed; `tells`: bars follow with a notice)."""
        before = self.journey.here
        world = self.portal.world
        if world is self._looked_at and not force:
            self.update_chrome()
            return
        self._looked_at = world
        gone = {place.resource for place in self.journey.places if self.pages.is_gone(place, world)}
        if self.journey.forget(lambda place: place.resource in gone):
            if not own and before != self.journey.here:
                name = crumb_label(before.route, before.resource, world.era)
                self.host.say("Page closed", f"What {name} showed is not there any more.", "warning")
            self.walk()
        elif force and self.pages.look_again(before):
            self.walk()
        elif self.blade is not None:
            if not self.pages.draw(before, force=force):
                self.walk()
            if not tells:
                self.update_chrome()
            self.show_beside(world)

    def update_chrome(self) -> None:
        """Redraw top bar and rail, where the world, the place or the number of notices is another one."""
        host, portal, places = self.host, self.portal, self.journey.places
        world, unread = portal.world, host.notices.unread
        stands, caller = bool(host.standstill), portal.caller
        if self._placed != (placed := (world, places, unread, stands, caller)):
            self._placed = placed
            clock, acting = world.need(Clock, "clock"), _acting(portal, world, places[-1])
            crumbs = [crumb_label(place.route, place.resource, world.era) for place in places]
            self.query_one(TopBar).show_place(crumbs, world.era, clock, unread, stands=stands, acting=acting)
            _show_badge(self, world)
        if self._listed != (listed := (world, places[-1], host.pointer)):
            self._listed = listed
            self._show_rail(world, places[-1])

    def _show_rail(self, world: World, here: Place) -> None:
        menu = here.menu, world.era.name
        items = self._menus[menu] = self._menus.get(menu) or _items(here.menu, world.era)
        self.set_class(not items, "-no-menu")
        self.set_class(self.blade is not None and self.blade.WIDE, "-wide-page")
        if items:
            from tui.shell.menu_marks import marks

            shown = {item.route for item in items}
            chosen = next((route for route in reversed(path_to(here.route)) if route in shown), "")
            found = marks(here.menu, world, here.resource)
            if (pointer := self.host.pointer) is not None and pointer.page in shown:
                found = {**found, pointer.page: Content.styled(SIGNS.left, "bold $primary")}
            _rail_of(self).show(here.resource, items, chosen, found)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Verbs of the front blade: a letter reaches here unless a field has taken it."""
        if self.blade is not None and self.blade.press_key(event.key, event.character):
            event.stop()
            event.prevent_default()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "copy":
            return bool(self.blade is not None and self.blade.COPIES)
        if action in ("time", "undo", "redo"):
            return action in ROUTES
        if action == "outside":
            return (blade := self.blade) is not None and blade.outside() is not None
        if action in ("menu", "menu_of_all"):
            return (self.journey.here.menu in MENUS) is (action == "menu")
        if action in ("filter", "sort"):
            return self.blade is not None and main_table(self.blade) is not None
        if action == "whole":
            return self.has_whole
        if action == "choose":
            return self.blade is not None and self.blade.several
        if action == "part":
            return self.blade is not None and self.blade.summed
        if action == "back":
            return len(self.journey.places) > 1 or (self.blade is not None and self.blade.narrowed)
        return super().check_action(action, parameters)

    def on_rail_chosen(self, event: Rail.Chosen) -> None:
        _rail_of(self).remove_class("-open")
        if event.route:
            self.host.go(event.route, event.resource)
        elif self.blade is not None:
            self.blade.focus_first()

    def action_press(self, key: str) -> None:
        if self.blade is not None:
            self.blade.press_key(key)

    def action_crumb(self, place: int) -> None:
        if place < len(self.journey.places):
            self.journey.go(self.journey.places[place])
            self.walk()

    def action_back(self) -> None:
        """What was opened last goes first: a choice of rows, a filter, then the page."""
        if self.blade is not None and self.blade.unwind():
            return
        if self.journey.back():
            self.walk()

    def action_menu(self) -> None:
        rail = _rail_of(self)
        rail.add_class("-open")
        rail.take_focus()

    def action_copy(self) -> None:
        if self.blade is not None:
            self.host.copy(self.blade.copy_text(), self.blade.COPIES)
