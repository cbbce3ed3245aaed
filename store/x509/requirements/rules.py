"""The rules of the report, each a function from the contents of the file to a line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from store.eras import Era
from store.hostnames import covers, other_reading, remarks
from store.x509.certificates import CertificateFacts
from store.x509.chain import Chain
from store.x509.command_lines import NEW_KEY, SHORT_SERIAL, openssl_export
from store.x509.foreign_keys import ForeignKey
from store.x509.paths.judgement import Judgement
from store.x509.pfx.algorithms import Encryption
from store.x509.pfx.open import Opened
from store.x509.pfx.pairing import Pair
from store.x509.pfx.structure import Outline
from store.x509.requirements.limits import SMALLEST_RSA
from store.x509.requirements.report import Requirement, failed, passed, unchecked, warned

EXPORT_3DES = f"Export it again with triple DES: {openssl_export()} (or, shorter, -legacy)."
EXPORT_CHAIN = (
    f"Merge leaf, intermediates and root in this order into merged.crt and export: {openssl_export()}."
)
_NEW_CHAIN = (
    "Get the authority's current intermediates and root, merge them with the leaf and export again; leave "
    "out what has expired."
)
_OTHER_AUTHORITY = "Have it issued by an authority whose certificates allow it."
_EXPORT_KEY = f"Export it again with the private key: {openssl_export()}."
_NEW_KEY = f"Make a new key and request a certificate for it: {NEW_KEY}."
#: What mends a key that is there but does not come out, by code.
_KEY_REPAIRS = {"PfxKeyUnsupported": _NEW_KEY, "PfxCipherUnknown": EXPORT_3DES}


def file_line(size: int, outline: Outline, era: Era) -> Requirement:
    """The file and its seal, `size` in octets; a seal that the era's programs do not open is refused."""
    seal = outline.seal
    notes = [count(size, "byte")]
    notes += [f"version {outline.version} in place of 3"] if outline.version != 3 else []
    if seal is None:
        notes.append("no seal")
    else:
        notes.append(f"sealed with {seal.name}, {count(seal.rounds, 'round')}")
        notes += [] if seal.hash else ["the seal is not computed here"]
    if outline.extra:
        notes.append(f"{count(outline.extra, 'byte')} after its end, which readers pass over")
    if seal is not None and seal.is_pbmac1 and not era.pbmac1:
        notes.append(f"which the programs of {era.name} do not open")
        return failed("file", "PfxSealUnsupported", ", ".join(notes), EXPORT_3DES)
    return passed("file", ", ".join(notes))


def cipher_line(key_layers: Sequence[Sequence[Encryption]], others: Collection[str], era: Era) -> Requirement:
    """A cipher of the era around every key; what is around the certificates alone does not matter.

    `key_layers` are the encryptions of each key, `others` the names of those around the other parts.
    """
    line = _cipher_line(key_layers, others, era)
    title = f"Encrypted with {' or '.join('triple DES' if one == '3DES' else one for one in era.pfx_ciphers)}"
    return replace(line, title=title)


def _cipher_line(
    key_layers: Sequence[Sequence[Encryption]], others: Collection[str], era: Era
) -> Requirement:
    if not key_layers:
        return unchecked("cipher", "there is no key in the file")
    ciphers = [", ".join(each.name for each in layers) for layers in key_layers]
    names = ", ".join(dict.fromkeys(name or "none, the key is in clear" for name in ciphers))
    if not all(layers and all(each.family in era.pfx_ciphers for each in layers) for layers in key_layers):
        return failed("cipher", "PfxCipherNotTripleDes", names, EXPORT_3DES)
    rest = ", ".join(dict.fromkeys(name for name in others if name not in ciphers))
    return passed("cipher", f"{names}; certificates {rest}" if rest else names)


