"""Outside text (names, paths, files, errors) as visible characters; `tui.text.cells` makes it drawable.

Textual lets escape sequences, bidirectional controls and markup of a `str` through to the terminal,
so every string that was not written in this package passes here first.
"""

from __future__ import annotations

import re
import unicodedata

from tui.text.signs import SIGNS

#: Characters of one outside string that are shown at most.
LIMIT = 400

_ID = re.compile(r"/subscriptions/[^\s',;]*?/([^\s',;/]+)(?=[\s',;]|[.:](?:\s|$)|$)")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def plain(text: object, limit: int = LIMIT) -> str:
    """The text with every control, format, private or unassigned character as a visible escape, and cut."""
    whole = str(text)
    cut = whole[:limit]
    if not cut.isprintable():
        cut = "".join(_visible(character) for character in cut)
    return cut if len(whole) <= limit else cut + SIGNS.cut


def escapes(text: str) -> frozenset[str]:
    """The visible escapes that `plain` puts into this text, blanks aside."""
    found = {_visible(character) for character in set(text) if not character.isprintable()}
    return frozenset(found - {" "})


def short_ids(text: str) -> str:
    """A sentence with each resource id in it cut to its last name: `'…/contosocert'`."""
    return _ID.sub(rf"{SIGNS.cut}/\1", text)


def paragraphs(text: object, limit: int = 20_000) -> str:
    """Like `plain` for a text of several lines: line ends stay, nothing else does."""
    lines = str(text)[:limit].splitlines()
    return "\n".join(plain(line, limit) for line in lines)


def document(text: str) -> str:
    """A text of several lines whole, for a clipboard: line ends and tabs stay, nothing else does."""
    if text.isprintable():
        return text
    return "".join(letter if letter in "\r\n\t" else _visible(letter) for letter in text)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def visible_json(text: str, *, foreign: bool = False) -> str:
    """A JSON text with an escape for each character that a terminal could take for a command.

    `foreign`: with an escape for everything but ASCII, for an encoding that lacks it.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(_json_escape(character, foreign) for character in text)


def _json_escape(character: str, foreign: bool) -> str:
    if (character.isprintable() and not (foreign and not character.isascii())) or character == "\n":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
