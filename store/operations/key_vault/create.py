"""Creating a key vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from store.errors import AzureError, Place
from store.operations.arguments import GroupRef
from store.operations.azure_cli import az_line, tag_words
from store.operations.azure_powershell import SWITCH, ps_call, ps_line, ps_place
from store.operations.key_vault.networking import network_acls
from store.operations.key_vault.policies import Policy, policy_az, policy_ps, with_policies
from store.operations.operation import Operation
from store.resources import (
    NetworkAcls,
    ResourceGroup,
    Subscription,
    Vault,
    VaultProperties,
    VaultSku,
    name_of,
    resource_id,
    subscription_of,
)
from store.services.authorization.access import DEFAULT_USER
from store.services.key_vault.limits import RETENTION_DAYS
from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS
from store.services.key_vault.soft_delete import deleted_vaults, forget_vault
from store.services.names import vault_name
from store.services.regions import region
from store.world import Draft, View

#: What the portal's form proposes: the person at the portal may do everything.
_CREATOR = Policy(principal=DEFAULT_USER, secrets=SECRET_PERMISSIONS, certificates=CERTIFICATE_PERMISSIONS)


def vault_name_problem(view: View, name: str) -> AzureError | None:
    """Why a new vault cannot have this name, or None: names are unique in all of Azure."""
    if wrong := vault_name(name):
        return AzureError("AccountNameInvalid", wrong, "Choose another name.")
    if any(vault.name.lower() == name.lower() for vault in view.all(Vault)):
        return AzureError(
            "AlreadyExists",
            f"The vault name '{name}' is already in use. Vault names are globally unique.",
            "Choose another name.",
        )
    if any(held.name.lower() == name.lower() for held in deleted_vaults(view)):
        return AzureError(
            "AlreadyExists",
            f"A vault with the name '{name}' already exists in deleted state.",
            Place.KEY_VAULTS.way("Recover the vault, or choose another name."),
        )
    return None


class CreateVault(Operation, frozen=True, kw_only=True):
    """Create a key vault; without `policies` the person at the portal gets full access.

    `rbac` chooses Azure role-based access control instead of access policies, `default_action` and
    `bypass` are its firewall, `retention_days` how long soft delete keeps what is deleted.
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/write"
    title: ClassVar[str] = "Create key vault"

    name: str
    resource_group: GroupRef
    location: str = "westeurope"
    sku: str = "standard"
    rbac: bool = False
    policies: tuple[Policy, ...] = (_CREATOR,)
    default_action: str = "Allow"
    bypass: str = "AzureServices"
    ip_rules: tuple[str, ...] = ()
    retention_days: int = RETENTION_DAYS[1]
    purge_protection: bool = False
    enabled_for_deployment: bool = False
    tags: Mapping[str, str] = msgspec.field(default_factory=dict)

    def target(self, view: View) -> str:
        return resource_id(
            view.need(ResourceGroup, self.resource_group).id, "Microsoft.KeyVault/vaults", self.name
        )

    def why_not(self, view: View) -> AzureError | None:
        if self.sku.lower() not in ("standard", "premium"):
            return AzureError(
                "InvalidSku",
                f"'{self.sku}' is not a pricing tier of Key Vault.",
                "Choose standard or premium.",
            )
        least, most = RETENTION_DAYS
        if not least <= self.retention_days <= most:
            return AzureError(
                "InvalidRetention",
                f"Days to retain deleted vaults must be between {least} and {most}.",
                f"Choose a number of days from {least} to {most}.",
            )
        if refused := vault_name_problem(view, self.name):
            return refused
        self._vault(view)
        return None

    def _vault(self, view: View) -> Vault:
        group = view.need(ResourceGroup, self.resource_group)
        subscription = view.need(Subscription, subscription_of(group.id))
        vault = Vault(
            id=self.target(view),
            name=self.name,
            location=region(self.location).replace(" ", "").lower(),
            tags=self.tags,
            properties=VaultProperties(
                tenant_id=subscription.properties.tenant_id,
                sku=VaultSku(name=self.sku.lower()),
                vault_uri=f"https://{self.name.lower()}.vault.azure.net/",
                enabled_for_deployment=self.enabled_for_deployment,
                enable_rbac_authorization=self.rbac,
                soft_delete_retention_in_days=self.retention_days,
                enable_purge_protection=self.purge_protection,
                network_acls=network_acls(self.default_action, self.bypass, self.ip_rules),
            ),
        )
        return vault if self.rbac else with_policies(view, vault, self.policies)

    def apply(self, draft: Draft, material: None) -> str:
        vault = self._vault(draft)
        forget_vault(draft, vault.id)
        draft.put(vault)
        return f"Created key vault '{vault.name}' in {vault.location}."

    def _firewall(self) -> NetworkAcls | None:
        """The firewall, where it is another than the one that every vault begins with."""
        acls = network_acls(self.default_action, self.bypass, self.ip_rules)
        return None if acls == NetworkAcls() else acls

    def _others(self) -> tuple[Policy, ...]:
        """The policies to be set afterwards: the creator's own comes with the vault."""
        return () if self.rbac else tuple(one for one in self.policies if one != _CREATOR)

    def az(self, view: View) -> str | None:
        acls, tags = self._firewall(), tag_words(self.tags)
        if tags is None:
            return None
        created = az_line(
            "keyvault create",
            n=self.name,
            g=name_of(self.resource_group),
            location=self.location,
            sku=self.sku.lower(),
            enable_rbac_authorization=self.rbac,
            retention_days=self.retention_days,
            enable_purge_protection=self.purge_protection or None,
            enabled_for_deployment=self.enabled_for_deployment or None,
            default_action=acls.default_action if acls else None,
            bypass=acls.bypass if acls else None,
            network_acls_ips=acls.ip_rules or None if acls else None,
            no_self_perms=None if self.rbac or _CREATOR in self.policies else True,
            tags=tags or None,
        )
        return "\n".join((created, *(policy_az(view, self.target(view), one) for one in self._others())))

    def powershell(self, view: View) -> str:
        created = self._ps_created(view)
        return "\n".join((created, *(policy_ps(view, self.target(view), one) for one in self._others())))

    def _ps_created(self, view: View) -> str:
        acls = self._firewall()
        rules = None
        if acls is not None:
            rules = ps_call(
                "New-AzKeyVaultNetworkRuleSetObject",
                DefaultAction=acls.default_action,
                Bypass=acls.bypass,
                IpAddressRange=acls.ip_rules or None,
            )
        return ps_line(
            "New-AzKeyVault",
            **ps_place(self.target(view)),
            Location=self.location,
            Sku=self.sku.capitalize(),
            SoftDeleteRetentionInDays=self.retention_days,
            DisableRbacAuthorization=None if self.rbac else SWITCH,
            EnablePurgeProtection=SWITCH if self.purge_protection else None,
            EnabledForDeployment=SWITCH if self.enabled_for_deployment else None,
            NetworkRuleSet=rules,
            Tag=self.tags or None,
        )
