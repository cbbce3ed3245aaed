"""Resources as Azure Resource Manager shows them: the stored fields, and those that follow from them.

Field names and their order: ARM reference, Microsoft.CertificateRegistration/certificateOrders (2024-11-01),
Microsoft.Web (2022-03-01), Microsoft.KeyVault. What ARM never returns (the value of a secret, the blob of a
PFX) is not shown either; dates are RFC 3339 in UTC, in Key Vault's own documents Unix seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from types import ModuleType
from typing import Any

import msgspec

from store.arm.parts import Json, child, ordered
from store.resources import (
    TABLES,
    Authority,
    CertificateOrder,
    CloudService,
    Document,
    Resource,
    RoleInstance,
    SecretVersion,
    Site,
    Vault,
    WebCertificate,
)
from store.services.certificate_registration import renewal, vault_link
from store.world import View

_ENVELOPE = ("id", "name", "type", "kind", "location", "tags", "sku")
_ORDER = (
    "certificates",
    "distinguishedName",
    "domainVerificationToken",
    "validityInYears",
    "keySize",
    "productType",
    "autoRenew",
    "provisioningState",
    "status",
    "signedCertificate",
    "intermediate",
    "root",
    "csr",
    "serialNumber",
    "lastCertificateIssuanceTime",
    "expirationTime",
    "isPrivateKeyExternal",
    "appServiceCertificateNotRenewableReasons",
    "nextAutoRenewalTimeStamp",
    "contact",
)
_SITE = (
    "state",
    "hostNames",
    "enabledHostNames",
    "defaultHostName",
    "httpsOnly",
    "publicNetworkAccess",
    "serverFarmId",
    "customDomainVerificationId",
    "inboundIpAddress",
    "hostNameSslStates",
    "siteConfig",
)
_WEB_CERTIFICATE = (
    "friendlyName",
    "subjectName",
    "hostNames",
    "pfxBlob",
    "password",
    "issuer",
    "issueDate",
    "expirationDate",
    "thumbprint",
    "valid",
    "keyVaultId",
    "keyVaultSecretName",
    "keyVaultSecretStatus",
    "canonicalName",
    "domainValidationMethod",
    "serverFarmId",
    "webSpace",
    "publicKeyHash",
    "cerBlob",
)


def arm(view: View, resource: Document) -> Json:
    """The resource as a GET of its id answers, properties in Azure's order."""
    stored: Json = msgspec.to_builtins(resource)
    shown = {field: stored[field] for field in _ENVELOPE if field in stored}
    properties: Json = stored.get("properties", {})
    show = _SHOWN.get(type(resource))
    shown["properties"] = properties if show is None else show(view, resource, properties)
    return shown


def children(view: View, resource: Document) -> tuple[Json, ...]:
    """The child resources ARM shows beside one and that have no table: all of them follow from it."""
    match resource:
        case CertificateOrder():
            return tuple(_order_certificates(view, resource))
        case Site():
            return (*_host_name_bindings(resource), *_ownership_identifiers(resource))
        case CloudService():
            return tuple(_compute().service_children(view, resource))
    return ()


def types() -> tuple[str, ...]:
    """Every ARM type of which resources can be stored."""
    return tuple(table for table, kind in TABLES.items() if issubclass(kind, Resource))


def resources(view: View, type_: str | None = None) -> Iterator[Resource]:
    """All stored resources, or those of one type, in the order they were made."""
    for table in types() if type_ is None else (type_,):
        for document in view.table(TABLES[table]).values():
            if isinstance(document, Resource):
                yield document


def _shown_order(view: View, order: CertificateOrder, properties: Json) -> Json:
    signed = order.properties.signed_certificate
    state = vault_link.link_state(view, order)
    link = order.link
    derived: Json = {
        "certificates": {
            name: {**stored, "provisioningState": state.value if state else None}
            if link is not None and name == order.name
            else stored
            for name, stored in properties["certificates"].items()
        },
        "appServiceCertificateNotRenewableReasons": list(renewal.not_renewable_reasons(view, order)),
        "nextAutoRenewalTimeStamp": _date(renewal.next_auto_renewal(view, order)),
        "serialNumber": signed.serial_number if signed else None,
        "expirationTime": _date(order.expires),
        **_chain(view, signed.issuer if signed else ""),
    }
    return ordered(properties | derived, _ORDER)


