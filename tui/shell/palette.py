"""The palette's own entries: the verbs of the page, the menu of its resource, and places to go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Literal, NamedTuple

from textual import events, getters
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.command import (
    Command,
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
    SearchIcon,
)
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import LoadingIndicator
from textual.worker import Worker

from store.services.provenance import imported
from tui.blades.estate.opening import open_estate
from tui.blades.filter import main_table
from tui.blades.simulator.bookmarks import return_to_bookmark, set_bookmark
from tui.dialogs.choose_theme import choose_theme
from tui.dialogs.keys_here import own_keys, show_keys
from tui.host import PortalHost
from tui.navigation.menus import MENUS
from tui.navigation.routes import ROUTES, SIMULATOR, menu_label
from tui.shell.frame import Frame
from tui.shell.go_to import destinations, marked, sought
from tui.shell.saving import save_picture, save_table, save_text
from tui.text.cells import cell
from tui.text.plain import plain
from tui.text.signs import SIGNS
from tui.widgets.input import Input
from tui.widgets.standing import Answered

#: Resources that the palette names for what is typed.
_RESOURCES = 20
#: What a letter that fits counts for with Textual.
_LETTER = 4


class Commands(CommandList):
    """Textual's list of hits, which come and go while keys and clicks are on their way to it."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if (self.highlighted or 0) in self._index_to_line:
            super()._move_page(direction)

    async def _on_click(self, event: events.Click) -> None:
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked >= self.option_count:
            event.prevent_default()


class Palette(Answered[None], CommandPalette):
    """Textual's palette, left once. Enter takes a hit of what is typed, and none of what was typed before."""

    host = getters.app(PortalHost)

    def __init__(self) -> None:
        super().__init__()
        #: The search for what is typed, until its hits are listed, and what keys wait for meanwhile.
        self._searching: Worker[Any] | None = None
        self._let_go: Callable[[], None] | None = None
        #: Whether the first of them is to be taken.
        self._taken = False

    def compose(self) -> ComposeResult:
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield Commands()
                yield LoadingIndicator()

    def _refresh_command_list(
        self, command_list: CommandList, commands: list[Command], clear_current: bool
    ) -> None:
        # Hits may be found when the palette has been left.
        if self.stands:
            super()._refresh_command_list(command_list, commands, clear_current)

    def _gather_commands(self, search_value: str) -> Worker[Any]:
        self._end_search()
        self._let_go, self._taken = self.host.hold(), False
        self._searching = super()._gather_commands(search_value)
        return self._searching

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is self._searching and event.worker.is_finished:
            taken = self._taken
            self._end_search()
            if taken and self.stands:
                self._select_or_command()

    def _end_search(self) -> None:
        self._searching = None
        if self._let_go is not None:
            self._let_go()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Wait for the hits of what is typed, where they are not listed yet."""
        if self._searching is not None:
            event.stop()
            event.prevent_default()
            self._taken = True


class Entry(NamedTuple):
    """A line of the palette: its name, the key that does the same, what it does, and what to run."""

    name: str
    key: str
    tip: str
    run: Callable[[], object]


class Verbs(Provider):
    """Everything that can be done or opened here, by name; what is not possible now says why."""

    def _entries(self) -> Iterator[Entry]:
        under = self.screen
        if isinstance(under, Frame):
            yield from _of_page(under)
        else:
            yield from _of_dialog(under)
        yield from _of_program(self.app, self._frame)

    @property
    def _frame(self) -> Frame | None:
        return next((screen for screen in self.app.screen_stack if isinstance(screen, Frame)), None)

    async def discover(self) -> Hits:
        for name, key, tip, run in self._entries():
            yield DiscoveryHit(_with_key(cell(name), key), run, text=plain(name), help=_beside(tip))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, key, tip, run in self._entries():
            score, places = matcher.fuzzy_search.match(query, name)
            if score > 0:
                shown = _with_key(marked(name, places), key)
                yield Hit(score, shown, run, text=plain(name), help=_beside(tip))
        if self._frame is not None:
            host = self._frame.host
            for score, found in sought(destinations(host.portal.world), query)[:_RESOURCES]:
                name = f"Go to: {found.name}"
                yield Hit(
                    score * _LETTER * len(query),
                    cell(name),
                    partial(found.go, host),
                    text=plain(name),
                    help=_beside(found.told),
                )


def _beside(tip: str) -> Any:
    """What a hit does, or where it is: Textual takes text of its own for markup, and content as it is."""
    return cell(tip) if tip else None


def _with_key(name: Content, key: str) -> Content:
    return Content.assemble(name, "   ", (key, "bold $key")) if key else name


def _of_page(frame: Frame) -> Iterator[Entry]:
    """The verbs and keys of the page in front, and the menu of its resource."""
    host, blade = frame.host, frame.blade
    if blade is None:
        return
    for verb in blade.verbs():
        reason = blade.why_not(verb)
        name = f"{SIGNS.impossible} {verb.label}" if reason else verb.label
        yield Entry(name, verb.key, reason or verb.tip, partial(blade.press, verb))
    for own in blade.own_keys():
        key = own.key_display or own.key
        yield Entry(own.description, key, "", partial(host.call_later, blade.run_action, own.action))
    here = frame.journey.here
    for _, routes in MENUS.get(here.menu, ()):
        for route in routes:
            if route in ROUTES and route != here.route:
                label = menu_label(route, host.portal.world.era)
                yield Entry(f"Menu: {label}", "", _whose(route), partial(host.go, route, here.resource))
    whole = "w" if frame.has_whole else ""
    yield Entry("Whole screen", whole, "The page's chart or map, or the page itself", frame.action_whole)
    if main_table(blade) is not None:
        yield Entry("Filter the table", "/", "Words of a row", frame.action_filter)
        yield Entry("Sort the table", "S", "By any column; ! the worst first", frame.action_sort)
    if (table := main_table(blade, 1)) is not None:
        name = here.route.replace(".", "-")
        for ending in ("csv", "json"):
            save = partial(save_table, host, name, table, ending)
            yield Entry(f"Save this view ({ending.upper()})", "", "The rows that are seen", save)


def _whose(route: str) -> str:
    """The mark of a page that is the simulator's own."""
    return SIMULATOR if ROUTES[route].own else ""


