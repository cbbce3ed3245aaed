"""Operations as lines of PowerShell, by the Az modules: those that a rehearsal of certificates is made of.

Sources: Az.Resources, Az.Websites, Az.Dns, Az.KeyVault (PowerShell reference, 2026).
"""

from __future__ import annotations

from store.operations.authorization.locks import AddLock, DeleteLock, lock_level
from store.operations.certificate_registration.rekey_and_renew import Rekey, RenewOrder, SetAutoRenew
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.network.records import AddRecord, RemoveRecord
from store.operations.operation import Operation
from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.certificates import SyncCertificate
from store.resources import CertificateOrder, DnsZone, Lock, Site, Vault, WebCertificate, group_of, name_of
from store.services.key_vault.links import linked_certificates
from store.services.network.caa import read_caa
from store.services.network.dns import ROOT
from store.world import View

_API = "2024-11-01"


def powershell(operation: Operation, view: View) -> str | None:
    """The lines that do an operation, None where az is the way in PowerShell, too."""
    match operation:
        case Rekey():
            return _action(operation.order, "reissue")
        case RenewOrder():
            return _action(operation.order, "renew")
        case SetAutoRenew():
            return _set(operation.order, f"autoRenew=${str(operation.enabled).lower()}")
        case AddRecord() | RemoveRecord():
            return _record(operation, view)
        case SyncCertificate():
            return _sync(view.get(WebCertificate, operation.certificate))
        case SyncOrder():
            order = view.get(CertificateOrder, operation.order)
            every = linked_certificates(view, order) if order else ()
            return "\n".join(filter(None, map(_sync, every))) or None
        case AddBinding() | RemoveBinding():
            return _binding(operation, view)
        case AddLock() | DeleteLock():
            return _lock(operation, view)
        case StoreInKeyVault():
            return _store(operation, view)
    return None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _action(order: str, action: str) -> str:
    body = "@{properties=@{keySize=2048; isPrivateKeyExternal=$false}}"
    return (
        f"Invoke-AzResourceAction -ResourceId {_quoted(order)} -Action {action} -ApiVersion {_API} "
        f"-Parameters {body} -Force"
    )


def _set(id: str, properties: str) -> str:
    return (
        f"Set-AzResource -ResourceId {_quoted(id)} -ApiVersion {_API} -UsePatchSemantics "
        f"-PropertyObject @{{{properties}}} -Force"
    )


def _sync(certificate: WebCertificate | None) -> str | None:
    """Azure has no sync: writing the certificate anew has the same effect."""
    if certificate is None or not certificate.properties.key_vault_id:
        return None
    kept = certificate.properties
    vault, secret = _quoted(kept.key_vault_id or ""), _quoted(kept.key_vault_secret_name or "")
    return _set(certificate.id, f"keyVaultId={vault}; keyVaultSecretName={secret}")


def _record(operation: AddRecord | RemoveRecord, view: View) -> str | None:
    zone = view.get(DnsZone, operation.zone)
    values = _values(operation.type.upper(), operation.value)
    if zone is None or values is None:
        return None
    kind, name = operation.type.upper(), operation.name or ROOT
    place = (
        f"-ZoneName {_quoted(zone.name)} -ResourceGroupName {_quoted(name_of(group_of(zone.id)))} "
        f"-Name {_quoted(name)} -RecordType {kind}"
    )
    there = any(
        record.name.lower() == name.lower() and record.type == kind for record in zone.properties.records
    )
    if isinstance(operation, AddRecord) and not there:
        config = f"(New-AzDnsRecordConfig {values})"
        return f"New-AzDnsRecordSet {place} -Ttl {operation.ttl} -DnsRecords {config}"
    verb = "Add" if isinstance(operation, AddRecord) else "Remove"
    return "\n".join(
        (
            f"$set = Get-AzDnsRecordSet {place}",
            f"{verb}-AzDnsRecordConfig -RecordSet $set {values}",
            "Set-AzDnsRecordSet -RecordSet $set",
        )
    )


def _values(kind: str, value: str) -> str | None:
    """The options of a record's values; None for a set as a whole."""
    if not value:
        return None
    caa = read_caa(value) if kind == "CAA" else None
    if caa is not None:
        return f"-CaaFlags {caa.flags} -CaaTag {caa.tag} -CaaValue {_quoted(caa.value)}"
    option = {"A": "-Ipv4Address", "CNAME": "-Cname", "TXT": "-Value"}.get(kind)
    return f"{option} {_quoted(value)}" if option else None


def _binding(operation: AddBinding | RemoveBinding, view: View) -> str | None:
    site = view.get(Site, operation.site)
    if site is None:
        return None
    where = (
        f"-ResourceGroupName {_quoted(name_of(group_of(site.id)))} -WebAppName {_quoted(site.name)} "
        f"-Name {_quoted(operation.host)}"
    )
    if isinstance(operation, RemoveBinding):
        return f"Remove-AzWebAppSSLBinding {where} -DeleteCertificate $false -Force"
    certificate = view.get(WebCertificate, operation.certificate)
    state = "SniEnabled" if operation.type == "SNI" else "IpBasedEnabled"
    thumbprint = certificate.thumbprint if certificate else "THUMBPRINT"
    return f"New-AzWebAppSSLBinding {where} -Thumbprint {thumbprint} -SslState {state}"


def _lock(operation: AddLock | DeleteLock, view: View) -> str | None:
    if isinstance(operation, DeleteLock):
        lock = view.get(Lock, operation.lock)
        return f"Remove-AzResourceLock -LockId {_quoted(lock.id)} -Force" if lock else None
    return (
        f"New-AzResourceLock -LockName {_quoted(operation.name)} -LockLevel {lock_level(operation.level)} "
        f"-Scope {_quoted(operation.scope)} -Force"
    )


def _store(operation: StoreInKeyVault, view: View) -> str | None:
    order, vault = view.get(CertificateOrder, operation.order), view.get(Vault, operation.vault)
    if order is None or vault is None:
        return None
    secret = order.link.key_vault_secret_name if order.link else order.name.lower()
    return (
        f"New-AzResource -ResourceId {_quoted(f'{order.id}/certificates/{order.name}')} -Location global "
        f"-ApiVersion {_API} -PropertyObject @{{keyVaultId={_quoted(vault.id)}; "
        f"keyVaultSecretName={_quoted(secret)}}} -Force"
    )
