"""What was done in a rehearsal, as a list of what to do in the real Azure: az and PowerShell, in order.

Operations that were taken back are not in it, nor those of the simulator; what jobs did by themselves happens
by itself in Azure, too.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from store.errors import AzureError, StateError
from store.estates.finding import Finding
from store.estates.report import report
from store.operations.operation import Operation
from store.operations.registry import kinds
from store.operations.shells import ShellLines, shell_lines
from store.operations.simulator.undo import Step, steps_of
from store.portal import Portal
from store.resources import name_of

_SIMULATOR = "Simulator/"
#: Steps whose commands are worked out; each needs the world before it.
MOST_STEPS = 200
#: What a resource cannot come back from: a finding that is gone with it was not mended.
_ENDED = frozenset(
    ("order-denied", "order-expired", "order-revoked", "order-canceled", "certificate-expired")
)
_UNKNOWN = "It cannot be read again from the history."


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A step: when it was rehearsed (UTC), its title and subject, and the lines that do it in Azure."""

    at: datetime
    title: str
    subject: str
    az: str
    powershell: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The rehearsal from its import to now: its steps, and what needed somebody before and needs them now."""

    changes: tuple[Change, ...]
    mended: tuple[Finding, ...]
    arisen: tuple[Finding, ...]
    #: Steps beyond those whose commands are shown.
    more: int = 0


def compare(portal: Portal) -> Comparison:
    """The rehearsal so far; reads the history and may be slow, safe in a thread.

    Raises `AzureError` RevisionNotKept where the history does not go back to the import.
    """
    world = portal.world
    done = [step for step in steps_of(world).done if not step.entry.operation.startswith(_SIMULATOR)]
    before, now = report(portal.at(0)).needs_you, report(world).needs_you
    old, new = {_key(one) for one in before}, {_key(one) for one in now}
    arisen = tuple(one for one in now if _key(one) not in old)
    ended = {one.id.lower() for one in arisen if one.code in _ENDED}
    gone = (one for one in before if _key(one) not in new)
    return Comparison(
        changes=tuple(_change(portal, step) for step in done[:MOST_STEPS]),
        mended=tuple(one for one in gone if one.id.lower() not in ended),
        arisen=arisen,
        more=max(0, len(done) - MOST_STEPS),
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.id.lower()


def _change(portal: Portal, step: Step) -> Change:
    entry = step.entry
    operation = _operation(portal, entry.revision)
    lines = ShellLines(reason=_UNKNOWN)
    if operation is not None:
        lines = shell_lines(portal.at(step.before), operation)
    return Change(
        at=entry.at,
        title=entry.title,
        subject=name_of(entry.target),
        az=lines.az or f"# {lines.reason}",
        powershell=lines.powershell or f"# {lines.reason}",
    )


def _operation(portal: Portal, revision: int) -> Operation | None:
    """The operation that made a revision, as the journal has it; None where it cannot be read again."""
    try:
        ((_, kept),) = portal.performed(revision, revision)
        kind = kinds()[str(kept.get("operation"))]
        return msgspec.convert(kept, kind, strict=False)
    except (AzureError, StateError, KeyError, ValueError, msgspec.ValidationError):
        return None
