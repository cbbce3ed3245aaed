"""Findings about certificates of apps: behind their order or secret, about to expire, held to a version."""

from __future__ import annotations

from collections.abc import Iterator

from store.estates.finding import Finding, When
from store.estates.limits import AHEAD
from store.estates.order_findings import BROKEN
from store.estates.sources import Source, Surroundings
from store.resources import Provenance, WebCertificate


def certificate_findings(around: Surroundings) -> Iterator[Finding]:
    """Findings about every certificate."""
    for certificate in around.certificates:
        source, kept = around.source(certificate), certificate.properties
        if around.behind_order(certificate):
            yield _of(certificate, "linked-behind-order", When.ALWAYS, dated=True)
        if around.behind_secret(certificate):
            yield _of(certificate, "linked-behind-secret", When.BY_DATE, dated=True)
        if kept.key_vault_id and (code := BROKEN.get(kept.key_vault_secret_status)):
            yield _of(certificate, code, When.NOW)
        if source in (Source.UPLOAD, Source.KEY_VAULT):
            yield from _ending(around, certificate)
        if source is Source.MANAGED and not certificate.thumbprint:
            yield _of(certificate, "managed-dates-hidden")
        told = around.view.get(Provenance, certificate.id)
        if told is not None and told.pinned:
            yield _of(certificate, "secret-version-pinned")


def _of(certificate: WebCertificate, code: str, when: When = When.NEVER, *, dated: bool = False) -> Finding:
    by = certificate.properties.expiration_date if dated else None
    return Finding(code=code, resource=certificate.name, id=certificate.id, when=when, by=by)


def _ending(around: Surroundings, certificate: WebCertificate) -> Iterator[Finding]:
    expires, now = certificate.properties.expiration_date, around.view.now
    if expires is None:
        return
    if expires <= now:
        yield _of(certificate, "certificate-expired", When.NOW)
    elif expires <= now + AHEAD:
        yield _of(certificate, "certificate-expires", When.BY_DATE, dated=True)
