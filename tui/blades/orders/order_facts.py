"""The essentials of an order, in the order that the era's portal has them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from store.resources import Subscription, group_of, name_of
from store.resources import subscription_of as payer_of
from store.services.certificate_registration.stages import status_word
from store.services.certificate_registration.state import order_state
from store.services.regions import region_name
from tui.blades.orders.hops import current_number
from tui.text.cells import cell
from tui.text.order_words import state_tone
from tui.text.signs import SIGNS
from tui.text.status import Fact, day, days_left, muted, nothing, status, thumbprint_full, thumbprint_short

if TYPE_CHECKING:
    from store import World
    from store.drift import OrderDrift
    from store.resources import CertificateOrder


def all_facts(
    world: World, order: CertificateOrder, drift: OrderDrift, *, whole: bool
) -> tuple[list[Fact], list[Fact]]:
    """Left and right column, in the era's order; long values `whole`, else as two columns have room."""
    subscription = world.get(Subscription, payer_of(order.id))
    name = cell(subscription.properties.display_name) if subscription else nothing()
    guid = name_of(payer_of(order.id))
    guid = guid if whole else _short_guid(guid)
    state = ("Certificate Status", _status(world, order))
    left = [("Resource group", cell(name_of(group_of(order.id))))]
    if world.era.overview_sync:
        left += [
            ("Subscription", name),
            ("Subscription ID", cell(guid)),
            state,
            ("Tags", _tags(order)),
        ]
    else:
        left += [
            ("Status", state[1]),
            ("Location", cell(region_name(order.location))),
            ("Subscription name", name),
            ("Subscription ID", cell(guid)),
        ]
    current, draw = current_number(drift), thumbprint_full if whole else thumbprint_short
    thumbprint = draw(order.thumbprint, current, current)
    right = [
        ("Distinguished Name", cell(order.properties.distinguished_name)),
        ("Product Type", cell(order.properties.product_type.label)),
        ("Validity Period", cell(f"{order.properties.validity_in_years} Year(s)")),
        ("Thumbprint", thumbprint),
        ("Expiration Time", _expires(world, order)),
    ]
    return left, right


def _short_guid(guid: str) -> str:
    """The first and last group, which tell subscriptions apart."""
    parts = guid.split("-")
    return f"{parts[0]}-{SIGNS.cut}-{parts[-1]}" if len(parts) > 2 else guid


def short_facts(world: World, order: CertificateOrder, drift: OrderDrift) -> tuple[list[Fact], list[Fact]]:
    """The facts that even a narrow page shows."""
    current = current_number(drift)
    return [
        ("Distinguished Name", cell(order.properties.distinguished_name)),
        ("Product Type", cell(order.properties.product_type.label)),
        ("Certificate Status", _status(world, order)),
        ("Expiration Time", _expires(world, order)),
        ("Thumbprint", thumbprint_full(order.thumbprint, current, current)),
    ], []


def _status(world: World, order: CertificateOrder) -> Content:
    word = status_word(order.properties.status)
    tone = state_tone(order_state(world, order))
    return status(word, "success" if word == "Issued" else tone, bold=True)


def _tags(order: CertificateOrder) -> Content:
    if not order.tags:
        return muted("none")
    return cell(", ".join(f"{name}: {value}" for name, value in order.tags.items()))


def _expires(world: World, order: CertificateOrder) -> Content:
    if order.expires is None:
        return nothing()
    left = days_left(world.now, order.expires)
    return cell(f"{day(order.expires)} {f'({left} d)' if left >= 0 else 'expired'}")
