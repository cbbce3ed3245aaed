"""The way to bring linked certificates of an order back in sync."""

from __future__ import annotations

from store.errors import AzureError, Place, WayOut
from store.resources import CertificateOrder, Vault, WebCertificate
from store.services.certificate_registration.vault_link import link_cause, link_way_out
from store.services.certificate_registration.way_out import sync_way
from store.services.key_vault.links import left_behind, left_behind_refusal, out_of_sync, read_linked
from store.services.web.webspaces import sites_in, webspace_of_certificate
from store.world import View
from store.world.answers import remembered


@remembered
def sync_way_out(view: View, order: CertificateOrder) -> WayOut:
    """The way to bring linked certificates back in sync: Sync, or the removal of an obstacle to it."""
    behind = out_of_sync(view, order)
    left = left_behind(view, order)
    for certificate in behind:
        if certificate in left:
            continue
        try:
            read_linked(view, certificate)
        except AzureError as error:
            vault = certificate.properties.key_vault_id or ""
            text = f"Sync cannot read the secret: {error.message} {error.next_step}".strip()
            if view.get(Vault, vault) is None:
                return WayOut(place=Place.KEY_VAULTS, text=text)
            return WayOut(place=Place.KEY_VAULT, text=text, resource=vault)
    if link_cause(view, order):
        return link_way_out(view, order)
    if left and len(left) >= len(behind):
        return _import_again(view, order, left[0])
    return WayOut(place=Place.SYNC, text=sync_way(view))


def _import_again(view: View, order: CertificateOrder, certificate: WebCertificate) -> WayOut:
    """A certificate that was left behind is linked anew by an import in any app of its webspace."""
    told = left_behind_refusal(view, order, certificate).told
    site = next(iter(sites_in(view, webspace_of_certificate(certificate))), None)
    if site is None:
        return WayOut(place=Place.STORE, text=told)
    return WayOut(place=Place.APP, text=told, resource=site.id)
