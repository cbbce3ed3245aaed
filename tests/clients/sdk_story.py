"""A certificate's life by Microsoft's SDKs for Python alone, on the walk world, whose clock runs.

Run by the interpreter of an environment with the SDKs; `run` sets its variables.
"""

from __future__ import annotations

import base64
import json
import os
import ssl
import sys
import urllib.request
from functools import partial
from typing import Any

from azure.identity import ClientSecretCredential
from azure.keyvault.certificates import CertificateClient
from azure.keyvault.secrets import SecretClient
from azure.mgmt.certificateregistration import CertificateRegistrationMgmtClient
from azure.mgmt.keyvault import KeyVaultManagementClient
from azure.mgmt.resource.locks import ManagementLockClient
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.web import WebSiteManagementClient

from tests.clients.checks import Checks, eventually

LOGIN = json.loads(os.environ["CERTBLADE_LOGIN"])
ORIGIN, SUBSCRIPTION, GROUP, ORDER = LOGIN["origin"], LOGIN["subscription"], "rg-web", "contosocert"
CREDENTIAL = ClientSecretCredential(
    LOGIN["tenant"], LOGIN["client"], LOGIN["secret"], authority=ORIGIN, disable_instance_discovery=True
)
ARM: dict[str, Any] = {"base_url": ORIGIN, "credential_scopes": [f"{ORIGIN}/.default"]}
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
ORDER_ID = f"{SCOPE}/providers/Microsoft.CertificateRegistration/certificateOrders/{ORDER}"

orders = CertificateRegistrationMgmtClient(CREDENTIAL, SUBSCRIPTION, **ARM).app_service_certificate_orders
web = WebSiteManagementClient(CREDENTIAL, SUBSCRIPTION, **ARM)
vaults = KeyVaultManagementClient(CREDENTIAL, SUBSCRIPTION, **ARM).vaults
locks = ManagementLockClient(CREDENTIAL, SUBSCRIPTION, **ARM).management_locks
resources = ResourceManagementClient(CREDENTIAL, SUBSCRIPTION, **ARM)
checks = Checks()


def issued() -> str:
    """The order's thumbprint, "" while it is not issued."""
    order = orders.get(GROUP, ORDER)
    return order.signed_certificate.thumbprint if order.status == "Issued" else ""


def bound(host: str) -> str:
    """The thumbprint that a host of the app is bound to."""
    site = web.web_apps.get(GROUP, "contoso-app")
    return next(one.thumbprint for one in site.host_name_ssl_states if one.name == host) or ""


def reading() -> None:
    checks.check("groups", lambda: {"rg-web", "rg-api"} <= {g.name for g in resources.resource_groups.list()})
    checks.check("resources", lambda: any(r.name == "contoso-app" for r in resources.resources.list()))
    checks.check(
        "a generic read",
        lambda: (
            resources.resources.get_by_id(
                f"{SCOPE}/providers/Microsoft.Web/sites/contoso-app", api_version="2025-05-01"
            ).name
            == "contoso-app"
        ),
    )
    checks.check(
        "provider",
        lambda: (
            resources.providers.get("Microsoft.CertificateRegistration").registration_state == "Registered"
        ),
    )
    checks.check("apps", lambda: [s.name for s in web.web_apps.list_by_resource_group(GROUP)])
    checks.check("plans", lambda: web.app_service_plans.get(GROUP, "plan-web").sku.tier == "Standard")
    checks.check(
        "host names", lambda: len(list(web.web_apps.list_host_name_bindings(GROUP, "contoso-app"))) > 1
    )
    checks.check("no orders", lambda: list(orders.list()) == [])
    checks.refused("an order that is not there", "ResourceNotFound", lambda: orders.get(GROUP, "nothing"))


PURCHASE = {
    "location": "global",
    "tags": {"by": "sdk"},
    "properties": {"distinguishedName": "CN=contoso.com", "productType": "StandardDomainValidatedSsl"},
}
POLICY = {
    "tenantId": LOGIN["tenant"],
    "objectId": LOGIN["principal"],
    "permissions": {"secrets": ["all"], "certificates": ["all"]},
}
VAULT = {
    "location": "westeurope",
    "properties": {
        "tenantId": LOGIN["tenant"],
        "sku": {"family": "A", "name": "standard"},
        "accessPolicies": [POLICY],
    },
}


def buying() -> None:
    def bought(body: dict[str, Any], name: str) -> Any:
        return orders.begin_create_or_update(GROUP, name, body).result().status

    nothing = {"location": "global", "properties": {}}
    checks.check(
        "validate", lambda: orders.validate_purchase_information({**PURCHASE, "name": ORDER}) is None
    )
    checks.refused("without a product", "InvalidRequestContent", lambda: bought(nothing, "other"))
    checks.check("buy", lambda: bought(PURCHASE, ORDER) == "Pendingissuance")
    checks.check("its tags", lambda: orders.get(GROUP, ORDER).tags == {"by": "sdk"})


def storing() -> None:
    made = vaults.begin_create_or_update(GROUP, "contoso-sdk", VAULT).result()
    link = {"location": "global", "properties": {"keyVaultId": made.id, "keyVaultSecretName": ORDER}}

    def stored() -> Any:
        poller = orders.begin_create_or_update_certificate(GROUP, ORDER, ORDER, link)
        return poller.result().provisioning_state

    def actions() -> set[str]:
        return {one.action_type for one in orders.retrieve_certificate_actions(GROUP, ORDER)}

    checks.check("create a vault", lambda: made.properties.vault_uri.startswith("https://contoso-sdk.vault."))
    checks.check("store: the poller ends", lambda: stored() == "WaitingOnCertificateOrder")
    checks.check("stored links", lambda: [one.name for one in orders.list_certificates(GROUP, ORDER)])
    checks.check("verify", lambda: orders.verify_domain_ownership(GROUP, ORDER) is None)
    checks.check("issued", lambda: eventually(issued))
    checks.check("actions", lambda: "CertificateIssued" in actions())
    checks.check("mails", lambda: len(orders.retrieve_certificate_email_history(GROUP, ORDER)) > 0)


