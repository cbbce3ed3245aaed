"""App Service's managed certificates: made a little later than asked for, renewed before expiry.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Create a free managed certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from store.errors import AzureError
from store.jobs.events import Effects
from store.resources import (
    DIGICERT,
    Hidden,
    ManagedRequest,
    Outcome,
    Resource,
    WebCertificate,
)
from store.services.web.managed import create, renew
from store.services.web.managed_terms import next_renewal
from store.services.web.sync import move_bindings
from store.services.web.webspaces import bindings_following
from store.world import View

#: Whose work it is, as the Jobs blade names it.
MANAGED = "Managed certificates"
CREATE, RENEW = "managed certificate", "managed renewal"


class Managed:
    """The source of events of managed certificates; a refused renewal is tried again until expiry."""

    kinds = (CREATE, RENEW)
    job_kinds = ()
    meets = "managed certificate"
    about = "/microsoft.web/certificates/"
    tables = (WebCertificate, ManagedRequest)

    def due(self, view: View) -> Iterator[tuple[str, datetime, str]]:
        for request in view.all(ManagedRequest):
            yield request.id, request.due_at, CREATE
        for certificate in view.all(WebCertificate):
            for at, kind in self.due_for(view, certificate.id) if certificate.managed else ():
                yield certificate.id, at, kind

    def due_for(self, view: View, resource: str) -> Iterator[tuple[datetime, str]]:
        request = view.get(ManagedRequest, resource)
        if request is not None:
            yield request.due_at, CREATE
        certificate = view.get(WebCertificate, resource)
        if certificate is not None and certificate.managed:
            at = next_renewal(certificate, view.now)
            if at is not None:
                yield at, RENEW

    def concerned(self, view: View, changed: Resource | Hidden) -> tuple[str, ...] | None:
        return (changed.id,) if isinstance(changed, ManagedRequest | WebCertificate) else ()

    def run(self, effects: Effects, kind: str, resource: str) -> None:
        if kind == CREATE:
            effects.outcome(MANAGED, _create(effects, effects.draft.need(ManagedRequest, resource)))
        else:
            effects.outcome(MANAGED, _renew(effects, effects.draft.need(WebCertificate, resource)))


def _create(effects: Effects, request: ManagedRequest) -> Outcome:
    effects.draft.remove(request)
    try:
        made = create(effects.draft, request, effects.issuer)
    except AzureError as error:
        return Outcome(resource=request.id, ok=False, result=f"DigiCert does not issue it. {error.message}")
    until = f"{made.properties.expiration_date:%Y-%m-%d}"
    told = f"{DIGICERT} issues the managed certificate, valid until {until}."
    return Outcome(resource=made.id, ok=True, result=told, new_thumbprint=made.thumbprint)


def _renew(effects: Effects, certificate: WebCertificate) -> Outcome:
    old = certificate.thumbprint
    following = bindings_following(effects.draft, certificate, effects.bindings)
    try:
        renewed = renew(effects.draft, certificate, effects.issuer)
    except AzureError as error:
        told = f"Not renewed: {error.message} {_again(certificate)}"
        return Outcome(resource=certificate.id, ok=False, result=told, old_thumbprint=old)
    moved, _ = move_bindings(effects.draft, renewed, following, effects.bindings)
    hosts = f"; moved: {', '.join(moved)}" if moved else ""
    told = f"Renewed until {renewed.properties.expiration_date:%Y-%m-%d}{hosts}."
    return Outcome(
        resource=renewed.id, ok=True, result=told, old_thumbprint=old, new_thumbprint=renewed.thumbprint
    )


def _again(certificate: WebCertificate) -> str:
    expires = f"{certificate.properties.expiration_date:%Y-%m-%d}"
    return f"It is tried again each day until the certificate expires on {expires}."
