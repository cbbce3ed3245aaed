"""What an operation changed, as lines: a heading for each resource, a line for each value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import Tone, muted, status

if TYPE_CHECKING:
    from store.history import ResourceChange, ValueChange

_TONES: dict[str, Tone] = {"created": "success", "changed": "info", "deleted": "error"}
#: Values that are shown of one resource, and resources of one operation.
_MOST_VALUES, _MOST_RESOURCES = 40, 50
#: Cells of a value before it is cut: certificates are long.
_LONGEST = 120


def change_lines(changes: Sequence[ResourceChange]) -> Iterator[Content]:
    """The lines; one that says so where nothing changed."""
    if not changes:
        yield muted("No resource is another one than before.")
    for one in changes[:_MOST_RESOURCES]:
        yield Content.assemble(
            status(one.kind.capitalize(), _TONES[one.kind]),
            "  ",
            cell(one.name, "bold $text"),
            muted(f"  {one.type}"),
        )
        yield from map(_line, one.values[:_MOST_VALUES])
        yield from _more(len(one.values) - _MOST_VALUES, "values")
        yield Content("")
    yield from _more(len(changes) - _MOST_RESOURCES, "resources")


def _line(one: ValueChange) -> Content:
    before = cell(one.before or SIGNS.impossible, "$text-muted", limit=_LONGEST)
    after = cell(one.after or SIGNS.impossible, "$text", limit=_LONGEST)
    return Content.assemble("    ", cell(one.place), "  ", before, f" {SIGNS.right} ", after)


def _more(count: int, what: str) -> Iterator[Content]:
    if count > 0:
        yield muted(f"    and {count:,} more {what}")
