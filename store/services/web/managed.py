"""Free App Service managed certificates: which host can have one, and how it is made and renewed.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Create a free managed certificate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.hostnames import comparable
from store.resources import (
    DIGICERT,
    DnsZone,
    ManagedRequest,
    RecordType,
    ServerFarm,
    Site,
    WebCertificate,
    WebCertificateProperties,
)
from store.services.authority.baseline import latest_expiry
from store.services.authority.issuer import SigningRequest
from store.services.authorization.subscriptions import service_refusal
from store.services.key_vault.links import common_name
from store.services.network.caa import caa_refusal
from store.services.network.dns import is_public, lookup, zones_over
from store.services.web import tiers
from store.services.web.bindings import addresses, need_host
from store.services.web.custom_domains import is_zone_root, site_of
from store.services.web.imports import web_certificate_id
from store.services.web.invariants import put_certificate, room_refusal
from store.services.web.limits import LONGEST_MANAGED_NAME
from store.services.web.managed_terms import term_end
from store.services.web.traffic_manager import leads_by_profile, traffic_manager_refusal
from store.services.web.webspaces import plan_of, webspace_of, webspace_of_certificate
from store.world import Draft, View

if TYPE_CHECKING:
    from store.services.authority.issuer import Issuer

#: Whose CAA record must not forbid it.
CAA_ISSUER = "digicert.com"
_NAME = re.compile(r"[A-Za-z0-9.-]+", re.ASCII)


def managed_id(view: View, site: Site, host: str) -> str:
    """The id that the managed certificate of an app's host name has or would have."""
    return web_certificate_id(plan_of(view, site), host.lower())


def managed_refusal(view: View, site: Site, host: str) -> AzureError | None:
    """Why this host name of the app cannot have a managed certificate, or None."""
    return (
        _not_offered(view, site)
        or _bad_name(host)
        or _second(view, site, host)
        or room_refusal(view, plan_of(view, site))
        or obstacle(view, site, host)
    )


def obstacle(view: View, site: Site, host: str) -> AzureError | None:
    """What stands between DigiCert and the host name now, or None; asked again at every renewal."""
    try:
        state = need_host(site, host)
    except AzureError as error:
        return error
    if state.azure_resource_type == "TrafficManager" and (refused := traffic_manager_refusal(view, state)):
        return refused
    return (
        service_refusal(view, site.id)
        or _private_dns(view, host)
        or (_apex(view, site, host) if is_zone_root(view, host) else _subdomain(view, site, host))
        or _caa(view, host)
    )


def _not_offered(view: View, site: Site) -> AzureError | None:
    plan = plan_of(view, site)
    if not view.era.managed_certificates:
        return AzureError(
            "ManagedCertificateNotOffered",
            f"App Service managed certificates are not offered in {view.era.name}.",
            "Import an App Service Certificate, or upload one.",
        )
    if refused := tiers.managed_refusal(plan):
        return refused
    if plan.properties.hosting_environment:
        return AzureError(
            "ManagedCertificateEnvironment",
            "Managed certificates are not supported in an App Service Environment.",
            "Use another certificate.",
        )
    return None


def _bad_name(host: str) -> AzureError | None:
    if host.startswith("*"):
        return AzureError(
            "ManagedCertificateWildcard",
            "Managed certificates do not support wild card host names.",
            "Buy a Wild Card App Service Certificate.",
        )
    if not _NAME.fullmatch(host) or len(host) > LONGEST_MANAGED_NAME:
        return AzureError(
            "ManagedCertificateName",
            f"Managed certificates support only letters, digits, dashes and periods, up to "
            f"{LONGEST_MANAGED_NAME} of them.",
            "Use another certificate.",
        )
    return None


def _second(view: View, site: Site, host: str) -> AzureError | None:
    id = managed_id(view, site, host)
    if view.get(ManagedRequest, id) is not None:
        return AzureError("Conflict", f"The managed certificate for '{host}' is being created.")
    held = view.get(WebCertificate, id)
    if held is None:
        return None
    here = webspace_of_certificate(held) == webspace_of(view, site)
    return AzureError(
        "Conflict",
        f"There is a managed certificate for '{host}' already, in {held.location}; each custom domain can "
        "have one.",
        f"Bind '{held.name}', or delete it first." if here else f"Delete '{held.name}' first.",
    )


def _private_dns(view: View, host: str) -> AzureError | None:
    if zones_over(view, host):
        return None
    private = any(f".{host}".endswith(f".{zone.name}") for zone in view.all(DnsZone) if not is_public(zone))
    why = "is only in a private DNS zone" if private else "is in no public DNS zone"
    return AzureError(
        "ManagedCertificatePrivateDns",
        f"'{host}' {why}: managed certificates do not support private DNS.",
        Place.DNS_ZONES.way("Create a public DNS zone for the domain."),
    )


