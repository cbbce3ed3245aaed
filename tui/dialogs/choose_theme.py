"""The colours of the program: each theme is shown while one moves over it."""

from __future__ import annotations

from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Column
from tui.widgets.pick import Pick
from tui.widgets.table import Table


class ChooseTheme(Pick):
    """The theme under the cursor is shown; dismissed with its name, or None and the one before."""

    def __init__(self, host: PortalHost) -> None:
        rows = {
            name: (cell(name), muted("dark" if theme.dark else "light"))
            for name, theme in host.available_themes.items()
        }
        columns = (Column("THEME", 30, grow=True), Column("GROUND", 8))
        super().__init__("Theme", columns, rows, start=host.theme)
        self._before = host.theme

    def on_mount(self) -> None:
        self.host.trying_theme = True

    def on_table_moved(self, event: Table.Moved) -> None:
        if self.stands and event.key:
            self.app.theme = event.key

    def on_unmount(self) -> None:
        self.host.trying_theme = False

    def action_leave(self) -> None:
        self.app.theme = self._before
        super().action_leave()


def choose_theme(host: PortalHost) -> None:
    """Ask for a theme, show it and remember it."""
    host.ask(ChooseTheme(host), host.keep_theme)
