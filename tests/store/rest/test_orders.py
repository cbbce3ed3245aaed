"""A certificate's life by requests: each write becomes the portal's own operation, or its own refusal."""

from __future__ import annotations

from typing import Any

import pytest

from store.operations.simulator.clock import AdvanceClock
from store.resources import CertificateOrder, Lock
from store.rest.messages import Request
from store.services.authorization.access import DEFAULT_USER
from tests.support.rest import GROUP, ORDERS, SUBSCRIPTION, VAULTS, Client
from tests.support.worlds import demo_world, walk_world

ORDER = f"{ORDERS}/contosocert"
BODY: dict[str, Any] = {
    "location": "global",
    "tags": {"team": "web"},
    "properties": {"distinguishedName": "CN=contoso.com", "productType": "StandardDomainValidatedSsl"},
}
_POLICY = {"objectId": DEFAULT_USER, "permissions": {"secrets": ["Get", "list"]}}


@pytest.fixture
def client() -> Client:
    """On a world with an app that has the host, a zone and a vault, and no order."""
    client = Client(walk_world())
    client.put(
        f"{VAULTS}/contoso-kv",
        {"location": "westeurope", "properties": {"accessPolicies": [_POLICY]}},
    )
    return client


def _bought(client: Client) -> None:
    assert client.send("PUT", ORDER, BODY).status == 201


def _stored(client: Client) -> None:
    _bought(client)
    link = {"properties": {"keyVaultId": f"{VAULTS}/contoso-kv", "keyVaultSecretName": "mine"}}
    assert client.send("PUT", f"{ORDER}/certificates/contosocert", link).status == 201


def _issued(client: Client) -> str:
    _stored(client)
    assert client.send("POST", f"{ORDER}/verifyDomainOwnership").status == 204
    client.portal.perform(AdvanceClock(by="30m"))
    return str(client.get(ORDER)["properties"]["signedCertificate"]["thumbprint"])


def test_put_buys_with_tags_and_says_what_it_became(client: Client) -> None:
    _bought(client)
    shown = client.get(ORDER)
    assert (shown["properties"]["status"], shown["tags"]) == ("Pendingissuance", {"team": "web"})
    served = [one for one in client.answered if one.method == "PUT"][-1]
    assert (served.operations, served.status) == (("CreateOrder",), 201)


def test_the_whole_order_sent_back_changes_what_differs_and_nothing_else(client: Client) -> None:
    _stored(client)
    whole = client.get(ORDER)
    before = client.portal.world.revision
    assert client.put(ORDER, whole)["properties"] == whole["properties"]
    assert client.portal.world.revision == before
    whole["properties"]["autoRenew"] = False
    assert client.put(ORDER, whole)["properties"]["autoRenew"] is False
    assert client.answered[-1].operations == ("SetAutoRenew",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"location": "westeurope"}, "LocationNotAvailableForResourceType"),
        ({"properties": {"distinguishedName": "CN=contoso.com"}}, "InvalidRequestContent"),
        ({"properties": {"productType": "StandardDomainValidatedSsl"}}, "InvalidRequestContent"),
        (
            {"properties": {**BODY["properties"], "distinguishedName": "CN=www.contoso.com"}},
            "InvalidHostName",
        ),
        ({"properties": {**BODY["properties"], "productType": "Gold"}}, "UnknownSku"),
        ({"properties": {**BODY["properties"], "keySize": 4096}}, "InvalidRequestContent"),
        ({"properties": {**BODY["properties"], "csr": "MIIB"}}, "NotSimulated"),
        ({"properties": "text"}, "InvalidRequestContent"),
        ({"tags": {"a<b": "c"}}, "InvalidTagName"),
        ({"tags": {"a": 1}}, "InvalidRequestContent"),
    ],
)
def test_a_purchase_that_the_portal_would_refuse_is_refused(
    client: Client, change: dict[str, Any], code: str
) -> None:
    before = len(list(client.portal.world.all(CertificateOrder)))
    assert client.refusal("PUT", ORDER, {**BODY, **change})[1] == code
    assert len(list(client.portal.world.all(CertificateOrder))) == before


def test_what_was_chosen_at_the_purchase_stays(client: Client) -> None:
    _bought(client)
    other = {**BODY, "properties": {**BODY["properties"], "distinguishedName": "CN=fabrikam.com"}}
    assert client.refusal("PUT", ORDER, other) == (400, "PropertyChangeNotAllowed")


def test_a_link_is_stored_under_the_secret_that_was_named_and_the_poller_ends(client: Client) -> None:
    _bought(client)
    link = {"properties": {"keyVaultId": f"{VAULTS}/contoso-kv", "keyVaultSecretName": "mine"}}
    response = client.send("PUT", f"{ORDER}/certificates/contosocert", link)
    assert response.json()["properties"]["keyVaultSecretName"] == "mine"
    assert client.get(response.header("azure-asyncoperation").partition("8443")[2])["status"] == "Succeeded"
    again = client.send("PUT", f"{ORDER}/certificates/contosocert", link)
    assert (again.status, client.answered[-1].operations) == (200, ())
    assert client.refusal("PUT", f"{ORDER}/certificates/other", link) == (400, "InvalidRequestContent")


