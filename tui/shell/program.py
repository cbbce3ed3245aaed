"""The program apart from any portal: its themes, what it remembers, and how it ends when it breaks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group
from rich.segment import Segments
from rich.text import Text

from tui.host import PortalHost
from tui.shell.settings import Settings, read_settings, write_settings
from tui.styles.tokens import DEFAULTS, THEMES
from tui.text.signs import ASCII, SIGNS

if TYPE_CHECKING:
    from textual.filter import LineFilter
    from textual.theme import Theme


_BROKEN = "certblade broke. The world is as the last operation left it; start again to go on."


class Program(PortalHost):
    """An app with our themes; `settings` is the file that remembers the one chosen, if any."""

    def __init__(self, settings: Path | None = None) -> None:
        super().__init__()
        self._settings = settings
        for one in THEMES:
            self.register_theme(one)
        chosen = read_settings(settings).theme if settings else ""
        self.theme = chosen if chosen in self.available_themes else THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DEFAULTS

    def get_line_filters(self) -> Sequence[LineFilter]:
        if SIGNS is not ASCII:
            return super().get_line_filters()
        from tui.text.ascii import AsciiLines

        return [*super().get_line_filters(), AsciiLines()]

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._remember_theme)

    def _remember_theme(self, theme: Theme) -> None:
        """The next start begins with this theme."""
        if self._settings is None or theme.name == (read_settings(self._settings).theme or THEMES[0].name):
            return
        try:
            write_settings(self._settings, Settings(theme=theme.name))
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
