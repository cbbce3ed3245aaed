"""Refusals that several operations on orders share."""

from __future__ import annotations

from store.errors import AzureError, Place
from store.resources import CertificateOrder, OrderStatus
from store.services import steps
from store.services.certificate_registration.stages import status_word


def final_refusal(order: CertificateOrder) -> AzureError | None:
    """Why nothing can be done with an order that is denied, expired, revoked or canceled; else None."""
    status = order.properties.status
    if not status.final:
        return None
    return AzureError(
        "OrderIsFinal",
        f"The certificate '{order.name}' is {status_word(status).lower()} and cannot be restored.",
        f"Buy a new certificate for {order.host}.",
    )


def issued_refusal(order: CertificateOrder, action: str) -> AzureError | None:
    """Why the CA does not take a rekey or renewal now, or None: it needs an issued certificate at rest."""
    status = order.properties.status
    if status is OrderStatus.ISSUED:
        return None
    if refused := final_refusal(order):
        return refused
    if status is OrderStatus.PENDING_REKEY:
        return AzureError(
            "RequestPending", f"{action} must wait: a rekey is running.", "Wait until it is issued."
        )
    waiting = "a new certificate is requested" if order.thumbprint else "it is not issued yet"
    return AzureError(
        "RequestPending",
        f"{action} must wait: {waiting}.",
        Place.VERIFY.way(f"{steps.VERIFY}, then wait until it is issued.", order.id),
    )
