"""Objects as ARM shows them, made for one question each; every test changes what it asks about."""

from __future__ import annotations

from typing import Any

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
GROUP = f"{SUBSCRIPTION}/resourceGroups/rg-web"
VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/contoso-kv"
SECRET = "contosocert11111111-2222-4333-8444-555555555555"
NEW, OLD, OTHER = "A" * 40, "B" * 40, "C" * 40
PLAN = f"{GROUP}/providers/Microsoft.Web/serverfarms/plan-web"
SPACE = "rg-web-WestEuropewebspace"
EXPIRES = "2027-03-01T00:00:00+00:00"


def link(status: str = "Succeeded", secret: str = SECRET) -> dict[str, Any]:
    """An entry of an order's links."""
    return {"keyVaultId": VAULT, "keyVaultSecretName": secret, "provisioningState": status}


def order(name: str = "contosocert", **changes: Any) -> dict[str, Any]:
    """An issued order of *.contoso.com, stored in the vault."""
    properties = {
        "certificates": {name: link()},
        "distinguishedName": "CN=*.contoso.com",
        "productType": "StandardDomainValidatedWildCardSsl",
        "autoRenew": True,
        "status": "Issued",
        "signedCertificate": {
            "thumbprint": NEW,
            "notBefore": "2026-08-01T00:00:00+00:00",
            "notAfter": EXPIRES,
            "subject": "CN=*.contoso.com",
        },
        "expirationTime": EXPIRES,
        "lastCertificateIssuanceTime": "2026-08-01T00:05:00+00:00",
        **changes,
    }
    id = f"{GROUP}/providers/Microsoft.CertificateRegistration/certificateOrders/{name}"
    return {"id": id, "name": name, "type": "certificateOrders", "properties": _without_none(properties)}


def certificate(name: str = f"contosocert-{SPACE}", thumbprint: str = NEW, **changes: Any) -> dict[str, Any]:
    """A certificate of the webspace that is linked to the order's secret."""
    properties = {
        "hostNames": ["*.contoso.com", "contoso.com"],
        "subjectName": "*.contoso.com",
        "issuer": "Example CA",
        "issueDate": "2026-08-01T00:00:00+00:00",
        "expirationDate": EXPIRES,
        "thumbprint": thumbprint,
        "keyVaultId": VAULT,
        "keyVaultSecretName": SECRET,
        "webSpace": SPACE,
        **changes,
    }
    return _resource("Microsoft.Web/certificates", name, properties)


def host(name: str, thumbprint: str | None = NEW, **changes: Any) -> dict[str, Any]:
    """A host name of an app, bound by SNI."""
    return {
        "name": name,
        "sslState": "SniEnabled",
        "thumbprint": thumbprint,
        "hostType": "Standard",
        **changes,
    }


def site(name: str = "contoso-app", *hosts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An app with these hosts beside its default one."""
    properties = {
        "hostNameSslStates": [
            {"name": f"{name}.azurewebsites.net", "sslState": "Disabled", "hostType": "Standard"},
            *hosts,
        ],
        "defaultHostName": f"{name}.azurewebsites.net",
        "serverFarmId": PLAN,
        "webSpace": SPACE,
        **changes,
    }
    return _resource("Microsoft.Web/sites", name, properties)


def plan(name: str = "plan-web", **changes: Any) -> dict[str, Any]:
    """The plan of the app."""
    found = _resource("Microsoft.Web/serverfarms", name, {"webSpace": SPACE, "reserved": False, **changes})
    return {**found, "sku": {"name": "S1"}}


def vault(**changes: Any) -> dict[str, Any]:
    """The vault of the order's secret, with a policy for each service."""
    policies = [
        {"objectId": f"00000000-0000-0000-0000-0000000000a{number}", "permissions": {"secrets": verbs}}
        for number, verbs in ((1, ["get"]), (2, ["get", "list", "set", "delete"]))
    ]
    properties = {"accessPolicies": policies, "vaultUri": "https://contoso-kv.vault.azure.net/", **changes}
    return _resource("Microsoft.KeyVault/vaults", "contoso-kv", properties)


def version(thumbprint: str, created: str, number: int = 1, **attributes: Any) -> dict[str, Any]:
    """A version of the order's secret as az lists it."""
    return {
        "id": f"https://contoso-kv.vault.azure.net/secrets/{SECRET}/{number:032d}",
        "name": SECRET,
        "contentType": "application/x-pkcs12",
        "attributes": {"enabled": True, "created": created, **attributes},
        "tags": {"Thumbprint": thumbprint},
    }


def record(kind: str, name: str, zone: str = "contoso.com", **values: Any) -> dict[str, Any]:
    """A record set as az lists it."""
    id = f"{GROUP}/providers/Microsoft.Network/dnszones/{zone}/{kind}/{name}"
    return {"id": id, "name": name, "type": f"Microsoft.Network/dnszones/{kind}", "TTL": 3600, **values}


def _resource(type: str, name: str, properties: dict[str, Any]) -> dict[str, Any]:
    id = f"{GROUP}/providers/{type}/{name}"
    return {"id": id, "name": name, "type": type, "location": "West Europe", "properties": properties}


def _without_none(properties: dict[str, Any]) -> dict[str, Any]:
    """A field that a test takes away is given as None."""
    return {name: value for name, value in properties.items() if value is not None}
