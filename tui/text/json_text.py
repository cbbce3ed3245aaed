"""JSON as text to read and edit: what a terminal cannot show stands there as JSON's own escapes."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from tui.text.json_faults import fault_in
from tui.text.plain import visible_json

#: Characters of a document that is edited at most; the largest resource has some thousands.
LONGEST = 256 * 1024


class NotJsonError(Exception):
    """The text is no JSON document: a sentence, and where it stops being one (from 0; -1 for no place)."""

    def __init__(self, message: str, row: int = -1, column: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.row = row
        self.column = column


def shown(document: Any, most: int | None = None) -> str:
    """The document over several lines; of a longer one about the first `most` characters."""
    # What is left out is not looked through: an answer about all orders has millions of characters.
    return visible_json(msgspec.json.format(msgspec.json.encode(document), indent=2).decode()[:most])[:most]


def read(text: str) -> Any:
    """The document that a text is; raises `NotJsonError`, for `fault_in` it too."""
    if len(text) > LONGEST:
        raise NotJsonError(f"The document has {len(text):,} characters; at most {LONGEST:,} are taken.")
    document: Any = None
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        row, column = error.lineno - 1, error.colno - 1
        raise NotJsonError(f"Line {error.lineno}, column {error.colno}: {error.msg}.", row, column) from None
    except (RecursionError, ValueError):
        # Too deep, or too many digits: both are found again with their place.
        pass
    told, row = fault_in(text)
    if told:
        raise NotJsonError(f"Line {row + 1}: {told}", row)
    return document
