"""Custom domains: where DNS leads a host name, and what an app needs to take it.

Source: "Map an existing custom DNS name to Azure App Service" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from store.errors import AzureError, Place
from store.hostnames import ascii_name, comparable
from store.resources import DnsZone, RecordType, Site
from store.services.names import host_name
from store.services.network.dns import ask, text_of
from store.services.web.bindings import addresses, shared_address, told_addresses
from store.services.web.tiers import domain_refusal
from store.services.web.webspaces import plan_of
from store.world import View
from store.world.answers import remembered
from store.world.index import index_by

#: Names below these belong to Azure.
AZURE_SITES = ".azurewebsites.net"
TRAFFIC_MANAGER = ".trafficmanager.net"


class Resolution(NamedTuple):
    """What DNS answers for a host: the names on the way (the host first), the addresses at its end."""

    chain: tuple[str, ...]
    addresses: tuple[str, ...]


@remembered
def resolve(view: View, host: str) -> Resolution:
    """Follow a host name's records as a client does; no addresses where it leads nowhere."""
    answer = ask(view, host, RecordType.A)
    if answer.records:
        return Resolution(answer.path, tuple(record.value for record in answer.records))
    return Resolution(answer.path, azure_addresses(view, answer.path[-1]))


def azure_addresses(view: View, name: str) -> tuple[str, ...]:
    """The addresses of a name that Azure gives apps, () for another name.

    An app has its default host name, the one of its deployment site (`app.scm.…`) and one for SNI bindings
    (`sni.app.…`), which keeps the address that all apps of the webspace share when an IP based binding moves
    the others; a Traffic Manager profile has the addresses of the apps behind it.

    Source: "Secure a custom DNS name with a TLS/SSL binding" (Azure docs, 2020).
    """
    if name.endswith(TRAFFIC_MANAGER):
        sites = index_by(view, Site, _host_keys).get(name, ())
        every = (one.properties.inbound_ip_address for one in sites)
        return tuple(dict.fromkeys(address for address in every if address))
    if not name.endswith(AZURE_SITES):
        return ()
    app = name.removesuffix(AZURE_SITES)
    sni = app.startswith("sni.")
    bare = app.removeprefix("sni.") if sni else app.removesuffix(".scm")
    site = None if "." in bare else site_of(view, bare + AZURE_SITES)
    if site is None:
        return ()
    if told_addresses(view, site) is not None:
        return addresses(view, site)
    return (shared_address(view, plan_of(view, site)) if sni else site.properties.inbound_ip_address,)


def site_of(view: View, host: str) -> Site | None:
    """The app a host name is mapped to."""
    found = index_by(view, Site, _host_keys).get(comparable(host), ())
    return found[0] if found else None


def _host_keys(view: View) -> Callable[[Site], list[str]]:
    return lambda site: [state.name.lower() for state in site.properties.host_name_ssl_states]


def leads_to(view: View, host: str, site: Site) -> bool:
    """Whether DNS leads a host name to an app, by an address of the app or by a CNAME."""
    found = resolve(view, host)
    return site.default_host in found.chain or bool(set(found.addresses) & set(addresses(view, site)))


def is_zone_root(view: View, host: str) -> bool:
    """Whether the host name is the root of its DNS zone."""
    return any(zone.name.lower() == comparable(host) for zone in view.all(DnsZone))


def mapping_refusal(view: View, site: Site, host: str) -> AzureError | None:
    """Why an app cannot take a host name, or None."""
    wrong = host_name(host, wildcard=True)
    if wrong:
        return AzureError("InvalidHostName", wrong)
    name = ascii_name(host)
    return domain_refusal(plan_of(view, site)) or _taken(view, site, name) or _unproven(view, site, name)


def _taken(view: View, site: Site, host: str) -> AzureError | None:
    holder = site_of(view, host)
    if host.endswith(TRAFFIC_MANAGER):
        return AzureError(
            "InvalidHostName",
            f"'{host}' belongs to Azure and cannot be mapped.",
            "Make the app an endpoint of the profile: Traffic Manager endpoint.",
        )
    if host.endswith(AZURE_SITES):
        return AzureError("InvalidHostName", f"'{host}' belongs to Azure and cannot be mapped.")
    if holder is None:
        return None
    where = "this app" if holder.key == site.key else f"app '{holder.name}'"
    return AzureError(
        "Conflict",
        f"The host name {host} is already mapped to {where}.",
        "Delete the custom domain there first.",
    )


def _unproven(view: View, site: Site, host: str) -> AzureError | None:
    if not leads_to(view, host, site):
        return AzureError(
            "HostNameNotResolved",
            f"A CNAME record pointing from {host} to {site.default_host}, or an A record pointing "
            f"from {host} to {site.properties.inbound_ip_address}, was not found.",
            Place.DNS_ZONES.way("Add the record to the domain's DNS zone."),
        )
    proof = f"asuid.{host.removeprefix('*.')}"
    wanted = site.properties.custom_domain_verification_id
    if not wanted:
        # No export tells the app's verification id: nothing is refused for that.
        return None
    if any(text_of(record).upper() == wanted for record in ask(view, proof, RecordType.TXT).records):
        return None
    return AzureError(
        "DomainOwnershipNotVerified",
        f"A TXT record pointing from {proof} to {wanted} was not found.",
        Place.DNS_ZONES.way("Add the record to the domain's DNS zone: it proves that the domain is yours."),
    )
