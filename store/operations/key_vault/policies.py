"""Access policies: what each principal may do in a vault that does not use Azure RBAC."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.operations.arguments import VaultRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line
from store.operations.operation import Operation
from store.resources import Permissions, Principal, Properties, Vault, name_of
from store.services.authorization.principals import find_principal
from store.services.key_vault.limits import MOST_POLICIES
from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS, grant, revoke
from store.world import Draft, View


class Policy(Properties, frozen=True, kw_only=True):
    """A policy asked for: `principal` is a name, an application id or an object id."""

    principal: str
    secrets: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()


def permissions(secrets: tuple[str, ...], certificates: tuple[str, ...]) -> Permissions:
    """The permissions asked for, in the order Azure lists them; raises `AzureError` InvalidAccessPolicies."""
    return Permissions(
        secrets=_known(secrets, SECRET_PERMISSIONS, "secret"),
        certificates=_known(certificates, CERTIFICATE_PERMISSIONS, "certificate"),
    )


def _known(asked: tuple[str, ...], all_of: tuple[str, ...], kind: str) -> tuple[str, ...]:
    wanted = {verb.strip().lower() for verb in asked}
    unknown = sorted(wanted.difference(all_of))
    if unknown:
        raise AzureError(
            "InvalidAccessPolicies",
            "Failed to update permissions on selected Key Vault. An invalid value was provided for "
            f"'accessPolicies': there is no {kind} permission '{unknown[0]}'.",
            f"Choose from {', '.join(all_of)}.",
        )
    return tuple(verb for verb in all_of if verb in wanted)


def need_principal(view: View, text: str, vault_id: str) -> Principal:
    """The principal a policy names; raises `AzureError` InvalidAccessPolicies."""
    found = find_principal(view, text, vault_id)
    if found is None:
        raise AzureError(
            "InvalidAccessPolicies",
            "Failed to update permissions on selected Key Vault. An invalid value was provided for "
            f"'accessPolicies': the vault's tenant has no principal '{text}'.",
            "Give a user's or service's name, application id or object id.",
        )
    return found


def with_policies(view: View, vault: Vault, policies: tuple[Policy, ...]) -> Vault:
    """The vault with these policies added or replaced; raises `AzureError` InvalidAccessPolicies."""
    for policy in policies:
        principal = need_principal(view, policy.principal, vault.id)
        wanted = permissions(policy.secrets, policy.certificates)
        vault = grant(vault, principal.id, replace(wanted, keys=vault.permissions(principal.id).keys))
    if len(vault.properties.access_policies) > MOST_POLICIES:
        raise AzureError(
            "InvalidAccessPolicies",
            f"A vault has at most {MOST_POLICIES} access policies.",
            "Remove one first.",
        )
    return vault


def policy_az(view: View, vault: str, policy: Policy) -> str:
    """The Azure CLI's line that gives a vault (its id or name) this policy."""
    wanted = permissions(policy.secrets, policy.certificates)
    return az_line(
        "keyvault set-policy",
        n=name_of(vault),
        object_id=need_principal(view, policy.principal, vault).id,
        secret_permissions=wanted.secrets,
        certificate_permissions=wanted.certificates,
    )


def policy_ps(view: View, vault: str, policy: Policy) -> str:
    """Azure PowerShell's line that gives a vault (its id or name) this policy."""
    wanted = permissions(policy.secrets, policy.certificates)
    return ps_line(
        "Set-AzKeyVaultAccessPolicy",
        VaultName=name_of(vault),
        ObjectId=need_principal(view, policy.principal, vault).id,
        PermissionsToSecrets=wanted.secrets,
        PermissionsToCertificates=wanted.certificates,
    )


def _rbac_refusal(vault: Vault) -> AzureError | None:
    if not vault.properties.enable_rbac_authorization:
        return None
    return AzureError(
        "AccessPoliciesNotAvailable",
        f"Access policies are not available: key vault '{vault.name}' uses Azure role-based access control.",
        Place.ACCESS_CONTROL.way(
            "Set its permission model to Vault access policy, or assign a role in Access control (IAM).",
            vault.id,
        ),
    )


class SetAccessPolicy(Operation, frozen=True, kw_only=True):
    """Give a principal exactly these permissions on a vault's secrets and certificates ("get", "list", …)."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/accessPolicies/write"
    title: ClassVar[str] = "Add access policy"
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    principal: str
    secrets: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()

    def why_not(self, view: View) -> AzureError | None:
        vault = view.need(Vault, self.vault)
        if not self.secrets and not self.certificates:
            return AzureError(
                "InvalidAccessPolicies", "The policy has no permission.", "Choose at least one, or Remove."
            )
        if refused := _rbac_refusal(vault):
            return refused
        with_policies(view, vault, (self._policy(),))
        return None

    def _policy(self) -> Policy:
        return Policy(principal=self.principal, secrets=self.secrets, certificates=self.certificates)

    def apply(self, draft: Draft, material: None) -> str:
        vault = draft.need(Vault, self.vault)
        principal = need_principal(draft, self.principal, vault.id)
        changed = with_policies(draft, vault, (self._policy(),))
        draft.put(changed)
        held = changed.permissions(principal.id)
        return (
            f"'{principal.name}' may now {_words(held.secrets)} secrets and "
            f"{_words(held.certificates)} certificates in '{vault.name}'."
        )

    def az(self, view: View) -> str:
        return policy_az(view, self.target(view), self._policy())

    def powershell(self, view: View) -> str:
        return policy_ps(view, self.target(view), self._policy())


def _words(verbs: tuple[str, ...]) -> str:
    return ", ".join(verbs) or "do nothing with"


class RemoveAccessPolicy(Operation, frozen=True, kw_only=True):
    """Take a principal's access policy away from a vault."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/accessPolicies/write"
    title: ClassVar[str] = "Remove access policy"
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    principal: str

    def _object_id(self, view: View, vault: Vault) -> str:
        """A policy can outlive its principal, so its bare object id is enough."""
        found = find_principal(view, self.principal, vault.id)
        return found.id if found else self.principal

    def why_not(self, view: View) -> AzureError | None:
        vault = view.need(Vault, self.vault)
        object_id = self._object_id(view, vault).lower()
        if any(policy.object_id.lower() == object_id for policy in vault.properties.access_policies):
            return None
        return AzureError(
            "AccessPolicyNotFound",
            f"'{self.principal}' has no access policy in key vault '{vault.name}'.",
            "Refresh Access policies.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        vault = draft.need(Vault, self.vault)
        draft.put(revoke(vault, self._object_id(draft, vault)))
        return f"Removed the access policy of '{self.principal}' from '{vault.name}'."

    def az(self, view: View) -> str:
        vault = view.need(Vault, self.vault)
        return az_line("keyvault delete-policy", n=vault.name, object_id=self._object_id(view, vault))

    def powershell(self, view: View) -> str:
        vault = view.need(Vault, self.vault)
        object_id = self._object_id(view, vault)
        return ps_line("Remove-AzKeyVaultAccessPolicy", VaultName=vault.name, ObjectId=object_id)