def key_line(pair: Pair | None, opened: Opened) -> Requirement:
    """A key that is large enough and whose certificate is in the file; `pair` are the two."""
    why = f" ({'; '.join(opened.faults)})" if opened.faults else ""
    if fault := opened.key_fault():
        repair = fault.next_step or _KEY_REPAIRS.get(fault.code, _EXPORT_KEY)
        # The title of the line says that it is about the private key.
        found = lower_first(fault.message.removeprefix("The private key is ")).rstrip(".")
        return failed("key", fault.code, f"{found}{why}", repair)
    if not opened.keys:
        return failed("key", "PfxNoKey", f"no private key{why}", _EXPORT_KEY)
    if not opened.certificates:
        return failed("key", "PfxNoCertificate", f"no certificate{why}", EXPORT_CHAIN)
    if pair is None:
        certificates = count(len(opened.certificates), "certificate")
        found = f"{_kind(opened.keys[0])}, but none of the {certificates} is for it{why}"
        return failed(
            "key", "PfxKeyMismatch", found, "Export it again with the key of the certificate request."
        )
    key = pair.key
    if key.kind not in {"RSA", "EC"}:
        return failed("key", "PfxKeyUnsupported", f"{_kind(key)}: neither RSA nor EC", _NEW_KEY)
    if key.kind == "RSA" and key.bits < SMALLEST_RSA:
        return failed("key", "PfxKeyTooSmall", _kind(key), _NEW_KEY)
    several = f"; {len(opened.keys)} keys in the file" if len(opened.keys) > 1 else ""
    reason = f"; {pair.reason}" if pair.reason else ""
    return passed("key", f"{_kind(key)}, matches the certificate{several}{reason}{why}")


def vault_key_line(key: ForeignKey, era: Era, *, stands_for_rsa: bool) -> Requirement:
    """The kind of key at an import from a vault, which in some years takes RSA alone."""
    if key.kind != "EC" or era.ec_from_vault or stands_for_rsa:
        return passed("vault-key", _kind(key))
    repair = "Upload it as a PFX file, or bring a certificate with an RSA key into the vault."
    return failed("vault-key", "EcKeyFromVault", _kind(key), repair)


def chain_line(chain: Chain, certificates: int, now: datetime) -> Requirement:
    """The way up to a root inside the file; an authority in it that is out of its time is named."""
    if not chain.complete:
        length = len(chain.certificates)
        ways = "the leaf alone" if length == 1 else f"{length} certificates of the chain"
        odd = [note for facts in chain.facts for note in oddities(facts)]
        return failed("chain", "PfxChainIncomplete", "; ".join([ways, chain.reason, *odd]), EXPORT_CHAIN)
    extra = certificates - len(chain.certificates)
    text = (
        "self-signed, its own root"
        if len(chain.certificates) == 1
        else f"{len(chain.certificates)} certificates"
    )
    weak = any(facts.weak_signature for facts in chain.facts if not facts.self_signed)
    notes = [f"{count(extra, 'more certificate')} not of the chain"] if extra else []
    notes += ["a weak signature in it"] if weak else []
    notes += [note for facts in chain.facts for note in oddities(facts)]
    if late := chain.out_of_time(now.astimezone(UTC)):
        return warned("chain", "PfxChainExpired", "; ".join([text, *late, *notes]), _NEW_CHAIN)
    return passed("chain", "; ".join([text, *notes]))


def oddities(facts: CertificateFacts) -> list[str]:
    """Violations of RFC 5280 that readers accept, in phrases: clients may differ."""
    name = facts.common_name
    shown = f"{name[:30]}…" if len(name) > 30 else name or facts.subject or "a certificate"
    serial = (
        [] if facts.serial_positive else [f"the serial number of {shown} is not positive, as RFC 5280 asks"]
    )
    return [*serial, *facts.odd_parts]


def serial_line(facts: CertificateFacts, era: Era) -> Requirement:
    """Octets of the leaf's serial number, as a value."""
    octets, limit = facts.serial_octets, era.serial_octets
    digits = f"{2 * octets} digits" + ("" if facts.serial_positive else ", not a positive number")
    if limit is None or octets <= limit:
        return passed("serial", digits)
    repair = (
        f"Have it issued with at most {limit} octets, as your own authority can: {SHORT_SERIAL}; "
        "later eras take 40 digits."
    )
    return failed("serial", "PfxSerialTooLong", digits, repair)


