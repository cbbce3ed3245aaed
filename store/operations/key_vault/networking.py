"""A vault's firewall and its permission model."""

from __future__ import annotations

from ipaddress import ip_network
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import VaultRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line, ps_place
from store.operations.operation import Operation
from store.resources import NetworkAcls, Vault, group_of, name_of
from store.world import Draft, View

_ACTIONS = ("Allow", "Deny")
_BYPASSES = ("AzureServices", "None")


def network_acls(default_action: str, bypass: str, ip_rules: tuple[str, ...]) -> NetworkAcls:
    """The firewall with these settings, in any case; raises `AzureError` InvalidNetworkAcls."""
    return NetworkAcls(
        default_action=_one_of(_ACTIONS, default_action, "defaultAction"),
        bypass=_one_of(_BYPASSES, bypass, "bypass"),
        ip_rules=tuple(_range(rule) for rule in ip_rules),
    )


def _one_of(allowed: tuple[str, ...], asked: str, field: str) -> str:
    for one in allowed:
        if one.lower() == asked.lower():
            return one
    raise AzureError(
        "InvalidNetworkAcls",
        f"'{asked}' is not a value of networkAcls.{field}.",
        f"Choose {' or '.join(allowed)}.",
    )


def _range(rule: str) -> str:
    try:
        network = ip_network(rule.strip(), strict=False)
    except ValueError:
        network = None
    if network is None or network.version != 4:
        raise AzureError(
            "InvalidNetworkAcls",
            f"'{rule}' is not an IPv4 address or CIDR range.",
            "Write an address such as 203.0.113.10 or a range such as 203.0.113.0/24.",
        )
    return str(network)


class SetVaultNetwork(Operation, frozen=True, kw_only=True):
    """Set a vault's firewall: who is let in by default, and whether trusted Microsoft services pass it."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/write"
    title: ClassVar[str] = "Update networking"
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    default_action: str
    bypass: str = "AzureServices"
    ip_rules: tuple[str, ...] = ()

    def why_not(self, view: View) -> AzureError | None:
        network_acls(self.default_action, self.bypass, self.ip_rules)
        return None

    def apply(self, draft: Draft, material: None) -> str:
        vault = draft.need(Vault, self.vault)
        acls = network_acls(self.default_action, self.bypass, self.ip_rules)
        draft.put(replace(vault, properties=replace(vault.properties, network_acls=acls)))
        if acls.default_action == "Allow":
            return f"'{vault.name}' allows public access from all networks."
        trusted = "bypass" if acls.bypass == "AzureServices" else "do not bypass"
        return f"'{vault.name}' allows selected networks; trusted Microsoft services {trusted} its firewall."

    def az(self, view: View) -> str:
        vault = view.need(Vault, self.vault)
        acls = network_acls(self.default_action, self.bypass, self.ip_rules)
        place = {"n": vault.name, "g": name_of(group_of(vault.id))}
        rules = az_line("keyvault update", **place, default_action=acls.default_action, bypass=acls.bypass)
        changes = (
            az_line(f"keyvault network-rule {verb}", **place, ip_address=sorted(addresses))
            for verb, addresses in zip(("remove", "add"), self._addresses(view), strict=True)
            if addresses
        )
        return "\n".join((rules, *changes))

    def powershell(self, view: View) -> str:
        place = ps_place(self.target(view), "VaultName")
        acls = network_acls(self.default_action, self.bypass, self.ip_rules)
        rules = ps_line(
            "Update-AzKeyVaultNetworkRuleSet", **place, DefaultAction=acls.default_action, Bypass=acls.bypass
        )
        changes = (
            ps_line(f"{verb}-AzKeyVaultNetworkRule", **place, IpAddressRange=sorted(addresses))
            for verb, addresses in zip(("Remove", "Add"), self._addresses(view), strict=True)
            if addresses
        )
        return "\n".join((rules, *changes))

    def _addresses(self, view: View) -> tuple[set[str], set[str]]:
        """The addresses that lose their rule, and those that get one."""
        before = set(view.need(Vault, self.vault).properties.network_acls.ip_rules)
        after = set(network_acls(self.default_action, self.bypass, self.ip_rules).ip_rules)
        return before - after, after - before


class SetPermissionModel(Operation, frozen=True, kw_only=True):
    """Choose Azure role-based access control (`rbac`) or access policies; the policies stay either way."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/write"
    title: ClassVar[str] = "Set permission model"
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    rbac: bool

    def why_not(self, view: View) -> AzureError | None:
        vault = view.need(Vault, self.vault)
        if vault.properties.enable_rbac_authorization != self.rbac:
            return None
        return AzureError(
            "NoChange", f"Key vault '{vault.name}' has this permission model already: {_model(self.rbac)}."
        )

    def apply(self, draft: Draft, material: None) -> str:
        vault = draft.need(Vault, self.vault)
        properties = replace(vault.properties, enable_rbac_authorization=self.rbac)
        draft.put(replace(vault, properties=properties))
        return f"The permission model of '{vault.name}' is {_model(self.rbac)}."

    def az(self, view: View) -> str:
        vault = view.need(Vault, self.vault)
        return az_line(
            "keyvault update",
            n=vault.name,
            g=name_of(group_of(vault.id)),
            enable_rbac_authorization=self.rbac,
        )

    def powershell(self, view: View) -> str:
        place = ps_place(self.target(view), "VaultName")
        return ps_line("Update-AzKeyVault", **place, DisableRbacAuthorization=not self.rbac)


class SetDeploymentAccess(Operation, frozen=True, kw_only=True):
    """Let Azure Virtual Machines, and with them cloud services, take certificates from a vault or not."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/write"
    title: ClassVar[str] = "Set deployment access"
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    enabled: bool

    def why_not(self, view: View) -> AzureError | None:
        vault = view.need(Vault, self.vault)
        if vault.properties.enabled_for_deployment != self.enabled:
            return None
        said = f"Azure Virtual Machines for deployment: {_access(self.enabled)} already at '{vault.name}'."
        return AzureError("NoChange", said)

    def apply(self, draft: Draft, material: None) -> str:
        vault = draft.need(Vault, self.vault)
        draft.put(replace(vault, properties=replace(vault.properties, enabled_for_deployment=self.enabled)))
        return f"'{vault.name}': access for Azure Virtual Machines for deployment is {_access(self.enabled)}."

    def az(self, view: View) -> str:
        vault = view.need(Vault, self.vault)
        place = {"n": vault.name, "g": name_of(group_of(vault.id))}
        return az_line("keyvault update", **place, enabled_for_deployment=self.enabled)

    def powershell(self, view: View) -> str:
        verb, place = "Set" if self.enabled else "Remove", ps_place(self.target(view), "VaultName")
        return ps_line(f"{verb}-AzKeyVaultAccessPolicy", **place, EnabledForDeployment=SWITCH)


def _access(enabled: bool) -> str:
    return "enabled" if enabled else "disabled"


def _model(rbac: bool) -> str:
    return "Azure role-based access control" if rbac else "Vault access policy"
