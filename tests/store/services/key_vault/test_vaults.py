"""Creating, deleting, recovering and moving vaults."""

from __future__ import annotations

import pytest

from store.resources import (
    DeletedSecret,
    DeletedVault,
    KeyVaultSecretStatus,
    SecretVersion,
    Vault,
    VaultSecret,
)
from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS
from store.services.key_vault.secrets import current_version, link_status
from tests.support.cloud import OTHER_GROUP, Cloud


def keep_secret(cloud: Cloud, value: str = "one") -> None:
    cloud.do("CreateSecretVersion", vault="contoso-kv", secret="s1", value=value)


def test_a_new_vault_is_as_the_form_says(cloud: Cloud) -> None:
    vault = cloud.vault()
    assert vault.id.endswith("/resourceGroups/rg-web/providers/Microsoft.KeyVault/vaults/contoso-kv")
    assert vault.location == "westeurope"
    assert vault.properties.vault_uri == "https://contoso-kv.vault.azure.net/"
    creator = vault.permissions(cloud.principal("ada@contoso.com").id)
    assert (creator.secrets, creator.certificates) == (SECRET_PERMISSIONS, CERTIFICATE_PERMISSIONS)


def test_policies_given_at_creation_replace_the_creators(cloud: Cloud) -> None:
    cloud.do(
        "CreateVault",
        name="lean-kv",
        resourceGroup="rg-api",
        location="North Europe",
        sku="Premium",
        policies=[{"principal": "ada@contoso.com", "secrets": ["LIST", "get"]}],
    )
    vault = cloud.vault("lean-kv")
    (policy,) = vault.properties.access_policies
    assert policy.permissions.secrets == ("get", "list")
    assert policy.tenant_id == vault.properties.tenant_id
    assert (vault.location, vault.properties.sku.name) == ("northeurope", "premium")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"name": "Contoso-KV"}, "AlreadyExists"),
        ({"name": "kv"}, "AccountNameInvalid"),
        ({"name": "contoso_kv"}, "AccountNameInvalid"),
        ({"name": "contoso--kv"}, "AccountNameInvalid"),
        ({"name": "1contoso"}, "AccountNameInvalid"),
        ({"name": "new-kv", "sku": "gold"}, "InvalidSku"),
        ({"name": "new-kv", "location": "atlantis"}, "LocationNotAvailableForResourceType"),
        ({"name": "new-kv", "retentionDays": 6}, "InvalidRetention"),
        ({"name": "new-kv", "retentionDays": 91}, "InvalidRetention"),
        ({"name": "new-kv", "defaultAction": "Maybe"}, "InvalidNetworkAcls"),
        ({"name": "new-kv", "ipRules": ["10.0.0.0/33"]}, "InvalidNetworkAcls"),
        ({"name": "new-kv", "ipRules": ["::1"]}, "InvalidNetworkAcls"),
        ({"name": "new-kv", "policies": [{"principal": "nobody"}]}, "InvalidAccessPolicies"),
        ({"name": "new-kv", "resourceGroup": "rg-none"}, "ResourceNotFound"),
    ],
)
def test_refused_vaults(cloud: Cloud, arguments: dict[str, object], code: str) -> None:
    assert cloud.refused("CreateVault", **{"resourceGroup": "rg-web", **arguments}).code == code


def test_a_deleted_vault_comes_back_with_all_it_held(cloud: Cloud) -> None:
    keep_secret(cloud)
    held = cloud.vault()
    cloud.do("DeleteVault", vault="contoso-kv")
    assert not list(cloud.world.all(Vault))
    assert not list(cloud.world.all(VaultSecret))
    assert not list(cloud.world.all(SecretVersion))
    assert link_status(cloud.world, held.id, "s1", issued=True) is KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST
    cloud.do("RecoverVault", vault="CONTOSO-KV")
    assert cloud.vault() == held
    current = current_version(cloud.world, held.id, "s1")
    assert current is not None
    assert current.properties.value == "one"
    assert not list(cloud.world.all(DeletedVault))


def test_a_deleted_vault_keeps_its_name_until_its_retention_is_over(cloud: Cloud) -> None:
    keep_secret(cloud)
    cloud.do("DeleteSecret", vault="contoso-kv", secret="s1")
    cloud.do("DeleteVault", vault="contoso-kv")
    cloud.pass_days(89)
    taken = cloud.refused("CreateVault", name="contoso-kv", resourceGroup="rg-api")
    assert (taken.code, "deleted state" in taken.message) == ("AlreadyExists", True)
    cloud.pass_days(1)
    assert cloud.refused("RecoverVault", vault="contoso-kv").code == "DeletedVaultNotFound"
    cloud.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    assert not [*cloud.world.all(DeletedVault), *cloud.world.all(DeletedSecret)]
    keep_secret(cloud, "fresh")


