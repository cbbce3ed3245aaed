"""App Service's sync job: certificates with a Key Vault reference follow their secret, once a period.

Sources: "New Sync and Export experiences" (blog, 2019), "Add and manage TLS/SSL certificates" (Azure
docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from store.errors import AzureError
from store.jobs.queue import Run
from store.linking import Link, link_of, secret_for_app_service, status_after
from store.periods import HORIZON, SYNC, next_tick
from store.resources import (
    KeyVaultSecretStatus,
    Principal,
    SecretVersion,
    Subscription,
    Vault,
    VaultSecret,
    WebCertificate,
    WorldFacts,
)
from store.webspaces import sync_certificate
from store.world import View


class Sync:
    """The source of the sync job's work. A failure is met once: it counts again when its reason changes."""

    kinds = (SYNC,)
    job_kinds = (SYNC,)
    tables = (WebCertificate, SecretVersion, VaultSecret, Vault, Subscription, Principal, WorldFacts)

    def all_ahead(self, view: View) -> Iterator[tuple[str, datetime, str]]:
        tick = next_tick(view, SYNC, view.now)
        seen: dict[Link, _Found] = {}
        for certificate in view.all(WebCertificate):
            link = link_of(certificate)
            if link is None:
                continue
            found = seen.get(link)
            if found is None:
                found = seen[link] = _found(view, link)
            if tick < HORIZON and found != _held(certificate):
                yield certificate.id, tick, SYNC

    def ahead(self, view: View, resource: str) -> Iterator[tuple[datetime, str]]:
        certificate = view.get(WebCertificate, resource)
        link = link_of(certificate) if certificate else None
        if certificate is None or link is None or _found(view, link) == _held(certificate):
            return
        tick = next_tick(view, SYNC, view.now)
        if tick < HORIZON:
            yield tick, SYNC

    def happen(self, run: Run, kind: str, resource: str) -> None:
        certificate = run.draft.need(WebCertificate, resource)
        run.outcome(SYNC, sync_certificate(run.draft, certificate, run.draft.now, run.bindings))

    def describe(self, view: View, kind: str, resources: Sequence[str]) -> tuple[str, str]:
        certificates = [view.need(WebCertificate, resource) for resource in resources]
        found = [_found(view, link) for one in certificates if (link := link_of(one)) is not None]
        moved = sorted({thumbprint[:8] for thumbprint, _ in found if thumbprint})
        count = f"{len(resources)} linked certificate{'s' * (len(resources) != 1)}"
        if not moved:
            return SYNC, f"cannot read the secret of {count}"
        return SYNC, f"moves {count} to {', '.join(moved[:3])}{'…' * (len(moved) > 3)}"


#: What a run of the job meets, as far as it leaves a trace on the certificate: thumbprint and secret status.
_Found = tuple[str, KeyVaultSecretStatus]


def _found(view: View, link: Link) -> _Found:
    try:
        version = secret_for_app_service(view, *link)
    except AzureError as error:
        return "", status_after(error)
    return version.properties.thumbprint, KeyVaultSecretStatus.INITIALIZED


def _held(certificate: WebCertificate) -> _Found:
    status = certificate.properties.key_vault_secret_status
    healthy = status is KeyVaultSecretStatus.INITIALIZED
    return (certificate.thumbprint if healthy else ""), status
