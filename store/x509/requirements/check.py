"""Would App Service take this certificate? Uploads, imports from a vault, and bindings.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Deploying Azure Web App Certificate
through Key Vault" (blog, 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from store.eras import Era
from store.errors import AzureError
from store.files.user_files import LARGEST, LARGEST_WORDS
from store.secret import Secret
from store.x509.chain import build_chain
from store.x509.command_lines import NO_PASSWORD
from store.x509.faults import as_azure_error
from store.x509.file_kinds import kind_of
from store.x509.paths.judgement import judge
from store.x509.pfx.derivations import check_work, derivations, password_fault
from store.x509.pfx.open import Opened, open_pfx
from store.x509.pfx.structure import Outline, looks_like_pfx, read_outline
from store.x509.pfx.unlock import layers_of
from store.x509.requirements.report import Parts, Report, Requirement, conclude, failed, passed
from store.x509.requirements.rules import (
    EXPORT_3DES,
    chain_line,
    cipher_line,
    duplicate_line,
    file_line,
    key_line,
    name_line,
    purpose_line,
    serial_line,
    trust_line,
    validity_line,
    vault_key_line,
)

_BINDING = ("purpose", "trust", "validity", "name")
_UPLOAD = ("file", "password", "cipher", "key", "chain", "serial", "duplicate", *_BINDING)
_VAULT = ("file", "no-password", "content-type", "key", "vault-key", "chain", "serial", *_BINDING)

#: What the secret of a vault must say it is.
PKCS12 = "application/x-pkcs12"


class Surroundings(NamedTuple):
    """The circumstances by which a file is judged.

    `now` is simulated time (UTC), `trusted_roots` are DER certificates, `host` is the name that a binding
    would be for, `duplicates` are the thumbprints already in the webspace (None: not known). EC keys below a
    root of `rsa_stand_ins` (SHA-256 of its public key) count as RSA at an import from a vault.
    """

    era: Era
    now: datetime
    trusted_roots: Sequence[bytes]
    host: str | None = None
    duplicates: Collection[str] | None = None
    rsa_stand_ins: frozenset[str] = frozenset()


def _reported(rules: Sequence[str], around: Surroundings, judge_file: Callable[[], Report]) -> Report:
    """The report of `judge_file`, or the report that the file cannot be read."""
    try:
        with as_azure_error("PfxUnreadable", "The file cannot be read."):
            return judge_file()
    except AzureError as error:
        why_not = "the file cannot be read"
        return conclude([_file_fault(error)], rules=rules, why_not=why_not, host=around.host)


def check_pfx(data: bytes, password: Secret, around: Surroundings) -> Report:
    """The report on a PFX for an upload, with the rules of a binding (to `around.host`).

    Never raises for anything in the file or the password.
    """
    return _reported(_UPLOAD, around, lambda: _judge_upload(data, password, around))


def _judge_upload(data: bytes, password: Secret, around: Surroundings) -> Report:
    host = around.host
    outline = _outline(data)
    lines = [file_line(len(data), outline, around.era), _cipher_of(outline, None, around.era)]
    try:
        opened, line = _with_password(outline, password)
    except AzureError as error:
        lines[0] = _file_fault(error)
        return conclude(lines, rules=_UPLOAD, why_not="the file cannot be opened", host=host)
    lines.append(line)
    if opened is None:
        return conclude(lines, rules=_UPLOAD, why_not="needs the right password", host=host)
    lines[1] = _cipher_of(outline, opened, around.era)
    return _content_report(lines, opened, _UPLOAD, around)


def check_vault_pfx(data: bytes, around: Surroundings, content_type: str = PKCS12) -> Report:
    """The report on a secret's PFX for an import from Key Vault: there it must have no password."""
    around = around._replace(duplicates=())
    return _reported(_VAULT, around, lambda: _judge_import(data, content_type, around))


def _judge_import(data: bytes, content_type: str, around: Surroundings) -> Report:
    host = around.host
    outline = _outline(data)
    opened = open_pfx(outline, "")
    lines = [file_line(len(data), outline, around.era), _content_type_line(content_type)]
    if opened.state != "no password":
        repair = f"Store it without a password: {NO_PASSWORD}"
        lines.append(failed("no-password", "PfxHasPassword", "it needs a password", repair))
        return conclude(lines, rules=_VAULT, why_not="needs a file without a password", host=host)
    lines.append(passed("no-password", "opens without one"))
    return _content_report(lines, opened, _VAULT, around)


