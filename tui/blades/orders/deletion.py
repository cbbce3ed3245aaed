"""Delete of an order: the consequences, counted, and the typed name."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from store.drift import order_drift
from store.operations.certificate_registration.delete import DeleteOrder
from store.resources import OrderLedger, name_of
from store.services.authorization.access import locks_over
from tui.blades.orders.hops import hosts_of
from tui.dialogs.type_name import TypeName, consequence
from tui.text.status import Fact

if TYPE_CHECKING:
    from store import World
    from store.drift import OrderDrift
    from store.resources import CertificateOrder
    from tui.blades.base import Blade

#: Host names that are named (the rest is counted), and cells of a line of them.
_NAMED, _WIDE = 6, 46


def ask_delete(blade: Blade, order: CertificateOrder) -> None:
    """Ask for the name and delete; where a lock is in the way, say so at the top of the page.

    Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), delete an App Service certificate.
    """
    host = blade.host
    operation = DeleteOrder(order=order.id)
    refused = blade.portal.why_not(operation)
    if refused is not None:
        blade.refused(refused)
        host.say("Delete", refused.message, "error", code=refused.code, repair=refused.next_step)
        return
    blade.accepted()
    issued = bool(blade.world.need(OrderLedger, order.id).issued)
    warning = "This revokes the certificate" if issued else "This cancels the order"
    dialog = TypeName(
        f"Delete {order.name}?",
        f"{warning}. It cannot be undone.",
        consequences(blade.world, order, order_drift(blade.world, order)),
        name=order.name,
        what="certificate",
    )
    host.ask(dialog, lambda _: host.perform(operation, title="Delete"))


def consequences(world: World, order: CertificateOrder, drift: OrderDrift) -> list[Fact]:
    """What breaks and what stays behind, one line each."""
    hosts, link = hosts_of(drift), order.link
    more = f" and {len(hosts) - _NAMED} more" if len(hosts) > _NAMED else ""
    named = wrap(", ".join(hosts[:_NAMED]) + more, _WIDE) or ["none"]
    locks = [lock.name for lock in locks_over(world, order.id)]
    stays = f"{link.key_vault_secret_name} stays in {name_of(link.key_vault_id)}" if link else "none"
    secret, *rest = wrap(stays, _WIDE)
    return [
        consequence("Bindings that break", len(hosts), named[0]),
        *(consequence("", "", line) for line in named[1:]),
        consequence(
            "Linked certificates",
            len(drift.linked),
            "stay in the apps, revoked; no sync follows" if drift.linked else "none",
        ),
        consequence("Key vault secret", int(link is not None), secret),
        *(consequence("", "", line) for line in rest),
        consequence("Locks", len(locks), ", ".join(locks) or "none in the way"),
    ]
