"""Operations of a scenario file, performed in a world.

    { operation = "OpenMailLink", mail = { ask = "[?!openedAt].id | [0]", type = "mails" } }

A table with `ask` in place of a value is a question in JMESPath to the world as it is at that step; with
`replace` and `by`, which may be such tables too, a text in the answer is replaced by another. A file
is named without a path: it lies in the folder of the trainee's files, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from store.errors import AzureError, UsageError
from store.operations.arguments import File, arguments
from store.operations.operation import Operation
from store.operations.registry import from_json, kind_named
from store.operations.simulator.clock import AdvanceClock
from store.portal import Portal
from store.training.checks.world import ask
from store.training.format import Step
from store.training.limits import LONGEST_WORLD
from store.world import View


class StepRefused(AzureError):
    """A step that cannot be done; `place` counts from 0."""

    def __init__(self, place: int, error: AzureError | UsageError) -> None:
        repair = error.repair if isinstance(error, AzureError) else ""
        super().__init__(error.code, error.message, repair)
        self.place = place


def perform(
    portal: Portal,
    steps: Iterable[Step],
    folder: Path,
    *,
    since: datetime | None = None,
    caller: str = "",
) -> None:
    """Perform the steps in order, as `caller` where one is named; `folder` holds the trainee's files.

    Raises `StepRefused` where one cannot be done, or where the clock leaves `LONGEST_WORLD` after `since`.
    """
    begun = since or portal.world.now
    for place, step in enumerate(steps):
        try:
            operation = operation_of(portal.world, step, folder)
            _check_clock(portal.world, operation, begun)
            portal.perform(operation, caller)
        except (AzureError, UsageError) as error:
            raise StepRefused(place, error) from None


def operation_of(view: View, step: Step, folder: Path) -> Operation:
    """The operation that a step means in this world; raises `UsageError` or `AzureError` PathOutside."""
    values = {name: _value(view, value) for name, value in step.items()}
    kind = kind_named(str(values.get("operation", "")))
    hints = arguments(kind)
    for field, name in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True):
        if hints[field] is File and isinstance(values.get(name), str):
            values[name] = str(inside(folder, values[name]))
    return from_json(values)


def _value(view: View, value: Any) -> Any:
    if not (isinstance(value, dict) and "ask" in value):
        return value
    if unknown := value.keys() - {"ask", "type", "replace", "by"}:
        raise UsageError(
            f"A question has ask, type, replace and by, not {', '.join(sorted(unknown))}.", "InvalidQuery"
        )
    found = ask(view, str(value["ask"]), str(value.get("type", "")))
    if found is None:
        raise UsageError(f"The world has no answer to {value['ask']}.", "NoAnswer")
    if "replace" in value:
        old, new = _value(view, value["replace"]), _value(view, value.get("by", ""))
        return str(found).replace(str(old), str(new))
    return found


def inside(folder: Path, name: str) -> Path:
    """The path of a file in the folder; raises `AzureError` PathOutside where the name leads elsewhere."""
    path = folder / name
    if "\0" in name or not name or path.resolve().parent != folder.resolve():
        raise AzureError(
            "PathOutside", f"'{name[:80]}' leads out of the scenario's folder.", "Name a file without a path."
        )
    return path


def _check_clock(view: View, operation: Operation, begun: datetime) -> None:
    if isinstance(operation, AdvanceClock) and operation.until(view) - begun > LONGEST_WORLD:
        raise AzureError(
            "WorldTooLong",
            f"The steps of a scenario may take {LONGEST_WORLD.days // 366} simulated years altogether.",
            "Begin the world later, with `now`.",
        )
