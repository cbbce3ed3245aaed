"""Bringing a vault's certificate into a webspace: what an import needs, and the resource it makes.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Troubleshoot Azure App Service
certificates" (Azure docs, 2025).
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from store.errors import AzureError
from store.resources import (
    CertificateOrder,
    KeyVaultSecretStatus,
    OrderStatus,
    Outcome,
    ServerFarm,
    WebCertificate,
    WebCertificateProperties,
    group_of,
    name_of,
    resource_id,
    subscription_of,
)
from store.services import steps
from store.services.key_vault.links import from_version, secret_for_app_service
from store.services.web.webspaces import duplicate_refusal, room_refusal, sync_certificate
from store.world import Draft, View


def web_certificate_id(plan: ServerFarm, name: str) -> str:
    """The id of a certificate of this plan's webspace: it lies in the plan's resource group."""
    return resource_id(group_of(plan.id), "Microsoft.Web/certificates", name)


def link_refusal(view: View, plan: ServerFarm, id: str, vault_id: str, secret_name: str) -> AzureError | None:
    """Why a secret cannot become the certificate `id` of this plan's webspace, or None."""
    if subscription_of(vault_id).lower() != subscription_of(plan.id).lower():
        return invalid_link(
            "The app, the certificate and the key vault must be in one subscription: "
            f"{steps.STORE} with a vault of this subscription."
        )
    try:
        version = secret_for_app_service(view, vault_id, secret_name)
    except AzureError as error:
        return AzureError(
            error.code,
            "Failed to add App Service certificate to the app, Check error for more details. "
            f"Error Details: {error.message}",
            error.next_step,
        )
    held = view.get(WebCertificate, id)
    thumbprint = version.properties.thumbprint
    if held is not None and _is_linked(held, vault_id, secret_name) and held.thumbprint == thumbprint:
        return AzureError("Conflict", f"'{held.name}' is already in the webspace and up to date.")
    return duplicate_refusal(view, plan, thumbprint, but_for=id) or room_refusal(view, plan, but_for=id)


def invalid_link(next_step: str) -> AzureError:
    """The web provider's refusal of a vault id or secret name it cannot use."""
    return AzureError(
        "InvalidKeyVaultLink",
        "The parameter KeyVaultId & KeyVaultSecretName has an invalid value.",
        next_step,
    )


def _is_linked(held: WebCertificate, vault_id: str, secret_name: str) -> bool:
    kept = held.properties
    return (kept.key_vault_id or "").lower() == vault_id.lower() and (
        kept.key_vault_secret_name or ""
    ).lower() == secret_name.lower()


_VERIFY = f"{steps.VERIFY}."
_WAYS_OUT = {
    OrderStatus.PENDING_REKEY: "Wait until the new certificate is issued.",
    OrderStatus.PENDING_REVOCATION: "It is being revoked: buy a new one.",
    OrderStatus.UNUSED: "Open a support request.",
}


def order_refusal(view: View, plan: ServerFarm, order: CertificateOrder) -> AzureError | None:
    """Why an App Service Certificate cannot be imported for apps of this plan, or None."""
    status = order.properties.status
    if status is not OrderStatus.ISSUED:
        next_step = (
            "It cannot be restored: buy a new one." if status.final else _WAYS_OUT.get(status, _VERIFY)
        )
        return AzureError(
            "AppServiceCertificateNotIssued", "App Service Certificate is not issued.", next_step
        )
    link = order.link
    if link is None:
        return invalid_link(f"The certificate is in no key vault: {steps.STORE}.")
    if subscription_of(order.id).lower() != subscription_of(plan.id).lower():
        return invalid_link("The app and the App Service Certificate must be in one subscription.")
    id = web_certificate_id(plan, f"{order.name}-{plan.webspace}")
    return link_refusal(view, plan, id, link.key_vault_id, link.key_vault_secret_name)


def put_linked(
    draft: Draft, plan: ServerFarm, id: str, vault_id: str, secret_name: str, at: datetime
) -> tuple[WebCertificate, Outcome]:
    """Make a certificate from a vault secret, or link it again; bindings of the certificate before follow.

    Raises `AzureError` as reading the secret does.
    """
    version = secret_for_app_service(draft, vault_id, secret_name)
    held = draft.get(WebCertificate, id)
    if held is None:
        made = WebCertificate(
            id=id,
            name=name_of(id),
            location=plan.location,
            properties=from_version(draft, _blank(draft, plan, vault_id, secret_name), version),
        )
    else:
        made = replace(
            held,
            properties=replace(held.properties, key_vault_id=vault_id, key_vault_secret_name=secret_name),
        )
    draft.put(made)
    outcome = sync_certificate(draft, made, at)
    return draft.need(WebCertificate, id), outcome


def _blank(view: View, plan: ServerFarm, vault_id: str, secret_name: str) -> WebCertificateProperties:
    """The place of a certificate whose facts are still to be read."""
    return WebCertificateProperties(
        subject_name="",
        host_names=(),
        issuer="",
        issue_date=view.now,
        expiration_date=view.now,
        thumbprint="",
        key_vault_id=vault_id,
        key_vault_secret_name=secret_name,
        key_vault_secret_status=KeyVaultSecretStatus.INITIALIZED,
        server_farm_id=plan.id,
        web_space=plan.webspace,
    )