def _chain(view: View, issuer: str) -> Json:
    """The certificates above one of that issuer."""
    for authority in view.all(Authority):
        if issuer and authority.intermediate_subject == issuer:
            return {
                "intermediate": {
                    "subject": issuer,
                    "thumbprint": authority.intermediate_thumbprint,
                    "issuer": authority.root_subject,
                },
                "root": {"subject": authority.root_subject, "thumbprint": authority.root_thumbprint},
            }
    return {"intermediate": None, "root": None}


def _order_certificates(view: View, order: CertificateOrder) -> Iterator[Json]:
    for name, stored in arm(view, order)["properties"]["certificates"].items():
        yield child(order, "certificates", name, stored, location=order.location)


def _shown_site(_view: View, site: Site, properties: Json) -> Json:
    enabled = [state.name for state in site.properties.host_name_ssl_states]
    own = [state.name for state in site.custom_hosts]
    derived = {
        "hostNames": [*own, site.default_host],
        "enabledHostNames": enabled,
        "defaultHostName": site.default_host,
    }
    return ordered(properties | derived, _SITE)


def _host_name_bindings(site: Site) -> Iterator[Json]:
    for state in site.properties.host_name_ssl_states:
        if state.host_type != "Standard":
            continue
        properties = {
            "siteName": site.name,
            "azureResourceName": site.name,
            "azureResourceType": state.azure_resource_type,
            "hostNameType": "Verified",
            "sslState": state.ssl_state,
            "thumbprint": state.thumbprint,
            "virtualIP": state.virtual_ip,
        }
        yield child(site, "hostNameBindings", state.name, properties)


def _ownership_identifiers(site: Site) -> Iterator[Json]:
    for path, value in site.properties.domain_ownership_identifiers.items():
        yield child(site, "domainOwnershipIdentifiers", path.rpartition("/")[2], {"value": value})


def _shown_certificate(view: View, certificate: WebCertificate, properties: Json) -> Json:
    # A list of orders does not wait for what App Service knows of its certificates.
    from store.services.web.sync import link_status

    met = link_status(view, certificate)
    state = {"keyVaultSecretStatus": met.value} if met else {}
    return ordered(properties | state | {"pfxBlob": None, "password": None, "valid": None}, _WEB_CERTIFICATE)


def _shown_version(_view: View, version: SecretVersion, properties: Json) -> Json:
    attributes = version.properties.attributes
    seconds: Json = {
        "enabled": attributes.enabled,
        "nbf": _seconds(attributes.not_before),
        "exp": _seconds(attributes.expires),
        "created": _seconds(attributes.created),
        "updated": _seconds(attributes.updated),
    }
    hidden = ("value", "sequence", "thumbprint", "hostNames", "certificate", "fault")
    shown = {field: value for field, value in properties.items() if field not in hidden}
    return shown | {"attributes": seconds}


def _shown_vault(_view: View, _vault: Vault, properties: Json) -> Json:
    """An address that the firewall lets pass is an object in ARM's document."""
    acls = properties["networkAcls"]
    rules = [{"value": rule} for rule in acls["ipRules"]]
    return properties | {"networkAcls": {**acls, "ipRules": rules, "virtualNetworkRules": []}}


def _shown_compute(view: View, resource: CloudService | RoleInstance, properties: Json) -> Json:
    compute = _compute()
    show = compute.shown_service if isinstance(resource, CloudService) else compute.shown_instance
    shown: Json = show(view, resource, properties)
    return shown


def _compute() -> ModuleType:
    """Microsoft.Compute as it is shown: most worlds have no cloud service."""
    from store.arm import compute

    return compute


def _date(moment: datetime | None) -> str | None:
    return None if moment is None else msgspec.to_builtins(moment)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


_SHOWN: dict[type[Any], Callable[[View, Any, Json], Json]] = {
    CertificateOrder: _shown_order,
    Site: _shown_site,
    WebCertificate: _shown_certificate,
    SecretVersion: _shown_version,
    Vault: _shown_vault,
    CloudService: _shown_compute,
    RoleInstance: _shown_compute,
}
