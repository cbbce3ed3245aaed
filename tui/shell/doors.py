"""What can be opened over any page: time, the bell, go to, help, the era's numbers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import getters
from textual.screen import Screen

from tui.blades.filter import main_table, open_filter
from tui.dialogs.choose_column import choose_column
from tui.dialogs.read_text import ReadText
from tui.host import PortalHost
from tui.shell.jump import Jump, targets
from tui.text.era_facts import ca_rules, era_numbers
from tui.text.status import minute
from tui.widgets.rail import Rail
from tui.work.deeds import Deed, Page

if TYPE_CHECKING:
    from tui.blades.base import Blade

#: Deeds that are shown at once.
_SHOWN = 20
_NOTHING = "# Nothing was done from this page since the program began."
_ELSEWHERE = "# From other pages, the last first:"


class Doors(Screen[None]):
    """A screen with a page in front; its actions each open a dialog over it."""

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

    def action_filter(self) -> None:
        if self.blade is not None:
            open_filter(self.blade, self.blade.update_chrome)

    def action_sort(self) -> None:
        """Ask for the column to sort the page's main table by."""
        if self.blade is not None and (table := main_table(self.blade)) is not None:
            choose_column(self.host, table)

    def action_account(self) -> None:
        from tui.blades.simulator.account import sign_in

        sign_in(self.host)

    def action_jump(self) -> None:
        """Show a letter beside all that can be reached, and go where the next key says."""
        if self.blade is not None:
            rail = next(iter(self.query(Rail)), None)
            self.host.push_screen(Jump(targets(self.host, self.blade, rail)))

    def action_notices(self) -> None:
        from tui.shell.notifications import Notifications

        self.host.push_screen(Notifications())

    def action_go_to(self) -> None:
        from tui.shell.go_to import go_to

        go_to(self.host)

    def action_help(self) -> None:
        from tui.shell.help import Help

        if self.blade is not None:
            self.host.push_screen(Help(self.blade))

    def action_done(self) -> None:
        """What was done from this page, as commands; the last first."""
        if self.blade is not None:
            lines = _done(self.host, self.host.page)
            self.host.push_screen(ReadText(f"{self.blade.title()}: done here, as commands", lines))

    def action_era(self) -> None:
        era = self.host.portal.world.era
        self.host.push_screen(ReadText(f"Era {era.name}", f"{era_numbers(era)}\n\n{ca_rules()}"))


def _done(host: PortalHost, page: Page) -> str:
    """The lines of what was done from a page, the last first; where nothing was, those of other pages."""
    here = host.deeds.of(page)[:_SHOWN]
    if here:
        return "\n\n".join(_dated(deed) for deed in here)
    elsewhere = [_dated(deed) for deed in host.deeds.all[:_SHOWN]]
    return "\n\n".join((_NOTHING, *(elsewhere and [_ELSEWHERE]), *elsewhere))


def _dated(deed: Deed) -> str:
    return f"# {minute(deed.at)} UTC\n{deed.lines}"
