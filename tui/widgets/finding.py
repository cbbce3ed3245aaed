"""Widgets that remember where their parts are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

if TYPE_CHECKING:
    _AnyWidget = Widget
else:
    # Whatever it is mixed into: Textual takes styles from the first of its classes that one inherits.
    _AnyWidget = object

_ID = re.compile(r"#[\w-]+")


class Finding(_AnyWidget):
    """Finds a part by its id or type once, as long as it stays.

    Textual remembers it until anything below is shown or hidden, which each key on a page does.
    """

    _parts: dict[object, Widget] | None = None

    if not TYPE_CHECKING:
        # For a checker `query_one` has its overloads.
        def query_one(self, selector: str | type, expect_type: type | None = None) -> Any:
            parts = self._parts = self._parts or {}
            key = selector, expect_type
            part = parts.get(key)
            if part is None or part._parent is None:
                part = super().query_one(selector, expect_type)
                # Classes of a part change.
                if not isinstance(selector, str) or _ID.fullmatch(selector):
                    parts[key] = part
            return part
