"""Step 1 (Store): linking an order to a secret of a key vault, and putting that link right.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) and "Troubleshooting Tools for App Service
Certificate" (blog, 2018).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.operations.arguments import OrderRef, VaultRef
from store.operations.azure_cli import az_create, az_lines
from store.operations.azure_powershell import ps_rest
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.certificate_registration.store_lines import (
    LOCK_NAME,
    LOCK_NOTES,
    access_lines,
    lock_id,
    lock_lines,
    lock_scope,
)
from store.operations.operation import Operation
from store.resources import (
    CertificateOrder,
    KeyVaultSecretStatus,
    Lock,
    LockLevel,
    LockProperties,
    OrderCertificate,
    PrivateKey,
    Role,
    Vault,
    VaultSecret,
    name_of,
    same_id,
    subscription_of,
)
from store.services import steps
from store.services.authority.issuer import Leaf
from store.services.authority.signing import current_value
from store.services.authorization.access import lock_refusal, locks_over, roles_of
from store.services.authorization.principals import app_service
from store.services.certificate_registration.ledger import ledger_of, record_of
from store.services.certificate_registration.vault_link import link_state
from store.services.certificate_registration.vault_writer import (
    with_link,
    write_certificate,
    write_placeholder,
)
from store.services.key_vault import secrets as vaults
from store.services.key_vault.permissions import authorise, refusal
from store.services.names import secret_name as secret_name_problem
from store.world import Draft, View


class StoreInKeyVault(Operation, frozen=True, kw_only=True):
    """Step 1: keep the certificate in this key vault, as a secret named after the order or as `secret` says.

    Both services get their access policies, the certificate its Delete lock. A certificate that is
    issued already is written at once.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/certificates/Write"
    title: ClassVar[str] = "Store in Key Vault"
    targets: ClassVar[str] = "order"

    order: OrderRef
    vault: VaultRef
    secret: str = ""

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        return (
            final_refusal(order)
            or self._vault_refusal(view, order)
            or self._stored_refusal(view, order)
            or self._secret_refusal(view)
        )

    def _secret_refusal(self, view: View) -> AzureError | None:
        """Why the secret that was named cannot hold the certificate, or None."""
        if not self.secret:
            return None
        if problem := secret_name_problem(self.secret):
            return AzureError("InvalidSecretName", problem)
        held = view.get(VaultSecret, vaults.secret_id(self.vault, self.secret))
        if held is not None and held.properties.managed:
            return vaults.certificate_object(self.secret)
        return vaults.name_taken(view, self.vault, self.secret)

    def _vault_refusal(self, view: View, order: CertificateOrder) -> AzureError | None:
        vault = view.get(Vault, self.vault)
        if vault is None:
            return AzureError(
                "KeyVaultNotFound", f"There is no key vault '{self.vault}'.", "Choose one, or create it."
            )
        if not same_id(subscription_of(vault.id), subscription_of(order.id)):
            return AzureError(
                "KeyVaultInOtherSubscription",
                f"The key vault '{vault.name}' is in another subscription than the certificate.",
                "Choose a key vault of the certificate's subscription.",
            )
        if vault.properties.enable_rbac_authorization and not view.era.rbac_vaults:
            return AzureError(
                "KeyVaultRbacNotSupported",
                f"The key vault '{vault.name}' uses the Azure RBAC permission model; App Service "
                "Certificates support only Key Vault access policies.",
                Place.POLICIES.way("Switch the vault to access policies, or choose another vault.", vault.id),
            )
        read_only = [one for one in locks_over(view, vault.id) if one.properties.level is LockLevel.READ_ONLY]
        return lock_refusal(vault.id, read_only, "write")

    def denied(self, view: View, caller: str) -> AzureError | None:
        """Step 1 writes access policies, so the caller needs a role at the vault too."""
        vault = view.get(Vault, self.vault)
        if vault is None or {Role.OWNER, Role.CONTRIBUTOR} & set(roles_of(view, caller, vault.id)):
            return None
        return AzureError(
            "AuthorizationFailed",
            f"Failed to update permissions on selected Key Vault. You may not change '{vault.name}'.",
            Place.ACCESS_CONTROL.way(
                "Ask an Owner of the vault to do Step 1, or for a role there.", vault.id
            ),
        )

    def _stored_refusal(self, view: View, order: CertificateOrder) -> AzureError | None:
        link, state = order.link, link_state(view, order)
        if link is None or not same_id(link.key_vault_id, self.vault):
            return None
        resting = (KeyVaultSecretStatus.SUCCEEDED, KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER)
        reader = app_service(view, link.key_vault_id).id
        if state not in resting or refusal(view, link.key_vault_id, reader, "secrets", "get"):
            return None
        return AzureError(
            "AlreadyStored",
            f"The certificate is stored in the key vault '{name_of(link.key_vault_id)}' already.",
            "Choose another key vault to move it there.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        order, vault = draft.need(CertificateOrder, self.order), draft.need(Vault, self.vault)
        authorise(draft, vault.id)
        link = OrderCertificate(
            key_vault_id=vault.id,
            key_vault_secret_name=self.secret or _secret_name(draft, order, vault),
            provisioning_state=KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER,
        )
        if order.thumbprint:
            _write_current(draft, order, link)
            link = replace(link, provisioning_state=KeyVaultSecretStatus.SUCCEEDED)
            told = f"The certificate {order.thumbprint} is in"
        else:
            write_placeholder(draft, order, vault.id, link.key_vault_secret_name)
            told = "The certificate will be kept in"
        draft.put(with_link(order, link))
        ledger = ledger_of(draft, order)
        if ledger.last_failure and order.thumbprint:
            draft.put(replace(ledger, last_failure=""))
        _put_lock(draft, order, vault)
        return f"{told} key vault '{vault.name}', secret '{link.key_vault_secret_name}'."

    def az(self, view: View) -> str | None:
        before, after = self._around(view)
        link = _az_link(*self._link(view))
        return az_lines((*(one.az(view) for one in before), link, *(one.az(view) for one in after)))

    def _around(self, view: View) -> tuple[list[Operation], list[Operation]]:
        """What Step 1 does before it writes the link, and after: Azure's shells have no step for it all."""
        order, vault = view.need(CertificateOrder, self.order), view.need(Vault, self.vault)
        return list(access_lines(view, vault)), list(lock_lines(view, order, vault))

    def _link(self, view: View) -> tuple[CertificateOrder, str, str]:
        """The order, its key vault and its secret there, as far as its name can be known before."""
        order, vault = view.need(CertificateOrder, self.order), view.need(Vault, self.vault)
        link = order.link
        return order, vault.id, self.secret or (link.key_vault_secret_name if link else order.name.lower())

    def powershell(self, view: View) -> str | None:
        before, after = self._around(view)
        link = _ps_link(view, *self._link(view))
        return az_lines(
            (*(one.powershell(view) for one in before), link, *(one.powershell(view) for one in after))
        )


def _ps_link(view: View, order: CertificateOrder, vault: str, secret: str) -> str:
    body = {"location": "global", "properties": {"keyVaultId": vault, "keyVaultSecretName": secret}}
    return ps_rest(view, "PUT", f"{order.id}/certificates/{order.name}", body)


def _az_link(order: CertificateOrder, vault: str, secret: str) -> str:
    linked = {"keyVaultId": vault, "keyVaultSecretName": secret}
    return az_create(f"{order.id}/certificates/{order.name}", "global", linked)


def _secret_name(draft: Draft, order: CertificateOrder, vault: Vault) -> str:
    """The secret it has in this vault already, else the order's name in lower case with a GUID.

    A name that soft delete holds is of no use to anybody; the next GUID is another one.
    """
    link = order.link
    if link is not None and same_id(link.key_vault_id, vault.id):
        kept = draft.get(VaultSecret, vaults.secret_id(vault.id, link.key_vault_secret_name))
        made_for_it = link.key_vault_secret_name.startswith(order.name.lower())
        free = vaults.name_taken(draft, vault.id, link.key_vault_secret_name) is None
        if made_for_it and free and (kept is None or not kept.properties.managed):
            return link.key_vault_secret_name
    return order.name.lower() + draft.guid(f"secret of {order.key}")


def _write_current(draft: Draft, order: CertificateOrder, link: OrderCertificate) -> None:
    """Raises `AzureError` as `vaults.write_version`."""
    ledger, signed = ledger_of(draft, order), order.properties.signed_certificate
    record = record_of(ledger, order.thumbprint)
    key = draft.need(PrivateKey, ledger.key_id)
    assert signed is not None and record is not None
    value = current_value(draft, order, key.pkcs8)
    write_certificate(draft, order, Leaf(signed, record.names, record.public_key_hash, value), link)


def _put_lock(draft: Draft, order: CertificateOrder, vault: Vault) -> None:
    scope = lock_scope(draft, order, vault)
    if scope is not None:
        properties = LockProperties(level=LockLevel.CAN_NOT_DELETE, notes=LOCK_NOTES)
        draft.put(Lock(id=lock_id(scope), name=LOCK_NAME, properties=properties))


class ChangeSecretName(Operation, frozen=True, kw_only=True):
    """Point the order's link at another secret of its key vault; the name alone counts."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/certificates/Write"
    title: ClassVar[str] = "Change the secret name"
    targets: ClassVar[str] = "order"

    order: OrderRef
    secret: str

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        link = order.link
        if refused := final_refusal(order):
            return refused
        if link is None:
            way = Place.STORE.way(f"{steps.STORE}.", order.id)
            return AzureError("NotStored", f"'{order.name}' has no key vault yet.", way)
        if problem := secret_name_problem(self.secret):
            return AzureError("InvalidSecretName", problem)
        if self.secret.lower() == link.key_vault_secret_name.lower():
            return AzureError("NoChange", f"The secret is '{link.key_vault_secret_name}' already.")
        secret = view.get(VaultSecret, vaults.secret_id(link.key_vault_id, self.secret))
        return vaults.certificate_object(self.secret) if secret and secret.properties.managed else None

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        link = order.link
        assert link is not None
        changed = with_link(order, replace(link, key_vault_secret_name=self.secret))
        state = link_state(draft, changed) or link.provisioning_state
        draft.put(
            with_link(changed, replace(link, key_vault_secret_name=self.secret, provisioning_state=state))
        )
        return f"'{order.name}' looks up the secret '{self.secret}': {state.value}."

    def az(self, view: View) -> str:
        return _az_link(*self._link(view))

    def _link(self, view: View) -> tuple[CertificateOrder, str, str]:
        order = view.need(CertificateOrder, self.order)
        return order, order.link.key_vault_id if order.link else "VAULT", self.secret

    def powershell(self, view: View) -> str:
        return _ps_link(view, *self._link(view))
