"""Shared access signatures: URLs that open one blob until they expire, really signed.

The key of an account follows from the world's seed, as keys do that nobody sees. Source: "Create a service
SAS" (Azure Storage REST API reference, 2023), version 2020-12-06.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from store.errors import AzureError
from store.resources import Blob, BlobContainer, StorageAccount, name_of
from store.services.storage.blobs import blob_id, blob_url, container_id
from store.services.storage.limits import SAS_VERSION
from store.world import View

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_STEP = "Create a new SAS URL for the package."


def sas_url(view: View, blob: Blob, until: datetime) -> str:
    """The URL with which anybody may read this blob up to a moment (UTC)."""
    begins, ends = view.now.strftime(_TIME), until.astimezone(UTC).strftime(_TIME)
    signature = _signature(view, blob, begins, ends)
    fields = {"sp": "r", "st": begins, "se": ends, "spr": "https", "sv": SAS_VERSION, "sr": "b"}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"{blob_url(view, blob)}?{query}&sig={quote(signature, safe='')}"


def expiry_of(url: str) -> datetime | None:
    """When a SAS URL expires (UTC), None where it does not say."""
    written = dict(parse_qsl(urlsplit(url).query)).get("se", "") if _splits(url) else ""
    try:
        return datetime.strptime(written, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def opened(view: View, url: str) -> Blob:
    """The blob a SAS URL opens now.

    Raises `AzureError` InvalidPackageUrl, BlobNotFound, AuthenticationFailed.
    """
    if not _splits(url):
        raise _invalid("It is no URL.")
    parts = urlsplit(url)
    blob = _blob(view, parts.netloc, unquote(parts.path))
    fields = dict(parse_qsl(parts.query))
    if "sig" not in fields:
        said = "The package URL has no shared access signature: the container is private."
        raise AzureError("AuthenticationFailed", said, _STEP)
    begins, ends = fields.get("st", ""), fields.get("se", "")
    if fields.get("sp") != "r" or not _same(fields["sig"], _signature(view, blob, begins, ends)):
        said = "Server failed to authenticate the request: the signature of the package URL did not match."
        raise AzureError("AuthenticationFailed", said, _STEP)
    until = expiry_of(url)
    if until is None or view.now >= until:
        when = f"{until:%Y-%m-%d %H:%M} UTC" if until else "an unknown moment"
        said = "Signature not valid in the specified time frame: the SAS URL of the package expired at "
        raise AzureError("AuthenticationFailed", f"{said}{when}.", _STEP)
    return blob


def _splits(url: str) -> bool:
    try:
        return urlsplit(url).scheme == "https"
    except ValueError:
        return False


def _blob(view: View, host: str, path: str) -> Blob:
    for account in view.all(StorageAccount):
        if account.properties.primary_endpoints.blob == f"https://{host.lower()}/":
            container, _, name = path.lstrip("/").partition("/")
            place = container_id(account.id, container)
            found = view.get(Blob, blob_id(place, name))
            if found is not None and view.get(BlobContainer, place) is not None:
                return found
            said = f"The specified blob does not exist: '{name}' in the container '{container}'."
            raise AzureError("BlobNotFound", said, "Upload the package.")
    raise _invalid(f"There is no storage account at '{host}'.")


def _invalid(reason: str) -> AzureError:
    return AzureError("InvalidPackageUrl", f"The package URL cannot be used. {reason}", _STEP)


def _signature(view: View, blob: Blob, begins: str, ends: str) -> str:
    """HMAC-SHA-256 of the string to sign: permissions, times, the canonical resource, protocol, version."""
    container = view.need(BlobContainer, blob.container)
    resource = f"/blob/{name_of(container.account)}/{container.name}/{blob.name}"
    text = "\n".join(("r", begins, ends, resource, "", "", "https", SAS_VERSION, "b", *("",) * 7))
    return b64encode(hmac.digest(_key(view, container.account), text.encode(), "sha256")).decode("ascii")


def _key(view: View, account: str) -> bytes:
    return hmac.digest(f"{view.facts.seed}".encode(), f"key1 {account.lower()}".encode(), "sha256")


def _same(written: str, signature: str) -> bool:
    try:
        return b64decode(written, validate=True) == b64decode(signature)
    except ValueError:
        return False