def _of_dialog(screen: Screen[Any]) -> Iterator[Entry]:
    """The keys of what lies over the page, or of the first screen."""
    for own in own_keys(screen):
        if own.action != "help":
            yield Entry(own.does, own.key, "", partial(screen.run_action, own.action))


def _frame_key(app: PortalHost, action: str, default: str) -> str:
    """The key of an action of the frame, as the user has it."""
    return app.key(f"portal.{action}", default)


def _of_program(app: App[Any], frame: Frame | None) -> Iterator[Entry]:
    """What is there on every screen."""
    assert isinstance(app, PortalHost)
    key = partial(_frame_key, app)
    if frame is not None:
        for route, known in ROUTES.items():
            if known.label and (known.listed or (route == "estate" and imported(app.portal.world))):
                yield Entry(f"Open: {known.label}", "", _whose(route), partial(app.go, route, fresh=True))
        yield Entry("Go to a resource", key("go_to", "g"), "", frame.action_go_to)
        yield Entry("Jump", key("jump", "'"), "A letter beside all in reach", frame.action_jump)
        told = "As Azure Resource Manager has it"
        yield Entry("JSON View", key("json_view", "J"), told, frame.action_json_view)
        if frame.check_action("outside", ()):
            told = app.why_not_outside() or "The document of this page, by VISUAL or EDITOR"
            yield Entry("Open in your editor", key("outside", "E"), told, frame.action_outside)
        yield Entry("Done here, as commands", key("done", "L"), "az and PowerShell", frame.action_done)
        yield Entry("Undo", key("undo", "U"), "Take back the last operation", frame.action_undo)
        yield Entry("Redo", key("redo", "^y"), "Do again what was taken back", frame.action_redo)
        yield Entry(
            "Sign in as",
            key("account", "W"),
            "Act as another principal",
            frame.action_account,
        )
        yield Entry("Set a bookmark", "", "Such as the start of a lesson", partial(set_bookmark, app))
        yield Entry("Return to a bookmark", "", "All as it was there", partial(return_to_bookmark, app))
        yield Entry("Notifications", key("notices", "b"), "Everything that was said", frame.action_notices)
        yield Entry("Home", "", "Choose another world", app.action_home)
    yield Entry("Open an estate…", "", "Rehearse exports of the real Azure", partial(open_estate, app))
    yield Entry(
        "Keys",
        key("help", "?") if _has_help(app) else "",
        "Help: keys, signs, the page in one paragraph",
        partial(_help, app, frame),
    )
    yield Entry("Theme", "", "Colours, each shown while one moves over it", partial(choose_theme, app))
    name = frame.journey.here.route.replace(".", "-") if frame is not None else "home"
    yield Entry("Save screenshot (SVG)", "", "A picture of the screen", partial(save_picture, app, name))
    yield Entry("Save screenshot (text)", "", "The screen as text", partial(save_text, app, name))
    yield Entry("Quit", key("quit", "q"), "Leave; the world is kept", app.action_quit)


def _help(host: PortalHost, frame: Frame | None) -> None:
    """The keys of the page; where none is shown, those of the first screen."""
    if frame is not None and host.screen is frame:
        frame.action_help()
        return
    show_keys(host, host.screen)


def _has_help(app: App[Any]) -> bool:
    """Whether the key of the help means something under the palette: it does not in a dialog."""
    under = next((one for one in reversed(app.screen_stack) if not isinstance(one, Palette)), None)
    return under is not None and any(
        isinstance(own, Binding) and own.action == "help" for own in type(under).BINDINGS
    )
