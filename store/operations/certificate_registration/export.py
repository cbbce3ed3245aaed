"""Taking the certificate with its key out of Azure, as a PFX file.

Sources: "New Sync and Export experiences" (blog, 2019), "Add and manage TLS/SSL certificates" (Azure docs,
2022).
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import ClassVar, NamedTuple

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.files.private import destination, download_problem, place_problem, write_private
from store.files.user_files import read_bounded
from store.operations.arguments import File, HandedOver, OrderRef, SecretVersionRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_call, ps_word
from store.operations.operation import NeedMore, Operation, Simulator
from store.resources import (
    CertificateOrder,
    ExportedCopy,
    OrderLedger,
    PrivateKey,
    SecretVersion,
    name_of,
    same_id,
)
from store.secret import Secret
from store.services import steps
from store.services.authority.signing import current_pfx
from store.services.key_vault import secrets as vaults
from store.services.key_vault.permissions import refusal
from store.services.key_vault.stored_certificates import key_not_in_export, pfx_bytes
from store.world import Draft, View


class Export(NamedTuple):
    """The bytes of an export and their path; `version` is the id of the secret's version they come from."""

    path: Path
    data: bytes
    version: str

    def __repr__(self) -> str:
        return f"Export({self.path})"


class ExportCertificate(Operation, frozen=True, kw_only=True):
    """Download the certificate with its key from the vault to a PFX file (Download as a certificate).

    An older `version` of the secret may be named; the current one is taken where none is. Without a
    password the file opens with the empty one, and cannot be uploaded as it is; with one it is 3DES as an
    upload needs it. Azure does not follow the file: after a renewal it is outdated.
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/secrets/getSecret/action"
    title: ClassVar[str] = "Export Certificate"
    access: ClassVar[str] = ""
    targets: ClassVar[str] = "order"

    order: OrderRef
    path: File
    password: Secret = Secret()
    overwrite: bool = False
    version: SecretVersionRef = ""

    def denied(self, view: View, caller: str) -> AzureError | None:
        """Reading the secret needs Get on secrets in the caller's own access policy."""
        link = view.need(CertificateOrder, self.order).link
        return refusal(view, link.key_vault_id, caller, "secrets", "get") if link else None

    def why_not(self, view: View) -> AzureError | None:
        try:
            _wanted(view, self.order, self.version)
        except AzureError as error:
            return error
        # Blades ask whether the verb is possible before there is a path.
        return self._place_problem(view) if self.path else None

    def _place_problem(self, view: View) -> AzureError | None:
        if not isinstance(self.path, HandedOver):
            return place_problem(destination(self.path), overwrite=self.overwrite)
        if problem := download_problem(self.path):
            return problem
        if view.get(ExportedCopy, copy_id(self.path)) is None:
            return None
        return AzureError(
            "FileExists", f"A certificate was downloaded as '{self.path}' before.", "Give another name."
        )

    def prepare(self, view: View) -> Export:
        version = _wanted(view, self.order, self.version)
        data = _file_in(version)
        if self.password:
            data = _protected(view, view.need(CertificateOrder, self.order), version, self.password)
        path = Path(self.path) if isinstance(self.path, HandedOver) else destination(self.path)
        return Export(path, data, version.id)

    def apply(self, draft: Draft, material: Export) -> str:
        version = _wanted(draft, self.order, self.version)
        if not same_id(version.id, material.version):
            raise NeedMore
        path = str(material.path)
        if isinstance(self.path, HandedOver):
            if problem := self._place_problem(draft):
                raise problem
            self.path.take(material.data)
        else:
            write_private(material.path, material.data, overwrite=self.overwrite)
        draft.put(
            ExportedCopy(
                id=copy_id(path),
                order=draft.need(CertificateOrder, self.order).id,
                path=path,
                thumbprint=version.properties.thumbprint,
                exported_at=draft.now,
                protected=bool(self.password),
            )
        )
        demo = " Its key is a demo key that everybody can have." if draft.facts.demo_keys else ""
        done = f"{path} was downloaded" if isinstance(self.path, HandedOver) else f"{path} was written"
        if self.password:
            return f"{done}, protected by the password. Azure does not keep it up to date.{demo}"
        return (
            f"{done}. It has no password: import it where it is needed, export it from there "
            f"with one, and delete the other copies. Azure does not keep it up to date.{demo}"
        )

    def az(self, view: View) -> str | None:
        link = view.need(CertificateOrder, self.order).link
        if link is None:
            return None
        vault = name_of(link.key_vault_id)
        return az_line(
            "keyvault secret download",
            file=self.path,
            vault_name=vault,
            name=link.key_vault_secret_name,
            version=name_of(self.version) if self.version else None,
            encoding="base64",
            overwrite=() if self.overwrite else None,
        )

    def powershell(self, view: View) -> str | None:
        link = view.need(CertificateOrder, self.order).link
        if link is None:
            return None
        secret = ps_call(
            "Get-AzKeyVaultSecret",
            VaultName=name_of(link.key_vault_id),
            Name=link.key_vault_secret_name,
            Version=name_of(self.version) if self.version else None,
            AsPlainText=SWITCH,
        )
        return f"[IO.File]::WriteAllBytes({ps_word(self.path)}, [Convert]::FromBase64String({secret}))"


