"""Lines of Azure PowerShell that do what an operation does, written for the Az modules 9 and later.

One table, from an operation's name to its line. What an operation does not tell (a password) stands there in
capitals, to be replaced. Source: the reference of Az.Websites, Az.KeyVault, Az.Resources and Az.Dns; actions
that have no cmdlet are requests of `Invoke-AzRestMethod`.

    >>> powershell(view, SetHttpsOnly(site="contoso-app", enabled=True))
    "Set-AzWebApp -ResourceGroupName 'rg-web' -Name 'contoso-app' -HttpsOnly $true"
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from store.operations.naming import find_id
from store.operations.operation import Operation
from store.resources import (
    CertificateOrder,
    DnsZone,
    Lock,
    ResourceGroup,
    ServerFarm,
    Site,
    Vault,
    VaultCertificate,
    WebCertificate,
    group_of,
    name_of,
)
from store.services.authorization.principals import find_principal
from store.world import View

Value: TypeAlias = "str | bool | int | Sequence[str] | Mapping[str, str] | None"


def powershell(view: View, operation: Operation) -> str | None:
    """The line of an operation whose resources are there; None where Azure PowerShell has none.

    Raises `AzureError` where a resource that it names is not there.
    """
    make = _LINES.get(type(operation).__name__)
    line = make(view, operation) if make is not None else None
    # No word of PowerShell can say what cannot be seen.
    return line if line is not None and line.isprintable() else None


def line(cmdlet: str, **parameters: Value) -> str:
    """A cmdlet with its parameters, in their order: a flag is an empty tuple, None leaves a parameter out."""
    words = [cmdlet]
    for name, value in parameters.items():
        if value is not None:
            words += [f"-{name}"] if value == () else [f"-{name}", _word(value)]
    return " ".join(words)


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return f"${str(value).lower()}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        # PowerShell takes typographic apostrophes for its own.
        escaped = "".join(letter * 2 if letter in "'\u2018\u2019\u201a\u201b" else letter for letter in value)
        return f"'{escaped}'"
    if isinstance(value, Mapping):
        return "@{" + "; ".join(f"{_word(name)} = {_word(one)}" for name, one in value.items()) + "}"
    return ", ".join(_word(one) for one in value or ())


def _site(view: View, operation: Any) -> dict[str, Value]:
    site = view.need(Site, find_id(view, Site, operation.site))
    return {"ResourceGroupName": name_of(group_of(site.id)), "Name": site.name}


def _web_app(view: View, operation: Any) -> dict[str, Value]:
    place = _site(view, operation)
    return {"ResourceGroupName": place["ResourceGroupName"], "WebAppName": place["Name"]}


def _set_site(parameter: str, value: Callable[[Any], Value]) -> Callable[[View, Any], str]:
    return lambda view, one: line("Set-AzWebApp", **_site(view, one), **{parameter: value(one)})


def _vault(view: View, operation: Any) -> Vault:
    return view.need(Vault, find_id(view, Vault, operation.vault))


def _action(action: str, body: Callable[[Any], object] = lambda _: {}) -> Callable[[View, Any], str]:
    """A POST on an order, which has no cmdlet."""

    def make(view: View, one: Any) -> str:
        order = view.need(CertificateOrder, find_id(view, CertificateOrder, one.order))
        path = f"{order.id}/{action}?api-version={view.era.api_version}"
        return line("Invoke-AzRestMethod", Method="POST", Path=path, Payload=json.dumps(body(one)))

    return make


def _patch(view: View, one: Any) -> str:
    order = view.need(CertificateOrder, find_id(view, CertificateOrder, one.order))
    return line(
        "Invoke-AzRestMethod",
        Method="PATCH",
        Path=f"{order.id}?api-version={view.era.api_version}",
        Payload=json.dumps({"properties": {"autoRenew": one.enabled}}),
    )


def _delete(kind: type[Any], field: str) -> Callable[[View, Any], str]:
    return lambda view, one: line(
        "Remove-AzResource", ResourceId=view.need(kind, find_id(view, kind, getattr(one, field))).id, Force=()
    )


def _policy(view: View, one: Any) -> str:
    vault = _vault(view, one)
    who = find_principal(view, one.principal, vault.id)
    return line(
        "Set-AzKeyVaultAccessPolicy",
        VaultName=vault.name,
        ObjectId=who.id if who else one.principal,
        PermissionsToSecrets=one.secrets or None,
        PermissionsToCertificates=one.certificates or None,
    )


def _no_policy(view: View, one: Any) -> str:
    vault = _vault(view, one)
    who = find_principal(view, one.principal, vault.id)
    return line(
        "Remove-AzKeyVaultAccessPolicy", VaultName=vault.name, ObjectId=who.id if who else one.principal
    )


def _network(view: View, one: Any) -> str:
    return line(
        "Update-AzKeyVaultNetworkRuleSet",
        VaultName=_vault(view, one).name,
        DefaultAction=one.default_action,
        Bypass=one.bypass,
        IpAddressRange=one.ip_rules or None,
    )


def _bind(view: View, one: Any) -> str:
    held = view.need(WebCertificate, find_id(view, WebCertificate, one.certificate))
    return line(
        "New-AzWebAppSSLBinding",
        **_web_app(view, one),
        Name=one.host,
        Thumbprint=held.thumbprint,
        SslState="IpBasedEnabled" if one.type == "IP" else "SniEnabled",
    )


def _unbind(view: View, one: Any) -> str:
    return line(
        "Remove-AzWebAppSSLBinding",
        **_web_app(view, one),
        Name=one.host,
        DeleteCertificate=False,
        Force=(),
    )


def _import(view: View, one: Any) -> str:
    held = view.need(VaultCertificate, find_id(view, VaultCertificate, one.certificate))
    return line(
        "Import-AzWebAppKeyVaultCertificate",
        **_web_app(view, one),
        KeyVaultName=_vault(view, one).name,
        CertName=held.name,
    )


def _managed(view: View, one: Any) -> str:
    return line("New-AzWebAppCertificate", **_web_app(view, one), HostName=one.host)


def _create_vault(view: View, one: Any) -> str:
    return line(
        "New-AzKeyVault",
        Name=one.name,
        ResourceGroupName=name_of(find_id(view, ResourceGroup, one.resource_group)),
        Location=one.location,
        Sku=one.sku.capitalize(),
    )


def _delete_vault(view: View, one: Any) -> str:
    vault = _vault(view, one)
    group = name_of(group_of(vault.id))
    return line("Remove-AzKeyVault", VaultName=vault.name, ResourceGroupName=group, Force=())


def _delete_secret(view: View, one: Any) -> str:
    return line("Remove-AzKeyVaultSecret", VaultName=_vault(view, one).name, Name=one.secret, Force=())


def _add_lock(view: View, one: Any) -> str:
    level = "ReadOnly" if one.level.lower().replace("-", "") == "readonly" else "CanNotDelete"
    return line(
        "New-AzResourceLock",
        LockName=one.name,
        LockLevel=level,
        Scope=one.target(view),
        LockNotes=one.notes or None,
        Force=(),
    )


def _delete_lock(view: View, one: Any) -> str:
    return line("Remove-AzResourceLock", LockId=view.need(Lock, find_id(view, Lock, one.lock)).id, Force=())


def _tags(view: View, one: Any) -> str:
    order = view.need(CertificateOrder, find_id(view, CertificateOrder, one.order))
    return line("Update-AzTag", ResourceId=order.id, Tag=one.tags, Operation="Replace")


def _group(view: View, one: Any) -> str:
    return line("New-AzResourceGroup", Name=one.name, Location=one.location)


def _zone(view: View, one: Any) -> str:
    zone = view.need(DnsZone, find_id(view, DnsZone, one.zone))
    return line("Remove-AzDnsZone", Name=zone.name, ResourceGroupName=name_of(group_of(zone.id)))


_LINES: dict[str, Callable[[View, Any], str]] = {
    "AddBinding": _bind,
    "AddLock": _add_lock,
    "CreateManagedCertificate": _managed,
    "CreateResourceGroup": _group,
    "CreateVault": _create_vault,
    "DeleteCertificate": _delete(WebCertificate, "certificate"),
    "DeleteLock": _delete_lock,
    "DeleteOrder": _delete(CertificateOrder, "order"),
    "DeletePlan": _delete(ServerFarm, "plan"),
    "DeleteSecret": _delete_secret,
    "DeleteSite": _delete(Site, "site"),
    "DeleteVault": _delete_vault,
    "DeleteZone": _zone,
    "ImportKeyVaultCertificate": _import,
    "Rekey": _action("reissue", lambda _: {"properties": {"keySize": 2048}}),
    "RemoveAccessPolicy": _no_policy,
    "RemoveBinding": _unbind,
    "RenewOrder": _action("renew", lambda _: {"properties": {"keySize": 2048}}),
    "SendEmailInstructions": _action("resendEmail"),
    "SetAccessPolicy": _policy,
    "SetAutoRenew": _patch,
    "SetHttpsOnly": _set_site("HttpsOnly", lambda one: one.enabled),
    "SetMinTlsVersion": _set_site("MinTlsVersion", lambda one: one.version),
    "SetOrderTags": _tags,
    "SetVaultNetwork": _network,
    "StartSite": lambda view, one: line("Start-AzWebApp", **_site(view, one)),
    "StopSite": lambda view, one: line("Stop-AzWebApp", **_site(view, one)),
    "VerifyDomain": _action("verifyDomainOwnership"),
}