def test_a_locked_vault_is_not_deleted_and_not_moved_but_its_secrets_go(cloud: Cloud) -> None:
    keep_secret(cloud)
    cloud.do("AddLock", scope="contoso-kv", name="keep", level="Delete")
    assert cloud.refused("DeleteVault", vault="contoso-kv").code == "ScopeLocked"
    assert cloud.refused("MoveVault", vault="contoso-kv", resourceGroup="rg-api").code == "ScopeLocked"
    cloud.do("EditLock", lock="keep", level="Read-only")
    assert cloud.refused("SetPermissionModel", vault="contoso-kv", rbac=True).code == "ScopeLocked"
    cloud.do("DeleteSecret", vault="contoso-kv", secret="s1")
    assert not list(cloud.world.all(VaultSecret))


def test_a_moved_vault_has_everything_under_its_new_id(cloud: Cloud) -> None:
    keep_secret(cloud)
    keep_secret(cloud, "two")
    cloud.do("CreateSecretVersion", vault="contoso-kv", secret="gone", value="x")
    cloud.do("DeleteSecret", vault="contoso-kv", secret="gone")
    cloud.do("GenerateVaultCertificate", vault="contoso-kv", name="c1", subject="CN=contoso.com")
    old = cloud.vault()
    cloud.do("MoveVault", vault="contoso-kv", resourceGroup="rg-api")
    moved = cloud.vault()
    assert "/rg-api/" in moved.id
    assert moved.properties == old.properties
    assert all(old.key not in key for table in cloud.world.tables.values() for key in table)
    current = current_version(cloud.world, moved.id, "s1")
    assert current is not None
    assert (current.properties.value, current.properties.sequence) == ("two", 2)
    cloud.do("RecoverSecret", secret="gone")
    assert current_version(cloud.world, moved.id, "gone")
    assert link_status(cloud.world, old.id, "s1", issued=True) is KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST


def test_a_move_within_the_tenant_keeps_the_policies(cloud: Cloud) -> None:
    cloud.second_subscription()
    policies = cloud.vault().properties.access_policies
    cloud.do("MoveVault", vault="contoso-kv", resourceGroup=OTHER_GROUP)
    assert cloud.vault().properties.access_policies == policies


def test_a_move_to_another_tenant_empties_the_policies(cloud: Cloud) -> None:
    cloud.second_subscription(tenant="fabrikam-tenant")
    result = cloud.do("MoveVault", vault="contoso-kv", resourceGroup=OTHER_GROUP)
    assert "access policies belonged to another tenant" in result
    assert cloud.vault().properties.access_policies == ()
    assert cloud.vault().properties.tenant_id == "fabrikam-tenant"


def test_a_vault_moves_nowhere_it_is_or_may_not_be(cloud: Cloud) -> None:
    assert cloud.refused("MoveVault", vault="contoso-kv", resourceGroup="rg-web").code == "NoChange"
    assert cloud.refused("MoveVault", vault="contoso-kv", resourceGroup="rg-none").code == "ResourceNotFound"
    cloud.do("AddLock", scope="rg-api", name="frozen", level="ReadOnly")
    assert cloud.refused("MoveVault", vault="contoso-kv", resourceGroup="rg-api").code == "ScopeLocked"


def test_a_move_needs_a_role_at_both_ends(cloud: Cloud) -> None:
    ben = cloud.add_user("ben@contoso.com", "Contributor", "rg-web")
    asked = {"vault": "contoso-kv", "resourceGroup": "rg-api"}
    refused = cloud.refused("MoveVault", ben, **asked)
    assert (refused.code, "rg-api" in refused.message) == ("AuthorizationFailed", True)
    cloud.do("AssignRole", principal=ben, role="Contributor", scope="rg-api")
    cloud.do("MoveVault", ben, **asked)


def test_a_suspended_subscription_changes_no_vault(cloud: Cloud) -> None:
    cloud.suspend()
    assert cloud.refused("DeleteVault", vault="contoso-kv").code == "ReadOnlyDisabledSubscription"
    refused = cloud.refused("CreateSecretVersion", vault="contoso-kv", secret="s1", value="x")
    assert refused.code == "SubscriptionNotActive"
