"""Apps and slots with their host names, and plans.

A binding is told by the app (hostNameSslStates), by a resource of its own (hostNameBindings) and, by
Terraform, by a third one that joins the two. Sources: "Microsoft.Web/sites" (ARM reference); models of
Az.Websites (azure-powershell); azurerm's app_service_certificate_binding (Terraform Registry).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.estates.containers.terraform_names import BINDING_TYPE
from store.estates.facts import HostFacts, PlanFacts, SiteFacts
from store.estates.identity import PLAN, SITE, SLOT, SLOT_BINDING, Identity, identify
from store.estates.kinds.words import ssl_state
from store.estates.rows import Row, Source
from store.estates.values import flag, fold, text, texts, thumbprint

_TRAFFIC_MANAGER = ".trafficmanager.net"


def site_facts(row: Row) -> SiteFacts:
    """What a row of an app or slot says."""
    fields, config = row.fields, row.object("siteconfig") or {}
    states = row.objects("hostnamesslstates")
    names = texts(fields.get("hostnames"))
    terraform = row.source is Source.TERRAFORM
    return SiteFacts(
        identity=row.identity,
        files={row.file: None},
        modified=row.modified,
        whole=row.source is Source.WHOLE and states is not None,
        location=text(fields.get("location")),
        plan=_plan(fields.get("serverfarmid")),
        webspace=text(fields.get("webspace")),
        default_host=text(fields.get("defaulthostname")),
        address=text(fields.get("inboundipaddress")),
        addresses=text(fields.get("possibleinboundipaddresses")),
        verification=text(fields.get("customdomainverificationid")),
        https_only=flag(fields.get("httpsonly")),
        tls=text(config.get("mintlsversion")) or text(config.get("minimumtlsversion")),
        names=names,
        hosts=None if states is None else _hosts(states),
        by_children=True if terraform else None,
    )


def _plan(value: Any) -> str | None:
    found = identify(value)
    return found.id if found is not None and found.type == PLAN else None


def _hosts(states: list[dict[str, Any]]) -> dict[str, HostFacts]:
    hosts = (_host(text(one.get("name")), one, default=True) for one in states)
    return {one.name.lower(): one for one in hosts if one is not None}


def _host(name: str | None, fields: Mapping[str, Any], *, default: bool) -> HostFacts | None:
    if name is None:
        return None
    state = ssl_state(fields.get("sslstate"))
    kind, resource = fields.get("hosttype"), str(fields.get("azureresourcetype", ""))
    certificate = identify(fields.get("certificateresourceid"))
    manager = resource.lower() == "trafficmanager" or name.lower().endswith(_TRAFFIC_MANAGER)
    found = ssl_state("Disabled") if default and state is None else state
    return HostFacts(
        name=name.rstrip("."),
        state=found,
        thumbprint=thumbprint(fields.get("thumbprint")),
        address=text(fields.get("virtualip")),
        repository=kind == 1 or str(kind).lower() in ("1", "repository"),
        traffic_manager=manager,
        certificate=certificate.id if certificate else None,
    )


def site_of_binding(row: Row) -> SiteFacts | None:
    """What a host name's binding, a resource of its own, says of its app."""
    *app, host = row.identity.names
    slot = row.identity.type == SLOT_BINDING
    identity = Identity(SLOT if slot else SITE, tuple(app), row.identity.place)
    found = _host(text(row.fields.get("hostname")) or host, row.fields, default=False)
    if found is None:
        return None
    if row.fields.get("terraform") == BINDING_TYPE and found.state is None:
        found = HostFacts(name=found.name, state=ssl_state("SniEnabled"), certificate=found.certificate)
    children = {found.name.lower(): found}
    return SiteFacts(identity=identity, files={row.file: None}, children=children)


def plan_facts(row: Row) -> PlanFacts:
    """What a row of a plan says. Its `properties.serverFarmId` is a number, and no id."""
    fields, sku = row.fields, row.fields.get("sku")
    environment = row.object("hostingenvironmentprofile")
    name = fold(sku).get("name") if isinstance(sku, Mapping) else sku or fields.get("skuname")
    system = text(fields.get("ostype"))
    kind = text(fields.get("kind"))
    linux = flag(fields.get("reserved"))
    if linux is None and (system or kind):
        linux = (system or kind or "").lower().startswith("linux")
    hosted = text(environment.get("id")) if environment else text(fields.get("appserviceenvironmentid"))
    return PlanFacts(
        identity=row.identity,
        files={row.file: None},
        modified=row.modified,
        whole=row.source is not Source.SKELETON,
        location=text(fields.get("location")),
        linux=linux,
        sku=text(name),
        webspace=text(fields.get("webspace")),
        environment=hosted,
    )
