"""The thumbprint of a certificate as people write it: 40 hexadecimal digits, or what it is instead."""

from __future__ import annotations

import re
import unicodedata

from store.cscfg.limits import THUMBPRINT_DIGITS

_THUMBPRINT = re.compile(rf"[0-9A-Fa-f]{{{THUMBPRINT_DIGITS}}}")
#: Lengths of other digests in hexadecimal digits.
_OTHERS = {32: "MD5", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512"}
_COPIED = "Windows' certificate dialog copies such marks along: delete the value and type it."


def thumbprint_fault(written: str) -> tuple[str, str]:
    """What is wrong with a thumbprint, and the next step; ("", "") where nothing is.

    An invisible mark is named by its code point, since nobody sees it.
    """
    if _THUMBPRINT.fullmatch(written):
        return "", ""
    for place, letter in enumerate(written, 1):
        if unicodedata.category(letter) in ("Cf", "Cc", "Co", "Cn"):
            name = unicodedata.name(letter, "a control character")
            return f"Its character {place} is invisible: U+{ord(letter):04X}, {name}.", _COPIED
    if any(letter.isspace() for letter in written):
        spaces = sum(letter.isspace() for letter in written)
        return f"It has {spaces} space{'s' * (spaces != 1)} in it.", "Write the digits without spaces."
    if ":" in written:
        return "It has colons in it.", "Write the digits without colons."
    for place, letter in enumerate(written, 1):
        if letter not in "0123456789abcdefABCDEF":
            return (
                f"Its character {place}, '{letter}', is no hexadecimal digit.",
                "Copy it from the key vault.",
            )
    digest = f": that is the length of {_OTHERS[len(written)]}" if len(written) in _OTHERS else ""
    return (
        f"It has {len(written)} hexadecimal digits instead of {THUMBPRINT_DIGITS}{digest}.",
        "Copy the thumbprint (SHA-1) from the key vault.",
    )
