"""What clients read: lists in pages, single resources, and who may read them."""

from __future__ import annotations

import pytest

from store.operations.authorization.roles import AddPrincipal, AssignRole
from store.operations.naming import find_id
from store.resources import CertificateOrder, Principal
from tests.support.rest import GROUP, ORDERS, SUBSCRIPTION, VAULTS, WEB, Client
from tests.support.worlds import demo_world, portal


@pytest.fixture
def client() -> Client:
    return Client(demo_world())


def test_an_order_is_what_arm_shows(client: Client) -> None:
    shown = client.get(f"{ORDERS}/contosocert")
    order = next(client.portal.world.all(CertificateOrder))
    assert shown["properties"]["signedCertificate"]["thumbprint"] == order.thumbprint
    assert shown["properties"]["certificates"]["contosocert"]["keyVaultSecretName"]
    assert shown["id"] == order.id


def test_case_empty_parts_slashes_and_escapes_in_a_path_make_no_difference(client: Client) -> None:
    order = f"{ORDERS}/contosocert"
    spelled = (
        order.upper(),
        order.replace("resourceGroups", "resourcegroups"),
        order.replace("/providers/", "//providers//"),
        f"{order}/",
        "/" + order[1:].replace("/", "%2F"),
    )
    assert {client.get(path)["id"] for path in spelled} == {order}


def test_every_list_of_a_subscription_names_its_resources(client: Client) -> None:
    providers = f"{SUBSCRIPTION}/providers"
    lists = {
        f"{providers}/Microsoft.CertificateRegistration/certificateOrders": {"contosocert"},
        f"{providers}/Microsoft.KeyVault/vaults": {"contoso-kv"},
        f"{providers}/Microsoft.Web/sites": {"contoso-app", "shop-app", "api-app"},
        f"{providers}/Microsoft.Web/serverfarms": {"plan-web", "plan-shop", "plan-api"},
        f"{SUBSCRIPTION}/resourceGroups": {"rg-web", "rg-api", "rg-shop"},
        f"{WEB}/sites": {"contoso-app"},
        f"{ORDERS}": {"contosocert"},
    }
    found = {path: {one["name"] for one in client.get(path)["value"]} for path in lists}
    assert found == lists


def test_a_filter_by_type_and_name_finds_one_resource(client: Client) -> None:
    query = "$filter=resourceType eq 'Microsoft.KeyVault/vaults' and name eq 'contoso-kv'".replace(" ", "%20")
    found = client.get(f"{SUBSCRIPTION}/resources?{query}")["value"]
    assert [one["name"] for one in found] == ["contoso-kv"]
    assert client.refusal("GET", f"{SUBSCRIPTION}/resources?$filter=startswith(name,'a')") == (
        400,
        "InvalidFilterInQueryString",
    )


def test_pages_lead_to_everything_once(client: Client) -> None:
    names: list[str] = []
    path: str | None = f"{SUBSCRIPTION}/resources?$top=5"
    while path:
        document = client.get(path)
        assert len(document["value"]) <= 5
        names += [one["id"] for one in document["value"]]
        link = document.get("nextLink")
        path = link.partition("8443")[2] if link else None
    assert len(names) == len(set(names)) == len(client.get(f"{SUBSCRIPTION}/resources")["value"])


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        (f"{ORDERS}/nothing", (404, "ResourceNotFound")),
        (f"{SUBSCRIPTION}/resourceGroups/nothing", (404, "ResourceGroupNotFound")),
        (f"{SUBSCRIPTION}/resourceGroups/no/providers/Microsoft.Web/sites", (404, "ResourceGroupNotFound")),
        (f"{SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachines", (501, "NotSimulated")),
        (f"{VAULTS}/nothing", (404, "ResourceNotFound")),
        (f"{SUBSCRIPTION}/resources?$top=all", (400, "InvalidQueryParameter")),
        (f"{ORDERS}/contosocert?api-version=yesterday", (400, "InvalidApiVersionParameter")),
        (f"{ORDERS}/contosocert?api-version=", (400, "MissingApiVersionParameter")),
        (f"{ORDERS}/contoso%00cert", (400, "InvalidRequestUri")),
        (f"{ORDERS}/%ff", (400, "InvalidRequestUri")),
    ],
)
def test_what_is_not_there_is_named(client: Client, path: str, refused: tuple[int, str]) -> None:
    assert client.refusal("GET", path) == refused


