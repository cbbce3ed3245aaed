"""TLS/SSL bindings: which certificate a host name may be bound to, and what binding it does.

Sources: "Secure a custom DNS name with a TLS/SSL binding" (Azure docs, 2020), "Troubleshoot domain and
TLS/SSL certificate problems" (Azure docs, 2019), "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.hostnames import comparable, covers
from store.resources import (
    Health,
    HostNameSslState,
    Provenance,
    Revocation,
    ServerFarm,
    Site,
    SslState,
    WebCertificate,
    group_of,
    name_of,
)
from store.services.provenance import revoked_words
from store.services.web.client_trust import certificate_objections
from store.services.web.limits import IP_CERTIFICATES_PER_PLAN, WARNING_DAYS
from store.services.web.tiers import ip_refusal, tls_refusal
from store.services.web.webspaces import (
    certificates_in,
    plan_of,
    put_host,
    sites_in,
    webspace_of,
    webspace_of_certificate,
    webspace_of_plan,
)
from store.time.calendar import days
from store.world import Draft, View, chance
from store.world.answers import remembered


def find_certificate(view: View, site: Site, wanted: str) -> WebCertificate:
    """The certificate of the app's webspace with this id, name or thumbprint.

    Raises `AzureError` CertificateNotFound.
    """
    low = wanted.lower()
    plan = plan_of(view, site)
    for certificate in certificates_in(view, webspace_of_plan(plan)):
        if low in (certificate.key, certificate.name.lower(), certificate.thumbprint.lower()):
            return certificate
    raise AzureError(
        "CertificateNotFound",
        f"The certificate '{name_of(wanted)}' was not found in the webspace '{plan.webspace}' "
        f"of app '{site.name}'.",
        f"{view.era.app_menu} > Private Key Certificates (.pfx): import or upload it for this app.",
    )


def fitting_certificates(view: View, site: Site, host: str) -> tuple[WebCertificate, ...]:
    """The certificates of the app's webspace that the host name can be bound to."""
    held = certificates_in(view, webspace_of(view, site))
    return tuple(one for one in held if _unfit(one, host) is None)


def need_host(site: Site, host: str) -> HostNameSslState:
    """The mapped host name's entry, in whatever spelling; raises `AzureError` HostNameNotMapped."""
    state = site.host(comparable(host))
    if state is None or state not in site.custom_hosts:
        raise AzureError(
            "HostNameNotMapped",
            f"Hostname (custom domain) '{host}' is not registered with {site.name}.",
            Place.CUSTOM_DOMAINS.way("Custom domains > Add custom domain.", site.id),
        )
    return state


def refusal(
    view: View, site: Site, host: str, certificate: WebCertificate, ssl: SslState
) -> AzureError | None:
    """Why this host cannot be bound to this certificate in this way, or None.

    Raises `AzureError` HostNameNotMapped.
    """
    state = need_host(site, host)
    plan = plan_of(view, site)
    return (
        tls_refusal(plan)
        or _unfit(certificate, host)
        or _unchanged(state, certificate, ssl)
        or (_ip_refusal(view, plan, site, state, certificate) if ssl is SslState.IP else None)
    )


def _unfit(certificate: WebCertificate, host: str) -> AzureError | None:
    which = f"The certificate with thumbprint '{certificate.thumbprint}'"
    names = certificate.properties.host_names
    if not covers(names, host):
        return AzureError(
            "04030",
            f"{which} does not match the hostname '{host}'.",
            f"Choose a certificate that names it; this one is for {', '.join(names)}.",
        )
    if not certificate.properties.server_auth:
        return AzureError(
            "CertificateNotForServerAuthentication",
            f"{which} has no Extended Key Usage for server authentication (1.3.6.1.5.5.7.3.1).",
            "Have it issued again for server authentication; as it is, only code can load it.",
        )
    return None


def _unchanged(state: HostNameSslState, certificate: WebCertificate, ssl: SslState) -> AzureError | None:
    if state.thumbprint != certificate.thumbprint or state.ssl_state is not ssl:
        return None
    return AzureError("BindingExists", f"'{state.name}' already has this TLS/SSL binding.")


def _ip_refusal(
    view: View, plan: ServerFarm, site: Site, state: HostNameSslState, certificate: WebCertificate
) -> AzureError | None:
    if refused := ip_refusal(plan, view.era):
        return refused
    others = [
        (other, one)
        for other, one in ip_bindings(view, webspace_of_plan(plan))
        if other.key != site.key or one.name.lower() != state.name.lower()
    ]
    for other, one in others:
        shares = other.key == site.key and (state.virtual_ip is None or state.virtual_ip == one.virtual_ip)
        if one.thumbprint == certificate.thumbprint and not shares:
            return AzureError(
                "VirtualIpConflict",
                "Failed to add SSL binding. Cannot set certificate for existing VIP because another VIP "
                "already uses that certificate.",
                f"Remove the IP based binding of '{one.name}' on app '{other.name}', or bind with SNI SSL.",
            )
    used = {one.thumbprint for other, one in others if other.properties.server_farm_id.lower() == plan.key}
    if len(used | {certificate.thumbprint}) > IP_CERTIFICATES_PER_PLAN:
        return AzureError(
            "TooManyIpCertificates",
            f"IP based SSL is limited to {IP_CERTIFICATES_PER_PLAN} different certificates per plan.",
            "Bind with SNI SSL.",
        )
    return None


