"""The base of all pages of an App Service Certificate: its order, its drift, and the verb that syncs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from store.drift import order_drift
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.simulator.clock import AdvanceClock
from store.resources import CertificateOrder, Clock, OrderLedger
from tui.blades.base import Blade
from tui.blades.orders.hop_map import hop_map
from tui.navigation.verbs import performs
from tui.widgets.figure import Figure

if TYPE_CHECKING:
    from store.drift import OrderDrift


class OrderBlade(Blade):
    """A page of one order; it closes when the order is deleted."""

    KIND_LABEL = "App Service Certificate"
    RESOURCE = CertificateOrder

    @property
    def order(self) -> CertificateOrder:
        """The order as it is now; raises `AzureError` ResourceNotFound when it is gone."""
        return self.world.need(CertificateOrder, self.resource)

    def drift(self) -> OrderDrift:
        """The four hops as they are now."""
        world = self.world
        return order_drift(world, world.need(CertificateOrder, self.resource))

    def figure(self) -> Figure:
        """The map of its hops."""

        def look() -> Callable[[int], Content]:
            world = self.world
            order = world.get(CertificateOrder, self.resource)
            drawn = Content("\n").join(hop_map(order_drift(world, order))) if order else Content("")
            return lambda _: drawn

        return Figure(f"{self.order.name}: from the order to what clients get", look)

    def linked_thumbprint(self, certificate: str) -> str:
        """The thumbprint of the linked certificate with this id, the order's own where it has none such."""
        linked = (one for one in self.drift().linked if one.certificate == certificate)
        return next((one.mark.thumbprint for one in linked), self.order.thumbprint)


@performs("s", "Sync", "Move linked certificates and their bindings to the current certificate")
def sync_verb(page: OrderBlade) -> SyncOrder:
    """Moves every linked certificate and its bindings; disabled while all are in sync."""
    return SyncOrder(order=page.resource)


@performs(">", "Next event", "Move the clock to the next event")
def next_event_verb(_: OrderBlade) -> AdvanceClock:
    """Moves a standing clock to what the order waits for, or to what comes before it."""
    return AdvanceClock(next=True)


@next_event_verb.shown
def _waits(page: OrderBlade) -> bool:
    """Whether the order waits for a moment and the clock stands."""
    ledger, clock = page.world.need(OrderLedger, page.resource), page.world.need(Clock, "clock")
    due = ledger.verification is not None or (
        ledger.pending is not None and ledger.pending.due_at is not None
    )
    return due and not clock.speed
