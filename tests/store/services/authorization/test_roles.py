"""Roles say what a principal may change, at a scope and below."""

from __future__ import annotations

import pytest

from store.resources import Principal, Role
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.principals import CERTIFICATE_REGISTRATION
from tests.support.cloud import Cloud

VAULT = {"name": "contoso-kv", "resourceGroup": "rg-web"}


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.mark.parametrize(
    ("role", "scope", "allowed"),
    [
        ("", "rg-web", False),
        ("Reader", "rg-web", False),
        ("Key Vault Administrator", "rg-web", False),
        ("user access administrator", "rg-web", False),
        ("Contributor", "rg-api", False),
        ("contributor", "rg-web", True),
        ("Owner", "rg-web", True),
        ("Contributor", "Contoso Training", True),
    ],
)
def test_roles_reach_down_from_their_scope(cloud: Cloud, role: str, scope: str, allowed: bool) -> None:
    ben = cloud.add_user("ben@contoso.com", role, scope)
    if allowed:
        cloud.do("CreateVault", ben, **VAULT)
        return
    refused = cloud.refused("CreateVault", ben, **VAULT)
    assert refused.code == "AuthorizationFailed"
    assert "The client 'ben@contoso.com' does not have authorization" in refused.message


def test_a_stranger_may_nothing(cloud: Cloud) -> None:
    assert (
        cloud.refused("CreateVault", "99999999-0000-4000-a000-000000000009", **VAULT).code
        == "AuthorizationFailed"
    )


def test_roles_of_two_scopes_add_up(cloud: Cloud) -> None:
    ben = cloud.add_user("ben@contoso.com", "Contributor", "Contoso Training")
    cloud.do("AssignRole", principal=ben, role="User Access Administrator", scope="rg-web")
    cloud.do("CreateVault", ben, **VAULT)
    cloud.do("AddLock", ben, scope="contoso-kv", name="keep")
    elsewhere = {"scope": "rg-api", "name": "keep"}
    assert cloud.refused("AddLock", ben, **elsewhere).code == "AuthorizationFailed"


def test_a_role_takes_the_place_of_the_one_at_its_scope(cloud: Cloud) -> None:
    ben = cloud.add_user("ben@contoso.com", "Owner")
    cloud.do("AssignRole", principal="BEN@contoso.com", role="reader", scope="RG-WEB")
    assert list(cloud.principal("ben@contoso.com").roles.values()) == [Role.READER]
    again = {"principal": ben, "role": "Reader", "scope": "rg-web"}
    assert cloud.refused("AssignRole", **again).code == "RoleAssignmentExists"
    cloud.do("RemoveRole", principal=ben, scope="rg-web")
    assert cloud.principal("ben@contoso.com").roles == {}
    assert cloud.refused("RemoveRole", principal=ben, scope="rg-web").code == "RoleAssignmentNotFound"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"role": "King"}, "RoleDefinitionDoesNotExist"),
        ({"principal": "nobody@contoso.com"}, "PrincipalNotFound"),
        ({"principal": ""}, "PrincipalNotFound"),
        ({"scope": "rg-none"}, "ResourceNotFound"),
    ],
)
def test_refused_assignments(cloud: Cloud, arguments: dict[str, str], code: str) -> None:
    asked = {"principal": DEFAULT_USER, "role": "Reader", "scope": "rg-web", **arguments}
    assert cloud.refused("AssignRole", **asked).code == code


def test_a_subscription_keeps_its_last_owner(cloud: Cloud) -> None:
    subscription = "Contoso Training"
    lost = {"principal": "ada@contoso.com", "scope": subscription}
    assert cloud.refused("RemoveRole", **lost).code == "LastOwner"
    assert cloud.refused("AssignRole", **lost, role="Reader").code == "LastOwner"
    ben = cloud.add_user("ben@contoso.com", "Owner", subscription)
    cloud.do("RemoveRole", **lost)
    assert cloud.refused("CreateVault", **VAULT).code == "AuthorizationFailed"
    cloud.do("CreateVault", ben, **VAULT)


def test_locks_below_a_scope_do_not_hold_its_roles(cloud: Cloud) -> None:
    ben = cloud.add_user("ben@contoso.com", "Owner")
    cloud.do("CreateVault", **VAULT)
    cloud.do("AddLock", scope="contoso-kv", name="below")
    cloud.do("RemoveRole", principal=ben, scope="rg-web")
    cloud.do("AddLock", scope="Contoso Training", name="above", level="Read-only")
    held = {"principal": ben, "role": "Owner", "scope": "rg-web"}
    assert cloud.refused("AssignRole", **held).code == "ScopeLocked"


def test_services_can_have_roles(cloud: Cloud) -> None:
    cloud.do("CreateVault", **VAULT)
    cloud.do(
        "AssignRole", principal=CERTIFICATE_REGISTRATION, role="key vault secrets officer", scope="contoso-kv"
    )
    service = next(one for one in cloud.world.all(Principal) if one.app_id == CERTIFICATE_REGISTRATION)
    assert service.roles == {cloud.vault().id: Role.KEY_VAULT_SECRETS_OFFICER}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"name": ""}, "InvalidPrincipalName"),
        ({"name": "a\x1bb"}, "InvalidPrincipalName"),
        ({"name": "x" * 121}, "InvalidPrincipalName"),
        ({"name": "svc", "appId": "not-a-guid"}, "InvalidApplicationId"),
        ({"name": "Ada@Contoso.com"}, "Conflict"),
        ({"name": "svc", "appId": CERTIFICATE_REGISTRATION}, "Conflict"),
    ],
)
def test_refused_principals(cloud: Cloud, arguments: dict[str, str], code: str) -> None:
    assert cloud.refused("AddPrincipal", **arguments).code == code
