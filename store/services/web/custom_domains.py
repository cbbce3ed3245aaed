"""Custom domains: where DNS leads a host name, and what an app needs to take it.

Source: "Map an existing custom DNS name to Azure App Service" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from store.errors import AzureError
from store.hostnames import ascii_name, comparable
from store.resources import DnsZone, Record, RecordType, Site
from store.services.names import host_name
from store.services.network.dns import lookup, text_of
from store.services.web.bindings import addresses
from store.services.web.limits import LONGEST_CNAME_CHAIN
from store.services.web.tiers import domain_refusal
from store.services.web.webspaces import plan_of
from store.world import View
from store.world.index import index_by

#: Names below it belong to Azure.
AZURE_SITES = ".azurewebsites.net"


class Resolution(NamedTuple):
    """What DNS answers for a host: the names on the way (the host first), the addresses at its end."""

    chain: tuple[str, ...]
    addresses: tuple[str, ...]


def resolve(view: View, host: str) -> Resolution:
    """Follow a host name's records as a client does; no addresses where it leads nowhere."""
    chain = [comparable(host)]
    while len(chain) <= LONGEST_CNAME_CHAIN:
        found = tuple(record.value for record in lookup(view, chain[-1], RecordType.A))
        if found:
            return Resolution(tuple(chain), found)
        site = site_named(view, chain[-1])
        if site is not None:
            return Resolution(tuple(chain), (site.properties.inbound_ip_address,))
        aliases = lookup(view, chain[-1], RecordType.CNAME)
        if not aliases:
            break
        chain.append(bare_name(aliases[0]))
    return Resolution(tuple(chain), ())


def bare_name(record: Record) -> str:
    """The host name a CNAME record points to, without the dot that ends it."""
    return comparable(record.value)


def site_named(view: View, host: str) -> Site | None:
    """The app whose default host name this is."""
    if not host.endswith(AZURE_SITES):
        return None
    site = site_of(view, host)
    return site if site is not None and site.default_host == host else None


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
            "Add the record to the domain's DNS zone.",
        )
    proof = f"asuid.{host.removeprefix('*.')}"
    wanted = site.properties.custom_domain_verification_id
    if any(text_of(record).upper() == wanted for record in lookup(view, proof, RecordType.TXT)):
        return None
    return AzureError(
        "DomainOwnershipNotVerified",
        f"A TXT record pointing from {proof} to {wanted} was not found.",
        "Add the record to the domain's DNS zone: it proves that the domain is yours.",
    )
