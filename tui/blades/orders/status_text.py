"""The state of an order in full: cause, way out, and the three states that are easily confused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.resources import ActionType, OrderLedger
from store.services.certificate_registration.vault_link import link_state
from tui.text.order_words import state_word

if TYPE_CHECKING:
    from store import World
    from store.resources import CertificateOrder
    from store.services.certificate_registration.state import OrderState


def status_text(world: World, order: CertificateOrder, state: OrderState) -> str:
    """The tile's cause, and the three states that are easily taken for one another."""
    link = link_state(world, order)
    lines = [
        f"{state_word(state)}. {state.sentence}",
        "",
        f"State at the CA (status)                  {order.properties.status.value}",
        f"State of the key vault link               {link.value if link else 'no link'}",
        f"State of the last write in ARM            {order.properties.provisioning_state.value}",
    ]
    actions = world.need(OrderLedger, order.id).actions
    issues = [one for one in actions if one.action_type is ActionType.ISSUED]
    if issues:
        lines += ["", f"{issues[-1].note} ({issues[-1].created_at:%Y-%m-%d %H:%M} UTC)"]
    return "\n".join(lines)
