"""Plans and apps. A plan that is only named by its apps stands for itself: it is not in the export."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import UNSET

from store.estates.building.plot import Plot
from store.estates.containers.reading import Reading
from store.estates.facts import HostFacts, PlanFacts, SiteFacts
from store.estates.gathering import overlaid
from store.estates.identity import NO_GROUP, PLAN, full_id, group_in
from store.resources import (
    HostNameSslState,
    PlanProperties,
    PlanSku,
    ServerFarm,
    Site,
    SiteConfig,
    SiteProperties,
    SslState,
)

#: What Azure's own hosts of apps end with, in all clouds and in environments.
_OWN = (
    *(".azurewebsites.net", ".azurewebsites.us", ".chinacloudsites.cn", ".appserviceenvironment.net"),
    ".appserviceenvironment.us",
)


def put_plans(plot: Plot, reading: Reading) -> None:
    """The documents of all plans, those that are only named included."""
    for facts in plot.facts.plans.values():
        plot.draft.put(_plan(facts))
        inferred = {} if facts.webspace else {"webSpace": "Group, region and system make a webspace."}
        if not facts.webspace:
            reading.note("webspace-inferred", facts.name)
        plot.note_source(facts, unknown=[] if facts.sku else ["sku"], inferred=inferred)
    for site in plot.facts.sites.values():
        id = _plan_id(site)
        if plot.draft.get(ServerFarm, id) is None:
            properties = PlanProperties(web_space=site.webspace or UNSET)
            name, location = id.rsplit("/", 1)[-1], site.location or ""
            plot.draft.put(
                ServerFarm(id=id, name=name, location=location, sku=PlanSku(name=""), properties=properties)
            )
            plot.note(id, (), unknown=["plan", "sku"], inferred={"id": f"The app '{site.name}' names it."})


def _plan(facts: PlanFacts) -> ServerFarm:
    return ServerFarm(
        id=facts.id,
        name=facts.name,
        location=facts.location or "",
        sku=PlanSku(name=facts.sku or ""),
        properties=PlanProperties(
            reserved=facts.linux or False,
            hosting_environment=facts.environment,
            web_space=facts.webspace or UNSET,
        ),
    )


def _plan_id(site: SiteFacts) -> str:
    """The plan an app names, or one that stands for it."""
    if site.plan:
        return site.plan
    place = "/".join(site.identity.place.split("/")[:3])
    group = group_in(site.id) or NO_GROUP
    return full_id(f"{place}/resourceGroups/{group}", PLAN, (f"plan-of-{site.identity.names[0]}",))


def put_sites(plot: Plot) -> None:
    """The documents of all apps and slots; certificates are not there yet."""
    for facts in plot.facts.sites.values():
        hosts = hosts_of(facts)
        plot.draft.put(_site(plot, facts, hosts))
        plot.note_source(facts, unknown=_unknown(facts, hosts), inferred={})


def _unknown(facts: SiteFacts, hosts: Mapping[str, HostFacts]) -> list[str]:
    missing = {
        "hostNameSslStates": not bindings_told(facts),
        "inboundIpAddress": facts.address is None,
        "serverFarmId": facts.plan is None,
        "defaultHostName": facts.default_host is None,
        "customDomainVerificationId": facts.verification is None,
        "minTlsVersion": facts.tls is None,
    }
    return [name for name, lacks in missing.items() if lacks]


def bindings_told(facts: SiteFacts) -> bool:
    """Whether the exports tell the app's bindings."""
    return facts.hosts is not None or facts.children is not None or bool(facts.by_children)


def hosts_of(facts: SiteFacts) -> dict[str, HostFacts]:
    """An app's hosts by lower-case name, of all that tell them."""
    told = dict(facts.hosts or {})
    for name, child in (facts.children or {}).items():
        told[name] = overlaid(told.get(name), child) if name in told else child
    for name in facts.names or ():
        told.setdefault(name.lower(), HostFacts(name=name))
    return told


def _site(plot: Plot, facts: SiteFacts, hosts: Mapping[str, HostFacts]) -> Site:
    told = bindings_told(facts)
    states = tuple(_state(plot, facts, host, told=told) for host in hosts.values())
    return Site(
        id=facts.id,
        name=facts.name,
        location=facts.location or "",
        properties=SiteProperties(
            server_farm_id=_plan_id(facts),
            https_only=facts.https_only or False,
            custom_domain_verification_id=facts.verification or "",
            inbound_ip_address=facts.address or "",
            host_name_ssl_states=states,
            site_config=SiteConfig(min_tls_version=facts.tls or "1.2"),
            default_host_name=facts.default_host or UNSET,
            possible_inbound_ip_addresses=facts.addresses or UNSET,
        ),
    )


def _state(plot: Plot, facts: SiteFacts, host: HostFacts, *, told: bool) -> HostNameSslState:
    thumbprint = host.thumbprint
    if thumbprint is None and host.certificate is not None:
        named = plot.facts.certificates.get(host.certificate.lower())
        thumbprint = named.thumbprint if named else None
    state = host.state or (SslState.DISABLED if told else SslState.UNKNOWN)
    own = host.repository or is_own(facts, host.name)
    return HostNameSslState(
        name=host.name,
        ssl_state=state,
        virtual_ip=host.address if state is SslState.IP else None,
        thumbprint=thumbprint if state is not SslState.DISABLED else None,
        host_type="Repository" if own else "Standard",
        azure_resource_type="TrafficManager" if host.traffic_manager else "Website",
        certificate_resource_id=host.certificate or UNSET,
    )


def is_own(facts: SiteFacts, host: str) -> bool:
    """Whether a host is no custom domain, though nothing says so: Azure's own, by the app's name."""
    lowered = host.lower()
    if facts.default_host and lowered == facts.default_host.lower():
        return False
    return lowered.endswith(_OWN) or ".scm." in lowered and lowered.startswith(f"{facts.identity.names[0]}.")
