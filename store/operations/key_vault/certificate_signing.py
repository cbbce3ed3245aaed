"""Certificates that a vault makes and renews itself."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from store.errors import AzureError
from store.hostnames import comparable
from store.operations.arguments import VaultCertificateRef, VaultRef
from store.operations.azure_cli import az_line, json_word
from store.operations.azure_powershell import Raw, ps_call, ps_line
from store.operations.key_vault.certificate_values import Contents, packed
from store.operations.key_vault.certificate_versions import certificate_name_refusal, write_certificate
from store.operations.key_vault.vault_data import VaultData, vault_and_name
from store.resources import VaultCertificate, name_of
from store.services.authority.authorities import chain_above, issue_leaf
from store.services.authority.keys import make_key
from store.services.key_vault.issuers import ISSUERS, SELF, issuer_refusal
from store.services.key_vault.limits import VALIDITY_MONTHS
from store.services.key_vault.stored_certificates import PKCS12
from store.services.names import host_name
from store.time.calendar import later
from store.world import Draft, View


class _Signed(VaultData, frozen=True, kw_only=True):
    """A certificate that the vault has signed for a new key."""

    needs: ClassVar[tuple[tuple[str, str], ...]] = (("certificates", "create"),)

    def prepare(self, view: View) -> bytes:
        """The private key, PKCS#8 DER; slow for RSA."""
        return make_key(view, "vault certificate")

    def _sign(self, draft: Draft, key: bytes, names: tuple[str, ...], issuer: str, months: int) -> Contents:
        ends = later(draft.now, timedelta(days=round(months * 365 / 12)))
        if issuer != SELF:
            leaf = issue_leaf(draft, issuer, key=key, names=names, until=ends, purpose=names[0])
            return packed(draft, key, leaf.certificate, chain_above(draft, leaf.issuer), generated=True)
        from store.x509.authority import LeafRequest, self_signed

        serial = draft.random(f"serial {names[0]}").getrandbits(64) or 1
        own = self_signed(
            LeafRequest(
                key=key,
                common_name=names[0],
                names=names,
                not_before=draft.now,
                not_after=ends,
                serial=serial,
                client_auth=False,
            )
        )
        return packed(draft, key, own.certificate, (), generated=True)


def _policy(names: tuple[str, ...], issuer: str, months: int) -> str:
    """The certificate policy that the Azure CLI takes, as JSON."""
    x509 = {
        "subject": f"CN={names[0]}",
        "subjectAlternativeNames": {"dnsNames": list(names)},
        "validityInMonths": months,
    }
    return json_word(
        {
            "issuerParameters": {"name": issuer},
            "keyProperties": {"exportable": True, "keySize": 2048, "keyType": "RSA", "reuseKey": False},
            "secretProperties": {"contentType": PKCS12},
            "x509CertificateProperties": x509,
        }
    )


def _ps_policy(names: tuple[str, ...], issuer: str, months: int) -> Raw:
    """The same policy for Azure PowerShell; RSA with 2048 bits is what it makes by itself."""
    return ps_call(
        "New-AzKeyVaultCertificatePolicy",
        IssuerName=issuer,
        SubjectName=f"CN={names[0]}",
        DnsName=names,
        SecretContentType=PKCS12,
        ValidityInMonths=months,
    )


def _valid(written: VaultCertificate) -> str:
    properties = written.properties
    return f"thumbprint {properties.thumbprint}, valid until {properties.not_after:%Y-%m-%d}"


def _validity_problem(months: int) -> AzureError | None:
    least, most = VALIDITY_MONTHS
    if least <= months <= most:
        return None
    allowed = f"{least}-{most} months"
    return AzureError("InvalidValidity", f"The validity period must be {allowed}.", f"Choose {allowed}.")


