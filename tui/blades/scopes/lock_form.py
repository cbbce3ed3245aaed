"""Add or edit a lock: its name, its type, and its notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult

from store.operations.authorization.locks import AddLock, EditLock
from store.resources import Lock, LockLevel
from store.services.authorization.limits import LONGEST_LOCK_NOTES
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input

_TYPES = tuple(Option(level.label, level.label) for level in LockLevel)


class LockForm(OperationForm):
    """Dismissed with the operation that adds a lock to `scope` (its id), or changes `lock`."""

    FIRST: ClassVar[str] = "Input:enabled, Choice"
    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)
    BLAMES: ClassVar[Mapping[str, str]] = {
        "InvalidLockName": "name",
        "Conflict": "name",
        "InvalidLockNotes": "notes",
    }

    def __init__(self, scope: str, called: str, lock: Lock | None = None) -> None:
        super().__init__(f"Edit lock of {called}" if lock else f"Add lock to {called}")
        self._scope = scope
        self._lock = lock

    @property
    def does(self) -> str:
        return "Save" if self._lock else "Add"

    def content(self) -> ComposeResult:
        lock = self._lock
        name = Input(lock.name if lock else "", compact=True, max_length=200)
        name.disabled = lock is not None
        kind = lock.properties.level.label if lock else _TYPES[0].value
        notes = Input(lock.properties.notes if lock else "", compact=True, max_length=600)
        yield Field("Lock name", name, "stays as it is" if lock else "", id="name")
        yield Field("Lock type", Choice(*_TYPES, value=kind, title="Lock type"), id="type")
        yield Field("Notes", notes, f"at most {LONGEST_LOCK_NOTES} characters", id="notes")

    def operation(self) -> AddLock | EditLock:
        level, notes = self.value("type"), self.value("notes")
        if self._lock is not None:
            return EditLock(lock=self._lock.id, level=level, notes=notes)
        return AddLock(scope=self._scope, name=self.value("name"), level=level, notes=notes)
