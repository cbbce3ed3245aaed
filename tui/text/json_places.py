"""Rows of a JSON text: where in it a value stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tree_sitter import Language, Parser
from tree_sitter_json import language


def row_of(text: str, place: Sequence[str | int]) -> int:
    """The row (from 0) of a place in a JSON text; of the nearest one above it where it is not there."""
    tree = Parser(Language(language())).parse(text.encode(errors="replace"))
    node = next(iter(tree.root_node.named_children), None)
    row = 0
    for part in place:
        if node is None:
            break
        if isinstance(part, int):
            items = node.named_children
            found = items[part] if part < len(items) else None
        else:
            found = next((one for one in node.named_children if _name(one) == part), None)
        if found is None:
            break
        row = found.start_point[0]
        node = found.child_by_field_name("value") if isinstance(part, str) else found
    return row


def _name(pair: Any) -> str | None:
    key = pair.child_by_field_name("key")
    if key is None or key.text is None:
        return None
    try:
        return str(json.loads(key.text))
    except ValueError:
        return None
