"""App Service Certificates: every order with its worst word, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.resources import CertificateOrder, Subscription
from store.services.certificate_registration.order_limits import orders_words
from store.services.certificate_registration.state import order_state
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.blades.orders.order_rows import OrderRows
from tui.navigation.routes import ROUTES, loaded
from tui.navigation.verbs import opens, performs, verb
from tui.navigation.verdicts import role_lacking
from tui.text.agenda import coming, event_lines
from tui.text.cells import cell
from tui.text.order_words import state_tone
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, muted, status
from tui.widgets.section import Notes, Section
from tui.widgets.spare import Spare
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation

_SELECT_FIRST = "Select an order first."
#: Events of the agenda, and rows of a screen that may have room for twice as many.
_EVENTS, _HIGH = 6, 40


class Certificates(Listing):
    """The list a world opens on."""

    PERFORMS = ("SyncOrder", "SetOrderTags", "DeleteOrder")

    LABEL = "App Service Certificates"
    COPIES = "Copy"
    FILTER = "all states"
    HELP_TEXT = (
        "Each line is an order: what was bought. Its status is the worst of what the order, its key vault "
        "secret and its linked private certificates have to say."
    )
    #: The orders of the world that was drawn last.
    _orders: OrderRows
    create = opens("n", "Create", "create", "Buy an App Service Certificate")
    refresh_world = refresh_verb

    @performs("s", "Sync")
    def sync(self) -> Operation | None:
        """Sync of the selected order."""
        order = self.selected()
        return _sync_of(order) if order else None

    @sync.each
    def syncs(self) -> Mapping[str, Operation]:
        """Sync of each order chosen."""
        return {order.name: _sync_of(order) for order in self.chosen()}

    @verb("a", "Add tag", "To the orders chosen, or the selected one")
    def add_tag(self) -> None:
        """Ask for a tag, then write the tags of each order."""
        from tui.blades.orders.tags import ask_tag

        if orders := self.chosen() or [order for order in [self.selected()] if order]:
            ask_tag(self, orders)

    @add_tag.why_not
    def _untagged(self) -> str:
        order = self.selected()
        if order is None:
            return _SELECT_FIRST
        tags = loaded("store.operations.certificate_registration.tags:SetOrderTags")
        return role_lacking(self.portal, tags(order=order.id, tags={}))

    @verb("d", "Delete", "Revoke the certificate for good")
    def delete(self) -> None:
        """Delete the selected order, after a question."""
        if order := self.selected():
            from tui.blades.orders.deletion import ask_delete

            ask_delete(self, order)

    @delete.why_not
    def _undeletable(self) -> str:
        order = self.selected()
        deletion = loaded("store.operations.certificate_registration.delete:DeleteOrder")
        return role_lacking(self.portal, deletion(order=order.id)) if order else _SELECT_FIRST

    def content(self) -> ComposeResult:
        self._orders = OrderRows(self.world)
        yield Table(
            *self._orders.columns,
            several=True,
            empty=muted("No App Service Certificates to display.   ")
            + Content.assemble((self.create.key, "bold $key"), " Create"),
        )
        yield Section("Selected", Notes(id="selected"), classes="selected")
        yield Spare("What happens next", id="agenda")

    def refresh_view(self, world: World) -> None:
        if self._orders.world is not world:
            self._orders = OrderRows(world)
        table = self.query_one(Table)
        table.head(self._orders.columns)
        table.show(self._orders.rows)
        # Before the first frame nothing is read that only the way out needs.
        self._show_selected()
        self.call_after_refresh(self._look_ahead, world)

    def subtitle(self) -> str:
        subscription = next(self.world.all(Subscription), None)
        if subscription is None:
            return ""
        orders = len(self.world.table(CertificateOrder))
        properties = subscription.properties
        return f"{properties.display_name} {SIGNS.dot} {orders_words(properties, orders)}"

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        order = self.world.get(CertificateOrder, event.key)
        if order is not None and "order.overview" in ROUTES:
            self.host.go("order.overview", order.id)

    def selected(self) -> CertificateOrder | None:
        """The order under the cursor."""
        return self.world.get(CertificateOrder, self.query_one(Table).cursor_key or None)

    def chosen(self) -> list[CertificateOrder]:
        """The orders chosen together."""
        return [self.world.need(CertificateOrder, key) for key in self.query_one(Table).chosen]

    def copy_text(self) -> str:
        order = self.selected()
        return order.name if order else ""

    def _show_selected(self) -> None:
        order = self.selected()
        lines = _selected_lines(self.world, order) if order else (muted("nothing is selected"),)
        self.query_one("#selected", Notes).show(*lines)

    def _look_ahead(self, world: World) -> None:
        self._show_selected()
        events = _EVENTS * 2 if self.screen.size.height >= _HIGH else _EVENTS
        self.host.work.look("agenda", lambda: _agenda(world, events), self._show_agenda)

    def _show_agenda(self, lines: Sequence[Content]) -> None:
        if self.is_attached:
            self.query_one("#agenda", Spare).show(*lines)


def _agenda(world: World, events: int) -> list[Content]:
    """What happens next."""
    return event_lines(world.now, coming(world, events))


def _sync_of(order: CertificateOrder) -> Operation:
    from store.operations.certificate_registration.sync import SyncOrder

    return SyncOrder(order=order.id)


def _selected_lines(world: World, order: CertificateOrder) -> tuple[Content, ...]:
    state = order_state(world, order)
    head = status(order.name, state_tone(state), bold=True)
    width = head.cell_length + 2
    lines = [Content.assemble(head, "  ", cell(state.cause))]
    if state.way_out is not None:
        lines.append(Content.assemble(("Next".ljust(width), TOKENS["muted"]), cell(state.way_out.text)))
    return tuple(lines)