class GenerateVaultCertificate(_Signed, frozen=True, kw_only=True):
    """Generate a certificate in the vault, self-signed or from one of Key Vault's two public CAs.

    A CA makes it valid for no longer than the maximum of the day, whatever `validity_months` asks for.

    `subject` is the X.500 name "CN=contoso.com" or the host alone, `hosts` the further DNS names.
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/certificates/create/action"
    title: ClassVar[str] = "Generate certificate"
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    name: str
    subject: str
    hosts: tuple[str, ...] = ()
    issuer: str = SELF
    validity_months: int = 12

    def _names(self) -> tuple[str, ...]:
        written = (self.subject.strip().removeprefix("CN="), *self.hosts)
        return tuple(dict.fromkeys(map(comparable, written)))

    def why_not(self, view: View) -> AzureError | None:
        if refused := certificate_name_refusal(view, self.vault_id(view), self.name):
            return refused
        for host in self._names():
            if wrong := host_name(host, wildcard=True):
                return AzureError("InvalidSubject", wrong, "Write the subject as CN=contoso.com.")
        if self.issuer not in ISSUERS:
            return AzureError(
                "UnknownIssuer",
                f"The vault knows no certificate authority '{self.issuer}'.",
                f"Choose one of {', '.join(ISSUERS)}.",
            )
        return _validity_problem(self.validity_months) or issuer_refusal(view, self.issuer, self._names())

    def apply(self, draft: Draft, material: bytes) -> str:
        made = self._sign(draft, material, self._names(), self.issuer, self.validity_months)
        written = write_certificate(draft, self.vault_id(draft), self.name, made, self.issuer)
        return f"Generated certificate '{written.name}', {_valid(written)}."

    def az(self, view: View) -> str:
        vault = name_of(self.vault)
        policy = _policy(self._names(), self.issuer, self.validity_months)
        return az_line("keyvault certificate create", vault_name=vault, n=self.name, policy=policy)

    def powershell(self, view: View) -> str:
        policy = _ps_policy(self._names(), self.issuer, self.validity_months)
        vault = name_of(self.vault)
        return ps_line("Add-AzKeyVaultCertificate", VaultName=vault, Name=self.name, CertificatePolicy=policy)


class NewVaultCertificateVersion(_Signed, frozen=True, kw_only=True):
    """Renew a certificate in its vault: a new version with a new key, the same names and the same issuer."""

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/certificates/create/action"
    title: ClassVar[str] = "New certificate version"
    targets: ClassVar[str] = "certificate"

    certificate: VaultCertificateRef
    validity_months: int = 12

    def why_not(self, view: View) -> AzureError | None:
        old = view.need(VaultCertificate, self.certificate)
        if old.properties.issuer_name in ISSUERS:
            refused = issuer_refusal(view, old.properties.issuer_name, old.properties.host_names)
            return _validity_problem(self.validity_months) or refused
        return AzureError(
            "IssuerUnknown",
            f"The vault does not know the issuer of '{old.name}' and cannot renew it.",
            "Import the renewed PFX under the same name.",
        )

    def apply(self, draft: Draft, material: bytes) -> str:
        old = draft.need(VaultCertificate, self.certificate)
        names = old.properties.host_names
        issuer = old.properties.issuer_name
        made = self._sign(draft, material, names, issuer, self.validity_months)
        written = write_certificate(draft, self.vault_id(draft), old.name, made, issuer)
        return f"Renewed certificate '{written.name}' in the vault, {_valid(written)}."

    def az(self, view: View) -> str:
        vault, name = vault_and_name(self.certificate)
        policy = _policy(*self._kept(view), self.validity_months)
        return az_line("keyvault certificate create", vault_name=vault, n=name, policy=policy)

    def _kept(self, view: View) -> tuple[tuple[str, ...], str]:
        """The host names and the issuer of the certificate."""
        old = view.get(VaultCertificate, self.certificate)
        return (old.properties.host_names, old.properties.issuer_name) if old else (("HOST",), SELF)

    def powershell(self, view: View) -> str:
        vault, name = vault_and_name(self.certificate)
        policy = _ps_policy(*self._kept(view), self.validity_months)
        return ps_line("Add-AzKeyVaultCertificate", VaultName=vault, Name=name, CertificatePolicy=policy)
