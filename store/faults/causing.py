"""Letting faults happen: at once, or when the world's clock reaches the moment they were prepared for.

A fault that was prepared waits in the world itself. Whatever program has the world open lets it happen once
the moment has come, as it does with the events of a scenario; its operations are performed in the
instructor's name. A fault that the world has no place for by then is noted as such, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from store.errors import AzureError, UsageError
from store.faults import fault_named
from store.faults.deeds import BeginFault, EndFault, PlantFault
from store.faults.model import Fault, Scene, SentFile
from store.operations.training.message import SendMessage
from store.portal import Portal
from store.resources import Planted, name_of
from store.services.authorization.outsiders import called
from store.training.customer_files import make_folder, write_files
from store.training.start import files_folder
from store.training.steps import operation_of
from store.world import View


def plant(portal: Portal, fault: Fault, by: str, *, at: datetime, resource: str = "", say: str = "") -> str:
    """Let a fault happen when the clock reaches a moment (UTC); returns what was prepared, in a sentence.

    Raises `AzureError`.
    """
    portal.perform(PlantFault(fault=fault.code, resource=resource, due_at=at, by=by, say=say), by)
    return f"{fault.title}: prepared for {at:%Y-%m-%d %H:%M} UTC."


def cause(
    portal: Portal, fault: Fault, by: str, *, resource: str = "", say: str = "", folder: Path | None = None
) -> str:
    """Let a fault happen now; returns what happened, in a sentence.

    `resource` is the id of what it hits, "" for the first that fits. Raises `AzureError` where it cannot
    happen, or stops on the way.
    """
    portal.follow()
    if refused := fault.why_not(portal.world, resource):
        raise refused
    done = portal.perform(
        PlantFault(fault=fault.code, resource=resource, due_at=portal.world.now, by=by, say=say), by
    )
    planted = portal.world.need(Planted, f"{done.revision:08d}")
    _happen(portal, planted, folder)
    found = portal.world.need(Planted, planted.id)
    if found.ended and not found.done:
        raise AzureError("FaultFailed", found.outcome)
    return found.outcome


def waiting(view: View) -> tuple[Planted, ...]:
    """The faults that have not begun, the next one first."""
    return tuple(sorted((one for one in view.all(Planted) if not one.begun), key=lambda one: one.due_at))


def let_loose(portal: Portal, folder: Path | None = None) -> int:
    """Let happen what is due; returns how many faults were begun here. `folder` has the trainee's files."""
    count = 0
    while due := [one for one in waiting(portal.world) if one.due_at <= portal.world.now]:
        for planted in due:
            count += _happen(portal, planted, folder)
        portal.follow()
    return count


def _happen(portal: Portal, planted: Planted, folder: Path | None) -> bool:
    """Let a fault happen, unless another program does; whether it was begun here."""
    portal.follow()
    known = portal.world.get(Planted, planted.id)
    if known is None or known.begun:
        return False
    try:
        portal.perform(BeginFault(planted=planted.id), planted.by)
    except AzureError as error:
        if error.code not in ("FaultBegun", "ResourceNotFound"):
            raise
        return False
    try:
        outcome, done = _performed(portal, planted, folder or files_folder(portal.path)), True
        if planted.say:
            portal.perform(SendMessage(text=planted.say, sender=called(planted.by)), planted.by)
    except (AzureError, UsageError) as error:
        outcome, done = error.told if isinstance(error, AzureError) else error.message, False
    portal.perform(EndFault(planted=planted.id, done=done, outcome=outcome), planted.by)
    return True


def _performed(portal: Portal, planted: Planted, folder: Path) -> str:
    """Perform the operations of a fault; returns what it hit, in a sentence."""
    fault = fault_named(planted.fault)
    if refused := fault.why_not(portal.world, planted.resource):
        raise refused
    resource = planted.resource or fault.targets(portal.world)[0].id
    for part in fault.happens(Scene(lambda: portal.world, resource)):
        if isinstance(part, SentFile):
            write_files(portal.world, (part.file,), folder)
            continue
        if "path" in part.step:
            make_folder(folder)
        try:
            portal.perform(operation_of(portal.world, part.step, folder), planted.by)
        except AzureError:
            if not part.refused:
                raise
        else:
            if part.refused:
                raise AzureError("FaultFailed", f"{part.step['operation']} was not refused.")
    return f"{fault.title}: happened to '{name_of(resource)}'."


def advance(
    portal: Portal, until: datetime, caller: str = "", folder: Path | None = None
) -> Iterator[datetime]:
    """Move the clock as `Portal.advance` does; a fault prepared for the way happens at its own moment."""
    while True:
        now = portal.world.now
        stops = (one.due_at for one in waiting(portal.world) if now < one.due_at < until)
        yield from portal.advance(min(stops, default=until), caller)
        let_loose(portal, folder)
        if portal.world.now >= until:
            return
