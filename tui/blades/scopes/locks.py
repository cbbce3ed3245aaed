"""Locks on a scope, its own and those it inherits, and what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.authorization.locks import AddLock, DeleteLock
from store.resources import CertificateOrder, Lock, LockLevel
from store.services.authorization.access import locks_under
from tui.blades.base import refresh_verb
from tui.blades.scopes.base import ScopeBlade, scope_name
from tui.blades.scopes.lock_form import LockForm
from tui.dialogs.confirm import confirm
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, Tone, muted
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_TONES: dict[LockLevel, Tone] = {LockLevel.CAN_NOT_DELETE: "warning", LockLevel.READ_ONLY: "info"}
#: Said where the page is opened for nothing.
_SCOPELESS = "Open a resource, a group or the subscription first."
_ENDS = "Delete, Move, removing a role"
_REFUSED = {LockLevel.CAN_NOT_DELETE: _ENDS, LockLevel.READ_ONLY: f"{_ENDS}, and every other change"}
_REFUSED_OF_ORDER = {
    LockLevel.CAN_NOT_DELETE: _ENDS,
    LockLevel.READ_ONLY: f"{_ENDS}, Rekey, Manual Renew, Verify, Save, adding tags",
}


class Locks(ScopeBlade):
    """The most restrictive lock wins; one on a group or subscription guards everything below it."""

    OPENS = "Edit"
    LABEL = "Locks"
    COPIES = "Copy lock name"
    PERFORMS = ("AddLock", "EditLock", "DeleteLock")
    HELP_TEXT = (
        "A Delete lock lets everything through but deletion, a move (which deletes at the old place) and the "
        "removal of a role that was given there; a Read-only lock refuses every write and action. Locks are "
        "inherited from the resource group and the subscription. Taking one off needs Owner or User Access "
        "Administrator. What is in a key vault is not guarded."
    )

    @verb("a", "Add")
    def add_lock(self) -> None:
        self.edit(None)

    @add_lock.operation
    def probe(self) -> AddLock:
        """A lock that could be added, to know whether any can."""
        return AddLock(scope=self.resource, name="lock")

    @add_lock.why_not
    def _scopeless(self) -> str:
        return "" if self.scope(self.world) else _SCOPELESS

    @verb("o", "Resource group")
    def group_locks(self) -> None:
        self.host.go("locks", self.group)

    @group_locks.shown
    def _has_group(self) -> bool:
        return bool(self.group)

    @verb("u", "Subscription")
    def subscription_locks(self) -> None:
        self.host.go("locks", self.subscription)

    @subscription_locks.shown
    def _has_subscription(self) -> bool:
        return bool(self.subscription)

    refresh_world = refresh_verb

    @verb("d", "Delete lock", select_first="There is no lock to delete.")
    def delete_lock(self) -> None:
        """Ask, then delete the selected lock."""
        lock, operation = self.selected(), self.deletion()
        if lock is not None and operation is not None:
            where = Content.assemble(
                cell(lock.name, "bold $text"), cell(f" on {scope_name(self.world, lock.scope)}")
            )
            words = _REFUSED[lock.properties.level].lower()
            confirm(self.host, "Delete lock", operation, where, Content(f"It refuses: {words}."))

    @delete_lock.operation
    def deletion(self) -> DeleteLock | None:
        """Deletion of the selected lock."""
        lock = self.selected()
        return DeleteLock(lock=lock.id) if lock else None

    def content(self) -> ComposeResult:
        with Section("Locks"):
            yield Table(
                Column("LOCK NAME", 25, least=12),
                Column("LOCK TYPE", 11),
                Column("SCOPE", 21, least=12),
                Column("NOTES", 16, leaves=1, least=8, grow=True),
                empty=muted("This resource has no locks.   ")
                + Content.assemble((self.add_lock.key, "bold $key"), " Add"),
            )
        yield Section("What they refuse", Notes(id="refuse"))

    def refresh_view(self, world: World) -> None:
        locks = {lock.id: lock for lock in locks_under(world, self.resource)}
        empty = None if self.scope(world) else muted(_SCOPELESS)
        self.query_one(Table).show({id: self._row(lock) for id, lock in locks.items()}, empty)
        levels = {lock.properties.level for lock in locks.values()}
        self.query_one("#refuse", Notes).show(*self._refusals(world, levels))

    def _row(self, lock: Lock) -> Cells:
        level = lock.properties.level
        kind = Content.styled(f"{SIGNS.lock} {level.label}", TOKENS[_TONES[level]])
        return cell(lock.name, "$text"), kind, cell(self.inherited(lock.scope)), muted(lock.properties.notes)

    def _refusals(self, world: World, levels: set[LockLevel]) -> list[Content]:
        order = world.get(CertificateOrder, self.resource) is not None
        words = _REFUSED_OF_ORDER if order else _REFUSED
        lines = [_refusal(level, words[level], level in levels) for level in LockLevel]
        guarded = "Locks guard Azure's control plane only: a secret can still be deleted."
        return [*lines, Content(""), muted(guarded)]

    def selected(self) -> Lock | None:
        """The lock under the cursor."""
        return self.world.get(Lock, self.query_one(Table).cursor_key or None)

    def edit(self, lock: Lock | None) -> None:
        """Ask for a new lock, or for changes of one, and write it where it stands."""
        scope = lock.scope if lock else self.resource
        form = LockForm(scope, scope_name(self.world, scope), lock)
        title = "Edit lock" if lock else "Add lock"
        self.host.ask(form, lambda made: self.host.perform(made, title=title))

    def on_table_opened(self) -> None:
        self.edit(self.selected())

    def on_table_moved(self) -> None:
        self.update_chrome()

    def copy_text(self) -> str:
        lock = self.selected()
        return lock.name if lock else ""


def _refusal(level: LockLevel, words: str, there: bool) -> Content:
    """The operations that a type of lock refuses, muted where there is no such lock."""
    return Content.assemble(
        (f"{SIGNS.lock} {level.label}".ljust(14), TOKENS[_TONES[level] if there else "muted"]),
        (f"{'refuses' if there else 'would refuse':<14}", "$text-muted"),
        (words, "$text" if there else "$text-muted"),
    )
