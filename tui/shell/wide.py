"""What a wide screen adds to the frame, and a page or its figure on the whole of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events

from tui.navigation.routes import loaded
from tui.shell.doors import Doors

if TYPE_CHECKING:
    from textual.css.query import DOMQuery

    from store import World
    from tui.shell.side_pane import SidePane

#: Columns from which on there is room beside the page for a ticket, and for a pane as well.
ROOM_FOR_TICKET, ROOM_FOR_PANE = 100, 150


def side_pane() -> SidePane:
    """A pane, which only a wide screen needs to know of."""
    pane: SidePane = loaded("tui.shell.side_pane:SidePane")()
    return pane


class Wide(Doors):
    """A screen with a pane beside its page, where there is room; `w` gives the page all of it."""

    #: Whether it was in view before.
    _seen = False

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        # Whoever comes first into view was styled while it was mounted.
        event.refresh_styles = event.refresh_styles and self._seen
        self._seen = True

    async def on_resize(self, event: events.Resize) -> None:
        if event.size.width >= ROOM_FOR_PANE and not self._panes:
            await self.query_one("#middle").mount(side_pane())
        for pane in self._panes:
            pane.fit(event.size.width)
        self.call_after_refresh(self.show_beside, self.host.portal.world)

    def show_beside(self, world: World) -> None:
        """Draw the pane anew, where it is seen."""
        if self.blade is not None and self._pane_seen:
            self._panes.first().show(world, self.blade)

    def on_table_moved(self) -> None:
        if self.blade is not None and self._pane_seen:
            self._panes.first().show_row(self.blade)

    @property
    def _panes(self) -> DOMQuery[SidePane]:
        panes: DOMQuery[Any] = self.query_one("#middle").query_children("SidePane")
        return panes

    @property
    def _pane_seen(self) -> bool:
        return any(pane.display and pane.stands_whole for pane in self._panes)

    @property
    def has_whole(self) -> bool:
        """Whether `w` is for the whole screen; in a scenario's world it is for the ticket."""
        return self.blade is not None and not self.query_one("#middle").query_children("TicketPane")

    def action_whole(self) -> None:
        """The page's figure on the whole screen; a page without one gets the room of menu and pane."""
        figure = self.blade.figure() if self.blade is not None else None
        if figure is not None:
            self.host.push_screen(loaded("tui.dialogs.whole_screen:WholeScreen")(figure))
            return
        self.toggle_class("-whole")
        self.show_beside(self.host.portal.world)
