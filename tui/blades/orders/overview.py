"""Overview: the state of the certificate, its essentials, its progress, and its linked certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from store.errors import Place
from store.operations.certificate_registration.delete import DeleteOrder
from store.operations.certificate_registration.move import MoveOrder
from store.operations.certificate_registration.sync import SyncOrder
from store.resources import CertificateOrder, ResourceGroup, group_of
from store.services.authorization.moving import moved_id
from store.services.certificate_registration.state import READY, Kind, order_state
from store.services.certificate_registration.sync_way_out import sync_way_out
from tui.blades.base import refresh_verb, way_out_of
from tui.blades.orders.base import OrderBlade, sync_verb
from tui.blades.orders.deletion import ask_delete
from tui.blades.orders.hops import current_number, them_words
from tui.blades.orders.order_facts import all_facts, short_facts
from tui.blades.orders.status_text import status_text
from tui.dialogs.choose_group import choose_group
from tui.dialogs.read_text import ReadText
from tui.navigation.routes import ROUTES
from tui.navigation.verbs import verb
from tui.navigation.verdicts import role_lacking
from tui.navigation.ways import Door, door_of, label_of
from tui.text.order_words import state_tone, state_word
from tui.text.state_words import WORDS
from tui.text.step_words import task_lines
from tui.widgets.linked import LinkedGrid
from tui.widgets.section import Banner, Essentials, Notes, Section

if TYPE_CHECKING:
    from store import World
    from store.drift import OrderDrift
    from store.services.certificate_registration.state import OrderState

#: Cells of the blade from which it shows everything, and rows of a screen that has room for long values.
_WIDE, _HIGH = 88, 40


class StatusTile(Banner, can_focus=True):
    """The status tile; enter or a click leads to where its state is mended."""

    DEFAULT_CSS = "StatusTile { &:focus { background: $pick; } }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "activate", "Status", key_display="enter", id="order.overview.tile.activate")
    ]

    class Activated(Message):
        """The tile was chosen."""

    def action_activate(self) -> None:
        self.post_message(self.Activated())

    def on_click(self) -> None:
        self.action_activate()


class OrderOverview(OrderBlade):
    """The order's first page. The 2018 portal had no Sync here, and showed the status beside the location."""

    COPIES = "Copy thumbprint"
    PERFORMS = ("SyncOrder", "DeleteOrder", "MoveOrder")
    DEFAULT_CSS = "OrderOverview #drift { margin: 0; }"
    HELP_TEXT = (
        "Certificate Ready means bought, stored, verified and issued. Whether apps serve the current "
        "certificate is another matter: the linked private certificates below say so."
    )

    @verb("i", "Status", "Where the state comes from")
    def open_status(self) -> None:
        """Lead to the page where the state is mended, or explain a state that is good or final."""
        order = self.order
        state = order_state(self.world, order)
        if page := _mending(self.world, state, order):
            self.host.go(page.route, page.resource)
            return
        self.app.push_screen(ReadText(f"Status of {order.name}", status_text(self.world, order, state)))

    refresh_world = refresh_verb

    @verb("s", sync_verb.label, sync_verb.tip)
    def sync(self) -> None:
        """Open the pane that syncs."""
        self.host.go("order.sync", self.resource)

    @sync.operation
    def syncing(self) -> SyncOrder:
        return SyncOrder(order=self.resource)

    @sync.shown
    def _has_sync(self) -> bool:
        return self.world.era.overview_sync

    @verb("o", "Open repair", "Where drift is mended")
    def open_repair(self) -> None:
        """Go where the linked certificates are brought in sync, or where what stands in the way is mended."""
        way_out = sync_way_out(self.world, self.order)
        if way_out.place is Place.SYNC:
            self.host.go("order.rekey", self.resource)
        elif door := door_of(self.world, way_out, self.resource):
            self.host.go(door.route, door.resource)

    @open_repair.shown
    def _is_elsewhere(self) -> bool:
        """Whether drift is mended on another page."""
        way_out = sync_way_out(self.world, self.order)
        return bool(self.drift().out_of_sync) and not (way_out.place is Place.SYNC and self._has_sync())

    @verb("d", "Delete", "Revoke the certificate for good")
    def delete(self) -> None:
        """Delete the order, after a question."""
        ask_delete(self, self.order)

    @delete.why_not
    def _may_not_delete(self) -> str:
        return role_lacking(self.portal, DeleteOrder(order=self.resource))

    @verb("M", "Move", "Resource group (change)")
    def move(self) -> None:
        """Ask for the resource group to move to."""
        choose_group(self.host, self.resource, self._moving)

    @move.why_not
    def _may_not_move(self) -> str:
        return role_lacking(
            self.portal, MoveOrder(order=self.resource, resource_group=group_of(self.resource))
        )

    @verb("?", "Help")
    def help(self) -> None:
        self.call_later(self.run_action, "screen.help")

    def _moving(self, group: str) -> None:
        moved = MoveOrder(order=self.resource, resource_group=group)
        arriving = moved_id(self.order, self.world.need(ResourceGroup, group))
        self.host.perform(moved, title="Move", then=lambda _: self.host.open_resource(arriving))

    def content(self) -> ComposeResult:
        yield Banner(id="drift")
        yield StatusTile(id="tile")
        yield Section("Essentials", Essentials(id="essentials"))
        yield Section("From purchase to sync", Notes(id="tasks"), id="way")
        yield Section("Linked Private Certificate", LinkedGrid())

    def refresh_view(self, world: World) -> None:
        drift = self.drift()
        self._show_state(drift)
        self.query_one(LinkedGrid).show_linked(drift.linked, current_number(drift))
        self._show_facts(drift)

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_revision >= 0:
            self._show_state(self.drift())
            self._show_facts(self.drift())

    def _show_state(self, drift: OrderDrift) -> None:
        """The state, and below one that concerns use or renewal, the tile of a complete configuration."""
        order = self.order
        state = order_state(self.world, order)
        page = _mending(self.world, state, order)
        tone, word = state_tone(state), state_word(state)
        key, does = (self.open_status.key, page.label) if page else ("", "")
        banner, tile = self.query_one("#drift", Banner), self.query_one(StatusTile)
        if state.kind.configured:
            tile.show("success", WORDS[Kind.READY], state.cause if state.kind is Kind.READY else READY)
        else:
            tile.show(tone, word, state.sentence, key, does)
        if drift.out_of_sync:
            self._show_drift(banner, drift)
        elif state.kind in (Kind.RENEW_SOON, Kind.RENEWAL_FAILED):
            banner.show(tone, word, state.sentence, key, does)
        else:
            banner.hide()

    def _show_drift(self, banner: Banner, drift: OrderDrift) -> None:
        behind, way_out = len(drift.out_of_sync), sync_way_out(self.world, self.order)
        wide, text = self.size.width >= _WIDE, f"{behind} of {len(drift.linked)}"
        head = "Linked private certificates are out of sync."
        refused = self.why_not(self.sync)
        if way_out.place is not Place.SYNC:
            does = label_of(self.world, way_out, self.resource)
            banner.show("warning", head, f"{text}. {way_out.text}", self.open_repair.key, does)
        elif refused:
            told = f"{text}. Sync is not possible: {refused}"
            banner.show("warning", head, told, way_out=way_out_of(self, self.sync))
        elif self.world.era.overview_sync:
            head = "Linked private certificates are out of sync, Click Sync."
            banner.show("warning", head, text if wide else "", self.sync.key, self.sync.label)
        else:
            moves = f"{text}. Rekey and Sync > Sync moves {them_words(behind)}."
            banner.show("warning", head, moves, self.open_repair.key, "Rekey and Sync")

    def _show_facts(self, drift: OrderDrift) -> None:
        wide = self.size.width >= _WIDE
        essentials, way = self.query_one("#essentials", Essentials), self.query_one("#way", Section)
        way.display = wide
        if not wide:
            essentials.show(*short_facts(self.world, self.order, drift))
            return
        whole = self.screen.size.height >= _HIGH
        essentials.show(*all_facts(self.world, self.order, drift, whole=whole))
        world, order = self.world, self.order
        self.host.work.look("tasks", lambda: task_lines(world, order), self._show_tasks)

    def _show_tasks(self, lines: list[Content]) -> None:
        if self.is_attached:
            self.query_one("#tasks", Notes).show(*lines)

    def on_status_tile_activated(self) -> None:
        self.press(self.open_status)

    def on_table_opened(self, event: LinkedGrid.Opened) -> None:
        """A linked certificate is looked after in an app that uses it."""
        for one in self.drift().linked:
            if one.certificate == event.key and one.hosts and "site.tls" in ROUTES:
                self.host.go("site.tls", one.hosts[0].site)
                return
        self.host.say("Open", "No app has a binding with this certificate.", "info", keep=False)

    def copy_text(self) -> str:
        return self.linked_thumbprint(self.query_one(LinkedGrid).cursor_key)


def _mending(world: World, state: OrderState, order: CertificateOrder) -> Door | None:
    """The page that mends the state; None where none does."""
    final = order.properties.status.final
    return door_of(world, state.way_out, order.id) if state.way_out and not final else None
