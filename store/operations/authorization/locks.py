"""Management locks: put on, changed and taken off.

Source: "Lock your resources to protect your infrastructure" (Azure docs, 2024).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import LockRef, ScopeRef
from store.operations.authorization.scopes import scope_id
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line
from store.operations.operation import Operation
from store.resources import Lock, LockLevel, LockProperties, ResourceGroup, Subscription, name_of
from store.services.authorization.limits import LONGEST_LOCK_NOTES
from store.services.names import lock_name
from store.world import Draft, View

_LEVELS = {
    "delete": LockLevel.CAN_NOT_DELETE,
    "cannotdelete": LockLevel.CAN_NOT_DELETE,
    "readonly": LockLevel.READ_ONLY,
}


def lock_level(text: str) -> LockLevel:
    """The level by the portal's word or ARM's, in any case; raises `AzureError` InvalidLockLevel."""
    found = _LEVELS.get(text.lower().replace("-", "").replace(" ", ""))
    if found is None:
        raise AzureError("InvalidLockLevel", f"'{text}' is not a lock type.", "Choose Delete or Read-only.")
    return found


def _notes_problem(notes: str) -> AzureError | None:
    if len(notes) <= LONGEST_LOCK_NOTES:
        return None
    return AzureError(
        "InvalidLockNotes",
        f"Notes have at most {LONGEST_LOCK_NOTES} characters; these have {len(notes)}.",
        "Shorten them.",
    )


class AddLock(Operation, frozen=True, kw_only=True):
    """Lock a resource, group or subscription, with everything below it, against deletion or any change."""

    arm: ClassVar[str] = "Microsoft.Authorization/locks/write"
    title: ClassVar[str] = "Add management lock"

    scope: ScopeRef
    name: str
    level: str = "Delete"
    notes: str = ""

    def target(self, view: View) -> str:
        return scope_id(view, self.scope)

    def _id(self, view: View) -> str:
        return f"{self.target(view)}/providers/Microsoft.Authorization/locks/{self.name}"

    def why_not(self, view: View) -> AzureError | None:
        if wrong := lock_name(self.name):
            return AzureError("InvalidLockName", wrong, "Choose another name.")
        lock_level(self.level)
        if view.get(Lock, self._id(view)) is not None:
            return AzureError(
                "Conflict", f"There is a lock '{self.name}' on this scope already.", "Edit that lock."
            )
        return _notes_problem(self.notes)

    def apply(self, draft: Draft, material: None) -> str:
        level = lock_level(self.level)
        properties = LockProperties(level=level, notes=self.notes)
        draft.put(Lock(id=self._id(draft), name=self.name, properties=properties))
        return f"Added lock '{self.name}' ({level.label}) on '{name_of(self.target(draft))}'."

    def az(self, view: View) -> str:
        scope = self.target(view)
        # A group and a subscription are no resources: the Azure CLI names them otherwise.
        group = view.get(ResourceGroup, scope)
        whole = view.get(Subscription, scope)
        return az_line(
            "lock create",
            name=self.name,
            lock_type=lock_level(self.level),
            resource=None if group or whole else scope,
            g=group.name if group else None,
            subscription=name_of(whole.id) if whole else None,
            notes=self.notes or None,
        )

    def powershell(self, view: View) -> str:
        return ps_line(
            "New-AzResourceLock",
            LockName=self.name,
            LockLevel=lock_level(self.level),
            Scope=self.target(view),
            LockNotes=self.notes or None,
            Force=SWITCH,
        )


class EditLock(Operation, frozen=True, kw_only=True):
    """Change a lock's type or notes; an argument left out changes nothing."""

    arm: ClassVar[str] = "Microsoft.Authorization/locks/write"
    title: ClassVar[str] = "Update management lock"
    targets: ClassVar[str] = "lock"

    lock: LockRef
    level: str = ""
    notes: str | None = None

    def _changed(self, view: View) -> Lock:
        lock = view.need(Lock, self.lock)
        level = lock_level(self.level) if self.level else lock.properties.level
        notes = lock.properties.notes if self.notes is None else self.notes
        return replace(lock, properties=LockProperties(level=level, notes=notes))

    def why_not(self, view: View) -> AzureError | None:
        changed = self._changed(view)
        if changed == view.need(Lock, self.lock):
            return AzureError(
                "NoChange", f"Nothing is changed on lock '{changed.name}'.", "Change type or notes."
            )
        return _notes_problem(changed.properties.notes)

    def apply(self, draft: Draft, material: None) -> str:
        changed = self._changed(draft)
        draft.put(changed)
        return f"Saved lock '{changed.name}' ({changed.properties.level.label})."

    def az(self, view: View) -> str:
        changed = self._changed(view)
        return az_line("lock update", ids=changed.id, lock_type=changed.properties.level, notes=self.notes)

    def powershell(self, view: View) -> str:
        changed = self._changed(view)
        level = changed.properties.level
        return ps_line(
            "Set-AzResourceLock", LockId=changed.id, LockLevel=level, LockNotes=self.notes, Force=SWITCH
        )


class DeleteLock(Operation, frozen=True, kw_only=True):
    """Take a lock off."""

    arm: ClassVar[str] = "Microsoft.Authorization/locks/delete"
    title: ClassVar[str] = "Delete management lock"
    targets: ClassVar[str] = "lock"

    lock: LockRef

    def apply(self, draft: Draft, material: None) -> str:
        lock = draft.need(Lock, self.lock)
        draft.remove(lock)
        return f"Deleted lock '{lock.name}' from '{name_of(lock.scope)}'."

    def az(self, view: View) -> str:
        return az_line("lock delete", ids=self.target(view))

    def powershell(self, view: View) -> str:
        return ps_line("Remove-AzResourceLock", LockId=self.target(view), Force=SWITCH)
