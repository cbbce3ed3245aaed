"""Opening a PFX with a password: which keys and certificates come out, or why none do.

Done step by step and not by `load_pkcs12`: that call runs every derivation a file asks for, those inside
an encrypted part included, where nobody can count the rounds beforehand.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.errors import AzureError
from store.x509.certificates import describe
from store.x509.foreign_keys import ForeignKey, read_key
from store.x509.pfx.algorithms import Encryption
from store.x509.pfx.cipher import Password, bytewise, decrypt, seal_fits, spellings
from store.x509.pfx.derivations import check_work, derivations, password_fault
from store.x509.pfx.pairing import Pair, choose_pair
from store.x509.pfx.structure import Outline, read_outline
from store.x509.pfx.unlock import PfxCertificate, PfxKey, Unlocked, unlock

#: Rounds in all up to which a password that does not fit is looked into further.
_CHEAP = 500_000

State = Literal[
    "opened", "no password", "wrong password", "other spelling", "seal does not fit", "unreadable"
]


class Opened(NamedTuple):
    """A PFX file after a password was tried on it.

    `key_layers` are the encryptions around each key, readable or not; `key_faults` say why a key that is
    there did not come out, `faults` what else could not be read.
    """

    state: State
    found_keys: tuple[PfxKey, ...] = ()
    found_certificates: tuple[PfxCertificate, ...] = ()
    key_layers: tuple[tuple[Encryption, ...], ...] = ()
    key_faults: tuple[AzureError, ...] = ()
    faults: tuple[str, ...] = ()
    #: Whether an encrypted part stays closed.
    closed: bool = False

    @property
    def keys(self) -> tuple[ForeignKey, ...]:
        """The keys that came out."""
        return tuple(found.key for found in self.found_keys)

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """The certificates (DER), each once, in the order of the file."""
        return tuple(found.der for found in self.found_certificates)

    def chosen(self) -> Pair | None:
        """The key and its certificate, the leaf, and why these; None where the file has no such pair."""
        return choose_pair(self.found_keys, self.found_certificates)

    def pair(self) -> tuple[ForeignKey, bytes] | tuple[None, None]:
        """The key and its certificate, the leaf."""
        pair = self.chosen()
        return (pair.key, pair.leaf) if pair else (None, None)

    def key_fault(self) -> AzureError | None:
        """Why a key in the file, or perhaps in a part that stays closed, could not be read; or None."""
        if self.keys:
            return None
        if not self.key_faults:
            if not self.closed:
                return None
            return AzureError("PfxKeyLocked", "No private key is in the parts of the file that open.")
        first = self.key_faults[0]
        return AzureError(first.code, f"The private key is there, but {first.message}.", first.next_step)


def open_bytes(data: bytes, text: str) -> Opened:
    """Opens the bytes of a PFX file with the password that fits, "" for none.

    Raises what `read_outline` and `open_pfx` raise, and `AzureError` PfxPasswordIncorrect, PfxSealBroken or
    PfxCipherUnknown.
    """
    if fault := password_fault(text):
        raise AzureError("PfxPasswordIncorrect", f"The password cannot be right: {fault}.")
    opened = open_pfx(read_outline(data), text)
    match opened.state:
        case "seal does not fit":
            raise AzureError(
                "PfxSealBroken",
                "The password opens the key of the PFX file, but its seal does not fit: the file was "
                "changed, or sealed with another password.",
            )
        case "unreadable":
            raise AzureError("PfxCipherUnknown", f"The PFX file cannot be opened: {opened.faults[0]}.")
        case "wrong password" | "other spelling":
            raise AzureError(
                "PfxPasswordIncorrect", "The password is incorrect, or the certificate is not valid"
            )
    return opened


def open_pfx(outline: Outline, text: str) -> Opened:
    """Opens the file with the password.

    "no password" means that it opens without any, whatever was given; "other spelling" that the password
    fits once its letters beyond ASCII are spelled byte by byte; "unreadable" that its algorithms are not
    run here. Raises `AzureError` PfxRoundsTooMany, PfxDamaged or PfxTooManyBags.
    """
    check_work(derivations(outline))
    if not derivations(outline):
        return _opened(outline, spellings("")[0], "no password")
    if outline.seal is not None and outline.seal.hash:
        return _open_sealed(outline, text)
    return _open_unsealed(outline, text)


def _open_sealed(outline: Outline, text: str) -> Opened:
    if (password := _fitting(outline, text)) is not None:
        return _opened(outline, password, "opened" if text else "no password")
    if check_work(derivations(outline)) > _CHEAP:
        return Opened("wrong password")
    if text and (empty := _fitting(outline, "")) is not None:
        return _opened(outline, empty, "no password")
    assert outline.seal is not None
    other = bytewise(text)
    if other is not None and seal_fits(outline.seal, other):
        return Opened("other spelling")
    return Opened("seal does not fit" if _a_key_opens(outline, text) else "wrong password")


def _open_unsealed(outline: Outline, text: str) -> Opened:
    """Without a seal the decryption itself tells whether the password fits."""
    result = Opened("wrong password")
    cheap = check_work(derivations(outline)) <= _CHEAP
    for each in dict.fromkeys((text, "") if cheap else (text,)):
        for password in spellings(each):
            result = _opened(outline, password, "opened" if each else "no password")
            if result.state != "wrong password":
                return result
    return result


def _fitting(outline: Outline, text: str) -> Password | None:
    seal = outline.seal
    if seal is None:
        return None
    return next((each for each in spellings(text) if seal_fits(seal, each)), None)


def _a_key_opens(outline: Outline, text: str) -> bool:
    """Whether the password fits a key though not the seal."""
    for bag in outline.bags:
        if bag.encryption and (plain := decrypt(bag.encryption, bag.content, spellings(text)[0])):
            try:
                read_key(plain)
            except AzureError:
                continue
            return True
    return False


def _opened(outline: Outline, password: Password, state: State) -> Opened:
    sealed = outline.seal is not None and bool(outline.seal.hash)
    unlocked = unlock(outline, password)
    if not sealed and not unlocked.opened and derivations(outline):
        # Nothing has shown that the password is right.
        return _nothing_opened(outline, unlocked)
    return Opened(
        state,
        unlocked.keys,
        unlocked.certificates,
        unlocked.key_layers,
        unlocked.key_faults,
        _faults(unlocked),
        closed=unlocked.closed_parts > 0,
    )


def _nothing_opened(outline: Outline, unlocked: Unlocked) -> Opened:
    if unlocked.locked:
        return Opened("wrong password")
    seal = outline.seal
    faults = [f"sealed with {seal.name}, which is not computed here"] if seal else []
    faults += [f"encrypted with {name}, which is not opened here" for name in unlocked.unknown]
    return Opened(
        "unreadable",
        unlocked.keys,
        unlocked.certificates,
        unlocked.key_layers,
        unlocked.key_faults,
        tuple(faults),
        closed=unlocked.closed_parts > 0,
    )


def _faults(unlocked: Unlocked) -> tuple[str, ...]:
    keys = sum(fault.code == "PfxKeyLocked" for fault in unlocked.key_faults)
    parts = unlocked.locked - keys
    faults = [f"{parts} part{'s' if parts > 1 else ''} locked with another password"] if parts else []
    if unlocked.keys and unlocked.key_faults:
        faults += [f"another key: {fault.message}" for fault in unlocked.key_faults]
    names = [name for name in unlocked.unknown if not any(name in fault for fault in faults)]
    faults += [f"encrypted with {name}, which is not opened here" for name in names]
    unread = sum(not _readable(found.der) for found in unlocked.certificates)
    faults += [f"{unread} certificate{'s' if unread > 1 else ''} cannot be read"] if unread else []
    return tuple(faults)


def _readable(der: bytes) -> bool:
    try:
        describe(der)
    except AzureError:
        return False
    return True