def ip_bindings(view: View, webspace: str) -> Iterator[tuple[Site, HostNameSslState]]:
    """The IP based bindings of a webspace."""
    for site in sites_in(view, webspace):
        for state in site.properties.host_name_ssl_states:
            if state.ssl_state is SslState.IP:
                yield site, state


def binding_warnings(view: View, certificate: WebCertificate) -> tuple[str, ...]:
    """What a client will object to although App Service binds the certificate, in sentences."""
    found = []
    properties = certificate.properties
    if properties.expiration_date is not None and properties.expiration_date <= view.now:
        found.append(f"The certificate expired on {properties.expiration_date:%Y-%m-%d}.")
    revocation = view.get(Revocation, certificate.thumbprint)
    if revocation is not None:
        found.append(revoked_words(revocation))
    if properties.issue_date is not None and properties.issue_date > view.now:
        found.append(f"The certificate is not valid before {properties.issue_date:%Y-%m-%d %H:%M} UTC.")
    return (*found, *certificate_objections(view, certificate))


def health(view: View, certificate: WebCertificate) -> Health:
    """The health status, which is good only where no client objects. Lists and details say the same by it."""
    expires = certificate.properties.expiration_date
    if expires is None:
        return Health.UNKNOWN
    left = expires - view.now
    if left <= days(0):
        return Health.EXPIRED
    if left <= days(WARNING_DAYS) or binding_warnings(view, certificate):
        return Health.WARNING
    return Health.HEALTHY


def bind(draft: Draft, site: Site, host: str, certificate: WebCertificate, ssl: SslState) -> HostNameSslState:
    """Bind a host: a bound host is changed in place, and an IP based one keeps its virtual IP."""
    state = need_host(site, host)
    virtual_ip = _virtual_ip(draft, site, state, certificate) if ssl is SslState.IP else None
    bound = replace(state, ssl_state=ssl, thumbprint=certificate.thumbprint, virtual_ip=virtual_ip)
    _settle_inbound(draft, put_host(draft, site, bound))
    return bound


def unbind(draft: Draft, site: Site, host: str) -> None:
    """Take a host's binding away; the virtual IP of an IP based one is lost."""
    free = replace(need_host(site, host), ssl_state=SslState.DISABLED, thumbprint=None, virtual_ip=None)
    _settle_inbound(draft, put_host(draft, site, free))


@remembered
def shared_address(view: View, plan: ServerFarm) -> str:
    """The inbound IP address that all apps of a webspace share."""
    drawn = f"inbound {group_of(plan.id)}/webspaces/{plan.webspace}".lower()
    return _address(chance(view.facts.seed, 0, drawn).random(), "20.50")


def addresses(view: View, site: Site) -> tuple[str, ...]:
    """Every address the app answers at: the shared one and those of its IP based bindings.

    Those of an imported app are the ones that Azure told, none where no export has them.
    """
    dedicated = [state.virtual_ip for state in site.properties.host_name_ssl_states if state.virtual_ip]
    told = told_addresses(view, site)
    shared = [shared_address(view, plan_of(view, site))] if told is None else told
    return tuple(dict.fromkeys((*shared, *dedicated)))


def told_addresses(view: View, site: Site) -> list[str] | None:
    """The addresses that an export tells of an app; None for an app that was made in this world."""
    if view.get(Provenance, site.id) is None:
        return None
    possible = site.properties.possible_inbound_ip_addresses or ""
    every = (site.properties.inbound_ip_address, *possible.split(","))
    return [one.strip() for one in every if one.strip()]


def _virtual_ip(draft: Draft, site: Site, state: HostNameSslState, certificate: WebCertificate) -> str:
    if state.virtual_ip:
        return state.virtual_ip
    taken: set[str] = set()
    for other, one in ip_bindings(draft, webspace_of_certificate(certificate)):
        # One certificate has one virtual IP; the refusals saw to it that it is this app's.
        if other.key == site.key and one.thumbprint == certificate.thumbprint and one.virtual_ip:
            return one.virtual_ip
        taken.add(one.virtual_ip or "")
    source = draft.random(f"virtual ip {site.key} {state.name}")
    while (address := _address(source.random(), "20.61")) in taken:
        pass
    return address


def _address(fraction: float, network: str) -> str:
    number = int(fraction * 250 * 250)
    return f"{network}.{number // 250 + 2}.{number % 250 + 2}"


def _settle_inbound(draft: Draft, site: Site) -> None:
    """The inbound address an app shows is its first dedicated one, else the one its webspace shares."""
    if told_addresses(draft, site) is not None:
        # Azure has told the address, or nobody has: none is drawn in its place.
        return
    shared, *dedicated = addresses(draft, site)
    inbound = dedicated[0] if dedicated else shared
    if inbound != site.properties.inbound_ip_address:
        draft.put(replace(site, properties=replace(site.properties, inbound_ip_address=inbound)))
