"""BER made definite: the few freedoms of BER that PFX writers take, undone in one bounded pass.

Old Windows, NSS and Bouncy Castle write indefinite lengths and strings in pieces. Parsers that follow
these lazily take quadratic time on a nested file; this pass is linear, and refuses what is too deep.
Source: ITU-T X.690, section 8.
"""

from __future__ import annotations

from typing import NamedTuple

#: Deepest nesting and most elements; real files have less than 20 and a few hundred.
DEEPEST, MOST = 48, 100_000
_OCTET_STRING = 0x04
_CONSTRUCTED = 0x20


class BerError(ValueError):
    """The bytes are no BER; the text says what is wrong with them."""


class _Element(NamedTuple):
    tag: bytes
    content: bytes
    end: int


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.left = MOST

    def element(self, start: int, limit: int, depth: int) -> _Element:
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            raise BerError("it is nested too deeply")
        tag, position = self._tag(start, limit)
        length, position = self._length(position, limit)
        constructed = bool(tag[0] & _CONSTRUCTED)
        if length is None:
            if not constructed:
                raise BerError("a length is invalid")
            return self._children(tag, position, limit, depth, open_ended=True)
        end = position + length
        if end > limit:
            raise BerError("it ends too early")
        if constructed:
            return self._children(tag, position, end, depth, open_ended=False)
        return _Element(tag, self.data[position:end], end)

    def _children(self, tag: bytes, position: int, limit: int, depth: int, *, open_ended: bool) -> _Element:
        string = tag[0] == _OCTET_STRING | _CONSTRUCTED
        pieces: list[bytes] = []
        while position < limit or open_ended:
            if open_ended and self.data[position : position + 2] == b"\0\0" and position + 2 <= limit:
                position += 2
                break
            child = self.element(position, limit, depth + 1)
            position = child.end
            if string and child.tag[0] != _OCTET_STRING:
                raise BerError("a string has a piece that is none")
            pieces.append(child.content if string else encode(child.tag, child.content))
        return _Element(bytes([_OCTET_STRING]) if string else tag, b"".join(pieces), position)

    def _tag(self, start: int, limit: int) -> tuple[bytes, int]:
        position = start + 1
        if start < limit and self.data[start] & 0x1F == 0x1F:
            while position < limit and self.data[position] & 0x80:
                position += 1
            position += 1
        if position > limit or position - start > 6:
            raise BerError("it ends too early")
        return self.data[start:position], position

    def _length(self, position: int, limit: int) -> tuple[int | None, int]:
        if position >= limit:
            raise BerError("it ends too early")
        first = self.data[position]
        position += 1
        if first < 0x80:
            return first, position
        count = first & 0x7F
        if count == 0:
            return None, position
        if count > 8 or position + count > limit:
            raise BerError("it ends too early")
        return int.from_bytes(self.data[position : position + count], "big"), position + count


def to_definite(data: bytes) -> bytes:
    """The one element in `data` with definite lengths and strings in one piece.

    Raises `BerError` when it is cut short, followed by anything, or nested beyond reason.
    """
    element = _Reader(data).element(0, len(data), 0)
    if extra := len(data) - element.end:
        raise BerError(
            f"{extra} more byte{'s' if extra > 1 else ''} follow{'s' if extra == 1 else ''} its end"
        )
    return encode(element.tag, element.content)


def encode(tag: bytes, content: bytes) -> bytes:
    """One element with a definite length."""
    size = len(content)
    if size < 0x80:
        return tag + bytes([size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes([0x80 | len(octets)]) + octets + content
