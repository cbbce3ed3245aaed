"""The palette's own entries: the verbs of the page, the menu of its resource, and places to go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

from textual import events
from textual.app import ComposeResult
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
from textual.widgets import LoadingIndicator

from tui.navigation.routes import MENUS, ROUTES, menu_label
from tui.shell.frame import Frame
from tui.text.signs import SIGNS
from tui.widgets.standing import Answered


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
    """Textual's palette, left once."""

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


class Verbs(Provider):
    """Everything that can be done or opened here, by name; what is not possible now says why."""

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Name, help and what to run. Names are ours: no outside text is ever highlighted."""
        frame = next((screen for screen in self.app.screen_stack if isinstance(screen, Frame)), None)
        if frame is None or frame.blade is None:
            return
        host, blade = frame.host, frame.blade
        for verb in blade.verbs():
            reason = blade.why_not(verb)
            name = f"{SIGNS.impossible} {verb.label}" if reason else verb.label
            yield (
                name,
                "Not possible now; choose it to see why" if reason else verb.tip,
                partial(blade.press, verb),
            )
        for own in blade.own_keys():
            yield own.description, "", partial(host.call_later, blade.run_action, own.action)
        here = frame.journey.here
        for _, routes in MENUS.get(here.menu, ()):
            for route in routes:
                if route in ROUTES and route != here.route:
                    label = menu_label(route, host.portal.world.era)
                    yield f"Menu: {label}", "", partial(host.go, route, here.resource)
        for route, known in ROUTES.items():
            if known.label and known.listed:
                yield f"Open: {known.label}", "", partial(host.go, route, fresh=True)
        yield "Go to a resource", "", frame.action_go_to
        yield "Notifications", "What was said", frame.action_notices
        yield "Home", "Choose another world", host.action_home

    async def discover(self) -> Hits:
        for name, tip, run in self._commands():
            yield DiscoveryHit(name, run, help=tip or None)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, tip, run in self._commands():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), run, help=tip or None)
