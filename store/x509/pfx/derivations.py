"""What opening a PFX may cost: rounds and passwords within bounds, checked before any of it runs."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import AzureError
from store.x509.command_lines import openssl_export
from store.x509.pfx.algorithms import Encryption
from store.x509.pfx.parameters import Seal
from store.x509.pfx.structure import Outline

#: Rounds of one key derivation, and of all in a file: a second or so of work.
MOST_ROUNDS, MOST_ROUNDS_IN_ALL = 1_000_000, 3_000_000
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


def check_rounds(work: Iterable[Seal | Encryption]) -> int:
    """The rounds in all; raises `AzureError` PfxRoundsTooMany, or PfxDamaged where a number is negative."""
    total = 0
    for item in work:
        if item.rounds < 0:
            raise AzureError("PfxDamaged", "The PFX file is damaged: a number of rounds is negative.")
        total += item.rounds
        if item.rounds > MOST_ROUNDS or total > MOST_ROUNDS_IN_ALL:
            count = f"{total:,}" if total < 10**18 else "more than 10^18"
            raise AzureError(
                "PfxRoundsTooMany",
                f"The file asks for {count} rounds of key derivation; one may take {MOST_ROUNDS:,} at most.",
                f"Export it again with fewer rounds: {openssl_export('-iter 2048')}",
            )
    return total