def test_the_timeline_and_the_mails_are_bare_lists(client: Client) -> None:
    actions = client.send("POST", f"{ORDERS}/contosocert/retrieveCertificateActions").json()
    assert actions[0]["actionType"] == "CertificateOrderCreated"
    mails = client.send("POST", f"{ORDERS}/contosocert/retrieveEmailHistory").json()
    assert {"emailId", "timeStamp"} == set(mails[0])


def test_a_vault_says_where_it_is_served_and_spells_permissions_as_the_portal(client: Client) -> None:
    vault = client.get(f"{VAULTS}/contoso-kv")["properties"]
    assert vault["vaultUri"] == "https://contoso-kv.vault.localhost:8443/"
    assert all("Get" in policy["permissions"]["secrets"] for policy in vault["accessPolicies"])


def test_reading_takes_a_role_and_lists_hold_what_it_reaches() -> None:
    over = portal(demo_world())
    over.perform(AddPrincipal(name="eve@contoso.com"))
    eve = find_id(over.world, Principal, "eve@contoso.com")
    client = Client(over.world, eve, over=over)
    assert client.refusal("GET", f"{ORDERS}/contosocert") == (403, "AuthorizationFailed")
    assert client.get("/subscriptions")["value"] == []
    everything = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/locks"
    assert client.refusal("GET", everything) == (403, "AuthorizationFailed")
    over.perform(AssignRole(principal=eve, scope=GROUP, role="Reader"))
    assert client.get(f"{ORDERS}/contosocert")["name"] == "contosocert"
    sites = client.get(f"{SUBSCRIPTION}/providers/Microsoft.Web/sites")["value"]
    assert [one["name"] for one in sites] == ["contoso-app"]
    assert client.refusal("POST", f"{ORDERS}/contosocert/reissue") == (403, "AuthorizationFailed")
    assert [one["name"] for one in client.get(everything)["value"]] == ["AppServiceCertificateLock"]


def test_every_response_says_that_it_is_simulated(client: Client) -> None:
    for path in ("/subscriptions", "/nothing", "/metadata/endpoints"):
        assert "not Azure" in client.send("GET", path).header("x-ms-simulated")


def test_roles_are_assigned_listed_and_taken_away_by_requests_and_count_at_once(client: Client) -> None:
    client.portal.perform(AddPrincipal(name="eve@contoso.com"))
    eve = find_id(client.portal.world, Principal, "eve@contoso.com")
    definitions = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
    reader = client.get(f"{definitions}?$filter=roleName%20eq%20'Reader'")["value"][0]
    assignments = f"{GROUP}/providers/Microsoft.Authorization/roleAssignments"
    body = {"properties": {"principalId": eve, "roleDefinitionId": reader["id"]}}
    made = client.put(f"{assignments}/00000000-0000-0000-0000-000000000009", body)
    assert client.answered[-1].operations == ("AssignRole",)
    hers = Client(client.portal.world, eve, over=client.portal)
    assert hers.get(f"{ORDERS}/contosocert")["name"] == "contosocert"
    assert hers.refusal("DELETE", made["id"]) == (403, "AuthorizationFailed")
    assert client.get(made["id"])["properties"]["scope"] == GROUP
    found = client.get(f"{assignments}?$filter=principalId%20eq%20'{eve}'")["value"]
    assert [one["id"] for one in found] == [made["id"]]
    assert client.send("DELETE", made["id"]).status == 200
    assert hers.refusal("GET", f"{ORDERS}/contosocert") == (403, "AuthorizationFailed")
