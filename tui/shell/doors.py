"""What can be opened over any page: time, the bell, go to, help, the era's numbers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding, BindingType

from tui.blades.filter import main_table, open_filter
from tui.host import PortalHost
from tui.navigation.routes import loaded
from tui.widgets.toasts import Toasting

if TYPE_CHECKING:
    from tui.blades.base import Blade


class Doors(Toasting):
    """A screen with a page in front; its actions each open a dialog over it, which is loaded then."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("E", "outside", "Editor", id="portal.outside")]
    host = getters.app(PortalHost)

    @property
    @abstractmethod
    def blade(self) -> Blade | None:
        """The page in front; None while it is not drawn yet."""

    def action_menu_of_all(self) -> None:
        """Where there is no resource menu: everything there is to open; what is typed next is no verb."""
        self.action_go_to()

    def action_refresh(self) -> None:
        self.host.refresh_world()

    def action_time(self) -> None:
        self.host.go("time")

    def action_undo(self) -> None:
        self.host.go("undo")

    def action_redo(self) -> None:
        self.host.go("redo")

    def action_json_view(self) -> None:
        """The resource of this page as Azure Resource Manager has it."""
        resource = self.blade.resource if self.blade is not None else ""
        self.host.go("resource.json" if resource else "explorer", resource)

    def action_outside(self) -> None:
        """The document of this page in the user's own editor."""
        if (blade := self.blade) is not None and (text := blade.outside()) is not None:
            self.host.open_outside(text, lambda: blade.stands)

    def action_filter(self) -> None:
        if self.blade is not None:
            open_filter(self.blade, self.blade.update_chrome)

    def action_sort(self) -> None:
        """Ask for the column to sort the page's main table by."""
        if self.blade is not None and (table := main_table(self.blade)) is not None:
            loaded("tui.dialogs.choose_column:choose_column")(self.host, table)

    def action_account(self) -> None:
        loaded("tui.blades.simulator.account:sign_in")(self.host)

    def action_jump(self) -> None:
        """Show a letter beside all that can be reached, and go where the next key says."""
        if self.blade is not None:
            loaded("tui.shell.jump:open_jump")(self.host, self.blade)

    def action_notices(self) -> None:
        self.host.push_screen(loaded("tui.shell.notifications:Notifications")())

    def action_go_to(self) -> None:
        loaded("tui.shell.go_to:go_to")(self.host)

    def action_help(self) -> None:
        if self.blade is not None:
            self.host.push_screen(loaded("tui.shell.help:Help")(self.blade))

    def action_done(self) -> None:
        """What was done from this page, as commands; the last first."""
        if self.blade is not None:
            loaded("tui.dialogs.done_here:show_done")(self.host, self.host.page, self.blade.title())

    def action_era(self) -> None:
        loaded("tui.dialogs.era_facts:show_era")(self.host)
