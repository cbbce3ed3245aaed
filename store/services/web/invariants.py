"""What holds of every webspace, whichever way a certificate comes in: upload, import, sync, job or renewal.

A webspace has each certificate once, is linked to each vault secret once, and has a limited number of
places; a resource stays in its webspace. Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022; for
the places 2025).
"""

from __future__ import annotations

from collections.abc import Iterator

from store.errors import AzureError
from store.resources import (
    ManagedRequest,
    PublicCertificate,
    SecretVersion,
    ServerFarm,
    Site,
    WebCertificate,
    group_of,
    name_of,
)
from store.resources.lookups import CERTIFICATES_BY_PLACE, VERSIONS_BY_THUMBPRINT, Link, link_of
from store.services.key_vault.links import certificates_linked_to
from store.services.key_vault.secrets import versions
from store.services.web.limits import MOST_PRIVATE_CERTIFICATES, MOST_PUBLIC_CERTIFICATES
from store.services.web.webspaces import (
    certificates_in,
    sites_in,
    webspace_of_certificate,
    webspace_of_plan,
)
from store.world import Draft, View
from store.world.index import index_by

#: Versions of secrets with one thumbprint that are followed without asking what else is in the webspace.
_FEW = 4


def put_certificate(draft: Draft, certificate: WebCertificate) -> None:
    """Write a private key certificate, new or changed; raises the `AzureError` of `entry_refusal`."""
    refused = entry_refusal(draft, certificate)
    if refused is not None:
        raise refused
    draft.put(certificate)


def entry_refusal(view: View, certificate: WebCertificate) -> AzureError | None:
    """Why its webspace does not take this certificate as it is, new or changed, or None."""
    return (
        _elsewhere(view, certificate)
        or _linked_twice(view, certificate)
        or second_copy_refusal(view, certificate, certificate.thumbprint)
        or _crowded(view, certificate)
    )


def _crowded(view: View, certificate: WebCertificate) -> AzureError | None:
    if view.get(WebCertificate, certificate.id) is not None:
        return None
    return _full(view, webspace_of_certificate(certificate))


def _elsewhere(view: View, certificate: WebCertificate) -> AzureError | None:
    """A name is of one resource group, which may have several webspaces."""
    held = view.get(WebCertificate, certificate.id)
    if held is None or webspace_of_certificate(held) == webspace_of_certificate(certificate):
        return None
    return AzureError(
        "InvalidResourceLocation",
        f"The resource '{held.name}' already exists in location '{held.location}' in resource group "
        f"'{name_of(group_of(held.id))}'. A resource with the same name cannot be created in location "
        f"'{certificate.location}'.",
        f"Delete '{held.name}' first, or use it in an app of its webspace.",
    )


def _linked_twice(view: View, certificate: WebCertificate) -> AzureError | None:
    link = link_of(certificate)
    held = linked_in(view.before, webspace_of_certificate(certificate), link) if link else None
    if held is None or held.key == certificate.key:
        return None
    return AzureError(
        "Conflict",
        f"The Key Vault secret '{certificate.properties.key_vault_secret_name}' is linked to '{held.name}' "
        "of this webspace already.",
        f"Use '{held.name}', which every app of the webspace can bind; Sync brings it up to date.",
    )


def linked_in(view: View, webspace: str, link: Link) -> WebCertificate | None:
    """The certificate of a webspace that is linked to this vault secret."""
    linked = certificates_linked_to(view, link)
    return next((one for one in linked if webspace_of_certificate(one) == webspace), None)


def duplicate_refusal(view: View, plan: ServerFarm, thumbprint: str) -> AzureError | None:
    """Why a certificate cannot be added to the webspace of a plan a second time, or None."""
    for held in certificates_in(view, webspace_of_plan(plan)):
        if held.thumbprint == thumbprint:
            return _exists(held)
    return None


def second_copy_refusal(view: View, certificate: WebCertificate, thumbprint: str) -> AzureError | None:
    """Why its webspace does not take a thumbprint that another certificate there has already, or None."""
    key = certificate.key
    for one in _may_have(view.before, webspace_of_certificate(certificate), thumbprint):
        held = view.get(WebCertificate, one.id)
        if held is not None and held.properties.thumbprint == thumbprint and held.key != key:
            return _exists(held)
    return None


def _exists(held: WebCertificate) -> AzureError:
    return AzureError(
        "Conflict",
        f"Another certificate exists with same thumbprint {held.thumbprint} at location {held.location} "
        f"in the Resource Group {name_of(group_of(held.id))}.",
        f"Use '{held.name}', which every app of the webspace can bind.",
    )


def _may_have(before: View, webspace: str, thumbprint: str) -> Iterator[WebCertificate]:
    """Those of a webspace that can have this thumbprint by now: they had it, or their secret has.

    What a run of the clock has changed so far need not be looked through: a thumbprint that was nowhere when
    it began belongs to one secret, which a webspace is linked to once.
    """
    yield from index_by(before, WebCertificate, CERTIFICATES_BY_PLACE).get((webspace, thumbprint), ())
    having = index_by(before, SecretVersion, VERSIONS_BY_THUMBPRINT).get(thumbprint, ())
    # A webspace may have thousands, which one secret's versions are no reason to read.
    here = certificates_in(before, webspace) if len(having) > _FEW else ()
    if len(having) > _FEW and len(here) < len(having):
        for one in here:
            link = link_of(one)
            if link and any(
                version.properties.thumbprint == thumbprint for version in versions(before, *link)
            ):
                yield one
        return
    for version in having:
        vault, _, rest = version.key.partition("/secrets/")
        linked = linked_in(before, webspace, (vault, rest.partition("/")[0]))
        if linked is not None:
            yield linked


def room_refusal(view: View, plan: ServerFarm) -> AzureError | None:
    """Why the webspace of a plan takes no further private key certificate, or None."""
    return _full(view, webspace_of_plan(plan))


def _full(view: View, webspace: str) -> AzureError | None:
    # Managed certificates that are being made have their place already.
    sites = {site.key for site in sites_in(view, webspace)}
    coming = sum(request.site.lower() in sites for request in view.all(ManagedRequest))
    if len(certificates_in(view, webspace)) + coming < MOST_PRIVATE_CERTIFICATES:
        return None
    return AzureError(
        "TooManyCertificates",
        f"A webspace can hold {MOST_PRIVATE_CERTIFICATES} private key certificates.",
        "Delete those that no binding uses.",
    )


def public_room_refusal(view: View, plan: ServerFarm) -> AzureError | None:
    """Why the apps of a plan take no further public key certificate, or None."""
    apps = {site.key for site in view.all(Site) if site.properties.server_farm_id.lower() == plan.key}
    held = sum(one.key.rpartition("/publiccertificates/")[0] in apps for one in view.all(PublicCertificate))
    if held < MOST_PUBLIC_CERTIFICATES:
        return None
    return AzureError(
        "TooManyCertificates",
        f"The apps of a plan can have {MOST_PUBLIC_CERTIFICATES} public key certificates.",
        "Delete those that no app loads.",
    )
