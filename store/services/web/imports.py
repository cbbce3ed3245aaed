"""Bringing a vault's certificate into a webspace: what an import needs, and the resource it makes.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Troubleshoot Azure App Service
certificates" (Azure docs, 2025).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from store.errors import AzureError, Place, WayOut
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
from store.services.key_vault.links import (
    Link,
    from_version,
    issued_thumbprints,
    link_of,
    secret_for_app_service,
)
from store.services.names import web_certificate
from store.services.web.invariants import entry_refusal, linked_in, put_certificate
from store.services.web.sync import sync_certificate
from store.services.web.webspaces import webspace_of_certificate, webspace_of_plan
from store.world import Draft, View
from store.world.answers import remembered


def web_certificate_id(plan: ServerFarm, name: str) -> str:
    """The id of a certificate of this plan's webspace: it lies in the plan's resource group."""
    return resource_id(group_of(plan.id), "Microsoft.Web/certificates", name)


def name_refusal(name: str) -> AzureError | None:
    """Why a certificate cannot have the name that was chosen for it ("" chooses none), or None."""
    wrong = web_certificate(name) if name else ""
    return AzureError("InvalidCertificateName", wrong, "Choose another name.") if wrong else None


def import_id(
    view: View, plan: ServerFarm, names: Sequence[str], link: Link, own: Collection[str] = ()
) -> str:
    """The id of the certificate that an import of a vault secret makes in a plan's webspace, or renews.

    It is the certificate linked to that secret, where there is one, else the first of these names that is
    free. A name is not free where a certificate of another webspace or of another secret has it; one whose
    thumbprint is among `own` came from the same order and is linked again.
    """
    space = webspace_of_plan(plan)
    linked = linked_in(view, space, link)
    if linked is not None:
        return linked.id
    ids = [web_certificate_id(plan, name) for name in names]
    for id in ids:
        held = view.get(WebCertificate, id)
        if held is None or (webspace_of_certificate(held) == space and held.thumbprint in own):
            return id
    return ids[-1]


@remembered
def order_import_id(view: View, plan: ServerFarm, order: CertificateOrder) -> str:
    """The id of the certificate that an import of this order makes in a plan's webspace, or renews."""
    names = (f"{order.name}-{plan.webspace}", f"{order.name}-{name_of(group_of(order.id))}-{plan.webspace}")
    link = link_of(order)
    if link is None:
        return web_certificate_id(plan, names[0])
    return import_id(view, plan, names, link, issued_thumbprints(view, order))


def link_refusal(
    view: View, plan: ServerFarm, id: str, vault_id: str, secret_name: str, own: Collection[str] = ()
) -> AzureError | None:
    """Why a secret cannot become the certificate `id` of this plan's webspace, or None (`own`: see above)."""
    if subscription_of(vault_id).lower() != subscription_of(plan.id).lower():
        step = (
            "The app, the certificate and the key vault must be in one subscription: "
            f"{steps.STORE} with a vault of this subscription."
        )
        return invalid_link(Place.STORE.way(step))
    try:
        version = secret_for_app_service(view, vault_id, secret_name)
    except AzureError as error:
        return AzureError(
            error.code,
            "Failed to add App Service certificate to the app, Check error for more details. "
            f"Error Details: {error.message}",
            error.repair,
        )
    held = view.get(WebCertificate, id)
    linked = _linked(view, plan, id, vault_id, secret_name)
    thumbprint = version.properties.thumbprint
    if held is not None and link_of(held) == link_of(linked) and held.thumbprint == thumbprint:
        return AzureError("Conflict", f"'{held.name}' is already in the webspace and up to date.")
    if held is not None and link_of(held) != link_of(linked) and held.thumbprint not in own:
        return AzureError(
            "Conflict",
            f"'{held.name}' is linked to another Key Vault secret.",
            f"Delete '{held.name}' first.",
        )
    made = replace(linked, properties=from_version(view, linked.properties, version))
    return entry_refusal(view, made)


def invalid_link(repair: str | WayOut) -> AzureError:
    """The web provider's refusal of a vault id or secret name it cannot use."""
    return AzureError(
        "InvalidKeyVaultLink",
        "The parameter KeyVaultId & KeyVaultSecretName has an invalid value.",
        repair,
    )


_VERIFY = Place.VERIFY.way(f"{steps.VERIFY}.")
_WAYS_OUT = {
    OrderStatus.PENDING_REKEY: "Wait until the new certificate is issued.",
    OrderStatus.PENDING_REVOCATION: "It is being revoked: buy a new one.",
    OrderStatus.UNUSED: "Only Azure's support can resolve that; buy another certificate.",
}


def order_refusal(view: View, plan: ServerFarm, order: CertificateOrder, id: str) -> AzureError | None:
    """Why an App Service Certificate cannot become the certificate `id` for apps of this plan, or None."""
    status = order.properties.status
    if status is not OrderStatus.ISSUED:
        repair = "It cannot be restored: buy a new one." if status.final else _WAYS_OUT.get(status, _VERIFY)
        return AzureError("AppServiceCertificateNotIssued", "App Service Certificate is not issued.", repair)
    link = order.link
    if link is None:
        step = f"The certificate is in no key vault: {steps.STORE}."
        return invalid_link(Place.STORE.way(step, order.id))
    if subscription_of(order.id).lower() != subscription_of(plan.id).lower():
        return invalid_link("The app and the App Service Certificate must be in one subscription.")
    own = issued_thumbprints(view, order)
    return link_refusal(view, plan, id, link.key_vault_id, link.key_vault_secret_name, own)


def put_linked(
    draft: Draft, plan: ServerFarm, id: str, vault_id: str, secret_name: str
) -> tuple[WebCertificate, Outcome]:
    """Make a certificate from a vault secret, or link it again; bindings of the certificate before follow.

    Raises `AzureError` as reading the secret does, and what `entry_refusal` says.
    """
    version = secret_for_app_service(draft, vault_id, secret_name)
    linked = _linked(draft, plan, id, vault_id, secret_name)
    if draft.get(WebCertificate, id) is None:
        linked = replace(linked, properties=from_version(draft, linked.properties, version))
    put_certificate(draft, linked)
    outcome = sync_certificate(draft, linked, draft.now)
    return draft.need(WebCertificate, id), outcome


def _linked(view: View, plan: ServerFarm, id: str, vault_id: str, secret_name: str) -> WebCertificate:
    """The certificate with this id, linked to a secret whose facts are still to be read."""
    held = view.get(WebCertificate, id)
    if held is not None and webspace_of_certificate(held) == webspace_of_plan(plan):
        properties = replace(held.properties, key_vault_id=vault_id, key_vault_secret_name=secret_name)
        return replace(held, properties=properties)
    blank = WebCertificateProperties(
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
    return WebCertificate(id=id, name=name_of(id), location=plan.location, properties=blank)
