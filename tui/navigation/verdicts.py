"""The last verdicts on a page's verbs: a verb judged for the page is not judged again when pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from store.errors import AzureError
from store.services.authorization.access import without_role
from tui.text.plain import short_ids

if TYPE_CHECKING:
    from store import Portal, World
    from store.errors import WayOut
    from store.operations.operation import Operation


class _Verdict(Struct, frozen=True):
    world: World
    caller: str
    operation: Operation
    refused: AzureError | None


class Verdicts:
    """The last verdict on each verb of a page; it holds for the same operation, caller and world."""

    def __init__(self) -> None:
        self._last: dict[str, _Verdict] = {}

    def why_not(self, portal: Portal, name: str, operation: Operation) -> str:
        """Why the verb's operation is not possible now, "" when it is; raises `UsageError`."""
        known, world, caller = self._last.get(name), portal.world, portal.caller
        same = known is not None and known.world is world and known.caller == caller
        if known is None or not same or known.operation != operation:
            known = self._last[name] = _Verdict(world, caller, operation, portal.why_not(operation))
        return sentence(known.refused) if known.refused else ""

    def way_out(self, name: str) -> WayOut | None:
        """Where what the last verdict on a verb says is mended; None where it does not say."""
        known = self._last.get(name)
        return known.refused.way_out if known and known.refused else None


def role_lacking(portal: Portal, operation: Operation) -> str:
    """Why the caller's roles forbid what a verb asks about first, "" where they do not."""
    refused = without_role(portal.world, operation, portal.caller)
    return sentence(refused) if refused else ""


def sentence(error: AzureError) -> str:
    """A refusal and its next step as the page says them."""
    return short_ids(f"{error.message} {error.next_step}".strip())
