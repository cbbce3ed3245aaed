"""Sync: a certificate takes in the current version of its vault secret, and its bindings follow.

Sources: "New Sync and Export experiences" (blog, 2019), "Add and manage TLS/SSL certificates" (Azure docs,
2022).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from store.errors import AzureError
from store.hostnames import covers
from store.resources import KeyVaultSecretStatus, Outcome, SecretVersion, Site, WebCertificate
from store.services.key_vault.links import (
    from_version,
    left_behind,
    left_behind_refusal,
    orders_of,
    read_linked,
    status_after,
)
from store.services.key_vault.stored_certificates import ValueRefused, stored_certificate
from store.services.provenance import UNTOLD
from store.services.web.invariants import second_copy_refusal
from store.services.web.webspaces import (
    Binding,
    Bindings,
    bindings_following,
    put_host,
    webspace_of_certificate,
)
from store.world import Draft, View
from store.world.answers import remembered

#: What a sync tells that met nothing to do.
IN_SYNC = "Already in sync."


@remembered
def after_sync(view: View, certificate: WebCertificate) -> WebCertificate | None:
    """The certificate as a sync leaves it, None for one that no vault has.

    Raises `AzureError` where the secret cannot be read, and `ValueRefused` where App Service or the webspace
    does not take what is in it.
    """
    version = read_linked(view, certificate)
    return None if version is None else taken(view, certificate, version)


def link_refused(view: View, certificate: WebCertificate) -> AzureError | None:
    """Why nothing new reaches a certificate from its vault, or None: the next sync would meet this.

    A certificate that its order has left behind is read from a secret which the order does not write.
    """
    try:
        after_sync(view, certificate)
    except AzureError as error:
        found: AzureError | None = error
    else:
        found = None
    for order in orders_of(view, certificate):
        if certificate in left_behind(view, order):
            return left_behind_refusal(view, order, certificate)
    return found


def link_status(view: View, certificate: WebCertificate) -> KeyVaultSecretStatus | None:
    """The secret status that the next sync would note on a certificate; None for one that no vault has."""
    try:
        synced = after_sync(view, certificate)
    except AzureError as error:
        return status_after(error)
    return synced.properties.key_vault_secret_status if synced else None


def taken(view: View, certificate: WebCertificate, version: SecretVersion) -> WebCertificate:
    """The certificate with the facts of a version that was read; raises `ValueRefused`."""
    taken_thumbprint(view, certificate, version)
    return replace(certificate, properties=from_version(view, certificate.properties, version))


def taken_thumbprint(view: View, certificate: WebCertificate, version: SecretVersion) -> str:
    """The thumbprint of what `taken` returns; raises as it does."""
    thumbprint = stored_certificate(view, version).thumbprint
    # Name, webspace and link stay: of what a webspace refuses, only a second copy can come of a sync.
    if thumbprint != certificate.thumbprint:
        refused = second_copy_refusal(view, certificate, thumbprint)
        if refused is not None:
            raise ValueRefused(refused.code, refused.message, refused.repair)
    return thumbprint


def sync_certificate(
    draft: Draft,
    certificate: WebCertificate,
    at: datetime,
    bindings: Bindings | None = None,
    read: SecretVersion | None = None,
) -> Outcome:
    """Load the current version of the certificate's secret and move every binding that it names.

    `read` is that version, where App Service has read it already.

    Never raises for a vault that refuses: the outcome says why and the certificate shows it as its
    secret status. `ok` is False where nothing or not everything could be moved, or what was taken in
    has expired at `at` (UTC).
    """
    try:
        synced = after_sync(draft, certificate) if read is None else taken(draft, certificate, read)
    except AzureError as error:
        status = status_after(error)
        if status is not certificate.properties.key_vault_secret_status and error.code != UNTOLD:
            noted = replace(certificate.properties, key_vault_secret_status=status)
            draft.put(replace(certificate, properties=noted))
        return _outcome(certificate, False, error.message)
    if synced is None:
        return _outcome(certificate, False, "Not from Key Vault; there is nothing to sync.")
    following = bindings_following(draft, certificate, bindings)
    if synced != certificate:
        draft.put(synced)
    moved, left = move_bindings(draft, synced, following, bindings)
    sentence = _result_sentence(certificate, synced, moved, left)
    if synced.properties.expiration_date is not None and synced.properties.expiration_date <= at:
        return _outcome(certificate, False, f"{sentence} It has expired.", synced.thumbprint)
    return _outcome(certificate, not left, sentence, synced.thumbprint)


def move_bindings(
    draft: Draft, certificate: WebCertificate, bound: Iterable[Binding], bindings: Bindings | None = None
) -> tuple[list[str], list[str]]:
    """Give these bindings the certificate's thumbprint where it names the host.

    Returns the hosts that moved and those that had to stay behind. Type and virtual IP stay.
    """
    moved: list[str] = []
    left: list[str] = []
    space = webspace_of_certificate(certificate)
    for site, state in bound:
        if state.thumbprint == certificate.thumbprint:
            continue
        if not covers(certificate.properties.host_names, state.name):
            left.append(state.name)
            continue
        # Several hosts of one app may move: each change is made to what the draft holds by now.
        put_host(draft, draft.need(Site, site.id), replace(state, thumbprint=certificate.thumbprint))
        if bindings is not None:
            bindings.move(space, state.thumbprint or "", certificate.thumbprint, site, state.name)
        moved.append(state.name)
    return moved, left


def _outcome(certificate: WebCertificate, ok: bool, result: str, new: str = "") -> Outcome:
    return Outcome(
        resource=certificate.id,
        ok=ok,
        result=result,
        old_thumbprint=certificate.thumbprint,
        new_thumbprint=new,
    )


def _result_sentence(before: WebCertificate, after: WebCertificate, moved: list[str], left: list[str]) -> str:
    if before.thumbprint == after.thumbprint and not moved and not left:
        return IN_SYNC
    parts = ["The new certificate was loaded."] if before.thumbprint != after.thumbprint else []
    if moved:
        parts.append(f"{len(moved)} binding{'s' * (len(moved) != 1)} moved: {', '.join(moved)}.")
    if left:
        parts.append(f"Not in the new certificate and left on the old one: {', '.join(left)}.")
    return " ".join(parts)
