"""The end of a storage account: its containers and blobs go with it."""

from __future__ import annotations

from store.resources import StorageAccount
from store.services.authorization.assignments import forget_assignments
from store.services.storage.blobs import blobs_in, containers_in
from store.world import Draft


def delete_account(draft: Draft, account: StorageAccount) -> None:
    """Remove an account with everything in it."""
    for container in containers_in(draft, account.id):
        for blob in blobs_in(draft, container.id):
            draft.remove(blob)
        draft.remove(container)
    draft.remove(account)
    forget_assignments(draft, account.id)
