"""Resources as the routes return them: what `store.arm` shows, and what clients besides need to go on."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, TypeAlias

import msgspec

from store.arm import arm, children
from store.resources import (
    AccessPolicy,
    CertificateOrder,
    DnsZone,
    ResourceGroup,
    ServerFarm,
    Site,
    Subscription,
    Vault,
    WebCertificate,
)
from store.rest.call import Call
from store.services.web.webspaces import plan_of

Json: TypeAlias = "dict[str, Any]"


def subscription(call: Call, one: Subscription) -> Json:
    """A subscription as "Subscriptions - Get" answers."""
    kept = one.properties
    state = {"Suspended": "Disabled", "Cancelled": "Deleted"}.get(kept.state, kept.state)
    return {
        "id": one.id,
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": one.name,
        "tenantId": kept.tenant_id,
        "displayName": f"{kept.display_name} (simulated)",
        "state": state,
        "subscriptionPolicies": {
            "locationPlacementId": "Simulated_2022-01-01",
            "quotaId": f"{kept.offer}_Simulated",
            "spendingLimit": "Off",
        },
    }


def group(call: Call, one: ResourceGroup) -> Json:
    """A resource group as "Resource Groups - Get" answers."""
    return {
        "id": one.id,
        "name": one.name,
        "type": "Microsoft.Resources/resourceGroups",
        "location": one.location.replace(" ", "").lower(),
        "tags": dict(one.tags),
        "properties": {"provisioningState": "Succeeded"},
    }


def order(call: Call, one: CertificateOrder) -> Json:
    """An order as "App Service Certificate Orders - Get" answers."""
    return arm(call.world, one)


def order_certificates(call: Call, one: CertificateOrder) -> list[Json]:
    """The order's links to Key Vault as child resources."""
    return list(children(call.world, one))


def vault(call: Call, one: Vault) -> Json:
    """A vault as "Vaults - Get" answers; its address is the one under which it is served here."""
    shown = arm(call.world, one)
    properties = shown["properties"]
    shown["properties"] = {
        **properties,
        "vaultUri": call.place.vault_uri(one.name),
        "accessPolicies": [_policy(policy) for policy in one.properties.access_policies],
        "enabledForDiskEncryption": False,
        "enabledForTemplateDeployment": False,
        "publicNetworkAccess": "Enabled",
        "provisioningState": "Succeeded",
    }
    # Azure has the property only where it is on: it cannot be set to false.
    if not one.properties.enable_purge_protection:
        del shown["properties"]["enablePurgeProtection"]
    return shown


def _policy(one: AccessPolicy) -> Json:
    """An access policy with its permissions as the portal writes them: `Get`, where clients look for it."""
    kinds = {
        "keys": one.permissions.keys,
        "secrets": one.permissions.secrets,
        "certificates": one.permissions.certificates,
        "storage": (),
    }
    return {
        "tenantId": one.tenant_id,
        "objectId": one.object_id,
        "permissions": {kind: [verb.capitalize() for verb in verbs] for kind, verbs in kinds.items()},
    }


def plan(call: Call, one: ServerFarm) -> Json:
    """A plan as "App Service Plans - Get" answers."""
    size = one.sku.name
    sites = sum(1 for site in call.world.all(Site) if site.properties.server_farm_id.lower() == one.key)
    system = "linux" if one.properties.reserved else "app"
    return {
        **arm(call.world, one),
        "kind": system,
        "sku": {"name": size, "tier": one.sku.tier, "size": size, "family": size[:1], "capacity": 1},
        "properties": {
            "status": "Ready",
            "reserved": one.properties.reserved,
            "hyperV": False,
            "isXenon": False,
            "maximumNumberOfWorkers": 10,
            "numberOfSites": sites,
            "numberOfWorkers": 1,
            "webSpace": one.webspace,
            "geoRegion": one.location,
            "resourceGroup": one.id.split("/")[4],
            "subscription": one.id.split("/")[2],
            "hostingEnvironment": one.properties.hosting_environment,
            "provisioningState": "Succeeded",
        },
    }


#: What Azure shows of a host name's binding.
_SSL_STATE = ("name", "sslState", "virtualIP", "thumbprint", "hostType")


def site(call: Call, one: Site) -> Json:
    """An app as "Web Apps - Get" answers."""
    shown = arm(call.world, one)
    farm = plan_of(call.world, one)
    config = {"minTlsVersion": one.properties.site_config.min_tls_version, "linuxFxVersion": ""}
    shown["kind"] = "app,linux" if farm.properties.reserved else "app"
    shown["properties"] = {
        **shown["properties"],
        "name": one.name,
        "sku": farm.sku.tier,
        "reserved": farm.properties.reserved,
        "enabled": one.properties.state == "Running",
        "adminEnabled": True,
        "availabilityState": "Normal",
        "usageState": "Normal",
        "webSpace": farm.webspace,
        "resourceGroup": one.id.split("/")[4],
        "repositorySiteName": one.name,
        "hostNamesDisabled": False,
        "clientCertEnabled": False,
        "clientCertMode": "Required",
        "clientAffinityEnabled": True,
        "hyperV": False,
        "isXenon": False,
        "scmSiteAlsoStopped": False,
        "outboundIpAddresses": one.properties.inbound_ip_address,
        "possibleOutboundIpAddresses": one.properties.inbound_ip_address,
        "lastModifiedTimeUtc": None,
        "siteConfig": config,
        "hostNameSslStates": [
            {field: state[field] for field in _SSL_STATE}
            for state in shown["properties"]["hostNameSslStates"]
        ],
    }
    return shown


def web_certificate(call: Call, one: WebCertificate) -> Json:
    """A private key certificate as "Certificates - Get" answers."""
    return arm(call.world, one)


def zone(call: Call, one: DnsZone) -> Json:
    """A DNS zone as "Zones - Get" answers; record sets are resources of their own."""
    sets = {(record.type, record.name) for record in one.properties.records}
    return {
        "id": one.id,
        "name": one.name,
        "type": "Microsoft.Network/dnszones",
        "location": "global",
        "tags": dict(one.tags),
        "etag": etag(one),
        "properties": {
            "zoneType": one.properties.zone_type,
            "numberOfRecordSets": len(sets),
            "maxNumberOfRecordSets": 10_000,
            "nameServers": ["ns1.dns.localhost.", "ns2.dns.localhost."],
        },
    }


def etag(document: Any) -> str:
    """A tag that is another one where the document is."""
    return sha256(msgspec.json.encode(document)).hexdigest()[:32]
