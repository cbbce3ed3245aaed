"""PUT of a document: what Azure lets one write is written, all of it or none; all else is refused by name."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.arm import arm, resources
from store.arm.tree import find
from store.errors import AzureError
from store.operations.registry import from_json
from store.operations.resource_manager.deletion import deletion_of
from store.operations.resource_manager.differences import differences, merged, spelled
from store.operations.resource_manager.writable import changes_of
from store.operations.resource_manager.write import WriteResource
from store.resources import (
    ActivityEntry,
    CertificateOrder,
    DnsZone,
    Lock,
    Resource,
    SecretVersion,
    ServerFarm,
    Site,
    Vault,
)
from tests.support.cloud import Cloud
from tests.support.worlds import demo_world


def first(cloud: Cloud, kind: type[Any]) -> Any:
    return next(cloud.world.all(kind))


def put(cloud: Cloud, resource: Resource, **changes: Any) -> str:
    """PUT the resource with these places changed, spelled with __ between names."""
    return cloud.portal.perform(
        WriteResource.of(cloud.world, resource, changed(cloud, resource, **changes))
    ).result


def changed(cloud: Cloud, resource: Resource, **changes: Any) -> dict[str, Any]:
    document = deepcopy(arm(cloud.world, resource))
    for place, value in changes.items():
        *above, name = place.split("__")
        held = document
        for part in above:
            held = held[part]
        held[name] = value
    return document


def test_one_change_is_the_operation_that_the_portal_has_for_it() -> None:
    cloud = Cloud("demo")
    put(cloud, first(cloud, CertificateOrder), properties__autoRenew=False)
    assert not first(cloud, CertificateOrder).properties.auto_renew
    assert list(cloud.world.all(ActivityEntry))[-1].title == "Auto Renew Settings"


def test_several_changes_are_made_at_once_under_one_entry() -> None:
    cloud = Cloud("demo")
    before = len(cloud.world.table(ActivityEntry))
    told = put(
        cloud,
        first(cloud, Site),
        properties__httpsOnly=True,
        properties__siteConfig__minTlsVersion="1.1",
        properties__siteConfig__appSettings={"WEBSITE_LOAD_CERTIFICATES": "*"},
    )
    site = first(cloud, Site).properties
    assert site.https_only and site.site_config.min_tls_version == "1.1"
    assert "HTTPS Only of 'contoso-app' is On." in told
    assert len(cloud.world.table(ActivityEntry)) == before + 1


def test_a_change_that_is_refused_takes_the_others_with_it() -> None:
    cloud = Cloud("demo")
    site = first(cloud, Site)
    document = changed(cloud, site, properties__httpsOnly=True, properties__siteConfig__minTlsVersion="0.9")
    with pytest.raises(AzureError, match="'0.9' is not a TLS version"):
        cloud.portal.perform(WriteResource.of(cloud.world, site, document))
    assert not first(cloud, Site).properties.https_only


def test_locks_and_roles_hold_for_every_part() -> None:
    cloud = Cloud("demo")
    site = first(cloud, Site)
    document = changed(cloud, site, properties__httpsOnly=True, properties__siteConfig__minTlsVersion="1.1")
    reader = cloud.add_user("rita@contoso.com", "Reader")
    with pytest.raises(AzureError, match="does not have authorization"):
        cloud.portal.perform(WriteResource.of(cloud.world, site, document), reader)
    cloud.do("AddLock", scope=site.id, name="keep", level="ReadOnly")
    with pytest.raises(AzureError, match="is locked|are locked"):
        cloud.portal.perform(WriteResource.of(cloud.world, site, document))


def test_each_kind_has_the_properties_that_azure_lets_one_write() -> None:
    cloud = Cloud("demo")
    put(cloud, first(cloud, ServerFarm), sku__name="P1v2")
    assert first(cloud, ServerFarm).sku.name == "P1v2"
    put(cloud, first(cloud, SecretVersion), properties__attributes__enabled=False)
    assert not first(cloud, SecretVersion).properties.attributes.enabled
    put(cloud, first(cloud, Vault), properties__networkAcls={"bypass": "None", "defaultAction": "Deny"})
    assert first(cloud, Vault).properties.network_acls.default_action == "Deny"
    policies = arm(cloud.world, first(cloud, Vault))["properties"]["accessPolicies"]
    put(cloud, first(cloud, Vault), properties__accessPolicies=policies[:1])
    assert len(first(cloud, Vault).properties.access_policies) == 1
    put(cloud, first(cloud, Lock), properties__notes="Ask Ada first.")
    assert first(cloud, Lock).properties.notes == "Ask Ada first."
    put(cloud, first(cloud, CertificateOrder), tags={"env": "test"})
    assert first(cloud, CertificateOrder).tags == {"env": "test"}


def test_all_that_a_value_says_is_written() -> None:
    """Parts of it that the portal asks for elsewhere, or not at all, are not dropped without a word."""
    cloud = Cloud("demo")
    acls = {"bypass": "AzureServices", "defaultAction": "Deny", "ipRules": [{"value": "203.0.113.0/24"}]}
    put(cloud, first(cloud, Vault), properties__networkAcls={**acls, "virtualNetworkRules": []})
    assert arm(cloud.world, first(cloud, Vault))["properties"]["networkAcls"]["ipRules"] == acls["ipRules"]
    rules = [{"name": "office", "ipAddress": "203.0.113.7", "action": "Allow"}]
    put(cloud, first(cloud, Site), properties__siteConfig__ipSecurityRestrictions=rules)
    assert first(cloud, Site).properties.site_config.ip_security_restrictions[0].name == "office"
    cloud.do("CreateVault", name="second-kv", resourceGroup="rg-web")
    order = first(cloud, CertificateOrder)
    vault = next(one for one in cloud.world.all(Vault) if one.name == "second-kv")
    link = arm(cloud.world, order)["properties"]["certificates"]["contosocert"]
    other = {"keyVaultId": vault.id, "keyVaultSecretName": "chosen"}
    put(cloud, order, properties__certificates={"contosocert": link | other})
    stored = first(cloud, CertificateOrder).link
    assert (stored.key_vault_id, stored.key_vault_secret_name) == (vault.id, "chosen")
    refused = changed(cloud, vault, properties__networkAcls={**acls, "virtualNetworkRules": [{"id": "x"}]})
    with pytest.raises(AzureError, match="virtual networks are not simulated"):
        WriteResource.of(cloud.world, vault, refused)


@pytest.mark.parametrize("document", [5, None, "x", [], [["id", "x"]], True])
def test_what_is_no_object_is_refused(document: Any) -> None:
    cloud = Cloud("demo")
    with pytest.raises(AzureError, match="A resource is a JSON object"):
        WriteResource.of(cloud.world, first(cloud, Site), document)


def test_a_binding_is_taken_away_and_made_by_its_entry() -> None:
    cloud = Cloud("demo")
    site = first(cloud, Site)
    states = arm(cloud.world, site)["properties"]["hostNameSslStates"]
    bound = next(one for one in states if one["name"] == "contoso.com")
    without = [one | {"sslState": "Disabled", "thumbprint": None} if one is bound else one for one in states]
    put(cloud, site, properties__hostNameSslStates=without)
    assert first(cloud, Site).host("contoso.com").thumbprint is None
    again = [one | {"toUpdate": True} if one is bound else one for one in states]
    put(cloud, first(cloud, Site), properties__hostNameSslStates=again)
    assert first(cloud, Site).host("contoso.com").thumbprint == bound["thumbprint"]


def test_another_secret_name_is_step_1_put_right() -> None:
    cloud = Cloud("demo")
    order = first(cloud, CertificateOrder)
    link = arm(cloud.world, order)["properties"]["certificates"]["contosocert"]
    put(cloud, order, properties__certificates={"contosocert": link | {"keyVaultSecretName": "other"}})
    assert first(cloud, CertificateOrder).link.key_vault_secret_name == "other"


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ("id", "/subscriptions/x", "ImmutableProperty"),
        ("name", "other", "ImmutableProperty"),
        ("properties__status", "Issued!", "ReadOnlyProperty"),
        ("properties__provisioningState", "Failed", "ReadOnlyProperty"),
        ("properties__distinguishedName", "CN=other.com", "ReadOnlyProperty"),
        ("properties__colour", "blue", "UnknownProperty"),
        ("properties__autoRenew", "yes", "InvalidPropertyValue"),
        ("properties__autoRenew", 1, "InvalidPropertyValue"),
        ("tags", ["a"], "InvalidPropertyValue"),
        ("tags", {"a": 1}, "InvalidPropertyValue"),
        ("properties__certificates", {}, "InvalidPropertyValue"),
        ("properties__certificates", {"other": {}}, "InvalidPropertyValue"),
        ("properties", None, "ReadOnlyProperty"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_place(place: str, value: Any, code: str) -> None:
    cloud = Cloud("demo")
    order = first(cloud, CertificateOrder)
    with pytest.raises(AzureError) as caught:
        WriteResource.of(cloud.world, order, changed(cloud, order, **{place: value}))
    assert caught.value.code == code
    assert place.split("__")[-1] in caught.value.message


def test_the_same_document_changes_nothing_whatever_the_kind() -> None:
    world = demo_world()
    for resource in resources(world):
        assert changes_of(world, resource, arm(world, resource)) == ()
    cloud = Cloud("demo")
    order = first(cloud, CertificateOrder)
    asked = {"resource": order.id, "document": arm(cloud.world, order)}
    assert cloud.refused("WriteResource", **asked).code == "NoChange"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 2**40) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_document_it_is_written_or_refused_in_words(data: st.DataObject) -> None:
    cloud = Cloud("demo")
    kinds = (CertificateOrder, Site, Vault, Lock, ServerFarm, SecretVersion)
    resource = first(cloud, data.draw(st.sampled_from(kinds)))
    document = deepcopy(arm(cloud.world, resource))
    places = [place for place, _, _ in differences({}, document) if place] + [
        place[:end] for place, _, _ in differences({"properties": {}}, document) for end in (1, 2)
    ]
    place = data.draw(st.sampled_from(sorted(set(places), key=str)))
    held: Any = document
    for part in place[:-1]:
        held = held[part]
    held[place[-1]] = data.draw(ANYTHING)
    try:
        cloud.portal.perform(WriteResource(resource=resource.id, document=document))
    except AzureError as error:
        assert error.code.isidentifier() and error.message.strip()
    assert find(cloud.world, resource.id) is not None


def test_edits_meet_what_others_changed_meanwhile() -> None:
    base = {"a": 1, "b": {"c": [1, 2], "d": 3}}
    mine, theirs = {"a": 1, "b": {"c": [1, 9], "d": 3}}, {"a": 2, "b": {"c": [1, 2], "d": 3}}
    assert merged(base, mine, theirs) == ({"a": 2, "b": {"c": [1, 9], "d": 3}}, None)
    _, clash = merged(base, mine, {"a": 1, "b": {"c": [5], "d": 3}})
    assert clash is not None and spelled(clash) == "b.c[1]"


def test_every_deletion_is_of_the_resource_itself() -> None:
    world = demo_world()
    for resource in resources(world):
        operation = deletion_of(resource)
        if operation is not None:
            assert operation.access == "delete" or "delete" in operation.arm.lower()
            target = operation.target(world).lower()
            assert resource.key == target or resource.key.startswith(target)


def test_a_script_writes_a_resource_by_its_document() -> None:
    cloud = Cloud("demo")
    site = first(cloud, Site)
    document = changed(cloud, site, properties__httpsOnly=True, properties__publicNetworkAccess="Disabled")
    asked = from_json({"operation": "WriteResource", "resource": "contoso-app", "document": document})
    told = WriteResource.of(cloud.world, site, document).az(cloud.world)
    assert told is not None and told.startswith(f"az rest --method put --url '{site.id}?api-version=")
    assert "HTTPS Only of 'contoso-app' is On." in cloud.portal.perform(asked).result


@pytest.mark.parametrize(
    ("kind", "version"),
    [(Site, "2022-03-01"), (Vault, "2022-07-01"), (DnsZone, "2018-05-01"), (Lock, "2020-05-01")],
)
def test_a_request_names_a_version_of_its_own_provider(kind: type[Resource], version: str) -> None:
    """Key Vault, DNS and locks do not answer to the versions of App Service."""
    cloud = Cloud("demo")
    document = first(cloud, kind)
    asked = WriteResource(resource=document.id, document={"tags": {"a": "b"}})
    for line in (asked.az(cloud.world), asked.powershell(cloud.world)):
        assert line is not None and f"{document.id}?api-version={version}'" in line
