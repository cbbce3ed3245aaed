"""What a person can do on a blade: declared once, spoken by key, command bar, palette and help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.operations.operation import Operation

#: Keys with the same meaning on every blade; a blade's verbs choose among the rest.
RESERVED = frozenset(
    {"t", "b", "m", "g", "c", "/", "w", "h", "q", "j", "k", "escape", "ctrl+p", "tab", "enter"}
)


@dataclass(frozen=True)
class Verb:
    """A verb of a blade. The functions are handed the blade.

    `operation` is what it asks the cloud for: the portal's refusal becomes the reason it is disabled, and
    pressing performs it. With `action` as well, pressing runs the action instead (to ask first), and the
    operation only says whether it is allowed. `why_not` gives a reason of the blade's own ("" when allowed),
    and is asked first. An operation of None means that nothing is selected.
    """

    key: str
    label: str
    operation: Callable[[Any], Operation | None] | None = None
    action: Callable[[Any], object] | None = None
    why_not: Callable[[Any], str] | None = None
    #: A route it opens for the blade's resource; the verb is not shown while that route does not exist.
    route: str = ""
    #: Said when `operation` is None for want of a selection.
    select_first: str = "Select a row first."
    #: The verb's line in the help.
    tip: str = ""
    #: Whether it stands in the command bar; else the page shows its key where it belongs.
    bar: bool = True


REFRESH = Verb(
    "r", "Refresh", action=lambda blade: blade.app.refresh_world(), tip="as other instances left it"
)
