"""BER made definite: definite lengths, and every string in a single piece.

Windows, NSS, GnuTLS and Bouncy Castle write indefinite lengths and strings in pieces, and their files are
as valid as those in DER. Parsers that follow these freedoms lazily take quadratic time on a nested file;
this pass is linear. Source: ITU-T X.690, section 8.

    24 80 04 01 61 04 01 62 00 00   becomes   04 02 61 62
"""

from __future__ import annotations

from typing import NamedTuple

#: Deepest nesting and most elements that are followed; real files have less than 20 and a few hundred.
DEEPEST, MOST = 48, 400_000
_OCTET_STRING, _STRING_IN_PIECES = b"\x04", b"\x24"
_CONSTRUCTED = 0x20
_END_OF_CONTENTS = b"\0\0"


class BerError(ValueError):
    """The bytes are no BER; the text says what is wrong with them."""


class BerTooLarge(BerError):
    """BER that is nested deeper, or is in more elements, than this module follows."""


class Element(NamedTuple):
    """The first element of some bytes, as DER, and the number of bytes that come after it."""

    der: bytes
    extra: int


class _Parsed(NamedTuple):
    tag: bytes
    content: bytes
    end: int


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.elements_left = MOST

    def element(self, start: int, limit: int, depth: int, *, piece: bool = False) -> _Parsed:
        """The element at `start`; `piece` tells that it is part of a string, whatever its tag says."""
        self.elements_left -= 1
        if depth > DEEPEST:
            raise BerTooLarge(f"it is nested more than {DEEPEST} deep")
        if self.elements_left < 0:
            raise BerTooLarge(f"it is in more than {MOST:,} pieces")
        tag, position = self.tag(start, limit)
        length, position = self.length(position, limit)
        constructed = bool(tag[0] & _CONSTRUCTED)
        string = _STRING_IN_PIECES if piece else b""
        if length is None:
            if not constructed:
                raise BerError("a length is invalid")
            return self._children(string or tag, position, limit, depth, open_ended=True)
        end = position + length
        if end > limit:
            raise BerError("it ends too early")
        if constructed:
            return self._children(string or tag, position, end, depth, open_ended=False)
        return _Parsed(tag, self.data[position:end], end)

    def _children(self, tag: bytes, position: int, limit: int, depth: int, *, open_ended: bool) -> _Parsed:
        string = tag == _STRING_IN_PIECES
        parts: list[bytes] = []
        while position < limit or open_ended:
            if (
                open_ended
                and self.data[position : position + 2] == _END_OF_CONTENTS
                and position + 2 <= limit
            ):
                position += 2
                break
            # OpenSSL does not look at the tags of pieces either.
            child = self.element(position, limit, depth + 1, piece=string)
            position = child.end
            parts.append(child.content if string else encode(child.tag, child.content))
        return _Parsed(_OCTET_STRING if string else tag, b"".join(parts), position)

    def tag(self, start: int, limit: int) -> tuple[bytes, int]:
        position = start + 1
        if start < limit and self.data[start] & 0x1F == 0x1F:
            while position < limit and self.data[position] & 0x80:
                position += 1
            position += 1
        if position > limit or position - start > 6:
            raise BerError("it ends too early")
        return self.data[start:position], position

    def length(self, position: int, limit: int) -> tuple[int | None, int]:
        if position >= limit:
            raise BerError("it ends too early")
        first = self.data[position]
        position += 1
        if first < 0x80:
            return first, position
        count = first & 0x7F
        if count == 0:
            return None, position
        if first == 0xFF:
            raise BerError("a length is invalid")
        if position + count > limit:
            raise BerError("it ends too early")
        return int.from_bytes(self.data[position : position + count], "big"), position + count


def first_element(data: bytes) -> Element:
    """The first element of `data` as DER; raises `BerError` when it is cut short, `BerTooLarge`."""
    parsed = _Reader(data).element(0, len(data), 0)
    return Element(encode(parsed.tag, parsed.content), len(data) - parsed.end)


def to_definite(data: bytes) -> bytes:
    """The only element in `data` as DER; raises `BerError` when anything follows it, `BerTooLarge`."""
    der, extra = first_element(data)
    if extra:
        raise BerError(
            f"{extra} more byte{'s' if extra > 1 else ''} follow{'s' if extra == 1 else ''} its end"
        )
    return der


class Header(NamedTuple):
    """Tag and length of an element, None for a length left open, and where its content begins."""

    tag: bytes
    length: int | None
    begin: int


def header(data: bytes, position: int = 0) -> Header:
    """The header of the element at `position`; its content may be cut short. Raises `BerError`."""
    reader = _Reader(data)
    tag, position = reader.tag(position, len(data))
    return Header(tag, *reader.length(position, len(data)))


def children(data: bytes) -> list[bytes]:
    """The consecutive elements of DER bytes; raises `BerError` where the last is cut short."""
    reader, found, position = _Reader(data), [], 0
    while position < len(data):
        end = reader.element(position, len(data), 0).end
        found.append(data[position:end])
        position = end
    return found


def contents(der: bytes) -> bytes:
    """The content of an element in DER; raises `BerError`."""
    return der[header(der).begin :]


def implicit_octets(der: bytes) -> bytes:
    """The octets of an OCTET STRING under an implicit tag, whole or in pieces.

    An implicit tag hides that the pieces make a string, so `to_definite` leaves them as they are; `der`
    is what it made. Raises `BerError`.
    """
    if not der[0] & _CONSTRUCTED:
        return contents(der)
    # The same pieces under the universal tag are a string that can be seen to be one.
    return contents(to_definite(encode(_STRING_IN_PIECES, contents(der))))


def encode(tag: bytes, content: bytes) -> bytes:
    """An element with a definite length."""
    size = len(content)
    if size < 0x80:
        return tag + bytes([size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes([0x80 | len(octets)]) + octets + content
