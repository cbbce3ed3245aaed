"""Uploads of service packages."""

from __future__ import annotations

from store.resources import (
    Blob,
    BlobContainer,
)
from store.resources.compute import (
    BuiltPackage,
)
from store.services.storage.blobs import blob_id
from store.world import Draft


def put_package(draft: Draft, container: BlobContainer, package: BuiltPackage) -> Blob:
    """Upload a package into a container; a blob of its name is replaced."""
    blob = Blob(
        id=blob_id(container.id, package.name),
        length=package.length,
        digest=package.digest,
        uploaded_at=draft.now,
        definition=package.definition,
    )
    draft.put(blob)
    return blob
