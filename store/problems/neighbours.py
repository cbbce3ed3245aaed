"""What a resource is connected with: the cause of a problem often lies elsewhere than its symptom.

An app serves the old certificate because its order's secret is behind a firewall: app, web certificate, order
and key vault are neighbours of one another.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.resources import CertificateOrder, Site, Vault, WebCertificate
from store.services.key_vault.links import linked_certificates, orders_of, orders_stored_in
from store.services.web.webspaces import certificates_in, sites_in, webspace_of, webspace_of_certificate
from store.world import View


def neighbours(view: View, resource: str) -> frozenset[str]:
    """The ids, in lower case, of the resource and of those it is connected with; none for ""."""
    orders = {order.key: order for order in _orders(view, resource)}
    ids = [resource]
    for certificate in _certificates(view, resource):
        orders |= {order.key: order for order in orders_of(view, certificate)}
        ids += [certificate.id, *(site.id for site in sites_in(view, webspace_of_certificate(certificate)))]
    for order in orders.values():
        ids += [order.id, *([order.link.key_vault_id] if order.link else [])]
    return frozenset(id.lower() for id in ids if id)


def _orders(view: View, resource: str) -> Iterator[CertificateOrder]:
    """The order itself, or those that are stored in a vault."""
    order = view.get(CertificateOrder, resource)
    if order is not None:
        yield order
    if view.get(Vault, resource) is not None:
        yield from orders_stored_in(view, resource)


def _certificates(view: View, resource: str) -> Iterator[WebCertificate]:
    """The web certificate itself, those linked to an order, or those that an app has bound."""
    for order in _orders(view, resource):
        yield from linked_certificates(view, order)
    certificate, site = view.get(WebCertificate, resource), view.get(Site, resource)
    if certificate is not None:
        yield certificate
    if site is not None:
        bound = {state.thumbprint for state in site.custom_hosts}
        held = certificates_in(view, webspace_of(view, site))
        yield from (one for one in held if one.thumbprint in bound)
