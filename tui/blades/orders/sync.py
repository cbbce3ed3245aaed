"""Sync Certificates: the pane behind Sync on the overview; one press moves all that are behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store.errors import Place
from store.services.certificate_registration.sync_way_out import sync_way_out
from tui.blades.base import refresh_verb, way_out_of
from tui.blades.orders.base import OrderBlade, sync_verb
from tui.blades.orders.hops import out_of_sync_words, them_words
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.actions import ActionRow
from tui.widgets.columns import Column
from tui.widgets.section import Banner, Paragraph, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class SyncCertificates(OrderBlade):
    """Counts and lists the linked private certificates that are out of sync."""

    LABEL = "Sync Certificates"
    PERFORMS = ("SyncOrder",)
    HELP_TEXT = (
        "One Sync covers every linked private certificate of the order, and every TLS/SSL binding of every "
        "app that uses one. There is no downtime. A host that the new certificate does not name stays behind."
    )
    refresh_world = refresh_verb
    sync = sync_verb
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "sync", "Sync", id="order.sync.confirm")]

    def content(self) -> ComposeResult:
        yield Banner(id="blocked")
        with Section("", id="behind"):
            yield Paragraph(id="does")
            yield Table(
                Column("LINKED PRIVATE CERTIFICATE", 40, least=20, grow=True),
                Column("RESOURCE GROUP", 20, least=10),
                empty=muted("No linked private certificate is out of sync."),
            )

    def bottom(self) -> ComposeResult:
        yield ActionRow("Sync")

    def refresh_view(self, world: World) -> None:
        behind = self.drift().out_of_sync
        head = out_of_sync_words(len(behind)) if behind else "Linked private certificates"
        self.query_one("#behind", Section).retitle(head)
        refused = self.why_not(self.sync)
        self._show_does(len(behind), refused)
        self.query_one(Table).show({one.certificate: (cell(one.name), muted(one.group)) for one in behind})
        self.query_one(ActionRow).wait(refused)

    def _show_does(self, behind: int, refused: str) -> None:
        """What one press of Sync does; in a banner, what keeps it from doing so and the way out."""
        banner, does = self.query_one("#blocked", Banner), self.query_one("#does", Paragraph)
        way_out = sync_way_out(self.world, self.order)
        blocked = refused if refused or way_out.place is Place.SYNC else way_out.text
        them = them_words(behind)
        moves = (
            f"Sync moves {them}, and every TLS/SSL binding that uses {them}, to the current certificate of "
            "this App Service Certificate. Hosts stay available."
        )
        does.update(cell(refused or moves) + "\n")
        does.display = not (behind and blocked)
        if behind and blocked:
            head = "Sync is not possible:" if refused else "Sync would not move all:"
            led = way_out_of(self, self.sync) if refused else way_out
            banner.show("warning", head, blocked, way_out=led)
        else:
            banner.hide()

    def action_sync(self) -> None:
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        self.press(self.sync)

    async def on_action_row_cancelled(self) -> None:
        await self.screen.run_action("screen.back")
