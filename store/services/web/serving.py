"""What a client gets when it opens a host name: certificate and protocol, or why there is no connection.

Sources: "Secure a custom DNS name with a TLS/SSL binding" (Azure docs, 2020); for apps with both kinds of
binding "Troubleshoot domain and TLS/SSL certificate problems" (Azure docs, 2025).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from store.hostnames import comparable, covers, remarks
from store.resources import (
    HostNameSslState,
    Revocation,
    Site,
    SslState,
)
from store.services.key_vault.links import link_of
from store.services.key_vault.secrets import versions
from store.services.key_vault.stored_certificates import stored_certificate
from store.services.provenance import imported, revoked_words
from store.services.web.bindings import addresses
from store.services.web.client_trust import (
    Material,
    certificate_objections,
    chain_objections,
    issued_record,
    material,
    material_of,
)
from store.services.web.custom_domains import AZURE_SITES, resolve, site_of
from store.services.web.untold import CERTIFICATE_UNTOLD, untold_way
from store.services.web.webspaces import certificates_in, webspace_of
from store.world import View
from store.world.answers import remembered

#: The names of the certificate that App Service has for its own host names.
PLATFORM_NAMES = (f"*{AZURE_SITES}", f"*.scm{AZURE_SITES}")


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """One client's view of a host name. Times are UTC.

    `untold` says why an imported world does not know what a client gets; nothing is claimed then. `refused`
    says why no TLS connection comes about, `accepts` which versions the app accepts where the client's is the
    cause. Otherwise `thumbprint` and `names` are those of the certificate it is shown (thumbprint "": App
    Service's own one for azurewebsites.net), `objections` what the client has against it, `remarks` where
    other clients read its names differently, `hazard` what other clients may be shown instead, `answer` what
    follows over HTTPS, `plain` what follows over plain HTTP.
    """

    host: str
    site: str = ""
    untold: str = ""
    refused: str = ""
    accepts: str = ""
    thumbprint: str = ""
    names: tuple[str, ...] = ()
    expires: datetime | None = None
    protocol: str = ""
    objections: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    hazard: str = ""
    answer: str = ""
    plain: str = ""

    @property
    def secure(self) -> bool:
        """Whether the client connects and has nothing against the certificate."""
        return not self.refused and not self.objections and not self.untold


class KnownCertificate(NamedTuple):
    """The certificate behind a binding's thumbprint, also where it is current no longer.

    `material` is what came with it, None for one that a CA of this world issued to an order; `objections`
    is what clients have against its chain.
    """

    names: tuple[str, ...]
    expires: datetime | None
    material: Material | None = None
    objections: tuple[str, ...] = ()


@remembered
def known_certificate(view: View, site: Site, thumbprint: str) -> KnownCertificate:
    """The certificate an app's binding has: of the webspace, of its secrets' versions, or once issued."""
    held = certificates_in(view, webspace_of(view, site))
    for certificate in held:
        if certificate.thumbprint == thumbprint:
            stated, objections = certificate.properties, certificate_objections(view, certificate)
            found = material_of(view, certificate)
            return _known(stated.host_names, stated.expiration_date, found, objections)
    for link in filter(None, map(link_of, held)):
        for version in versions(view, *link):
            if version.properties.thumbprint == thumbprint:
                older = stored_certificate(view, version)
                found = material(view, version.properties.value, thumbprint)
                objections = chain_objections(view, found) if found else ()
                expires = older.certificate.not_after if older.certificate else None
                return _known(older.host_names, expires, found, objections)
    issued = issued_record(view, thumbprint)
    return KnownCertificate(issued.names, issued.not_after) if issued else KnownCertificate((), None)


def _known(
    names: tuple[str, ...], expires: datetime | None, found: Material | None, objections: tuple[str, ...]
) -> KnownCertificate:
    if found is None:
        return KnownCertificate(names, expires, None, objections)
    # The certificate itself says more than what is written down beside it.
    return KnownCertificate(found.facts.all_names, found.facts.not_after, found, objections)


def served(view: View, host: str, *, sni: bool = True, tls: str = "1.2") -> Served:
    """What a client gets that offers TLS up to this version ("1.0" to "1.3"), with SNI or without."""
    site = site_of(view, host)
    state = site.host(comparable(host)) if site else None
    if site is None or state is None:
        return Served(host=host, refused=f"No app has the host name '{host}'.")
    return served_by(view, site, state, sni=sni, tls=tls)


def served_by(
    view: View, site: Site, state: HostNameSslState, *, sni: bool = True, tls: str = "1.2"
) -> Served:
    """What a client gets of a host name of this app."""
    blank = Served(host=state.name, site=site.id, plain=_plain(site, state))
    if missing := untold_way(view, site, state.name):
        return msgspec.structs.replace(blank, untold=missing, plain="")
    found = resolve(view, state.name)
    reached = found.addresses
    if site.default_host in found.chain:
        reached = addresses(view, site)
    elif not reached:
        return msgspec.structs.replace(blank, refused=f"DNS has no address for '{state.name}'.", plain="")
    elif not set(reached) & set(addresses(view, site)):
        where = f"DNS leads '{state.name}' to {', '.join(reached)}, which is no address of app '{site.name}'."
        return msgspec.structs.replace(blank, refused=where, plain="")
    least = site.properties.site_config.min_tls_version
    if tls < least:
        accepts = f"the app accepts TLS {least} and later."
        refused = f"The client offers TLS {tls} at most; {accepts}"
        return msgspec.structs.replace(blank, refused=refused, accepts=accepts)
    thumbprint = state.thumbprint if sni else _without_sni(site, reached)
    return _shown(view, site, state, thumbprint or "", msgspec.structs.replace(blank, protocol=f"TLS {tls}"))


def _without_sni(site: Site, reached: tuple[str, ...]) -> str | None:
    """A client that does not name the host gets what the address itself has."""
    for state in site.properties.host_name_ssl_states:
        if state.ssl_state is SslState.IP and state.virtual_ip in reached:
            return state.thumbprint
    return None


def _shown(view: View, site: Site, state: HostNameSslState, thumbprint: str, blank: Served) -> Served:
    if thumbprint:
        known = known_certificate(view, site, thumbprint)
        if not known.names and imported(view):
            return msgspec.structs.replace(blank, thumbprint=thumbprint, untold=CERTIFICATE_UNTOLD)
    elif state.ssl_state in (SslState.UNKNOWN, SslState.SNI) and imported(view):
        return msgspec.structs.replace(blank, untold=CERTIFICATE_UNTOLD)
    else:
        known = KnownCertificate(PLATFORM_NAMES, None)
    return msgspec.structs.replace(
        blank,
        thumbprint=thumbprint,
        names=known.names,
        expires=known.expires,
        objections=tuple(_objections(view, state.name, thumbprint, known)),
        remarks=_remarks(state.name, known),
        hazard=_hazard(view, site, state),
        answer=_answer(site),
    )


def _objections(view: View, host: str, thumbprint: str, known: KnownCertificate) -> list[str]:
    found = []
    if not covers(known.names, host):
        found.append(f"The certificate is for {', '.join(known.names) or 'other names'}, not for '{host}'.")
    if known.expires is not None and known.expires <= view.now:
        found.append(f"The certificate expired on {known.expires:%Y-%m-%d}.")
    revocation = view.get(Revocation, thumbprint)
    if revocation is not None:
        found.append(revoked_words(revocation))
    if known.material is not None:
        starts = known.material.facts.not_before
        if starts > view.now:
            found.append(f"The certificate is not valid before {starts:%Y-%m-%d %H:%M} UTC.")
    return [*found, *known.objections]


def _remarks(host: str, known: KnownCertificate) -> tuple[str, ...]:
    facts = known.material.facts if known.material else None
    return remarks(facts.names if facts else known.names, facts.common_name if facts else "", host)


def _hazard(view: View, site: Site, state: HostNameSslState) -> str:
    """SNI and IP based bindings in one app: a client without SNI can make the IP's certificate go to all."""
    if state.ssl_state is not SslState.SNI:
        return ""
    for other in site.properties.host_name_ssl_states:
        if other.ssl_state is not SslState.IP or other.thumbprint in (None, state.thumbprint):
            continue
        if not covers(known_certificate(view, site, other.thumbprint or "").names, state.name):
            return (
                f"The app also has an IP based binding for '{other.name}': clients may be shown its "
                f"certificate, which does not name '{state.name}'."
            )
    return ""


def _plain(site: Site, state: HostNameSslState) -> str:
    if site.properties.https_only:
        return f"301: redirected to https://{state.name}/"
    return _answer(site)


def _answer(site: Site) -> str:
    properties = site.properties
    if properties.state != "Running":
        return "403: the app is stopped"
    if properties.public_network_access != "Enabled" or properties.site_config.ip_security_restrictions:
        return "403: the app has blocked your access"
    return f"{properties.health_status}"