def _outline(data: bytes) -> Outline:
    if len(data) > LARGEST:
        raise AzureError(
            "FileTooLarge", f"The file is larger than {LARGEST_WORDS}.", "A certificate file has a few KB."
        )
    if not looks_like_pfx(data):
        kind, repair = kind_of(data)
        raise AzureError("NotAPfx", f"{kind}.", repair)
    outline = read_outline(data)
    check_work(derivations(outline))
    return outline


def _file_fault(error: AzureError) -> Requirement:
    repair = error.next_step or "Export the certificate again, or copy the file again in binary mode."
    return failed("file", error.code, error.message.rstrip("."), repair)


def _with_password(outline: Outline, password: Secret) -> tuple[Opened | None, Requirement]:
    """The file as the password opens it, and the line about it; None where it opens nothing."""
    text = password.reveal()
    if fault := password_fault(text):
        return None, failed(
            "password", "PfxPasswordInvalid", f"the password cannot be right: {fault}", "Type it again."
        )
    opened = open_pfx(outline, text)
    match opened.state:
        case "opened" if text:
            return opened, passed("password", "yes, and the password opens it")
        case "no password" | "opened":
            found = "no, it opens without a password"
            return opened, failed(
                "password", "PfxPasswordRequired", found, f"Give it a password. {EXPORT_3DES}"
            )
        case "seal does not fit":
            found = (
                "the password opens the key, but not the seal: other bytes of the file were changed, "
                "or it was sealed with another password"
            )
            return None, failed(
                "password", "PfxSealBroken", found, "Copy or export the file again, with one password."
            )
        case "other spelling":
            found = "the password fits only where each byte of it counts as a letter, as old OpenSSL wrote it"
            repair = f"Export it again with a password of ASCII letters. {EXPORT_3DES}"
            return None, failed("password", "PfxPasswordIncorrect", found, repair)
        case "unreadable":
            found = "; ".join(opened.faults)
            return opened, failed("password", "PfxCipherUnknown", found, EXPORT_3DES)
    if not text:
        return None, failed(
            "password", "PfxPasswordRequired", "no password was given", "Type the password of the file."
        )
    found = "the file is whole, but the password does not open it"
    return None, failed("password", "PfxPasswordIncorrect", found, "Type the password again.")


def _cipher_of(outline: Outline, opened: Opened | None, era: Era) -> Requirement:
    layers = [layers_of(bag, ()) for bag in outline.bags if bag.is_key]
    if opened is not None and opened.key_layers:
        layers = list(opened.key_layers)
    around = [safe.encryption.name for safe in outline.safes if safe.encryption]
    clear = any(bag.kind == "certificate" for bag in outline.bags)
    return cipher_line(layers, [*around, *(["in clear"] if clear else [])], era)


def _content_type_line(content_type: str) -> Requirement:
    if content_type == PKCS12:
        return passed("content-type", content_type)
    repair = f"Set the content type of the secret to {PKCS12}."
    return failed("content-type", "SecretContentType", content_type or "none", repair)


def _content_report(
    lines: list[Requirement],
    opened: Opened,
    rules: Sequence[str],
    around: Surroundings,
) -> Report:
    host, now = around.host, around.now
    pair = opened.chosen()
    lines.append(key_line(pair, opened))
    if pair is None:
        return conclude(lines, rules=rules, why_not="needs a key with its certificate", host=host)
    key, leaf = pair.key, pair.leaf
    try:
        judgement = judge(leaf, opened.certificates, around.trusted_roots, now)
        chain = build_chain(leaf, opened.certificates, judgement)
    except AzureError as error:
        lines[0] = failed("file", error.code, error.message.rstrip("."), error.next_step)
        return conclude(lines, rules=rules, why_not="the certificates are not looked at", host=host)
    facts, counts = chain.facts[0], host is not None
    root_key_hash = judgement.facts[-1].public_key_hash
    lines += [
        vault_key_line(key, around.era, stands_for_rsa=root_key_hash in around.rsa_stand_ins),
        chain_line(chain, len(opened.certificates), now),
        serial_line(facts, around.era),
        duplicate_line(facts, around.duplicates),
        purpose_line(facts, counts=counts),
        trust_line(chain, judgement, counts=counts),
        validity_line(facts, now, counts=counts),
        name_line(facts, host),
    ]
    parts = Parts(
        key=key.der,
        leaf=leaf,
        chain=(*chain.above, *chain.others),
        root_key_hash=root_key_hash,
    )
    return conclude(lines, rules=rules, why_not="", host=host, certificates=chain.facts, parts=parts)
