"""Who may do what in a key vault: principals, the two permission models, the firewall.

Two service principals work with the vaults of App Service Certificates. Sources: "Add and manage TLS/SSL
certificates" (Azure docs, 2022) and "Troubleshoot Azure App Service certificates" (Azure docs, 2025).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from store.errors import AzureError, Place, WayOut
from store.resources import (
    AccessPolicy,
    NetworkAcls,
    Permissions,
    Principal,
    Role,
    Vault,
)
from store.services.authorization.access import is_inside
from store.services.authorization.outsiders import is_outsider
from store.services.authorization.principals import (
    CERTIFICATE_REGISTRATION,
    SERVICE_NAMES,
    WEB_SITES,
    WEB_SITES_GOVERNMENT,
    app_service,
    service,
    user_name,
)
from store.services.authorization.subscriptions import service_refusal
from store.services.key_vault.missing import missing_vault
from store.world import Draft, View
from store.world.answers import remembered

#: What each service needs: App Service reads, the reseller keeps the secret up to date.
_APP_SERVICE_NEEDS = Permissions(secrets=("get",), certificates=("get",))
_RESELLER_NEEDS = Permissions(secrets=("get", "list", "set", "delete"), certificates=("get", "list"))
_NEEDS = {
    CERTIFICATE_REGISTRATION: _RESELLER_NEEDS,
    WEB_SITES: _APP_SERVICE_NEEDS,
    WEB_SITES_GOVERNMENT: _APP_SERVICE_NEEDS,
}

SECRET_PERMISSIONS = ("get", "list", "set", "delete", "recover", "backup", "restore", "purge")
CERTIFICATE_PERMISSIONS = (
    *("get", "list", "update", "create", "import", "delete", "recover", "backup", "restore", "purge"),
    *("managecontacts", "manageissuers", "getissuers", "listissuers", "setissuers", "deleteissuers"),
)
#: The portal's template "Key, Secret, & Certificate Management", as far as this world has keys: none.
FULL_ACCESS = Permissions(secrets=SECRET_PERMISSIONS, certificates=CERTIFICATE_PERMISSIONS)

_ROLE_PERMISSIONS = {
    Role.KEY_VAULT_ADMINISTRATOR: FULL_ACCESS,
    Role.KEY_VAULT_SECRETS_OFFICER: Permissions(secrets=SECRET_PERMISSIONS),
    Role.KEY_VAULT_CERTIFICATE_USER: Permissions(secrets=("get",), certificates=("get", "list")),
}
_SERVICE_ROLES = {
    CERTIFICATE_REGISTRATION: Role.KEY_VAULT_SECRETS_OFFICER,
    WEB_SITES: Role.KEY_VAULT_CERTIFICATE_USER,
    WEB_SITES_GOVERNMENT: Role.KEY_VAULT_CERTIFICATE_USER,
}
#: Where the person at the portal comes from, as a firewall sees it (an address kept for documentation).
CLIENT_ADDRESS = "203.0.113.10"


def permissions_of(view: View, vault: Vault, object_id: str) -> Permissions:
    """A principal's permissions on the vault's data, by the vault's permission model."""
    if is_outsider(object_id):
        return FULL_ACCESS
    if object_id.lower() in (one.lower() for one in vault.properties.unstated or ()):
        # An export does not tell what this principal may do: nothing is refused for that.
        return FULL_ACCESS
    if not vault.properties.enable_rbac_authorization:
        return vault.permissions(object_id)
    principal = view.get(Principal, object_id)
    if principal is None or (_app_of(view, object_id) and not view.era.rbac_vaults):
        return Permissions()
    held = (role for scope, role in principal.roles.items() if scope == "/" or is_inside(vault.id, scope))
    return _union(_ROLE_PERMISSIONS[role] for role in held if role in _ROLE_PERMISSIONS)


def _union(parts: Iterable[Permissions]) -> Permissions:
    secrets: dict[str, None] = {}
    certificates: dict[str, None] = {}
    keys: dict[str, None] = {}
    for part in parts:
        secrets |= dict.fromkeys(part.secrets)
        certificates |= dict.fromkeys(part.certificates)
        keys |= dict.fromkeys(part.keys)
    return Permissions(secrets=tuple(secrets), certificates=tuple(certificates), keys=tuple(keys))


@remembered
def refusal(view: View, vault_id: str, object_id: str, kind: str, *verbs: str) -> AzureError | None:
    """Why the vault does not let a principal do these `verbs` on its `kind` (secrets, certificates), or None.

    Codes: KeyVaultNotFound, SubscriptionNotActive, KeyVaultFirewall, KeyVaultRbacNotSupported,
    KeyVaultAccessDenied.
    """
    vault = view.get(Vault, vault_id)
    if vault is None:
        return AzureError(
            "KeyVaultNotFound",
            f"The Key Vault '{vault_id}' was not found: it was deleted or moved.",
            missing_vault(view, vault_id).way_out,
        )
    suspended = service_refusal(view, vault.id, f"Key Vault '{vault.name}'")
    if suspended is not None or is_outsider(object_id):
        return suspended
    return _by_firewall(view, vault, object_id) or _by_permission(view, vault, object_id, kind, verbs)


def _by_firewall(view: View, vault: Vault, object_id: str) -> AzureError | None:
    acls = vault.properties.network_acls
    if acls.default_action == "Allow":
        return None
    if _app_of(view, object_id):
        if acls.bypass == "AzureServices":
            return None
        step = Place.NETWORKING.way(
            "Networking: allow trusted Microsoft services to bypass this firewall.", vault.id
        )
        return AzureError("KeyVaultFirewall", _NO_SERVICE_ACCESS.format(vault.id), step)
    if network_allows(acls, CLIENT_ADDRESS):
        return None
    return AzureError(
        "KeyVaultFirewall",
        "Client address is not authorized and caller is not a trusted service. "
        f"Client address: {CLIENT_ADDRESS}; Vault: {vault.name};location={vault.location}.",
        Place.NETWORKING.way(
            "Networking: add your client address, or allow public access from all networks.", vault.id
        ),
    )


