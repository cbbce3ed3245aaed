"""The bags that a password opens, and the keys in them, each with the reason where none comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.errors import AzureError
from store.x509.certificates import describe
from store.x509.foreign_keys import ForeignKey, read_key
from store.x509.pfx.algorithms import Encryption, algorithm_name
from store.x509.pfx.ber import BerError, first_element
from store.x509.pfx.cipher import Password, decrypt
from store.x509.pfx.derivations import check_work, derivations
from store.x509.pfx.structure import Bag, Outline, Safe, check_count, der_key, key_algorithm, read_bags

#: Kinds of key whose numbers decide: a fault in them is no question of the kind.
_READ_KINDS = frozenset({"1.2.840.113549.1.1.1", "1.2.840.10045.2.1"})


class PfxKey(NamedTuple):
    """A private key, the mark that pairs it with its certificate (b"" without), and its encryptions.

    `layers` are the encryptions around it: its own, or for a key in clear those of the encrypted part that
    it was in.
    """

    key: ForeignKey
    local_key_id: bytes
    layers: tuple[Encryption, ...]


class PfxCertificate(NamedTuple):
    """A certificate (DER) and the mark that pairs it with its key, b"" without."""

    der: bytes
    local_key_id: bytes


class Unlocked(NamedTuple):
    """The parts of a PFX file after a password was tried on them.

    `opened` counts the encrypted parts and keys that it opened, `locked` those that it did not; `unknown`
    names the encryptions that are not run here, and `closed_parts` counts the parts that stay closed for
    either reason. `key_faults` says of each key that did not come out why.
    """

    keys: tuple[PfxKey, ...]
    certificates: tuple[PfxCertificate, ...]
    key_layers: tuple[tuple[Encryption, ...], ...]
    key_faults: tuple[AzureError, ...]
    opened: int
    locked: int
    unknown: tuple[str, ...]
    closed_parts: int


class _FoundBag(NamedTuple):
    bag: Bag
    around: tuple[Encryption, ...]


class _Safes(NamedTuple):
    bags: list[_FoundBag]
    opened: int
    locked: int
    unknown: list[str]


def unlock(outline: Outline, password: Password) -> Unlocked:
    """Everything the password opens; raises `AzureError` PfxRoundsTooMany, PfxDamaged, PfxTooManyBags."""
    safes = _open_safes(outline, password)
    check_count(len(safes.bags))
    hidden = [found.bag.encryption for found in safes.bags if found.around and found.bag.encryption]
    check_work([*derivations(outline), *hidden])
    opened, locked, unknown = safes.opened, safes.locked, list(safes.unknown)
    keys: list[PfxKey] = []
    faults: list[AzureError] = []
    for bag, around in safes.bags:
        if not bag.is_key:
            continue
        try:
            keys.append(PfxKey(_key(bag, password), bag.local_key_id, layers_of(bag, around)))
            opened += bag.encryption is not None
        except AzureError as error:
            faults.append(error)
            locked += error.code == "PfxKeyLocked"
            if bag.encryption and not bag.encryption.cipher:
                unknown.append(bag.encryption.name)
            elif error.code != "PfxKeyLocked":
                opened += bag.encryption is not None
    return Unlocked(
        tuple(keys),
        _certificates(found.bag for found in safes.bags),
        tuple(layers_of(bag, around) for bag, around in safes.bags if bag.is_key),
        tuple(faults),
        opened,
        locked,
        tuple(dict.fromkeys(unknown)),
        safes.locked + len(safes.unknown),
    )


def layers_of(bag: Bag, around: tuple[Encryption, ...]) -> tuple[Encryption, ...]:
    """The encryptions that protect a key; in clear inside an encrypted part it is as safe as that part."""
    return (bag.encryption,) if bag.encryption else around


def _open_safes(outline: Outline, password: Password) -> _Safes:
    result = _Safes([], 0, 0, [])
    bags, opened, locked, unknown = result
    for safe in outline.safes:
        if safe.encryption is None:
            bags += [_FoundBag(bag, ()) for bag in safe.bags]
        elif not safe.encryption.cipher:
            unknown.append(safe.encryption.name)
        elif (inside := _inside(safe, safe.encryption, password)) is None:
            locked += 1
        else:
            opened += 1
            bags += [_FoundBag(bag, (safe.encryption,)) for bag in inside]
    return result._replace(opened=opened, locked=locked)


def _inside(safe: Safe, encryption: Encryption, password: Password) -> tuple[Bag, ...] | None:
    if (plain := decrypt(encryption, safe.content, password)) is None:
        return None
    try:
        return read_bags(plain)
    except AzureError as error:
        if error.code == "PfxTooManyBags":
            raise
        return None


def _key(bag: Bag, password: Password) -> ForeignKey:
    """The key; raises `AzureError` PfxKeyLocked, PfxCipherUnknown, PfxKeyUnsupported or PfxKeyBroken."""
    if bag.encryption and not bag.encryption.cipher:
        raise AzureError(
            "PfxCipherUnknown", f"encrypted with {bag.encryption.name}, which is not opened here"
        )
    plain = decrypt(bag.encryption, bag.content, password) if bag.encryption else bag.content
    if plain is None or not (oid := key_algorithm(plain)):
        raise _locked(password) if bag.encryption else AzureError("PfxKeyBroken", "it is no PKCS#8 key")
    for form in _forms(plain):
        try:
            return read_key(form)
        except AzureError:
            continue
    if oid in _READ_KINDS:
        raise AzureError("PfxKeyBroken", "its numbers do not make a key")
    raise AzureError("PfxKeyUnsupported", f"it is of a kind that is not known here: {algorithm_name(oid)}")


def _forms(plain: bytes) -> Iterator[bytes]:
    yield plain
    try:
        yield der_key(plain)
    except (BerError, ValueError, TypeError):
        return


def _locked(password: Password) -> AzureError:
    if password.text.isascii():
        return AzureError(
            "PfxKeyLocked", "this password does not open it", "Export it again with one password for all."
        )
    return AzureError(
        "PfxKeyLocked",
        "this password does not open it: its writer spelled the letters beyond ASCII otherwise",
        "Export it again with a password of ASCII letters.",
    )


def _certificates(bags: Iterator[Bag]) -> tuple[PfxCertificate, ...]:
    """Every certificate once, with its mark wherever it has it."""
    marks: dict[bytes, bytes] = {}
    for bag in bags:
        if bag.kind == "certificate":
            der = _der_certificate(bag.content)
            marks[der] = marks.get(der) or bag.local_key_id
    return tuple(PfxCertificate(der, mark) for der, mark in marks.items())


def _der_certificate(data: bytes) -> bytes:
    """The certificate as DER, where a writer left BER around it; else the same bytes."""
    try:
        describe(data)
    except AzureError:
        try:
            der = first_element(data).der
            describe(der)
        except (AzureError, BerError):
            return data
        return der
    return data
