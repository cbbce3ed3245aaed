"""Private key certificates of webspaces expire, whichever way they came in: nothing in Azure prevents it.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Manage expiring certificates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from store.jobs.events import Effects
from store.resources import Hidden, Outcome, Resource, WebCertificate
from store.services.web.webspaces import webspace_of_certificate
from store.time.calendar import HORIZON
from store.world import View

#: Where it happens, as the Jobs blade names whose work a thing is.
APP_SERVICE = "App Service"
EXPIRE = "private certificate expiry"


class PrivateCertificates:
    """The source of the expiry of certificates that were uploaded, imported, linked or made for free."""

    kinds = (EXPIRE,)
    job_kinds = ()
    meets = "private certificate"
    about = "/microsoft.web/certificates/"
    tables = (WebCertificate,)

    def due(self, view: View) -> Iterator[tuple[str, datetime, str]]:
        for certificate in view.all(WebCertificate):
            for at in _expiry(view, certificate):
                yield certificate.id, at, EXPIRE

    def due_for(self, view: View, resource: str) -> Iterator[tuple[datetime, str]]:
        certificate = view.get(WebCertificate, resource)
        if certificate is not None:
            for at in _expiry(view, certificate):
                yield at, EXPIRE

    def concerned(self, view: View, changed: Resource | Hidden) -> tuple[str, ...] | None:
        return (changed.id,) if isinstance(changed, WebCertificate) else ()

    def run(self, effects: Effects, kind: str, resource: str) -> None:
        draft = effects.draft
        certificate = draft.need(WebCertificate, resource)
        space = webspace_of_certificate(certificate)
        bound = effects.bindings.find(draft, space, (certificate.thumbprint,))
        hosts = ", ".join(state.name for _, state in bound)
        serves = f"It is still bound at {hosts}." if hosts else "It is bound to no host name."
        effects.outcome(
            APP_SERVICE,
            Outcome(
                resource=certificate.id,
                ok=False,
                result=f"The certificate expires. {serves}",
                old_thumbprint=certificate.thumbprint,
            ),
        )


def _expiry(view: View, certificate: WebCertificate) -> Iterator[datetime]:
    expires = certificate.properties.expiration_date
    if expires is not None and view.now < expires < HORIZON:
        yield expires
