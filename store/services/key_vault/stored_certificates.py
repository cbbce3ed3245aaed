"""The certificates in the values of secrets: what they say, and whether App Service takes them.

One judgement serves imports, manual syncs and the sync job: a value is judged when it is written, by the
rules of an import. Sources: "Deploying Azure Web App Certificate through Key Vault" (blog, 2016), "Add and
manage TLS/SSL certificates" (Azure docs, 2022), "About Azure Key Vault certificates" (Azure docs, 2023).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from store.errors import AzureError, Place
from store.resources import SecretVersion, SecretVersionProperties, StoredCertificate, ValueFault
from store.services import steps
from store.services.authority.trust import rsa_stand_ins, trusted_roots
from store.services.provenance import UNTOLD
from store.world import View

if TYPE_CHECKING:
    from store.services.authority.issuer import Leaf
    from store.x509.certificates import CertificateFacts
    from store.x509.requirements.check import Surroundings
    from store.x509.requirements.report import Report

#: Content types of a secret that holds a certificate with its key.
PKCS12, PEM = "application/x-pkcs12", "application/x-pem-file"


class ValueRefused(AzureError):
    """App Service has read a secret and does not take what is in it."""


class Examined(Struct, frozen=True):
    """A certificate in a value (None where there is none) and why App Service does not take the value."""

    thumbprint: str = ""
    host_names: tuple[str, ...] = ()
    certificate: StoredCertificate | None = None
    fault: ValueFault | None = None

    def noted_on(self, properties: SecretVersionProperties) -> SecretVersionProperties:
        """The properties of a version with the facts of the certificate in its value."""
        return replace(
            properties,
            thumbprint=self.thumbprint,
            host_names=self.host_names,
            certificate=self.certificate,
            fault=self.fault,
        )


#: What is in a value that is still empty.
NOTHING = Examined()
_NOT_BASE64 = ValueFault(
    code="SecretNotBase64",
    message="The value of the secret is not the base64 text of a PFX file.",
    next_step="Store what this prints: openssl base64 -A -in contoso.pfx",
)
_IS_PEM = ValueFault(
    code="SecretContentType",
    message=f"The content type of the secret is {PEM}: App Service takes PKCS#12 alone, {PKCS12}.",
    next_step="Import the certificate into the key vault as a PFX file.",
)


def pfx_bytes(value: str) -> bytes | None:
    """The file in a value, whose base64 may be broken into lines; None where it is no base64."""
    try:
        return b64decode("".join(value.split()), validate=True)
    except ValueError:
        return None


def examine(view: View, value: str, content_type: str, *, generated: bool = False) -> Examined:
    """What is in a value that a version of this content type is to have; opens the file, which may be slow.

    A `generated` certificate has a key that the vault made by a policy of RSA keys, which the quick keys of
    a world stand for. Never raises for anything in the value.
    """
    around = _around(view, view.now)
    if generated:
        around = around._replace(era=replace(view.era, ec_from_vault=True))
    return _examined(value, content_type, around)


def _around(view: View, now: datetime) -> Surroundings:
    from store.x509.requirements.check import Surroundings

    return Surroundings(view.era, now, trusted_roots(view), rsa_stand_ins=rsa_stand_ins(view))


def _examined(value: str, content_type: str, around: Surroundings) -> Examined:
    from store.x509.requirements.check import check_vault_pfx

    if not value:
        return NOTHING
    data = pfx_bytes(value)
    if content_type == PEM:
        return Examined(fault=_IS_PEM)
    if data is None:
        return Examined(fault=_NOT_BASE64)
    report = check_vault_pfx(data, around, content_type)
    if content_type != PKCS12 or report.facts is None:
        return Examined(fault=_fault(report))
    root = report.parts.root_key_hash if report.parts else ""
    return described(report.facts, root, _fault(report))


def _fault(report: Report) -> ValueFault | None:
    """Why an import refuses a file, None where it does not."""
    if report.accepted:
        return None
    first = report.error()
    if first is None:
        return ValueFault(code="PfxNotAccepted", message="The certificate cannot be used.")
    return ValueFault(code=first.code, message=first.message, next_step=first.next_step)


def described(facts: CertificateFacts, root_key_hash: str, fault: ValueFault | None) -> Examined:
    """A certificate by what was read of it."""
    return Examined(
        facts.thumbprint,
        facts.all_names,
        StoredCertificate(
            subject=facts.subject,
            issuer=facts.issuer,
            not_before=facts.not_before,
            not_after=facts.not_after,
            public_key_hash=facts.public_key_hash,
            server_auth=facts.server_auth,
            self_signed=facts.self_signed,
            root_key_hash=root_key_hash,
        ),
        fault,
    )


def of_leaf(leaf: Leaf) -> Examined:
    """A certificate that an order's CA has just issued: made by the rules, it need not be opened."""
    details = leaf.details
    return Examined(
        details.thumbprint,
        leaf.names,
        StoredCertificate(
            subject=details.subject,
            issuer=details.issuer,
            not_before=details.not_before,
            not_after=details.not_after,
            public_key_hash=leaf.public_key_hash,
        ),
    )


def stored_certificate(view: View, version: SecretVersion) -> Examined:
    """The certificate in a version, as read when the version was written."""
    kept = version.properties
    if kept.certificate is not None or kept.fault is not None or not kept.value:
        return Examined(kept.thumbprint, kept.host_names, kept.certificate, kept.fault)
    # A state file may come from a program that noted less.
    return _remembered(kept.value, kept.content_type, _around(view, kept.attributes.created))


_remembered = lru_cache(maxsize=512)(_examined)


def key_not_in_export(name: str) -> AzureError:
    """Why nothing that needs the private key of an imported certificate can be done with it."""
    return AzureError(
        "KeyNotInExport",
        f"The private key of '{name}' is not in the export: it stays in the real Azure.",
        "Rekey or renew: the simulated certificate that is issued then has a key of its own.",
    )


def value_refusal(view: View, version: SecretVersion) -> ValueRefused | None:
    """Why App Service does not take the certificate of this version, or None; import, sync and job say it."""
    kept = version.properties
    if kept.value_unstated and kept.thumbprint:
        return None
    name = version.id.split("/")[-3]
    if kept.value_unstated:
        return ValueRefused(
            UNTOLD,
            f"Which certificate the newest version of '{name}' is, is not in the export.",
            "Export the versions of the secret: az keyvault secret list-versions.",
        )
    if not kept.value:
        ordered = "CertificateId" in version.properties.tags
        return ValueRefused(
            "KeyVaultSecretHasNoCertificate",
            f"The Key Vault secret '{version.id.split('/')[-3]}' holds no certificate yet.",
            Place.VERIFY.way(f"{steps.VERIFY}, then wait until the certificate is issued.")
            if ordered
            else f"Write a version with the base64 text of a PFX file and content type {PKCS12}.",
        )
    fault = stored_certificate(view, version).fault
    return ValueRefused(fault.code, fault.message, fault.next_step) if fault else None


def of_pem(leaf: bytes) -> Examined:
    """A certificate object stored as PEM, by its leaf (DER)."""
    from store.x509.certificates import describe

    return described(describe(leaf), "", _IS_PEM)


def to_value(data: bytes) -> str:
    """The base64 text of a file, as a secret holds it."""
    return b64encode(data).decode("ascii")
