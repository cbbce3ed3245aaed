"""Problems of uploading, deleting and loading certificates.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Troubleshoot Azure App Service
certificates" (Azure docs, 2025).
"""

from __future__ import annotations

from collections.abc import Iterator

from store.errors import Place
from store.problems.apps import app_of
from store.problems.model import Finding, Problem, standing_refusals, way
from store.resources import (
    ActivityEntry,
    CertificateOrder,
    ExportedCopy,
    LockLevel,
    Revocation,
    Site,
    WebCertificate,
)
from store.services.authorization.access import locks_over
from store.services.web.loadable import loadable
from store.services.web.webspaces import certificates_in, webspace_of
from store.world import View


def _revoked(view: View) -> Iterator[Finding]:
    for site in view.all(Site):
        for state in site.custom_hosts:
            if state.thumbprint and view.get(Revocation, state.thumbprint) is not None:
                yield Finding(
                    resource=site.id,
                    evidence=f"'{state.name}' serves a certificate that the CA has revoked.",
                    way_out=way(Place.CREATE, "Buy a new certificate, import it and bind it."),
                    about=tuple(
                        one.id
                        for one in certificates_in(view, webspace_of(view, site))
                        if one.thumbprint == state.thumbprint
                    ),
                )


def _exported_empty(view: View) -> Iterator[Finding]:
    bare = [copy for copy in view.all(ExportedCopy) if not copy.protected]
    for entry in standing_refusals(view, ("Upload Certificate",), "PfxPasswordRequired"):
        if bare:
            text = "Export Certificate: give the downloaded file a password, then upload it."
            yield Finding(
                resource=app_of(view, entry.target),
                evidence=entry.message,
                way_out=way(Place.EXPORT, text, bare[-1].order),
                order=bare[-1].order,
                about=(bare[-1].order,),
            )


def _upload(view: View) -> Iterator[Finding]:
    for entry in standing_refusals(view, ("Upload Certificate",)):
        if entry.code.startswith("Pfx") and entry.code != "PfxDuplicate":
            text = "Export it again with a password, triple DES, the private key and the whole chain."
            app = app_of(view, entry.target)
            yield Finding(resource=app, evidence=entry.message, way_out=way(Place.UPLOAD, text, app))


def _pinned(view: View) -> Iterator[Finding]:
    for site in view.all(Site):
        for one in loadable(view, site):
            if not one.found:
                text = "Configuration: WEBSITE_LOAD_CERTIFICATES with the new thumbprint, or *."
                yield Finding(
                    resource=site.id,
                    evidence=f"The setting names {one.thumbprint[:8]}, which is not there. {one.note}",
                    way_out=way(Place.CONFIGURATION, text, site.id),
                )


def _locked(view: View) -> Iterator[Finding]:
    for entry in standing_refusals(view, ("Delete App Service Certificate",), "ScopeLocked"):
        if view.get(CertificateOrder, entry.target) is not None:
            yield Finding(
                resource=entry.target,
                evidence=entry.message,
                way_out=way(Place.LOCKS, "Locks: remove the lock, then Delete.", entry.target),
                order=entry.target,
            )
    yield from _read_only(view)


def _read_only(view: View) -> Iterator[Finding]:
    """A Read-only lock forbade a change that is no deletion, and would do so again."""
    locked = (one for one in view.all(ActivityEntry) if one.code == "ScopeLocked")
    titles = {one.title for one in locked if "cannot perform write" in one.message}
    for entry in standing_refusals(view, tuple(titles), "ScopeLocked"):
        levels = {lock.properties.level: lock for lock in locks_over(view, entry.target)}
        if (lock := levels.get(LockLevel.READ_ONLY)) is not None:
            text = f"Locks: remove '{lock.name}', then {entry.title}."
            way_out = way(Place.LOCKS, text, lock.scope)
            yield Finding(resource=entry.target, evidence=entry.message, way_out=way_out)


def _in_use(view: View) -> Iterator[Finding]:
    for entry in standing_refusals(view, ("Delete private key certificate",), "Conflict"):
        certificate = view.get(WebCertificate, entry.target)
        if certificate is not None:
            text = "Remove its bindings in every app of the webspace, then delete it."
            yield Finding(
                resource=entry.target,
                evidence=entry.message,
                way_out=way(Place.CERTIFICATE, text, entry.target),
            )


PROBLEMS = (
    Problem(
        code="ExportHasNoPassword",
        symptom="An exported PFX cannot be uploaded",
        cause="An export has no password, and an upload needs one.",
        find=_exported_empty,
    ),
    Problem(
        code="PfxRefused",
        symptom="A PFX is refused although its password is right",
        cause="It is not encrypted with triple DES, has no password, a weak key or no chain.",
        find=_upload,
    ),
    Problem(
        code="CertificateLocked",
        symptom="The App Service Certificate cannot be deleted or changed",
        cause="A lock on it, its resource group or its subscription forbids it.",
        find=_locked,
    ),
    Problem(
        code="RevokedCertificateServed",
        symptom="Browsers refuse the site since a certificate was deleted",
        cause="Deleting an App Service Certificate revokes it.",
        find=_revoked,
    ),
    Problem(
        code="CertificateInUse",
        symptom="Delete fails: it is currently being used in a TLS/SSL binding",
        cause="Another app of the webspace is bound to it.",
        find=_in_use,
    ),
    Problem(
        code="ThumbprintPinned",
        symptom="Code cannot load the certificate since it was renewed",
        cause="An app setting holds the thumbprint of an earlier certificate.",
        find=_pinned,
    ),
)
