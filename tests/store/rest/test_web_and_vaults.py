"""Apps, their certificates and bindings, vaults and their data, zones: by requests."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from store.operations.simulator.clock import AdvanceClock
from store.resources import Site, WebCertificate
from tests.support.pfx_files import PASSWORD, pfx
from tests.support.rest import GROUP, ORDERS, SUBSCRIPTION, VAULTS, WEB, Client
from tests.support.worlds import demo_world, walk_world

LINKED = f"{WEB}/certificates/contosocert-rg-web-WestEuropewebspace"
APP = f"{WEB}/sites/contoso-app"


@pytest.fixture
def client() -> Client:
    """On the demo, whose order was rekeyed and not synced in rg-web."""
    return Client(demo_world())


def _bound(client: Client) -> dict[str, str]:
    states = client.get(APP)["properties"]["hostNameSslStates"]
    return {one["name"]: one["thumbprint"] for one in states if one["thumbprint"]}


def test_a_linked_certificate_that_is_written_again_is_synced_and_its_bindings_follow(client: Client) -> None:
    held = client.get(LINKED)
    current = client.get(f"{ORDERS}/contosocert")["properties"]["signedCertificate"]["thumbprint"]
    assert held["properties"]["thumbprint"] != current
    assert client.put(LINKED, held)["properties"]["thumbprint"] == current
    assert client.answered[-1].operations == ("SyncCertificate",)
    assert set(_bound(client).values()) == {current}
    client.put(LINKED, held)
    assert not client.answered[-1].operations


def test_a_certificate_in_use_and_a_link_to_another_secret_are_refused(client: Client) -> None:
    assert client.refusal("DELETE", LINKED) == (409, "Conflict")
    other = {"properties": {"keyVaultId": f"{VAULTS}/contoso-kv", "keyVaultSecretName": "other"}}
    assert client.refusal("PUT", LINKED, other) == (409, "Conflict")


def test_bindings_are_written_in_both_ways_and_are_the_same(client: Client) -> None:
    thumbprint = _bound(client)["contoso.com"]
    site = {
        "location": "West Europe",
        "properties": {
            "hostNameSslStates": [{"name": "contoso.com", "sslState": "Disabled", "toUpdate": True}]
        },
    }
    client.put(APP, site)
    assert client.answered[-1].operations == ("RemoveBinding",)
    assert "contoso.com" not in _bound(client)
    binding = f"{APP}/hostNameBindings/contoso.com"
    body = {"properties": {"sslState": "SniEnabled", "thumbprint": thumbprint}}
    assert client.put(binding, body)["properties"]["thumbprint"] == thumbprint
    assert client.answered[-1].operations == ("AddBinding",)
    client.put(binding, body)
    assert not client.answered[-1].operations
    unmarked = {"name": "contoso.com", "sslState": "Disabled"}
    client.put(APP, {"properties": {"hostNameSslStates": [unmarked]}})
    assert _bound(client)["contoso.com"] == thumbprint
    assert client.refusal("DELETE", binding) == (409, "Conflict")
    wrong = {"properties": {"sslState": "SniEnabled", "thumbprint": "0" * 40}}
    assert client.refusal("PUT", binding, wrong) == (404, "CertificateNotFound")


def _file(folder: Path) -> str:
    """Base64 of a PFX file of a foreign CA."""
    made, _ = pfx(folder, "shop.contoso.com")
    return b64encode(Path(made).read_bytes()).decode()


def test_a_pfx_is_uploaded_under_the_name_in_the_path(client: Client, tmp_path: Path) -> None:
    body = {
        "location": "West Europe",
        "properties": {
            "pfxBlob": _file(tmp_path),
            "password": PASSWORD.reveal(),
            "serverFarmId": f"{WEB}/serverfarms/plan-web",
        },
    }
    made = client.put(f"{WEB}/certificates/uploaded", body)
    assert made["name"] == "uploaded"
    assert made["properties"]["pfxBlob"] is None
    assert client.answered[-1].operations == ("UploadCertificate",)
    body["properties"] |= {"password": "wrong"}  # type: ignore[operator]
    assert client.refusal("PUT", f"{WEB}/certificates/again", body)[1] == "PfxPasswordIncorrect"
    assert client.refusal("PUT", f"{WEB}/certificates/{'a' * 261}", body)[1] == "InvalidCertificateName"
    body["properties"] |= {"pfxBlob": "no base64"}  # type: ignore[operator]
    assert client.refusal("PUT", f"{WEB}/certificates/again", body)[1] == "FileUnreadable"


def test_a_managed_certificate_is_waited_for_at_its_location() -> None:
    client = Client(walk_world())
    path = f"{WEB}/certificates/www.contoso.com"
    farm = client.get(APP)["properties"]["serverFarmId"]
    body = {
        "location": "West Europe",
        "properties": {"canonicalName": "www.contoso.com", "serverFarmId": farm},
    }
    response = client.send("PUT", path, body)
    assert response.status == 202
    waiting = response.header("location").partition("8443")[2]
    assert client.send("GET", waiting).status == 202
    client.portal.perform(AdvanceClock(by="10m"))
    assert client.get(waiting)["properties"]["canonicalName"] == "www.contoso.com"
    assert client.portal.world.get(WebCertificate, path) is not None


def test_settings_of_an_app_are_changed_where_they_differ(client: Client) -> None:
    client.send("PATCH", APP, {"properties": {"httpsOnly": True}})
    assert client.answered[-1].operations == ("SetHttpsOnly",)
    config = client.get(f"{APP}/config/web")
    config["properties"]["minTlsVersion"] = "1.1"
    assert client.put(f"{APP}/config/web", config)["properties"]["minTlsVersion"] == "1.1"
    client.put(f"{APP}/config/appsettings", {"properties": {"WEBSITE_LOAD_CERTIFICATES": "*"}})
    held = client.send("POST", f"{APP}/config/appsettings/list").json()["properties"]
    assert held == {"WEBSITE_LOAD_CERTIFICATES": "*"}
    site = next(one for one in client.portal.world.all(Site) if one.name == "contoso-app")
    assert site.properties.https_only and site.properties.site_config.min_tls_version == "1.1"


def test_policies_are_added_replaced_and_taken_away_by_writing_the_vault(client: Client) -> None:
    vault = client.get(f"{VAULTS}/contoso-kv")
    assert client.put(f"{VAULTS}/contoso-kv", vault)["properties"] == vault["properties"]
    assert not client.answered[-1].operations
    vault["properties"]["accessPolicies"] = vault["properties"]["accessPolicies"][:1]
    assert len(client.put(f"{VAULTS}/contoso-kv", vault)["properties"]["accessPolicies"]) == 1
    assert set(client.answered[-1].operations) == {"RemoveAccessPolicy"}


def test_a_secrets_life_in_a_vault(client: Client) -> None:
    def secret(method: str, path: str, body: Any = None) -> Any:
        response = client.vault(method, "contoso-kv", path, body)
        found = response.json()
        return found if response.status < 400 else (response.status, found["error"]["code"])

    value = {"value": "one", "tags": {"a": "b"}, "attributes": {"exp": 2_000_000_000}}
    made = secret("PUT", "/secrets/note", value)
    assert made["id"].startswith("https://contoso-kv.vault.localhost:8443/secrets/note/")
    assert made["attributes"]["exp"] == 2_000_000_000
    version = made["id"].rpartition("/")[2]
    secret("PUT", "/secrets/note", {"value": "two"})
    assert secret("GET", "/secrets/note/")["value"] == "two"
    assert secret("GET", f"/secrets/note/{version}")["value"] == "one"
    assert len(secret("GET", "/secrets/note/versions")["value"]) == 2
    assert "value" not in secret("GET", "/secrets")["value"][0]
    assert (
        secret("PATCH", "/secrets/note", {"attributes": {"enabled": False}})["attributes"]["enabled"] is False
    )
    assert secret("GET", "/secrets/note") == (403, "SecretDisabled")
    assert secret("DELETE", "/secrets/note")["recoveryId"].endswith("/deletedsecrets/note")
    assert secret("GET", "/secrets/note") == (404, "SecretNotFound")
    assert secret("PUT", "/secrets/note", {"value": "x"}) == (409, "ObjectIsDeletedButRecoverable")
    secret("POST", "/deletedsecrets/note/recover")
    assert secret("GET", "/deletedsecrets/note") == (404, "SecretNotFound")
    assert secret("PUT", "/secrets/note", {}) == (400, "InvalidRequestContent")
    assert secret("GET", "/keys/note") == (501, "NotSimulated")
    secret("DELETE", "/secrets/note")
    assert client.vault("DELETE", "contoso-kv", "/deletedsecrets/note").status == 204
    assert secret("GET", "/deletedsecrets/note") == (404, "SecretNotFound")
    assert secret("PUT", "/secrets/note", {"value": "three"})["value"] == "three"


def test_an_orders_secret_is_no_certificate_object_and_an_imported_one_is(
    client: Client, tmp_path: Path
) -> None:
    links = client.get(f"{ORDERS}/contosocert")["properties"]["certificates"]
    name = links["contosocert"]["keyVaultSecretName"]
    refused = client.vault("GET", "contoso-kv", f"/certificates/{name}")
    assert (refused.status, refused.json()["error"]["code"]) == (404, "CertificateNotFound")
    body = {"value": _file(tmp_path), "pwd": PASSWORD.reveal()}
    made = client.vault("POST", "contoso-kv", "/certificates/bought/import", body).json()
    assert made["sid"].startswith("https://contoso-kv.vault.localhost:8443/secrets/bought/")
    assert client.vault("GET", "contoso-kv", "/certificates/bought").json()["cer"] == made["cer"]
    gone = client.vault("DELETE", "contoso-kv", "/certificates/bought").json()
    assert gone["recoveryId"].endswith("/deletedcertificates/bought")
    (listed,) = client.vault("GET", "contoso-kv", "/deletedcertificates").json()["value"]
    assert listed["recoveryId"] == gone["recoveryId"]
    back = client.vault("POST", "contoso-kv", "/deletedcertificates/bought/recover").json()
    assert back["id"].startswith("https://contoso-kv.vault.localhost:8443/certificates/bought/")
    client.vault("DELETE", "contoso-kv", "/certificates/bought")
    assert client.vault("DELETE", "contoso-kv", "/deletedcertificates/bought").status == 204
    assert client.vault("DELETE", "contoso-kv", "/deletedcertificates/bought").status == 404
    assert client.vault("GET", "nowhere-kv", "/secrets").json()["error"]["code"] == "VaultNotFound"


def test_record_sets_are_written_as_a_whole_under_conditions(client: Client) -> None:
    path = f"{GROUP}/providers/Microsoft.Network/dnsZones/contoso.com/TXT/proof"
    two = {"properties": {"TTL": 60, "TXTRecords": [{"value": ["one"]}, {"value": ["two"]}]}}
    assert client.send("PUT", path, two, **{"if-none-match": "*"}).status == 201
    assert client.send("PUT", path, two, **{"if-none-match": "*"}).status == 412
    etag = client.get(path)["etag"]
    one = {"properties": {"TTL": 60, "TXTRecords": [{"value": ["two"]}]}}
    assert client.send("PUT", path, one, **{"if-match": etag}).status == 200
    assert client.send("PUT", path, one, **{"if-match": etag}).status == 412
    assert client.get(path)["properties"]["TXTRecords"] == [{"value": ["two"]}]
    assert client.send("DELETE", path).status == 200
    assert client.refusal("GET", path) == (404, "NotFound")
    assert client.refusal("GET", path.replace("TXT", "MX")) == (501, "NotSimulated")


def test_the_directory_names_the_services_that_policies_are_for(client: Client) -> None:
    policies = client.get(f"{VAULTS}/contoso-kv")["properties"]["accessPolicies"]
    graph = "/graph/v1.0/servicePrincipals"
    ids = {client.send("GET", f"{graph}/{one['objectId']}").json().get("appId") for one in policies}
    assert "abfa0a7c-a6b6-4736-8310-5855508787cd" in ids
    assert client.get("/graph/v1.0/me")["displayName"] == "ada@contoso.com"


def test_groups_plans_and_apps_are_made_and_deleted(client: Client) -> None:
    group = f"{SUBSCRIPTION}/resourceGroups/rg-new"
    assert client.send("PUT", group, {"location": "westeurope"}).status == 201
    farm = f"{group}/providers/Microsoft.Web/serverfarms/plan-new"
    assert client.put(farm, {"location": "West Europe", "sku": {"name": "B1"}})["sku"]["tier"] == "Basic"
    app = f"{group}/providers/Microsoft.Web/sites/app-new"
    assert client.put(app, {"properties": {"serverFarmId": farm}})["properties"]["sku"] == "Basic"
    assert client.refusal("DELETE", farm)[0] == 409
    for path in (app, farm, group):
        assert client.send("DELETE", path).status == 200


def test_access_restrictions_keep_the_names_they_were_given(client: Client) -> None:
    config = client.get(f"{APP}/config/web")
    rules = config["properties"]["ipSecurityRestrictions"]
    rules.insert(0, {"ipAddress": "203.0.113.7/32", "action": "Allow", "priority": 100, "name": "office"})
    shown = client.put(f"{APP}/config/web", config)["properties"]["ipSecurityRestrictions"]
    assert [(one["ipAddress"], one["name"]) for one in shown] == [("203.0.113.7/32", "office")]
    rules[0]["name"] = "x" * 33
    assert client.refusal("PUT", f"{APP}/config/web", config) == (400, "InvalidRuleName")


def test_an_order_and_its_vault_move_to_another_group(client: Client) -> None:
    lock = "/providers/Microsoft.Authorization/locks/AppServiceCertificateLock"
    client.send("DELETE", f"{ORDERS}/contosocert{lock}")
    api = f"{SUBSCRIPTION}/resourceGroups/rg-api"
    body = {"targetResourceGroup": api, "resources": [f"{ORDERS}/contosocert", f"{VAULTS}/contoso-kv"]}
    assert client.send("POST", f"{GROUP}/validateMoveResources", body).status == 204
    assert client.send("POST", f"{GROUP}/moveResources", body).status == 204
    assert client.answered[-1].operations == ("MoveOrder", "MoveVault")
    assert client.get(ORDERS.replace("rg-web", "rg-api") + "/contosocert")["name"] == "contosocert"
    app = {"targetResourceGroup": api, "resources": [APP]}
    assert client.refusal("POST", f"{GROUP}/moveResources", app) == (501, "NotSimulated")


def test_the_activity_log_says_who_did_what_and_what_was_refused(client: Client) -> None:
    client.send("PATCH", APP, {"properties": {"httpsOnly": True}})
    client.send("DELETE", f"{ORDERS}/contosocert")
    path = f"{SUBSCRIPTION}/providers/Microsoft.Insights/eventtypes/management/values"
    newest, before = client.get(f"{path}?$filter=eventTimestamp%20ge%20'2026-01-01'")["value"][:2]
    assert (newest["status"]["value"], newest["subStatus"]["value"]) == ("Failed", "ScopeLocked")
    assert (before["operationName"]["localizedValue"], before["caller"]) == ("HTTPS Only", "ada@contoso.com")
    only = client.get(f"{path}?$filter=resourceUri%20eq%20'{APP}'")["value"]
    assert only and all(one["resourceId"].startswith(APP) for one in only)
