"""The link from an order to the Key Vault secret that keeps its certificate: its state, and what broke it.

Source: "Troubleshooting Tools for App Service Certificate" (blog, 2018), the tile Key Vault out of sync.
"""

from __future__ import annotations

from store.errors import Place, WayOut
from store.resources import (
    NOT_IN_EXPORT,
    CertificateOrder,
    KeyVaultSecretStatus,
    OrderStatus,
    Vault,
)
from store.services import steps
from store.services.authorization.subscriptions import inactive_sentence, service_refusal
from store.services.key_vault import secrets as vaults
from store.services.key_vault.missing import missing_vault
from store.services.provenance import untold
from store.world import View
from store.world.answers import remembered


@remembered
def link_state(view: View, order: CertificateOrder) -> KeyVaultSecretStatus | None:
    """The live state of the order's link to its secret, or None before Step 1 (Store).

    A readable secret that does not hold the order's certificate is UnknownError: nothing forbids it,
    but what was issued is not what the vault gives out.
    """
    link = order.link
    if link is None:
        return None
    state, current = vaults.link_met(
        view, link.key_vault_id, link.key_vault_secret_name, issued=bool(order.thumbprint)
    )
    if state.out_of_sync:
        return state
    if order.properties.status in (OrderStatus.DENIED, OrderStatus.CANCELED):
        return KeyVaultSecretStatus.CERTIFICATE_ORDER_FAILED
    if state is KeyVaultSecretStatus.UNKNOWN:
        # No export tells what is in the secret: the link is as Azure told it.
        return link.provisioning_state
    if order.thumbprint and (current is None or current.properties.thumbprint != order.thumbprint):
        return KeyVaultSecretStatus.UNKNOWN_ERROR
    return state


def link_untold(view: View, order: CertificateOrder) -> str:
    """Why an order may have a link though none is known, "" where it has none.

    No export tells its links, or it has several of which none has its name.
    """
    entries = order.properties.certificates
    if entries:
        return f"Its links are {', '.join(entries)}; none has its name."
    return f"Its link to a key vault is {NOT_IN_EXPORT}." if untold(view, order.id, "certificates") else ""


_LINK_CAUSES = {
    KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST: "The secret is not in the key vault.",
    KeyVaultSecretStatus.OPERATION_NOT_PERMITTED: "The key vault refuses the certificate service.",
    KeyVaultSecretStatus.UNAUTHORIZED: "The certificate service has no access policy in the key vault.",
    KeyVaultSecretStatus.UNKNOWN_ERROR: "The secret does not hold the order's current certificate.",
}
#: Code of a refusal that is mended in the vault → what happened there ("" as the link's state says).
_TRIGGERS = {
    "KeyVaultFirewall": "The firewall of the key vault refuses the certificate service.",
    "KeyVaultRbacNotSupported": "The key vault uses Azure role-based access control.",
    "KeyVaultAccessDenied": "",
    "SecretDisabled": "The newest version of the secret is disabled.",
}


def link_cause(view: View, order: CertificateOrder) -> str:
    """Why the order and its key vault are out of sync, "" where they are not or nothing is issued yet."""
    state = link_state(view, order)
    if state is None:
        unlinked = order.properties.status is OrderStatus.ISSUED and not link_untold(view, order)
        return "The certificate is issued and no key vault is assigned." if unlinked else ""
    told = inactive_sentence(view, order.id)
    # Only where it is out of sync has the vault something to tell.
    return told or (_vault_cause(view, order) if state.out_of_sync else "") or _LINK_CAUSES.get(state, "")


def _vault_cause(view: View, order: CertificateOrder) -> str:
    """What happened to the order's key vault, or to the secret in it, where more is known than the state."""
    link = order.link
    if link is None:
        return ""
    if view.get(Vault, link.key_vault_id) is None:
        return missing_vault(view, link.key_vault_id).cause
    trouble = vaults.link_trouble(view, link.key_vault_id, link.key_vault_secret_name)
    return _TRIGGERS.get(trouble[1].code, "") if trouble else ""


def link_way_out(view: View, order: CertificateOrder) -> WayOut:
    """The way to bring the order's certificate and its key vault together again."""
    link = order.link
    if link is None:
        return WayOut(place=Place.STORE, text=f"{steps.STORE} assigns a key vault.")
    if inactive := service_refusal(view, order.id):
        return inactive.way_out or Place.SUBSCRIPTION.way(inactive.next_step)
    trouble = vaults.link_trouble(view, link.key_vault_id, link.key_vault_secret_name)
    if trouble is None:
        return WayOut(place=Place.STORE, text=why_old(view, order)[1])
    refused = trouble[1]
    if refused.code in _TRIGGERS and refused.way_out is not None:
        return refused.way_out.place.way(refused.next_step, link.key_vault_id)
    return Place.STORE.way(refused.next_step)


def why_old(view: View, order: CertificateOrder) -> tuple[str, str]:
    """Why a secret that can be read does not give out the order's certificate, and the way out."""
    link = order.link
    held = vaults.versions(view, link.key_vault_id, link.key_vault_secret_name) if link else ()
    if any(version.properties.thumbprint == order.thumbprint for version in held):
        return (
            "A later version of the secret hides the one with the order's certificate: only the newest "
            "version is given out.",
            f"{steps.STORE} writes the certificate again, as the newest version.",
        )
    return (
        "The vault refused when the certificate was issued; the secret was not written again since.",
        f"{steps.STORE} writes it again, and so does Rekey.",
    )
