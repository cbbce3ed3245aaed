"""JSON as text to read and edit: what a terminal cannot show stands there as JSON's own escapes."""

from __future__ import annotations

import json
from typing import Any

import msgspec

#: Characters of a document that is edited at most; the largest resource has some thousands.
LONGEST = 256 * 1024


class NotJsonError(Exception):
    """The text is no JSON document: a sentence, and where it stops being one (from 0; -1 for no place)."""

    def __init__(self, message: str, row: int = -1, column: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.row = row
        self.column = column


def shown(document: Any) -> str:
    """The document over several lines."""
    return visible(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())


def visible(text: str, *, foreign: bool = False) -> str:
    """A JSON text with an escape for each character that a terminal could take for a command.

    `foreign`: with an escape for everything but ASCII, for an encoding that lacks it.
    """
    if text.isascii() and "\x7f" not in text and not any(c < " " and c != "\n" for c in text):
        return text
    return "".join(_escaped(character, foreign) for character in text)


def _escaped(character: str, foreign: bool) -> str:
    if (character.isprintable() and not (foreign and not character.isascii())) or character == "\n":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def read(text: str) -> Any:
    """The document that a text is; raises `NotJsonError`, for a name that stands twice in an object too."""
    if len(text) > LONGEST:
        raise NotJsonError(f"The document has {len(text):,} characters; at most {LONGEST:,} are taken.")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        row, column = error.lineno - 1, error.colno - 1
        raise NotJsonError(f"Line {error.lineno}, column {error.colno}: {error.msg}.", row, column) from None
    except (RecursionError, ValueError) as error:
        told = "It is nested too deeply." if isinstance(error, RecursionError) else f"{error}"
        raise NotJsonError(told) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The name '{twice}' stands twice in one object.")
    return document


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON value.")