def _apex(view: View, site: Site, host: str) -> AzureError | None:
    found = {record.value for record in lookup(view, host, RecordType.A)}
    if not found & set(addresses(view, site)):
        return AzureError(
            "ManagedCertificateDns",
            f"The A record of '{host}' does not point to the app's IP address.",
            f"Point it to {site.properties.inbound_ip_address}.",
        )
    properties = site.properties
    closed = properties.public_network_access != "Enabled" or properties.site_config.ip_security_restrictions
    if view.era.managed_needs_access and (closed or properties.state != "Running"):
        return AzureError(
            "ManagedCertificateNotReachable",
            "Web app is not accessible by public network.",
            "Start the app, enable public network access and remove its IP restrictions.",
        )
    return None


def _subdomain(view: View, site: Site, host: str) -> AzureError | None:
    targets = {comparable(record.value) for record in lookup(view, host, RecordType.CNAME)}
    if site.default_host in targets or leads_by_profile(view, site, targets):
        return None
    between = f"points to {', '.join(sorted(targets))}" if targets else "is missing"
    return AzureError(
        "ManagedCertificateDns",
        f"The CNAME record of '{host}' {between}; it must point directly to {site.default_host}.",
        "Change the CNAME record: an intermediate name blocks issuance and renewal.",
    )


def _caa(view: View, host: str) -> AzureError | None:
    refused = caa_refusal(view, (host,), CAA_ISSUER)
    if refused is None:
        return None
    return AzureError(
        "CanonicalNameInvalid",
        "Properties.CanonicalName is invalid. Certificate creation failed unexpectedly for canonical name "
        f"{host}.",
        f"{refused.said} {refused.advice}",
    )


def create(draft: Draft, request: ManagedRequest, issuer: Issuer) -> WebCertificate:
    """Make the certificate that was asked for; raises `AzureError` where something forbids it by now."""
    site = draft.need(Site, request.site)
    refused = obstacle(draft, site, request.host)
    if refused is not None:
        raise refused
    plan = plan_of(draft, site)
    made = _signed(draft, request.id, plan, request.host, request.pkcs8, issuer)
    put_certificate(draft, made)
    return made


def renew(draft: Draft, certificate: WebCertificate, issuer: Issuer) -> WebCertificate:
    """Another term with a new key; bindings are not moved. Raises `AzureError` as `create` does."""
    host = certificate.properties.canonical_name or ""
    refused = renewal_obstacle(draft, certificate)
    if refused is not None:
        raise refused
    plan = plan_of(draft, _site_for(draft, certificate))
    made = _signed(draft, certificate.id, plan, host, issuer.new_key(), issuer)
    put_certificate(draft, made)
    return made


def renewal_obstacle(view: View, certificate: WebCertificate) -> AzureError | None:
    """Why a managed certificate cannot be renewed, or None."""
    try:
        site = _site_for(view, certificate)
    except AzureError as error:
        return error
    return _not_offered(view, site) or obstacle(view, site, certificate.properties.canonical_name or "")


def _site_for(view: View, certificate: WebCertificate) -> Site:
    host = certificate.properties.canonical_name or ""
    # No advance of the clock maps a host name: where the host is follows from what was before it.
    mapped = site_of(view.before, host)
    site = view.get(Site, mapped.id) if mapped else None
    if site is None or webspace_of(view, site) != webspace_of_certificate(certificate):
        raise AzureError(
            "HostNameNotMapped",
            f"Hostname (custom domain) '{host}' is not registered with an app of the webspace.",
            "Map it again, or delete the managed certificate.",
        )
    return site


def _signed(draft: Draft, id: str, plan: ServerFarm, host: str, key: str, issuer: Issuer) -> WebCertificate:
    until = min(term_end(draft.now), latest_expiry(draft.now))
    leaf = issuer.sign(draft, SigningRequest(id.lower(), key, (host,), until, DIGICERT))
    apex = is_zone_root(draft, host)
    properties = WebCertificateProperties(
        subject_name=host,
        host_names=leaf.names,
        issuer=common_name(leaf.details.issuer),
        issue_date=leaf.details.not_before,
        expiration_date=leaf.details.not_after,
        thumbprint=leaf.details.thumbprint,
        canonical_name=host,
        domain_validation_method="http-token" if apex else "cname-token",
        server_farm_id=plan.id,
        web_space=plan.webspace,
        public_key_hash=leaf.public_key_hash,
        cer_blob=leaf.details.raw_data,
        pfx_blob=leaf.value,
    )
    held = draft.get(WebCertificate, id)
    if held is not None:
        return replace(held, properties=properties)
    return WebCertificate(id=id, name=host, location=plan.location, properties=properties)