def network_allows(acls: NetworkAcls, address: str) -> bool:
    """Whether the firewall lets this address in."""
    if acls.default_action == "Allow":
        return True
    from ipaddress import ip_address, ip_network

    return any(ip_address(address) in ip_network(rule, strict=False) for rule in acls.ip_rules)


_NO_SERVICE_ACCESS = (
    "The service does not have access to '{}' Key Vault. Please make sure that you have granted "
    "necessary permissions to the service to perform the request operation."
)


def _by_permission(
    view: View, vault: Vault, object_id: str, kind: str, verbs: Iterable[str]
) -> AzureError | None:
    granted: tuple[str, ...] = getattr(permissions_of(view, vault, object_id), kind)
    lacks = _without(granted, verbs)
    if not lacks:
        return None
    rbac = vault.properties.enable_rbac_authorization
    app = _app_of(view, object_id)
    if app and rbac and not view.era.rbac_vaults:
        step = Place.POLICIES.way(
            "Set the vault's permission model to Vault access policy; Azure RBAC is not supported here.",
            vault.id,
        )
        return AzureError("KeyVaultRbacNotSupported", _NO_SERVICE_ACCESS.format(vault.id), step)
    if app:
        name, role = SERVICE_NAMES[app], _SERVICE_ROLES[app]
        # All that it lacks: else the next refusal would name the next one.
        needs: tuple[str, ...] = getattr(_NEEDS[app], kind)
        step = _permit(vault, name, kind, *_without(granted, (*needs, *verbs)))
        if rbac:
            step = Place.ACCESS_CONTROL.way(f"Access control (IAM): assign {name} the role {role}.", vault.id)
        return AzureError("KeyVaultAccessDenied", _NO_SERVICE_ACCESS.format(vault.id), step)
    who = user_name(view, object_id)
    return AzureError(
        "KeyVaultAccessDenied",
        f"The user, group or application '{who}' does not have {kind} {lacks[0]} permission "
        f"on key vault '{vault.name};location={vault.location}'.",
        Place.ACCESS_CONTROL.way("Access control (IAM): assign a Key Vault role.", vault.id)
        if rbac
        else _permit(vault, f"'{who}'", kind, lacks[0]),
    )


def _without(granted: tuple[str, ...], verbs: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(verbs) if one not in granted)


def _permit(vault: Vault, whom: str, kind: str, *verbs: str) -> WayOut:
    *first, last = map(str.capitalize, verbs)
    named = f"permissions {', '.join(first)} and {last}" if first else f"permission {last}"
    step = f"Access policies: give {whom} the {kind[:-1]} {named}."
    return Place.POLICIES.way(step, vault.id)


def _app_of(view: View, object_id: str) -> str:
    """The application id of a Microsoft service principal, "" for anybody else."""
    for app_id in SERVICE_NAMES:
        if service(view, app_id).id.lower() == object_id.lower():
            return app_id
    return ""


def grant(vault: Vault, object_id: str, permissions: Permissions) -> Vault:
    """The vault with this principal's access policy added, or replaced where it has one."""
    policy = AccessPolicy(tenant_id=vault.properties.tenant_id, object_id=object_id, permissions=permissions)
    kept = list(vault.properties.access_policies)
    for place, old in enumerate(kept):
        if old.object_id.lower() == object_id.lower():
            kept[place] = policy
            break
    else:
        kept.append(policy)
    return _with_policies(vault, kept, object_id)


def revoke(vault: Vault, object_id: str) -> Vault:
    """The vault without this principal's access policy."""
    others = [one for one in vault.properties.access_policies if one.object_id.lower() != object_id.lower()]
    return _with_policies(vault, others, object_id)


def _with_policies(vault: Vault, policies: Iterable[AccessPolicy], decided: str) -> Vault:
    """The vault with these policies; what the principal `decided` may do is known from here on."""
    left = tuple(one for one in vault.properties.unstated or () if one.lower() != decided.lower())
    kept = replace(vault.properties, access_policies=tuple(policies), unstated=left or UNSET)
    return replace(vault, properties=kept)


class Grant(NamedTuple):
    """What a service gets in a vault: its whole policy, or with Azure RBAC a role."""

    principal: Principal
    policy: Permissions | None
    role: Role


def grants(view: View, vault: Vault) -> tuple[Grant, ...]:
    """What both services need in a vault for App Service Certificates, beside what they have there."""
    found = []
    for principal, needs in (
        (app_service(view, vault.id), _APP_SERVICE_NEEDS),
        (service(view, CERTIFICATE_REGISTRATION), _RESELLER_NEEDS),
    ):
        whole = _union((vault.permissions(principal.id), needs))
        policy = None if vault.properties.enable_rbac_authorization else whole
        found.append(Grant(principal, policy, _SERVICE_ROLES[principal.app_id]))
    return tuple(found)


def authorise(draft: Draft, vault_id: str) -> None:
    """Give both services the permissions that App Service Certificates need, as Step 1 (Store) does.

    With Azure RBAC the services get their roles on the vault. Raises `AzureError` ResourceNotFound.
    """
    vault = draft.need(Vault, vault_id)
    for principal, policy, role in grants(draft, vault):
        if policy is None:
            draft.put(replace(principal, roles={**principal.roles, vault.id: role}))
        else:
            vault = grant(vault, principal.id, policy)
    if vault is not draft.get(Vault, vault_id):
        draft.put(vault)
