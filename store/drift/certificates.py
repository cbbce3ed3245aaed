"""Certificates of apps that no order has issued: from a key vault, uploaded, or managed by Azure.

One from a vault can lag behind its secret; each can be bound where clients object to it. Source: "Add and
manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

from store.drift.facts import CertificateDrift
from store.drift.hops import certificate_hops
from store.drift.hosts import linked_drift, unmarked
from store.resources import WebCertificate
from store.services.key_vault.links import link_of, orders_of
from store.services.web.webspaces import bindings_following
from store.world import View


def drifted_certificates(view: View) -> Iterator[CertificateDrift]:
    """The certificates of no order with any drift, in the order they were added."""
    for certificate in view.all(WebCertificate):
        if not orders_of(view, certificate):
            found = certificate_drift(view, certificate)
            if found.drifted:
                yield found


def certificate_drift(view: View, certificate: WebCertificate) -> CertificateDrift:
    """Secret → certificate → binding → client of a certificate that no order has issued."""
    bound = bindings_following(view, certificate)
    linked = linked_drift(view, certificate, bound, None, unmarked)
    return CertificateDrift(
        linked=linked, hops=certificate_hops(view, linked, from_vault=link_of(certificate) is not None)
    )
