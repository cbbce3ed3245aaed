"""The program apart from any portal: its themes, what it remembers, and how it ends when it breaks."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Group
from rich.segment import Segments
from rich.text import Text
from textual import events
from textual.errors import NoWidget
from textual.geometry import Size

from store.errors import AzureError
from tui.host import PortalHost
from tui.navigation.routes import loaded
from tui.settings.file import Settings, read_settings, write_theme
from tui.shell.holding import Holding
from tui.shell.pressed import Key
from tui.shell.turns import Turns
from tui.styles.tokens import DEFAULTS, THEMES
from tui.text.plain import plain
from tui.text.signs import ASCII, SIGNS
from tui.widgets.focus import displayed
from tui.widgets.standing import Guarded, stands
from tui.widgets.toasts import Toasts

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.app import App
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.theme import Theme


#: Classes of widgets whose styles stay read: a few times as many as there are.
_CLASSES = 1024
#: Characters of a paste that are taken where no field of our own has the focus.
_PASTED = 1000
#: Seconds after which a program that was asked to end by a signal is ended by the system.
_LEAVING = 15
_BROKEN = "certblade broke. The world is as the last operation left it; start again to go on."


#: Columns and rows that are drawn at most: how large a terminal is says whoever is at its other end, and a
#: page in a browser can say ten thousand, which would take all memory.
_LARGEST = Size(1000, 300)


def _clamped(size: Size) -> Size:
    return Size(min(size.width, _LARGEST.width), min(size.height, _LARGEST.height))


def _points_at_nothing(app: App[None], event: events.MouseEvent) -> bool:
    """Whether a click is for something that has gone since it was drawn."""
    try:
        widget, _ = app.get_widget_at(int(event.x), int(event.y))
    except NoWidget:
        return False
    return widget.parent is None


class Program(Guarded, PortalHost):
    """An app with our themes; `settings` is the file that remembers the one chosen, if any."""

    #: The theme whose colours the styles were read with; None while no theme has been chosen.
    _styled_by: str | None = None

    def __init__(self, settings: Path | None = None) -> None:
        super().__init__()
        self._settings = settings
        self.holding = Holding()
        self._turns = Turns(self, self._act, self.opening, self.holding, self.find_focus)
        for one in THEMES:
            self.register_theme(one)
        self.choices = Settings()
        self._keys: dict[str, str] = {}
        if settings is not None:
            self._choose(read_settings(settings))
        chosen = self.choices.theme
        self.theme = chosen if chosen in self.available_themes else THEMES[0].name
        # Read with these colours from the beginning, the styles need not be read again for the first frame.
        self._styled_by = self.theme
        # Textual keeps the rules of 64 classes. With one more, each page of a kind that was not open before
        # would have all of them read again: up to a fifth of a second.
        self.stylesheet._parse_cache.grow(_CLASSES)
        self.stylesheet.set_variables(self.get_css_variables())

    def _choose(self, choices: Settings) -> None:
        """Take the settings; keys that mean nothing are left out, and said once there is a page."""
        if choices.keys:
            from tui.settings.keymap import accepted, complete, problems

            found = (*choices.problems, *problems(choices.keys))
            self._keys = complete(choices.keys)
            choices = msgspec.structs.replace(choices, keys=accepted(choices.keys), problems=found)
        self.choices = choices

    @property
    def busy(self) -> bool:
        """Whether a key that was pressed has not come to its end."""
        return self._turns.busy

    @property
    def waiting(self) -> int:
        """The number of keys, clicks and pastes that wait for their turn."""
        return self._turns.waiting

    def opening(self) -> bool:
        """Whether a page is on its way to the front, and keys wait for it."""
        return False

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Resize) and (size := _clamped(event.size)) != event.size:
            event = events.Resize(size, size)
        if self._turns.wanted(event):
            await self._turns.take(event)
        else:
            await super().on_event(event)

    async def _act(self, event: events.Event) -> None:
        """Let a key, click or paste act on what has the focus."""
        self.find_focus()
        if isinstance(event, events.MouseEvent) and _points_at_nothing(self, event):
            return
        if isinstance(event, events.Paste) and not getattr(self.focused, "TAKES_PASTES", False):
            # Fields of our own deal with it; what else takes text would show it as it is.
            event = events.Paste(plain(event.text, _PASTED))
        if isinstance(event, events.Key):
            event = Key(event.key, event.character)
        await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        # It can come when its dialog has been answered, or when another one has just come in front by itself.
        if default_namespace is not None and not stands(default_namespace):
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def find_focus(self) -> None:
        """Where what had the focus is hidden, give it to something that can be seen."""
        if not self.screen_stack or (focused := self.focused) is None:
            return
        if displayed(focused):
            return
        self.screen.set_focus(None)
        self.screen.focus_next()

    def _came_to_nothing(self, error: Exception) -> None:
        if isinstance(error, AzureError):
            self.lost(self, error)
        elif self.return_code is None:
            raise error
        # Else it is being left, and has neither screens nor widgets.

    def _refresh_notifications(self) -> None:
        # Before a screen stands, and where another one comes in front, Textual asks for this again.
        if self._disable_notifications or not self.screen_stack or not self.screen.is_mounted:
            return
        # The page under a dialog is seen too.
        racks = [one for screen in self.screen_stack for one in screen.children if isinstance(one, Toasts)]
        for rack in racks:
            rack.show(self._notifications)
        if self._notifications and not any(rack.parent is self.screen for rack in racks):
            self.screen.mount(Toasts())

    def get_driver_class(self) -> type[Driver]:
        from tui.shell.terminal import Terminal

        found = super().get_driver_class()
        return Terminal if issubclass(Terminal, found) else found

    def _build_driver(self, *args: Any, **kwargs: Any) -> Driver:
        driver = super()._build_driver(*args, **kwargs)
        if not driver.is_headless:
            # Before the driver takes the terminal: what ended the program then would leave it switched.
            self._obey_signals()
        return driver

    def _obey_signals(self) -> None:
        """Leave as `ctrl+q` does when the system asks: files closed, the terminal as it was."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._leave, number)

    def _leave(self, number: int) -> None:
        # Where the terminal is gone, writing to it may never end.
        signal.alarm(_LEAVING)
        self.exit(return_code=128 + number)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything again, but not where the theme of the start is announced."""
        before, self._styled_by = self._styled_by, ""
        if before != self.theme:
            super().refresh_css(animate)

    def get_css_variables(self) -> dict[str, str]:
        if self._styled_by is None:
            # Textual asks before there is a theme: no style is read with the colours of its own.
            return {}
        variables, theme = super().get_css_variables(), self.current_theme
        if not theme.ansi and theme not in THEMES:
            variables.update(loaded("tui.styles.adapted:adapted")(theme))
        return variables

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DEFAULTS

    # Asked for at every line that is drawn.
    if SIGNS is ASCII:

        def get_line_filters(self) -> Sequence[LineFilter]:
            from tui.text.ascii import AsciiLines

            return [*super().get_line_filters(), AsciiLines()]

    def on_mount(self) -> None:
        self.set_keymap(self._keys)
        self.theme_changed_signal.subscribe(self, self._remember_theme)

    def keep_theme(self, name: str) -> None:
        self.trying_theme = False
        self.theme = name
        self._remember_theme(self.current_theme)

    def _remember_theme(self, theme: Theme) -> None:
        """The next start begins with this theme."""
        if self.trying_theme or self._settings is None:
            return
        if theme.name == (read_settings(self._settings).theme or THEMES[0].name):
            return
        try:
            write_theme(self._settings, theme.name)
        except OSError as error:
            self.say("Theme", f"It could not be remembered: {error.strerror}.", "warning")

    def _fatal_error(self) -> None:
        """Say that the program broke, and where.

        Local variables and the texts of exceptions stay out: they may hold keys, passwords, or controls.
        """
        from rich.traceback import Traceback

        kind, error, places = sys.exc_info()
        assert kind is not None and error is not None
        trace = Traceback.extract(kind, error, places, show_locals=False)
        for stack in trace.stacks:
            stack.exc_value, stack.notes = "", []
        shown = Traceback(trace, width=None)
        # Textual prints only the first of what is appended here.
        last = Group(shown, Text(_BROKEN))
        self._exit_renderables.append(Segments(self.console.render(last, self.console.options)))
        self._close_messages_no_wait()
