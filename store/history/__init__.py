"""What was done, from the history of a world: the documents an operation changed, before and after.

    for change in changed_by(portal, entry.revision):
        change.kind, change.name, change.values

It reads the journal and may be slow: it is safe in a thread, and belongs there.
"""

from __future__ import annotations

from store.errors import AzureError
from store.history.changes import ResourceChange, ValueChange, changes
from store.journal.in_memory import revision_not_kept
from store.portal import Portal
from store.resources import CertificateOrder, OrderAction, OrderLedger
from store.world import View

__all__ = ["ResourceChange", "ValueChange", "changed_by", "changed_with", "changes"]


def changed_by(portal: Portal, revision: int) -> tuple[ResourceChange, ...]:
    """What the operation of a revision changed; raises `AzureError` RevisionNotKept beyond the history."""
    if revision <= portal.first_kept():
        raise _too_old(portal)
    before, after = portal.worlds(revision - 1, revision)
    return changes(before, after)


def changed_with(portal: Portal, order: str, action: OrderAction) -> tuple[ResourceChange, ...]:
    """What changed of an order and its secret by the operation that brought an action into its Timeline.

    Where that operation moved the clock far, it did more than this one thing. Raises `AzureError`
    RevisionNotKept where the action is older than the history.
    """
    before = found = None
    for world in portal.worlds(portal.first_kept(), portal.world.revision):
        if before is not None and _has(world, order, action) and not _has(before, order, action):
            found = before, world
        before = world
    if found is None:
        raise _too_old(portal)
    near = _near(found[1], order)
    return tuple(one for one in changes(*found) if f"{one.id}/".lower().startswith(near))


def _too_old(portal: Portal) -> AzureError:
    first, last = portal.first_kept(), portal.world.revision
    kept = revision_not_kept(first - 1, first, last)
    return AzureError(kept.code, "It happened before the history that is kept.", kept.next_step)


def _has(view: View, order: str, action: OrderAction) -> bool:
    ledger = view.get(OrderLedger, order)
    return ledger is not None and action in ledger.actions


def _near(view: View, order: str) -> tuple[str, ...]:
    """How the ids of an order and of its secret begin, in lower case."""
    held = view.get(CertificateOrder, order)
    link = held.link if held is not None else None
    secret = f"{link.key_vault_id}/secrets/{link.key_vault_secret_name}/" if link is not None else order
    return f"{order}/".lower(), secret.lower()
