"""PEM text taken apart, in time linear in its length. Source: RFC 7468."""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple

_BEGIN = re.compile(rb"-----BEGIN ([A-Z0-9 #]{1,60})-----")


class Block(NamedTuple):
    """One block: its label, its bytes (empty where the text is no base64) and the text itself."""

    label: str
    der: bytes
    text: bytes


def blocks(data: bytes) -> list[Block]:
    """All blocks of a PEM file, in order; text around them is skipped, as it is by OpenSSL."""
    found: list[Block] = []
    position = 0
    while begin := _BEGIN.search(data, position):
        end = b"-----END " + begin[1] + b"-----"
        stop = data.find(end, begin.end())
        if stop < 0:
            break
        position = stop + len(end)
        found.append(
            Block(
                begin[1].decode("ascii"), _decoded(data[begin.end() : stop]), data[begin.start() : position]
            )
        )
    return found


def is_pem(data: bytes) -> bool:
    """Whether there is the beginning of a PEM block anywhere in the file."""
    return _BEGIN.search(data) is not None


def encode(label: str, der: bytes) -> str:
    """The bytes as one PEM block."""
    text = base64.b64encode(der).decode("ascii")
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def _decoded(body: bytes) -> bytes:
    # Headers (of OpenSSL's encrypted keys) end at an empty line.
    _, separator, rest = body.replace(b"\r\n", b"\n").partition(b"\n\n")
    try:
        return base64.b64decode(
            b"".join((rest if separator and b":" in body else body).split()), validate=True
        )
    except (binascii.Error, ValueError):
        return b""
