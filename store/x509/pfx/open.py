"""Opening a PFX with a password: which bags come out, or why none do.

Done step by step and not by `load_pkcs12`: that call runs every derivation a file asks for, those inside
an encrypted part included, where nobody can count the rounds beforehand.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.errors import AzureError
from store.x509.certificates import describe
from store.x509.foreign_keys import ForeignKey, read_key
from store.x509.pfx.algorithms import Encryption
from store.x509.pfx.cipher import decrypt, passwords_of, seal_fits
from store.x509.pfx.derivations import check_rounds, derivations, password_fault
from store.x509.pfx.structure import Bag, Outline, Safe, read_bags, read_outline

#: Rounds in all up to which a password that does not fit is looked into further.
_CHEAP = 500_000

State = Literal["opened", "no password", "wrong password", "damaged", "unreadable"]


class Opened(NamedTuple):
    """What a password made of a file; `faults` says what could not be read."""

    state: State
    keys: tuple[ForeignKey, ...] = ()
    certificates: tuple[bytes, ...] = ()
    #: The ciphers of all keys; "" for one in clear.
    key_ciphers: tuple[str, ...] = ()
    keys_are_triple_des: bool = False
    faults: tuple[str, ...] = ()

    def pair(self) -> tuple[ForeignKey, bytes] | tuple[None, None]:
        """The first key that has a certificate in the file, and that certificate: the leaf."""
        owners: dict[str, bytes] = {}
        for der in self.certificates:
            try:
                owners.setdefault(describe(der).public_key_hash, der)
            except AzureError:
                continue
        for key in self.keys:
            if key.public_key_hash in owners:
                return key, owners[key.public_key_hash]
        return None, None


class _Unlocked(NamedTuple):
    bags: tuple[Bag, ...]
    shut: int
    unknown: tuple[str, ...]


def open_bytes(data: bytes, text: str) -> Opened:
    """Opens the bytes of a PFX file with the password that fits, "" for none.

    Raises what `read_outline` and `open_pfx` raise, and `AzureError` PfxPasswordIncorrect.
    """
    if fault := password_fault(text):
        raise AzureError("PfxPasswordIncorrect", f"The password cannot be right: {fault}.")
    opened = open_pfx(read_outline(data), text)
    if opened.state == "damaged":
        raise AzureError("PfxDamaged", "The PFX file is damaged: its seal does not fit.")
    if opened.state in {"wrong password", "unreadable"}:
        raise AzureError("PfxPasswordIncorrect", "The password is incorrect, or the certificate is not valid")
    return opened


def open_pfx(outline: Outline, text: str) -> Opened:
    """Opens the file with the password.

    "no password" means that it opens without any, whatever was given; "unreadable" that its ciphers
    are not known here. Raises `AzureError` PfxRoundsTooMany, PfxDamaged or PfxTooManyBags.
    """
    check_rounds(derivations(outline))
    if not derivations(outline):
        return _opened(outline, "", passwords_of("")[0], "no password")
    if outline.mac is not None and outline.mac.hash:
        return _open_sealed(outline, text)
    return _open_unsealed(outline, text)


def _open_sealed(outline: Outline, text: str) -> Opened:
    if (password := _fitting(outline, text)) is not None:
        return _opened(outline, text, password, "opened" if text else "no password")
    if check_rounds(derivations(outline)) > _CHEAP:
        return Opened("wrong password")
    if text and (empty := _fitting(outline, "")) is not None:
        return _opened(outline, "", empty, "no password")
    return Opened("damaged" if _a_key_opens(outline, text) else "wrong password")


def _open_unsealed(outline: Outline, text: str) -> Opened:
    """Without a seal the decryption itself tells whether the password fits."""
    result = Opened("wrong password")
    for each in dict.fromkeys((text, "")):
        for password in passwords_of(each):
            result = _opened(outline, each, password, "opened" if each else "no password")
            if result.state != "wrong password":
                return result
    return result


def _fitting(outline: Outline, text: str) -> bytes | None:
    if outline.mac is None:
        return None
    return next((each for each in passwords_of(text) if seal_fits(outline.mac, each)), None)


def _a_key_opens(outline: Outline, text: str) -> bool:
    """Whether the password fits a key though not the seal: then other bytes of the file were changed."""
    for bag in outline.bags:
        if bag.encryption and (plain := decrypt(bag.encryption, bag.content, text, passwords_of(text)[0])):
            try:
                read_key(plain)
            except AzureError:
                continue
            return True
    return False


def _opened(outline: Outline, text: str, password: bytes, state: State) -> Opened:
    sealed = outline.mac is not None and bool(outline.mac.hash)
    safes = _unlock_safes(outline, text, password)
    check_rounds([*derivations(outline), *_hidden_derivations(outline, safes.bags)])
    keys: list[ForeignKey] = []
    faults: list[str] = []
    shut, unknown = safes.shut, set(safes.unknown)
    for bag in safes.bags:
        if not bag.kind.endswith("key"):
            continue
        if bag.encryption and not bag.encryption.cipher:
            unknown.add(bag.encryption.name)
            continue
        der = decrypt(bag.encryption, bag.content, text, password) if bag.encryption else bag.content
        try:
            keys.append(read_key(der or b""))
        except AzureError:
            if bag.encryption and (der is None or not sealed):
                shut += 1
            else:
                faults.append("the private key cannot be read")
    if shut and not sealed:
        return Opened("wrong password")
    faults += [f"{shut} part{'s' if shut > 1 else ''} locked with another password"] if shut else []
    faults += [f"encrypted with {name}, which cannot be read here" for name in sorted(unknown)]
    nothing = not keys and unknown and not sealed
    return _result("unreadable" if nothing else state, outline, safes.bags, keys, faults)


def _result(
    state: State, outline: Outline, bags: tuple[Bag, ...], keys: list[ForeignKey], faults: list[str]
) -> Opened:
    ciphers = key_encryptions(outline, bags)
    certificates = tuple(dict.fromkeys(bag.content for bag in bags if bag.kind == "certificate"))
    return Opened(
        state,
        tuple(keys),
        certificates,
        tuple(name for name, _ in ciphers),
        all(good for _, good in ciphers),
        tuple(faults),
    )


def key_encryptions(outline: Outline, bags: tuple[Bag, ...]) -> list[tuple[str, bool]]:
    """Name of the cipher ("" for none) and whether it is triple DES, for each key among `bags`.

    A key in clear inside an encrypted part is as safe as that part.
    """
    seen = _seen(outline)
    around = [safe.encryption for safe in outline.safes if safe.encryption]
    found: list[tuple[str, bool]] = []
    for bag in bags:
        if bag.kind.endswith("key"):
            hidden = around if id(bag) not in seen else []
            layers = [bag.encryption] if bag.encryption else hidden
            found.append(
                (", ".join(each.name for each in layers), bool(layers) and all(e.triple_des for e in layers))
            )
    return found


def _seen(outline: Outline) -> set[int]:
    """Identities of the bags that stand in clear, to tell them from equal ones that were hidden."""
    return {id(bag) for bag in outline.bags}


def _hidden_derivations(outline: Outline, bags: tuple[Bag, ...]) -> list[Encryption]:
    seen = _seen(outline)
    return [bag.encryption for bag in bags if bag.encryption and id(bag) not in seen]


def _unlock_safes(outline: Outline, text: str, password: bytes) -> _Unlocked:
    bags: list[Bag] = []
    shut, unknown = 0, []
    for safe in outline.safes:
        if safe.encryption is None:
            bags += safe.bags
        elif not safe.encryption.cipher:
            unknown.append(safe.encryption.name)
        elif (inside := _inside(safe, text, password)) is None:
            shut += 1
        else:
            bags += inside
    return _Unlocked(tuple(bags), shut, tuple(unknown))


def _inside(safe: Safe, text: str, password: bytes) -> tuple[Bag, ...] | None:
    if safe.encryption is None or (plain := decrypt(safe.encryption, safe.content, text, password)) is None:
        return None
    try:
        return read_bags(plain)
    except AzureError as error:
        if error.code == "PfxTooManyBags":
            raise
        return None
