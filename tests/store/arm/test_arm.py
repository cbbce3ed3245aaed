"""JSON as Azure Resource Manager shows it: names, order, and what follows from other resources."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from store.arm import arm, children, resources, types
from store.operations.authorization.locks import DeleteLock
from store.operations.certificate_registration.create import CreateOrder
from store.operations.key_vault.delete_and_move import DeleteVault
from store.resources import (
    CertificateOrder,
    Lock,
    Principal,
    SecretVersion,
    Site,
    Vault,
    WebCertificate,
)
from store.world import View
from tests.support.worlds import demo_world, portal, walk_world

#: "properties" of certificateOrders in the order of the reference.
_ORDER = [
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
]


def _one(view: View, kind: type[Any]) -> Any:
    return next(iter(view.all(kind)))


def test_an_order_has_azures_fields_in_azures_order() -> None:
    demo = demo_world()
    shown = arm(demo, _one(demo, CertificateOrder))
    assert list(shown) == ["id", "name", "type", "location", "tags", "properties"]
    assert shown["location"] == "global"
    assert list(shown["properties"]) == _ORDER


def test_an_orders_chain_and_dates_follow_from_its_certificate() -> None:
    demo = demo_world()
    order: CertificateOrder = _one(demo, CertificateOrder)
    shown = arm(demo, order)["properties"]
    signed = shown["signedCertificate"]
    assert shown["serialNumber"] == signed["serialNumber"]
    assert shown["expirationTime"] == signed["notAfter"] == "2023-08-01T09:36:00Z"
    assert shown["intermediate"]["subject"] == signed["issuer"]
    assert shown["intermediate"]["issuer"] == shown["root"]["subject"]
    assert shown["nextAutoRenewalTimeStamp"] == "2023-06-30T09:36:00Z"
    assert shown["appServiceCertificateNotRenewableReasons"] == ["ExpirationNotInRenewalTimeRange"]


def test_an_order_without_a_certificate_says_so() -> None:
    door = portal(walk_world())
    door.perform(CreateOrder(name="contosocert", host="contoso.com", resource_group="rg-web"))
    shown = arm(door.world, _one(door.world, CertificateOrder))["properties"]
    assert (shown["status"], shown["provisioningState"]) == ("Pendingissuance", "Succeeded")
    empty = ("signedCertificate", "intermediate", "root", "serialNumber", "expirationTime")
    assert [shown[field] for field in empty] == [None] * 5
    assert "RegistrationStatusNotSupportedForRenewal" in shown["appServiceCertificateNotRenewableReasons"]


def test_the_links_state_is_the_live_one() -> None:
    door = portal(demo_world())

    def state() -> str:
        shown = arm(door.world, _one(door.world, CertificateOrder))
        found: str = shown["properties"]["certificates"]["contosocert"]["provisioningState"]
        return found

    assert state() == "Succeeded"
    for lock in tuple(door.world.all(Lock)):
        door.perform(DeleteLock(lock=lock.id))
    door.perform(DeleteVault(vault="contoso-kv"))
    assert state() == "KeyVaultDoesNotExist"


def test_children_are_named_by_parent_and_child() -> None:
    demo = demo_world()
    order = _one(demo, CertificateOrder)
    (link,) = children(demo, order)
    assert link["name"] == "contosocert/contosocert"
    assert link["id"] == f"{order.id}/certificates/contosocert"
    assert link["properties"]["provisioningState"] == "Succeeded"
    bindings = {child["name"]: child["properties"] for child in children(demo, _one(demo, Site))}
    assert bindings["contoso-app/www.contoso.com"]["sslState"] == "IpBasedEnabled"
    assert bindings["contoso-app/www.contoso.com"]["virtualIP"]


def test_an_app_lists_its_host_names() -> None:
    walk = walk_world()
    shown = arm(walk, _one(walk, Site))["properties"]
    assert shown["hostNames"] == ["contoso.com", "www.contoso.com", "contoso-app.azurewebsites.net"]
    assert "contoso-app.scm.azurewebsites.net" in shown["enabledHostNames"]


def test_a_versions_attributes_are_in_unix_seconds() -> None:
    demo = demo_world()
    version: SecretVersion = _one(demo, SecretVersion)
    shown = arm(demo, version)["properties"]
    assert shown["attributes"]["created"] == int(version.properties.attributes.created.timestamp())


@pytest.mark.parametrize("kind", [SecretVersion, WebCertificate, Vault, CertificateOrder])
def test_no_key_is_shown(kind: type[Any]) -> None:
    """A PKCS#12 in base64 begins with MII and is long; nothing like the stored values comes out."""
    demo = demo_world()
    values = {version.properties.value for version in demo.all(SecretVersion)} - {""}
    assert values
    for resource in demo.all(kind):
        text = msgspec.json.encode(arm(demo, resource)).decode()
        assert not any(value in text for value in values)


def test_everything_but_the_hidden_can_be_listed() -> None:
    demo = demo_world()
    listed = list(resources(demo))
    assert {str(type(one).__struct_config__.tag) for one in listed} <= set(types())
    assert not any(table.startswith("_") for table in types())
    assert not any(isinstance(one, Principal) for one in listed)
    for one in listed:
        assert arm(demo, one)["type"] in types()
