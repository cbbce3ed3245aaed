"""The report on a certificate file: one line a rule, in fixed order, and the verdict.

Source: "Private certificate requirements" in "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from store.errors import AzureError
from store.files.user_files import LARGEST_WORDS
from store.x509.certificates import CertificateFacts
from store.x509.requirements.limits import SMALLEST_RSA

Verdict = Literal["passed", "failed", "not checked", "warning"]

_RULES = "Add and manage TLS/SSL certificates: Private certificate requirements"
_EXPORT = "Add and manage TLS/SSL certificates: Export merged private certificate to PFX"
_VAULT = "Deploying Azure Web App Certificate through Key Vault"
_UPLOAD = "Add and manage TLS/SSL certificates: Upload a private certificate"
_DUPLICATE = (
    "azure-sdk-for-net (GitHub): Can't import existing app service certificate into new resource group"
)
_VALIDITY = "RFC 5280, section 6.1.3"
_NAME = "azure-powershell (GitHub): The certificate with thumbprint does not match the hostname"

#: Rules in the order of the report: id -> title and where the rule stands.
RULES: dict[str, tuple[str, str]] = {
    "file": ("A readable PFX file", _UPLOAD),
    "password": ("Password protected", _RULES),
    "no-password": ("No password, as the vault keeps it", _VAULT),
    "content-type": ("Content type application/x-pkcs12", _VAULT),
    "cipher": ("Encrypted with triple DES", _RULES),
    "key": (f"Private key, RSA {SMALLEST_RSA} or more", _RULES),
    "vault-key": ("A kind of key that is imported from a vault", _RULES),
    "chain": ("All intermediates and the root", _RULES),
    "serial": ("Serial number up to 20 digits", _EXPORT),
    "duplicate": ("Not yet in this webspace", _DUPLICATE),
    "purpose": ("Meant for TLS servers", _RULES),
    "trust": ("Signed by a trusted authority", _RULES),
    "validity": ("Valid now", _VALIDITY),
    "name": ("Covers the host name", _NAME),
}

#: What only a binding needs; an upload takes the file without.
BINDING_RULES = frozenset({"purpose", "trust", "validity", "name"})

#: The one sentence that the portal has for everything it cannot open.
PORTAL_SENTENCE = "The password is incorrect, or the certificate is not valid"

#: Sentences of the refusals that are not the portal's one sentence.
_SENTENCES = {
    "PfxTooManyCertificates": "The PFX file has too many certificates.",
    "PfxTooManyBags": "The PFX file has too many entries.",
    "PfxRoundsTooMany": "The PFX file asks for too many rounds of key derivation.",
    "PfxTooMuchRc2": "The PFX file has more in RC2 than is decrypted here.",
    "FileTooLarge": f"The file is larger than {LARGEST_WORDS}.",
    "PfxHasPassword": "The PFX file in the vault must not have a password.",
    "SecretContentType": "The content type of the secret must be application/x-pkcs12.",
    "PfxNoKey": "The PFX file has no private key.",
    "PfxNoCertificate": "The PFX file has no certificate.",
    "PfxKeyMismatch": "The private key in the PFX file belongs to another certificate.",
    "PfxKeyTooSmall": f"The private key is too small: RSA needs at least {SMALLEST_RSA} bits.",
    "PfxKeyUnsupported": "The private key is of a kind that App Service does not use.",
    "EcKeyFromVault": "App Service imports no certificate with an elliptic curve key from a key vault.",
    "PfxChainIncomplete": "The certificate chain is incomplete.",
    "PfxSerialTooLong": "The serial number of the certificate is too long.",
    "PfxDuplicate": "Another certificate exists with same thumbprint {found}.",
    "CertificateUnreadable": "The certificate cannot be read.",
    "CertificateNotForServers": "The certificate is not meant for server authentication.",
    "CertificateNotTrusted": "The certificate is not signed by a trusted certificate authority.",
    "CertificateChainInvalid": "TLS clients refuse the chain of the certificate: {found}.",
    "CertificateExpired": "The certificate has expired.",
    "CertificateNotYetValid": "The certificate is not valid yet.",
    "HostNameNotCovered": "The certificate does not match the host name.",
}


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """A rule and the verdict on the file by it.

    `found` says what is there, `repair` what to do ("" where nothing needs to be done), `code` is the
    stable reason of a failure or warning, `source` the document the rule is from.
    """

    id: str
    title: str
    verdict: Verdict
    found: str
    repair: str = ""
    code: str = ""
    source: str = ""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Contents of the file, as DER: key (PKCS#8), leaf, the chain above it, certificates of other paths.

    `root_key_hash` is of the public key that trust hangs on: the top of the way that was judged best.
    Never printed.
    """

    key: bytes
    leaf: bytes
    chain: tuple[bytes, ...]
    root_key_hash: str

    def __repr__(self) -> str:
        return "Parts(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on a file.

    `accepted`: an upload (or import) would take it. `bindable`: a binding would too; None where that
    cannot be told. `code` and `message` are of the first failure that counts, in the portal's words,
    both "" when nothing fails; what only a binding needs counts when a host was given. `facts` are those
    of the leaf, `chain` of everything above it, both as far as the file could be read.
    """

    lines: tuple[Requirement, ...]
    accepted: bool
    bindable: bool | None
    code: str
    message: str
    facts: CertificateFacts | None = None
    chain: tuple[CertificateFacts, ...] = ()
    parts: Parts | None = None

    def line(self, rule: str) -> Requirement:
        """The line of a rule; raises `KeyError`."""
        for line in self.lines:
            if line.id == rule:
                return line
        raise KeyError(rule)

    def error(self) -> AzureError | None:
        """The refusal, ready to be raised; None when nothing that counts fails."""
        if not self.code:
            return None
        repair = next(line.repair for line in self.lines if line.code == self.code)
        return AzureError(self.code, self.message, repair)


def passed(rule: str, found: str) -> Requirement:
    """The file meets the rule."""
    return _line(rule, "passed", found)


def failed(rule: str, code: str, found: str, repair: str = "") -> Requirement:
    """The file breaks the rule."""
    return _line(rule, "failed", found, repair, code)


def warned(rule: str, code: str, found: str, repair: str = "") -> Requirement:
    """The file is taken all the same."""
    return _line(rule, "warning", found, repair, code)


def unchecked(rule: str, why: str) -> Requirement:
    """The line of a rule that could not be checked, and why not."""
    return _line(rule, "not checked", f"not checked: {why}")


def _line(rule: str, verdict: Verdict, found: str, repair: str = "", code: str = "") -> Requirement:
    title, source = RULES[rule]
    return Requirement(
        id=rule, title=title, verdict=verdict, found=found, repair=repair, code=code, source=source
    )


def conclude(
    lines: Sequence[Requirement],
    *,
    rules: Sequence[str],
    why_not: str,
    host: str | None = None,
    certificates: Sequence[CertificateFacts] = (),
    parts: Parts | None = None,
) -> Report:
    """The report of these lines; a rule of `rules` without a line is not checked, because of `why_not`.

    `certificates` are the leaf and what is above it.
    """
    known = {line.id: line for line in lines}
    ordered = [known.get(rule) or unchecked(rule, why_not) for rule in RULES if rule in rules]
    needed = [line for line in ordered if line.id not in BINDING_RULES]
    binding = [line for line in ordered if line.id in BINDING_RULES]
    # Whether the webspace has it already is the upload's own question where nobody could say it here.
    open_questions = {line.id for line in needed if line.verdict == "not checked"} - {"duplicate"}
    asked = needed or binding
    accepted = not open_questions and all(line.verdict != "failed" for line in asked)
    first = next((line for line in ordered if line.verdict == "failed"), None)
    return Report(
        lines=tuple(ordered),
        accepted=accepted,
        bindable=_bindable(accepted, binding, host),
        code=first.code if first else "",
        message=_sentence(first) if first else "",
        facts=certificates[0] if certificates else None,
        chain=tuple(certificates[1:]),
        parts=parts,
    )


def _bindable(accepted: bool, binding: Sequence[Requirement], host: str | None) -> bool | None:
    asked = [line for line in binding if line.id != "name" or host is not None]
    if not accepted or any(line.verdict in {"failed", "warning"} for line in asked):
        return False
    return None if any(line.verdict == "not checked" for line in asked) else True


def _sentence(line: Requirement) -> str:
    return _SENTENCES.get(line.code, PORTAL_SENTENCE).replace("{found}", line.found)