def _protected(view: View, order: CertificateOrder, version: SecretVersion, password: Secret) -> bytes:
    """The file in a version, in 3DES with the password."""
    found, ledger = version.properties.certificate, view.get(OrderLedger, order.id)
    key = view.get(PrivateKey, ledger.key_id if ledger else None)
    # What the order's CA wrote need not be opened to be written once more: its parts are here.
    if key and found and not found.root_key_hash and version.properties.thumbprint == order.thumbprint:
        return current_pfx(view, order, key.pkcs8, password)
    from store.x509.pfx.build import protect_pfx

    return protect_pfx(_file_in(version), password)


def _wanted(view: View, order_id: str, version_id: str) -> SecretVersion:
    """The version that a download gives, the current one unless another is named.

    Raises `AzureError` NotStored, SecretNotFound, SecretDisabled, SecretHasNoValue, SecretHasNoFile.
    """
    order = view.need(CertificateOrder, order_id)
    link = order.link
    if link is None:
        step = Place.STORE.way(f"{steps.STORE}.", order.id)
        raise AzureError("NotStored", f"'{order.name}' is not stored in a key vault.", step)
    vault, name = link.key_vault_id, link.key_vault_secret_name
    if version_id:
        versions = vaults.versions(view, vault, name)
        version = next((one for one in versions if same_id(one.id, version_id)), None)
    else:
        version = vaults.newest_version(view, vault, name)
    if version is None:
        raise vaults.secret_not_found(name)
    if not version.properties.attributes.enabled:
        raise vaults.secret_disabled(name)
    if version.properties.value_unstated:
        raise key_not_in_export(name)
    if not version.properties.value:
        raise AzureError(
            "SecretHasNoValue",
            f"The secret '{link.key_vault_secret_name}' has no value: the certificate is not issued yet.",
            Place.VERIFY.way(f"{steps.VERIFY}, then wait until it is issued.", order.id),
        )
    _file_in(version)
    return version


def _file_in(version: SecretVersion) -> bytes:
    data = pfx_bytes(version.properties.value)
    if data is None:
        raise AzureError(
            "SecretHasNoFile",
            f"The value of the secret '{version.id.split('/')[-3]}' is not the base64 text of a file.",
            "Choose a version that holds a certificate.",
        )
    return data


def copy_id(path: str) -> str:
    """The id of the record of an exported file: one for each path, of any bytes."""
    return sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:32]


class _CopyOperation(Simulator, frozen=True, kw_only=True):
    """On a file that was exported, named by its path."""

    path: File

    def why_not(self, view: View) -> AzureError | None:
        try:
            _copy(view, self.path)
        except AzureError as error:
            return error
        return None


def _copy(view: View, path: str) -> ExportedCopy:
    """The record of an exported file; raises `AzureError` ExportNotFound, InvalidPath."""
    found = view.get(ExportedCopy, copy_id(path)) or view.get(ExportedCopy, copy_id(str(destination(path))))
    if found is None:
        raise AzureError("ExportNotFound", f"No certificate was exported to '{path}'.", "Export it first.")
    return found


class ProtectExport(_CopyOperation, frozen=True, kw_only=True):
    """Give an exported PFX file without a password one, and encrypt it with 3DES as an upload needs it."""

    arm: ClassVar[str] = "Simulator/exports/protect/action"
    title: ClassVar[str] = "Protect the exported file"

    password: Secret

    def why_not(self, view: View) -> AzureError | None:
        if refused := super().why_not(view):
            return refused
        copy = _copy(view, self.path)
        if copy.protected:
            return AzureError("AlreadyProtected", "The file has a password already.", "Export it again.")
        if copy.downloaded:
            return AzureError(
                "NotOnThisMachine",
                f"'{copy.path}' was downloaded: it is not on this machine.",
                "Delete it, and download it again with a password.",
            )
        return None

    def prepare(self, view: View) -> bytes:
        from store.x509.pfx.build import protect_pfx

        return protect_pfx(read_bounded(_copy(view, self.path).path), self.password)

    def apply(self, draft: Draft, material: bytes) -> str:
        copy = _copy(draft, self.path)
        write_private(Path(copy.path), material, overwrite=True)
        draft.put(replace(copy, protected=True))
        return f"{copy.path} has a password now; delete every other copy."


class ForgetExport(_CopyOperation, frozen=True, kw_only=True):
    """Strike an exported file off the list, once it is deleted; the file itself is not touched."""

    arm: ClassVar[str] = "Simulator/exports/delete"
    title: ClassVar[str] = "Forget an exported file"

    def apply(self, draft: Draft, material: None) -> str:
        copy = _copy(draft, self.path)
        draft.remove(copy)
        return f"{copy.path} is not listed any more."
