"""Properties of resources, each with the operations that give it another value.

A writer is called with the view, the resource, and the property before and after; a value it does not take
raises `msgspec.ValidationError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from store.operations.authorization.locks import EditLock
from store.operations.certificate_registration.rekey_and_renew import SetAutoRenew
from store.operations.certificate_registration.store_in_key_vault import ChangeSecretName, StoreInKeyVault
from store.operations.certificate_registration.tags import SetOrderTags
from store.operations.key_vault.networking import SetPermissionModel, SetVaultNetwork
from store.operations.key_vault.policies import RemoveAccessPolicy, SetAccessPolicy
from store.operations.key_vault.secrets import SetSecretVersion
from store.operations.operation import Operation
from store.operations.web.app_settings import SetAppSetting
from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.plans import ScalePlan
from store.operations.web.settings import (
    SetHttpsOnly,
    SetIpRestrictions,
    SetMinTlsVersion,
    SetPublicNetworkAccess,
)
from store.resources import (
    AccessPolicy,
    CertificateOrder,
    HostNameSslState,
    IpSecurityRestriction,
    Lock,
    OrderCertificate,
    SecretVersion,
    ServerFarm,
    Site,
    SslState,
    Vault,
    same_id,
)
from store.resources.base import Properties
from store.services.web.webspaces import holder_of, webspace_of
from store.world import View

T = TypeVar("T")


def _as(kind: type[T], value: Any) -> T:
    """The value as this type; raises `msgspec.ValidationError`."""
    return msgspec.convert(value, kind, strict=True)


def order_tags(_: View, order: CertificateOrder, old: Any, new: Any) -> Iterator[Operation]:
    yield SetOrderTags(order=order.id, tags=_as(dict[str, str], new))


def auto_renew(_: View, order: CertificateOrder, old: Any, new: Any) -> Iterator[Operation]:
    yield SetAutoRenew(order=order.id, enabled=_as(bool, new))


def link(_: View, order: CertificateOrder, old: Any, new: Any) -> Iterator[Operation]:
    """Step 1 by its document: another vault stores anew, another secret name looks elsewhere."""
    links = _as(dict[str, OrderCertificate], new)
    link, before = links.get(order.name), order.link
    if link is None or len(links) > 1 or (before and link.provisioning_state != _state(old, order)):
        raise msgspec.ValidationError(
            f"It holds one entry, '{order.name}', with keyVaultId and keyVaultSecretName"
        )
    if before is None or not same_id(before.key_vault_id, link.key_vault_id):
        kept = before is not None and before.key_vault_secret_name == link.key_vault_secret_name
        # A name that was left as it is was the other vault's; this one has its own for the order.
        secret = "" if kept else link.key_vault_secret_name
        yield StoreInKeyVault(order=order.id, vault=link.key_vault_id, secret=secret)
    else:
        yield ChangeSecretName(order=order.id, secret=link.key_vault_secret_name)


def _state(old: Any, order: CertificateOrder) -> Any:
    return _as(dict[str, OrderCertificate], old)[order.name].provisioning_state


def https_only(_: View, site: Site, old: Any, new: Any) -> Iterator[Operation]:
    yield SetHttpsOnly(site=site.id, enabled=_as(bool, new))


def public_access(_: View, site: Site, old: Any, new: Any) -> Iterator[Operation]:
    if new not in ("Enabled", "Disabled"):
        raise msgspec.ValidationError("It is `Enabled` or `Disabled`")
    yield SetPublicNetworkAccess(site=site.id, enabled=new == "Enabled")


def tls_version(_: View, site: Site, old: Any, new: Any) -> Iterator[Operation]:
    yield SetMinTlsVersion(site=site.id, version=_as(str, new))


def restrictions(_: View, site: Site, old: Any, new: Any) -> Iterator[Operation]:
    rules = _as(list[IpSecurityRestriction], new)
    if any(rule.action != "Allow" for rule in rules):
        raise msgspec.ValidationError("Rules with another action than `Allow` are not simulated")
    names = tuple(rule.name for rule in rules)
    yield SetIpRestrictions(site=site.id, allowed=tuple(rule.ip_address for rule in rules), names=names)


def app_settings(_: View, site: Site, old: Any, new: Any) -> Iterator[Operation]:
    wanted = _as(dict[str, str], new)
    for name in dict.fromkeys((*old, *wanted)):
        if old.get(name) != wanted.get(name):
            yield SetAppSetting(site=site.id, name=name, value=wanted.get(name, ""))


def bindings(view: View, site: Site, old: Any, new: Any) -> Iterator[Operation]:
    """`toUpdate` marks an entry that is to change in a PUT of Microsoft.Web/sites; it is not kept."""
    if not isinstance(new, list) or not all(isinstance(one, dict) for one in new):
        raise msgspec.ValidationError("Expected `array` of objects")
    states = _as(
        list[HostNameSslState],
        [{name: value for name, value in one.items() if name != "toUpdate"} for one in new],
    )
    before = {state.name.lower(): state for state in site.properties.host_name_ssl_states}
    if [state.name.lower() for state in states] != list(before):
        raise msgspec.ValidationError("Host names are mapped and unmapped in Custom domains, not here")
    for state in states:
        yield from _binding(view, site, before[state.name.lower()], state)


def _binding(view: View, site: Site, old: HostNameSslState, new: HostNameSslState) -> Iterator[Operation]:
    if old == new:
        return
    if msgspec.structs.replace(new, ssl_state=old.ssl_state, thumbprint=old.thumbprint) != old:
        raise msgspec.ValidationError(f"Of '{old.name}' only sslState and thumbprint can change")
    if new.ssl_state is SslState.DISABLED:
        if new.thumbprint is not None and new.thumbprint != old.thumbprint:
            raise msgspec.ValidationError(f"'{old.name}' has a thumbprint, and its sslState is `Disabled`")
        yield RemoveBinding(site=site.id, host=old.name)
        return
    held = holder_of(view, webspace_of(view, site), (new.thumbprint or "").upper())
    if held is None:
        raise msgspec.ValidationError(
            f"The app's webspace has no certificate with the thumbprint '{new.thumbprint or ''}'"
        )
    yield AddBinding(
        site=site.id,
        host=old.name,
        certificate=held.id,
        type="IP" if new.ssl_state is SslState.IP else "SNI",
    )


def policies(_: View, vault: Vault, old: Any, new: Any) -> Iterator[Operation]:
    wanted = {one.object_id.lower(): one for one in _as(list[AccessPolicy], new)}
    held = {one.object_id.lower(): one for one in vault.properties.access_policies}
    for object_id, policy in held.items():
        if object_id not in wanted:
            yield RemoveAccessPolicy(vault=vault.id, principal=policy.object_id)
    for object_id, policy in wanted.items():
        if held.get(object_id) == policy:
            continue
        if same_id(policy.tenant_id, vault.properties.tenant_id) and not policy.permissions.keys:
            secrets, certificates = policy.permissions.secrets, policy.permissions.certificates
            yield SetAccessPolicy(
                vault=vault.id, principal=policy.object_id, secrets=secrets, certificates=certificates
            )
        else:
            raise msgspec.ValidationError(
                "A policy is of the vault's own tenant; permissions on keys are not simulated"
            )


class _IpRule(Properties, frozen=True, kw_only=True):
    value: str


class _NetworkAcls(Properties, frozen=True, kw_only=True):
    """A vault's firewall in the document of the vault."""

    bypass: str = "AzureServices"
    default_action: str = "Allow"
    ip_rules: tuple[_IpRule, ...] = ()
    virtual_network_rules: tuple[Any, ...] = ()