def test_a_secret_name_that_a_vault_cannot_have_is_refused(client: Client) -> None:
    _bought(client)
    link = {"properties": {"keyVaultId": f"{VAULTS}/contoso-kv", "keyVaultSecretName": "a secret"}}
    assert client.refusal("PUT", f"{ORDER}/certificates/contosocert", link) == (400, "InvalidSecretName")


def test_verify_takes_the_proof_that_is_in_place_and_the_secret_then_has_the_certificate(
    client: Client,
) -> None:
    thumbprint = _issued(client)
    secret = client.vault("GET", "contoso-kv", "/secrets/mine").json()
    assert secret["contentType"] == "application/x-pkcs12"
    assert secret["tags"]["Thumbprint"] == thumbprint


def test_a_rekey_waits_for_the_one_before_and_a_renewal_for_its_time(client: Client) -> None:
    old = _issued(client)
    assert client.refusal("POST", f"{ORDER}/renew")[1] == "ExpirationNotInRenewalTimeRange"
    assert client.send("POST", f"{ORDER}/reissue", {"properties": {"keySize": 2048}}).status == 204
    assert client.refusal("POST", f"{ORDER}/reissue") == (409, "RequestPending")
    client.portal.perform(AdvanceClock(by="30m"))
    assert client.get(ORDER)["properties"]["signedCertificate"]["thumbprint"] != old


def test_a_locked_order_stays_until_its_lock_is_deleted() -> None:
    client = Client(demo_world())
    lock = "/providers/Microsoft.Authorization/locks/AppServiceCertificateLock"
    status, code = client.refusal("DELETE", ORDER)
    order = client.portal.world.need(CertificateOrder, ORDER)
    assert (status, code, order.properties.status) == (409, "ScopeLocked", "Issued")
    assert client.send("DELETE", f"{ORDER}{lock}").status == 200
    assert client.send("DELETE", ORDER).status == 200
    assert client.get(ORDER)["properties"]["status"] == "Revoked"
    assert client.send("DELETE", f"{ORDER}{lock}").status == 204


def test_locks_are_put_changed_listed_and_filtered() -> None:
    client = Client(demo_world())
    locks = f"{GROUP}/providers/Microsoft.Authorization/locks"
    body = {"properties": {"level": "ReadOnly", "notes": "a freeze"}}
    assert client.send("PUT", f"{locks}/freeze", body).status == 201
    assert client.send("PUT", f"{locks}/freeze", body).status == 200
    assert {one["name"] for one in client.get(locks)["value"]} == {"freeze", "AppServiceCertificateLock"}
    assert [one["name"] for one in client.get(f"{locks}?$filter=atScope()")["value"]] == ["freeze"]
    inherited = client.get(f"{ORDER}/providers/Microsoft.Authorization/locks")["value"]
    assert len(inherited) == 2
    assert client.refusal("POST", f"{ORDER}/reissue") == (409, "ScopeLocked")
    everything = client.get(f"{SUBSCRIPTION}/providers/Microsoft.Authorization/locks")["value"]
    assert len(everything) == len(list(client.portal.world.all(Lock)))
    assert (
        client.refusal("PUT", f"{locks}/freeze", {"properties": {"level": "Maybe"}})[1] == "InvalidLockLevel"
    )
    nowhere = f"{GROUP}/providers/Microsoft.Web/sites/none/providers/Microsoft.Authorization/locks"
    assert client.refusal("GET", nowhere) == (404, "ResourceNotFound")


def test_a_purchase_can_be_checked_without_being_made(client: Client) -> None:
    provider = f"{SUBSCRIPTION}/providers/Microsoft.CertificateRegistration"
    path = f"{provider}/validateCertificateRegistrationInformation"
    before = client.portal.world.revision
    assert client.send("POST", path, {**BODY, "name": "contosocert"}).status == 204
    assert client.refusal("POST", path, {**BODY, "name": "no-dash"})[1] == "InvalidCertificateName"
    assert client.portal.world.revision == before


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"[" * 100_000, b'"text"'])
def test_a_body_that_is_no_json_object_changes_nothing(client: Client, body: bytes) -> None:
    before = client.portal.world.revision
    headers = {"authorization": f"Bearer {client.token}"}
    target = f"{ORDER}?api-version=2024-11-01"
    response = client.raw(
        Request(method="PUT", host="localhost:8443", target=target, headers=headers, body=body)
    )
    assert (response.status, response.json()["error"]["code"]) == (400, "InvalidRequestContent")
    assert client.portal.world.revision == before


def test_time_passes_and_mails_are_opened_by_requests_too(client: Client) -> None:
    _stored(client)
    simulator = "/providers/Certblade.Simulator"
    mails = client.get(f"{simulator}/mails")["value"]
    assert client.send("POST", f"{simulator}/operations/OpenMailLink", {"mail": mails[0]["id"]}).status == 200
    moved = client.send("POST", f"{simulator}/operations/AdvanceClock", {"by": "30m"})
    assert moved.status == 200
    assert client.get(ORDER)["properties"]["status"] == "Issued"
    assert (
        client.refusal("POST", f"{simulator}/operations/DeleteOrder", {"order": ORDER})[1] == "NotSimulated"
    )
