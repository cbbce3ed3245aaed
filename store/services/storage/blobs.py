"""Containers and blobs by their places, and the URLs they have."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from store.resources import Blob, BlobContainer, StorageAccount, name_of
from store.world import View
from store.world.index import index_by


def container_id(account: str, name: str) -> str:
    """The id of a container of the account with this id."""
    return f"{account}/blobServices/default/containers/{name}"


def blob_id(container: str, name: str) -> str:
    """The id of a blob in the container with this id."""
    return f"{container}/blobs/{name}"


def containers_in(view: View, account: str) -> tuple[BlobContainer, ...]:
    """The containers of an account."""
    return index_by(view, BlobContainer, _account_keys).get(account.lower(), ())


def blobs_in(view: View, container: str) -> tuple[Blob, ...]:
    """The blobs of a container."""
    return index_by(view, Blob, _container_keys).get(container.lower(), ())


def blob_url(view: View, blob: Blob) -> str:
    """The URL of a blob, without a signature; raises `AzureError` ResourceNotFound."""
    container = view.need(BlobContainer, blob.container)
    account = view.need(StorageAccount, container.account)
    return f"{account.properties.primary_endpoints.blob}{container.name}/{quote(name_of(blob.id))}"


def without_signature(url: str) -> str:
    """A SAS URL whose signature is blotted out, for whoever may only look."""
    head, found, _ = url.partition("sig=")
    return f"{head}{found}REDACTED" if found else url


def _account_keys(view: View) -> Callable[[BlobContainer], tuple[str, ...]]:
    return lambda container: (container.account.lower(),)


def _container_keys(view: View) -> Callable[[Blob], tuple[str, ...]]:
    return lambda blob: (blob.container.lower(),)
