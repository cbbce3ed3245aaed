"""App Service's sync job: certificates with a Key Vault reference follow their secret, once a period.

Sources: "New Sync and Export experiences" (blog, 2019), "Add and manage TLS/SSL certificates" (Azure
docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from store.errors import AzureError
from store.jobs.events import Effects
from store.resources import (
    Hidden,
    KeyVaultSecretStatus,
    Principal,
    Resource,
    SecretVersion,
    Subscription,
    Vault,
    VaultSecret,
    WebCertificate,
    WorldFacts,
)
from store.services.key_vault.links import (
    Link,
    certificates_linked_to,
    link_of,
    linked_secrets,
    secret_for_app_service,
    status_after,
)
from store.services.provenance import UNTOLD
from store.services.web.sync import sync_certificate, taken_thumbprint
from store.time.calendar import HORIZON
from store.time.job_hours import SYNC, next_tick
from store.world import View


class Sync:
    """The source of the sync job's work: an event is about one secret and the certificates linked to it.

    A run that cannot read a secret notes the failure on its certificates. Later runs are events again when
    the reason changes or the secret can be read.
    """

    kinds = (SYNC,)
    job_kinds = (SYNC,)
    meets = "linked certificate"
    about = "/secrets/"
    tables = (WebCertificate, SecretVersion, VaultSecret, Vault, Subscription, Principal, WorldFacts)

    def due(self, view: View) -> Iterator[tuple[str, datetime, str]]:
        for link in linked_secrets(view):
            for at, kind in self.due_for(view, followed(link)):
                yield followed(link), at, kind

    def due_for(self, view: View, resource: str) -> Iterator[tuple[datetime, str]]:
        tick = next_tick(view, SYNC, view.now)
        if tick < HORIZON and any(True for _ in _behind(view, resource)):
            yield tick, SYNC

    def concerned(self, view: View, changed: Resource | Hidden) -> tuple[str, ...] | None:
        match changed:
            case WebCertificate():
                link = link_of(changed)
                return (followed(link),) if link else ()
            case VaultSecret() | SecretVersion():
                return (changed.key.partition("/versions/")[0],)
        return None

    def run(self, effects: Effects, kind: str, resource: str) -> None:
        draft, link = effects.draft, _link(resource)
        # What is in the secret is read once for all that are linked to it.
        read = _read(draft, link) if link else None
        version = read if isinstance(read, SecretVersion) else None
        for certificate in tuple(_behind(draft, resource, read)):
            done = sync_certificate(draft, certificate, draft.now, effects.bindings, version)
            effects.outcome(SYNC, done)
            effects.reschedule(certificate.id)


def followed(link: Link) -> str:
    """The resource that an event of this job is about: the id of the secret, in lower case."""
    return f"{link[0]}/secrets/{link[1]}"


def _link(resource: str) -> Link | None:
    vault, found, name = resource.rpartition("/secrets/")
    return (vault, name) if found else None


#: Thumbprint ("" where there is none to be had) and status of the secret, as the job notes them.
_State = tuple[str, KeyVaultSecretStatus]


def _behind(
    view: View, resource: str, read: SecretVersion | AzureError | None = None
) -> Iterator[WebCertificate]:
    """The certificates linked to a secret that a run of the job would change.

    `read` is what it reads there, where that is known.
    """
    link = _link(resource)
    # No advance of the clock links another certificate: those linked before it are all.
    linked = certificates_linked_to(view.before, link) if link else ()
    if not linked or link is None:
        return
    read = read or _read(view, link)
    if isinstance(read, AzureError) and read.code == UNTOLD:
        # No export tells what is in the secret: what a run would do is not known.
        return
    for before in linked:
        certificate = view.get(WebCertificate, before.id)
        if certificate is not None and _state_of(certificate) != _state_after(view, certificate, read):
            yield certificate


def _read(view: View, link: Link) -> SecretVersion | AzureError:
    """What a run of the job reads from a secret, or why it cannot."""
    try:
        return secret_for_app_service(view, *link)
    except AzureError as error:
        return error


def _state_after(view: View, certificate: WebCertificate, read: SecretVersion | AzureError) -> _State:
    """The state that a run of the job would note on a certificate, given what it reads."""
    if isinstance(read, AzureError):
        return "", status_after(read)
    try:
        return taken_thumbprint(view, certificate, read), KeyVaultSecretStatus.INITIALIZED
    except AzureError as error:
        return "", status_after(error)


def _state_of(certificate: WebCertificate) -> _State:
    """The state that the last run noted on a certificate."""
    status = certificate.properties.key_vault_secret_status
    healthy = status is KeyVaultSecretStatus.INITIALIZED
    return (certificate.thumbprint if healthy else ""), status
