"""Bounds on the work of opening a PFX: rounds and passwords, checked before any derivation runs."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import AzureError
from store.x509.command_lines import openssl_export
from store.x509.pfx.algorithms import Encryption
from store.x509.pfx.parameters import Seal
from store.x509.pfx.structure import Outline

#: Rounds of one key derivation, and of all in a file: a second or so of work.
MOST_ROUNDS, MOST_ROUNDS_IN_ALL = 1_000_000, 3_000_000
#: Octets of ciphertext in RC2, in all: it is Python here. A chain of certificates is a hundredth of it.
MOST_RC2 = 200_000
#: What decrypting an octet takes in time, in rounds of key derivation.
_ROUNDS_OF_AN_RC2_OCTET = 12
_LONGEST_PASSWORD = 1024


def password_fault(text: str) -> str:
    """Why this cannot be the password of a file, or ""."""
    if "\0" in text:
        return "there is a NUL in it"
    if len(text) > _LONGEST_PASSWORD:
        return f"it is longer than {_LONGEST_PASSWORD} characters"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "it is not valid Unicode"
    return ""


def derivations(outline: Outline) -> list[Seal | Encryption]:
    """Everything in the file that derives a key, as far as it can be seen."""
    found: list[Seal | Encryption] = [outline.seal] if outline.seal else []
    found += [safe.encryption for safe in outline.safes if safe.encryption]
    found += [bag.encryption for bag in outline.bags if bag.encryption]
    return found


def check_work(work: Iterable[Seal | Encryption]) -> int:
    """The cost of all derivations and decryptions, in rounds of key derivation.

    Raises `AzureError` PfxRoundsTooMany or PfxTooMuchRc2, or PfxDamaged where a number is negative.
    """
    rounds, rc2 = 0, 0
    for item in work:
        if item.rounds < 0:
            raise AzureError("PfxDamaged", "The PFX file is damaged: a number of rounds is negative.")
        rounds += item.rounds
        if item.rounds > MOST_ROUNDS or rounds > MOST_ROUNDS_IN_ALL:
            asked = f"{rounds:,}" if rounds < 10**18 else "more than 10^18"
            raise AzureError(
                "PfxRoundsTooMany",
                f"The file asks for {asked} rounds of key derivation; one may take {MOST_ROUNDS:,} at most.",
                f"Export it again with fewer rounds: {openssl_export('-iter 2048')}",
            )
        rc2 += item.octets if isinstance(item, Encryption) and item.cipher == "rc2" else 0
    if rc2 > MOST_RC2:
        raise AzureError(
            "PfxTooMuchRc2",
            f"The file has {rc2:,} octets in RC2; {MOST_RC2:,} are decrypted here at most.",
            f"Export it again with triple DES: {openssl_export()}",
        )
    return rounds + rc2 * _ROUNDS_OF_AN_RC2_OCTET
