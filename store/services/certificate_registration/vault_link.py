"""The link from an order to the Key Vault secret that keeps its certificate: its state, and what broke it.

Source: "Troubleshooting Tools for App Service Certificate" (blog, 2018), the tile Key Vault out of sync.
"""

from __future__ import annotations

from store.resources import CertificateOrder, KeyVaultSecretStatus, OrderStatus
from store.services.authorization.subscriptions import inactive_sentence
from store.services.key_vault import secrets as vaults
from store.world import View


def link_state(view: View, order: CertificateOrder) -> KeyVaultSecretStatus | None:
    """The live state of the order's link to its secret, or None before Step 1 (Store).

    A readable secret that does not hold the order's certificate is UnknownError: nothing forbids it,
    but what was issued is not what the vault gives out.
    """
    link = order.link
    if link is None:
        return None
    state = vaults.link_status(
        view, link.key_vault_id, link.key_vault_secret_name, issued=bool(order.thumbprint)
    )
    if state.out_of_sync:
        return state
    if order.properties.status in (OrderStatus.DENIED, OrderStatus.CANCELED):
        return KeyVaultSecretStatus.CERTIFICATE_ORDER_FAILED
    if order.thumbprint and stored_thumbprint(view, order) != order.thumbprint:
        return KeyVaultSecretStatus.UNKNOWN_ERROR
    return state


def stored_thumbprint(view: View, order: CertificateOrder) -> str:
    """Thumbprint of the certificate the order's secret gives out now, "" where there is none."""
    link = order.link
    if link is None:
        return ""
    current = vaults.current_version(view, link.key_vault_id, link.key_vault_secret_name)
    return current.properties.thumbprint if current else ""


_LINK_CAUSES = {
    KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST: "The key vault was deleted or moved.",
    KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST: "The secret is not in the key vault.",
    KeyVaultSecretStatus.OPERATION_NOT_PERMITTED: "The key vault refuses the certificate service.",
    KeyVaultSecretStatus.UNAUTHORIZED: "The certificate service has no access policy in the key vault.",
    KeyVaultSecretStatus.UNKNOWN_ERROR: "The secret does not hold the order's current certificate.",
}


def link_cause(view: View, order: CertificateOrder) -> str:
    """Why the order and its key vault are out of sync, "" where they are not or nothing is issued yet."""
    state = link_state(view, order)
    if state is None:
        unlinked = order.properties.status is OrderStatus.ISSUED
        return "The certificate is issued and no key vault is assigned." if unlinked else ""
    return inactive_sentence(view, order.id) or _LINK_CAUSES.get(state, "")
