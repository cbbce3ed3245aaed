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
#: Letters to Python of which nothing is drawn: fillers, joiners, selectors of a variation.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
#: More marks over one letter than any writing has: terminals draw them over the rows around it.
_MARKS = 4
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ua66f-\ua67d\ufe20-\ufe2f]"
)
_FLOOD = re.compile(f"({_MARK}{{{_MARKS}}})({_MARK}+)")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def shows(text: str) -> bool:
    """Whether a terminal shows this text as it is: all of it can be seen, and nothing else."""
    if text.isascii():
        return text.isprintable()
    return text.isprintable() and _UNSEEN.search(text) is None and _FLOOD.search(text) is None


def plain(text: object, limit: int = LIMIT) -> str:
    """The text with a visible escape for every character that is not seen as itself, and cut.

    These are controls, format, private and unassigned characters, letters of which nothing is drawn, and
    marks that are heaped on one letter.
    """
    whole = str(text)
    cut = whole[:limit]
    # Most are ASCII, and asked for without a call of a function.
    if not (cut.isprintable() if cut.isascii() else shows(cut)):
        cut = "".join(_visible(character) for character in _FLOOD.sub(_heaped, cut))
    return cut if len(whole) <= limit else cut + SIGNS.cut


def _heaped(found: re.Match[str]) -> str:
    return found[1] + "".join(map(_escape, found[2]))


def escapes(text: str) -> frozenset[str]:
    """The visible escapes that `plain` puts into this text, blanks aside."""
    found = {_visible(one) for one in set(text) if not _seen(one)}
    heaped = {_escape(one) for match in _FLOOD.finditer(text) for one in match[2]}
    return frozenset((found | heaped) - {" "})


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


def _seen(character: str) -> bool:
    return character.isprintable() and _UNSEEN.match(character) is None


def _visible(character: str) -> str:
    if _seen(character):
        return character
    return " " if unicodedata.category(character) == "Zs" else _escape(character)


def _escape(character: str) -> str:
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
    if (_seen(character) and not (foreign and not character.isascii())) or character == "\n":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
