"""The same PFX file in other BER: every freedom of the encoding, by choice or by chance."""

from __future__ import annotations

import random
from collections.abc import Callable

from store.x509.pfx.ber import children, contents, encode

#: Chooses how an element is spelled: its tag and content in, its bytes out.
Spelling = Callable[[bytes, bytes], bytes]


def respell(data: bytes, chance: random.Random) -> bytes:
    """The same DER with lengths and strings spelled by chance."""

    def spell(tag: bytes, content: bytes) -> bytes:
        if tag[0] & 0x20 and chance.random() < 0.5:
            return indefinite(tag, content)
        if tag == b"\x04" and chance.random() < 0.3:
            return in_pieces(b"\x24", content, chance.choice((1, 7, 500)) if len(content) < 40 else 1000)
        if chance.random() < 0.2:
            return long_length(tag, content)
        return encode(tag, content)

    return spelled(data, spell)


def spelled(data: bytes, spell: Spelling) -> bytes:
    """Every element of the DER spelled by `spell`, the ciphertext under [0] as a string too."""
    tag, content = data[:1], contents(data)
    if tag == b"\x80":
        as_string = spell(b"\x04", content)
        # Constructed forms of an implicit tag have the pieces alone.
        return (b"\xa0" if as_string[0] & 0x20 else b"\x80") + as_string[1:]
    if tag[0] & 0x20:
        content = b"".join(spelled(child, spell) for child in children(content))
    elif tag == b"\x04" and content[:1] == b"\x30" and _is_structure(content):
        content = spelled(content, spell)
    return spell(tag, content)


def _is_structure(content: bytes) -> bool:
    """Whether the string holds safe contents, which are BER again; certificates are DER for good."""
    try:
        inside = [child for part in children(content) for child in children(contents(part))]
    except ValueError:
        return False
    return bool(inside) and inside[0][:1] == b"\x06"


def indefinite(tag: bytes, content: bytes) -> bytes:
    """The element without a length."""
    return tag + b"\x80" + content + b"\0\0"


def long_length(tag: bytes, content: bytes) -> bytes:
    """The element with a length of ten octets, most of them zero."""
    return tag + b"\x8a" + len(content).to_bytes(10, "big") + content


def in_pieces(tag: bytes, content: bytes, size: int) -> bytes:
    """The string under a constructed tag, in pieces of `size` octets; an empty one has no piece."""
    pieces = [encode(b"\x04", content[at : at + size]) for at in range(0, len(content), size)]
    return encode(tag, b"".join(pieces))
