"""Marks of the resource menu: what waits behind a menu item, in one cell or a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from store.drift import site_drift
from store.resources import CertificateOrder, OrderLedger, Site
from store.services.authorization.access import locks_over
from store.services.certificate_registration.state import Kind, order_state
from store.services.key_vault.links import out_of_sync
from tui.blades.apps.host_words import worst_host
from tui.text.order_words import state_tone
from tui.text.status import muted, sign

if TYPE_CHECKING:
    from store import World


def marks(menu: str, world: World, resource: str) -> dict[str, Content]:
    """Route → mark, for the menu of this resource."""
    found: dict[str, Content] = {}
    locks = sum(1 for _ in locks_over(world, resource))
    if locks:
        found[f"{menu}.locks"] = muted(str(locks))
    order = world.get(CertificateOrder, resource) if menu == "order" else None
    if order is not None:
        found |= _order_marks(world, order)
    site = world.get(Site, resource) if menu == "site" else None
    if site is not None:
        found |= _site_marks(world, site)
    return found


def _site_marks(world: World, site: Site) -> dict[str, Content]:
    """The worst state of the app's custom domains, where bindings are looked after."""
    _, state = worst_host(world, site_drift(world, site))
    if state.tone == "success" or not site.custom_hosts:
        return {}
    route = "site.domains" if world.era.bindings_on_domains else "site.tls"
    return {route: sign("warning" if state.tone == "muted" else state.tone)}


def _order_marks(world: World, order: CertificateOrder) -> dict[str, Content]:
    found: dict[str, Content] = {}
    status = order.properties.status
    ledger = world.get(OrderLedger, order.id)
    pending = ledger.pending if ledger else None
    under_way = pending is not None and pending.due_at is not None
    state = order_state(world, order)
    if state.kind.configured:
        found["order.configuration"] = sign("success")
    elif not status.final:
        found["order.configuration"] = sign(state_tone(state))
    if state.kind in (Kind.RENEW_SOON, Kind.RENEWAL_FAILED):
        found["order.renew"] = sign(state_tone(state))
    if pending is not None and order.thumbprint:
        found["order.rekey"] = sign("time" if under_way else "warning")
    elif out_of_sync(world, order):
        found["order.rekey"] = sign("warning")
    return found