def network(_: View, vault: Vault, old: Any, new: Any) -> Iterator[Operation]:
    acls = _as(_NetworkAcls, new)
    if acls.virtual_network_rules:
        raise msgspec.ValidationError("Rules for virtual networks are not simulated")
    yield SetVaultNetwork(
        vault=vault.id,
        default_action=acls.default_action,
        bypass=acls.bypass,
        ip_rules=tuple(rule.value for rule in acls.ip_rules),
    )


def rbac(_: View, vault: Vault, old: Any, new: Any) -> Iterator[Operation]:
    yield SetPermissionModel(vault=vault.id, rbac=_as(bool, new))


def tier(_: View, plan: ServerFarm, old: Any, new: Any) -> Iterator[Operation]:
    yield ScalePlan(plan=plan.id, sku=_as(str, new))


def version_enabled(_: View, version: SecretVersion, old: Any, new: Any) -> Iterator[Operation]:
    yield SetSecretVersion(version=version.id, enabled=_as(bool, new))


def version_begins(_: View, version: SecretVersion, old: Any, new: Any) -> Iterator[Operation]:
    moment = _moment(new)
    yield SetSecretVersion(version=version.id, activation=moment, no_activation=moment is None)


def version_ends(_: View, version: SecretVersion, old: Any, new: Any) -> Iterator[Operation]:
    moment = _moment(new)
    yield SetSecretVersion(version=version.id, expiration=moment, no_expiration=moment is None)


def version_tags(_: View, version: SecretVersion, old: Any, new: Any) -> Iterator[Operation]:
    yield SetSecretVersion(version=version.id, tags=_as(dict[str, str], new))


def _moment(value: Any) -> datetime | None:
    """A moment in Unix seconds, as Key Vault writes them."""
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(_as(int, value), UTC)
    except (OverflowError, ValueError, OSError):
        raise msgspec.ValidationError("It is no moment in Unix seconds") from None


def lock_level(_: View, lock: Lock, old: Any, new: Any) -> Iterator[Operation]:
    yield EditLock(lock=lock.id, level=_as(str, new))


def lock_notes(_: View, lock: Lock, old: Any, new: Any) -> Iterator[Operation]:
    yield EditLock(lock=lock.id, notes=_as(str, new))
