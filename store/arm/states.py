"""States in a resource's JSON, explained: three of them are taken for one another on an order.

Source: "Troubleshooting Tools for App Service Certificate" (blog, 2018): provisioningState of the link to Key
Vault is the one to look at; ARM reference for `provisioningState` and `status` of the order.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from store.arm.parts import Json
from store.errors import Place, WayOut
from store.resources import (
    CertificateOrder,
    KeyVaultSecretStatus,
    Resource,
    Subscription,
    WebCertificate,
    subscription_of,
)
from store.services.certificate_registration.state import order_state
from store.services.certificate_registration.sync_way_out import sync_way_out
from store.services.certificate_registration.vault_link import link_cause, link_state, link_way_out
from store.services.key_vault.links import orders_of
from store.services.web.sync import link_refused, link_status
from store.world import View


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A state at a place of the document: its value, what it means, and the way out where it is a trouble.

    `order` is the id of the order that the way out belongs to, "" where it names its own resource.
    """

    place: tuple[str | int, ...]
    value: str
    meaning: str
    way_out: WayOut | None = None
    order: str = ""


def states(view: View, resource: Resource) -> tuple[State, ...]:
    """The states in the document of a resource, in its order; () for a kind without any."""
    if isinstance(resource, CertificateOrder):
        return tuple(_of_order(view, resource))
    if isinstance(resource, WebCertificate):
        return tuple(_of_certificate(view, resource))
    if isinstance(resource, Subscription):
        return tuple(_of_subscription(resource))
    return ()


def state_of_child(view: View, child: Json) -> tuple[State, ...]:
    """The states in the document of an order's own child, its link to Key Vault."""
    parent = view.get(CertificateOrder, child.get("id", "").rpartition("/certificates/")[0])
    return tuple(_link(view, parent, ("properties", "provisioningState"))) if parent else ()


def _of_order(view: View, order: CertificateOrder) -> Iterator[State]:
    yield from _link(view, order, ("properties", "certificates", order.name, "provisioningState"))
    yield State(
        place=("properties", "provisioningState"),
        value=order.properties.provisioning_state.value,
        meaning="The write of the order to Azure Resource Manager; it says nothing of the certificate.",
    )
    state = order_state(view, order)
    broken = bool(link_cause(view, order))
    yield State(
        place=("properties", "status"),
        value=order.properties.status.value,
        meaning="The order at the CA." if broken else f"The order at the CA. {state.cause}",
        way_out=None if broken else state.way_out,
        order=order.id,
    )


_LINK = {
    KeyVaultSecretStatus.SUCCEEDED: "The current certificate is in the key vault: ready to use.",
    KeyVaultSecretStatus.INITIALIZED: "The link is made; the secret has no value yet.",
    KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER: "Stored by Step 1; the order is not issued yet.",
    KeyVaultSecretStatus.CERTIFICATE_ORDER_FAILED: "The order was denied or canceled; nothing is stored.",
}


def _link(view: View, order: CertificateOrder, place: tuple[str | int, ...]) -> Iterator[State]:
    value = link_state(view, order)
    if value is None:
        return
    cause = link_cause(view, order)
    yield State(
        place=place,
        value=value.value,
        meaning=f"The link to Key Vault. {cause or _LINK.get(value, '')}".strip(),
        way_out=link_way_out(view, order) if cause else None,
        order=order.id,
    )


def _of_certificate(view: View, certificate: WebCertificate) -> Iterator[State]:
    value = link_status(view, certificate)
    if value is None:
        return
    refused, orders = link_refused(view, certificate), orders_of(view, certificate)
    meaning = "The resting value of a certificate that its vault keeps up to date."
    way_out = None
    if refused is not None:
        # The way out says the next step.
        meaning = refused.message if refused.way_out else refused.told
        vault = certificate.properties.key_vault_id or ""
        way_out = refused.way_out or WayOut(place=Place.KEY_VAULT, text=refused.next_step, resource=vault)
        if orders and refused.way_out is None:
            way_out = sync_way_out(view, orders[0])
    elif value is not KeyVaultSecretStatus.INITIALIZED:
        meaning = "The last read of the secret went well."
    yield State(
        place=("properties", "keyVaultSecretStatus"),
        value=value.value,
        meaning=meaning,
        way_out=way_out,
        order=orders[0].id if orders else "",
    )


def _of_subscription(subscription: Subscription) -> Iterator[State]:
    state = subscription.properties.state
    active = state == "Enabled"
    yield State(
        place=("properties", "state"),
        value=state,
        meaning="Its resources can be written." if active else "Its resources are read-only.",
        way_out=None
        if active
        else WayOut(
            place=Place.SUBSCRIPTION,
            text="Reactivate the subscription.",
            resource=subscription_of(subscription.id),
        ),
    )