def duplicate_line(facts: CertificateFacts, thumbprints: Collection[str] | None) -> Requirement:
    """The same certificate a second time in a webspace; unchecked where `thumbprints` is None."""
    if thumbprints is None:
        return unchecked("duplicate", "the upload asks")
    if facts.thumbprint in {each.upper() for each in thumbprints}:
        return failed(
            "duplicate", "PfxDuplicate", facts.thumbprint, "Use the certificate that is already there."
        )
    return passed("duplicate", "not there yet")


def purpose_line(facts: CertificateFacts, *, counts: bool) -> Requirement:
    """Server authentication in the extended key usage."""
    if facts.server_auth:
        return passed("purpose", "serverAuth")
    found = "other purposes only" if facts.purposes_listed else "no extended key usage"
    repair = "Have it issued with the extended key usage serverAuth (1.3.6.1.5.5.7.3.1)."
    return _binding_fault("purpose", "CertificateNotForServers", found, repair, counts)


def trust_line(chain: Chain, judgement: Judgement, *, counts: bool) -> Requirement:
    """A path to a trusted root that clients accept; not checked without a whole chain."""
    if not chain.complete:
        return unchecked("trust", "needs the chain")
    root = judgement.facts[-1]
    if judgement.holds:
        return passed("trust", root.common_name or root.subject or "a root without a name")
    limit = "; certificates too many to try every way up" if judgement.stopped else ""
    if judgement.trusted:
        found = "; ".join(judgement.faults) + limit
        repair = _NEW_CHAIN if judgement.untimely else _OTHER_AUTHORITY
        return _binding_fault("trust", "CertificateChainInvalid", found, repair, counts)
    found = f"{root.subject or 'a root without a name'} is not a trusted root{limit}"
    repair = "Use a certificate of a trusted authority, or trust this root: Trusted roots > Add root."
    return _binding_fault("trust", "CertificateNotTrusted", found, repair, counts)


def validity_line(facts: CertificateFacts, now: datetime, *, counts: bool) -> Requirement:
    """Validity at the simulated time."""
    moment = now.astimezone(UTC)
    if moment < facts.not_before:
        code, found = "CertificateNotYetValid", f"valid from {facts.not_before:%Y-%m-%d} on"
        return _binding_fault("validity", code, found, "Wait until then.", counts)
    if moment > facts.not_after:
        code, found = "CertificateExpired", f"expired on {facts.not_after:%Y-%m-%d}"
        return _binding_fault("validity", code, found, "Renew the certificate.", counts)
    return passed("validity", f"until {facts.not_after:%Y-%m-%d}, {(facts.not_after - moment).days} days")


def name_line(facts: CertificateFacts, host: str | None) -> Requirement:
    """The host name among the certificate's names, and where clients differ; only asked with a host."""
    names = facts.all_names
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    if host is None:
        return unchecked("name", f"the binding asks ({shown or 'no names'})")
    if covers(names, host):
        said = [*remarks(facts.names, facts.common_name, host), *filter(None, [other_reading(host)])]
        return passed("name", "; ".join([host, *(each.rstrip(".") for each in said)]))
    repair = "Use a certificate that lists the host; a wildcard stands for one label."
    return failed("name", "HostNameNotCovered", f"{shown or 'no names'}, not {host}", repair)


def _binding_fault(rule: str, code: str, found: str, repair: str, counts: bool) -> Requirement:
    """A failure where a binding is asked for, a warning at an upload."""
    return failed(rule, code, found, repair) if counts else warned(rule, code, found, repair)


def _kind(key: ForeignKey) -> str:
    return f"{key.kind} {key.bits}" if key.bits else key.kind


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 round", "2,048 rounds"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def lower_first(text: str) -> str:
    """A sentence as part of another."""
    return text[:1].lower() + text[1:]