def data() -> None:
    url = f"https://contoso-sdk{LOGIN['suffix']}"
    secrets = SecretClient(url, CREDENTIAL)
    checks.check(
        "the secret has the certificate", lambda: len(base64.b64decode(secrets.get_secret(ORDER).value)) > 500
    )
    checks.check("set", lambda: secrets.set_secret("note", "one").value == "one")
    checks.check("set again", lambda: secrets.set_secret("note", "two", tags={"a": "b"}).properties.version)
    checks.check("newest", lambda: secrets.get_secret("note").value == "two")
    checks.check("versions", lambda: len(list(secrets.list_properties_of_secret_versions("note"))) == 2)
    checks.check("list", lambda: {"note", ORDER} <= {s.name for s in secrets.list_properties_of_secrets()})
    checks.check("switch off", lambda: not secrets.update_secret_properties("note", enabled=False).enabled)
    checks.refused("read what is off", "disabled", lambda: secrets.get_secret("note"))
    checks.check("delete", lambda: secrets.begin_delete_secret("note").result().name == "note")
    checks.refused(
        "its name is kept", "ObjectIsDeletedButRecoverable", lambda: secrets.set_secret("note", "x")
    )
    checks.check("recover", lambda: secrets.begin_recover_deleted_secret("note").result().name == "note")
    certificates = CertificateClient(url, CREDENTIAL)
    checks.refused(
        "no certificate object", "CertificateNotFound", lambda: certificates.get_certificate(ORDER)
    )
    checks.check("no certificates", lambda: list(certificates.list_properties_of_certificates()) == [])


def using() -> None:
    vault = vaults.get(GROUP, "contoso-sdk").id
    name = "contosocert-by-sdk"
    wanted = {
        "location": "West Europe",
        "properties": {
            "keyVaultId": vault,
            "keyVaultSecretName": ORDER,
            "serverFarmId": f"{SCOPE}/providers/Microsoft.Web/serverfarms/plan-web",
        },
    }
    checks.check(
        "import", lambda: web.certificates.create_or_update(GROUP, name, wanted).thumbprint == issued()
    )
    checks.check("read it", lambda: web.certificates.get(GROUP, name).host_names)
    binding = {"properties": {"sslState": "SniEnabled", "thumbprint": issued()}}
    checks.check(
        "bind",
        lambda: (
            web.web_apps.create_or_update_host_name_binding(
                GROUP, "contoso-app", "contoso.com", binding
            ).thumbprint
            == issued()
        ),
    )
    old = issued()
    body = {"properties": {"keySize": 2048, "isPrivateKeyExternal": False}}
    checks.check("rekey", lambda: orders.reissue(GROUP, ORDER, body) is None)
    checks.refused("rekey twice", "RequestPending", lambda: orders.reissue(GROUP, ORDER, body))
    checks.check("rekeyed", lambda: eventually(lambda: issued() not in ("", old)))
    checks.check("out of sync", lambda: bound("contoso.com") == old)
    checks.check(
        "sync", lambda: web.certificates.create_or_update(GROUP, name, wanted).thumbprint == issued()
    )
    checks.check("the binding follows", lambda: bound("contoso.com") == issued())
    checks.refused("a bound certificate stays", "Conflict", lambda: web.certificates.delete(GROUP, name))
    checks.refused(
        "renew too early", "ExpirationNotInRenewalTimeRange", lambda: orders.renew(GROUP, ORDER, body)
    )


def ending() -> None:
    lock = "AppServiceCertificateLock"
    checks.check("its lock", lambda: lock in {one.name for one in locks.list_by_scope(ORDER_ID)})
    checks.refused("delete while locked", "ScopeLocked", lambda: orders.delete(GROUP, ORDER))
    checks.check(
        "lock it once more",
        lambda: (
            locks.create_or_update_by_scope(ORDER_ID, "mine", {"properties": {"level": "ReadOnly"}}).level
            == "ReadOnly"
        ),
    )
    checks.refused("rekey under it", "ScopeLocked", lambda: orders.reissue(GROUP, ORDER, {}))
    for name in ("mine", lock):
        checks.check(f"unlock {name}", partial(_unlocked, name))
    checks.check("delete", lambda: orders.delete(GROUP, ORDER) is None)
    checks.check("revoked", lambda: orders.get(GROUP, ORDER).status == "Revoked")


def _unlocked(name: str) -> bool:
    return locks.delete_by_scope(ORDER_ID, name) is None


def denied() -> None:
    """Without a token of this installation nothing is read."""
    url = f"{ORIGIN}{ORDER_ID}?api-version=2024-11-01"
    trusted = ssl.create_default_context(cafile=os.environ["REQUESTS_CA_BUNDLE"])
    for name, token in (("no token", ""), ("a foreign token", "Bearer eyJhbGciOiJub25lIn0.e30.")):
        request = urllib.request.Request(url, headers={"Authorization": token} if token else {})
        handler = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted)
        )
        checks.refused(name, "401", partial(handler.open, request))


if __name__ == "__main__":
    for part in (reading, buying, storing, data, using, ending, denied):
        print(f"--- {part.__name__}")
        part()
    sys.exit(checks.result())
