"""Step 1 (Store): which vaults are taken, what is written there, and how a broken link is repaired."""

from __future__ import annotations

from base64 import b64decode

import pytest
from msgspec.structs import replace

from store.resources import KeyVaultSecretStatus, Lock, LockLevel, Vault, VaultSecret
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, WEB_SITES, service
from store.services.certificate_registration.stages import stages
from store.services.certificate_registration.vault_link import link_state
from store.services.key_vault.secrets import versions
from store.x509.certificates import describe
from store.x509.pfx.open import open_bytes
from tests.support.order_cloud import Shop


@pytest.fixture
def shop() -> Shop:
    made = Shop()
    made.buy()
    return made


def store(shop: Shop, vault: str = "contoso-kv") -> str:
    return shop.do("StoreInKeyVault", order="contosocert", vault=vault)


def test_before_the_issue_the_secret_is_an_empty_placeholder(shop: Shop) -> None:
    store(shop)
    link, secret = shop.order().link, shop.secret()
    assert link is not None
    assert link.key_vault_secret_name.startswith("contosocert") and len(link.key_vault_secret_name) == 47
    assert (secret.properties.value, secret.properties.content_type) == ("", "")
    assert secret.properties.tags["CertificateState"] == "Initialize"
    assert link_state(shop.world, shop.order()) is KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER


def test_both_services_get_their_policies(shop: Shop) -> None:
    store(shop)
    vault = shop.vault()
    reads = vault.permissions(service(shop.world, WEB_SITES).id)
    writes = vault.permissions(service(shop.world, CERTIFICATE_REGISTRATION).id)
    assert (reads.secrets, reads.certificates) == (("get",), ("get",))
    assert set(writes.secrets) == {"get", "list", "set", "delete"}
    assert set(writes.certificates) == {"get", "list"}


@pytest.mark.parametrize(("era", "owner"), [("2018", ""), ("2022", "certificateOrders"), ("2026", "vaults")])
def test_the_delete_lock_of_the_era(era: str, owner: str) -> None:
    shop = Shop(era)
    shop.buy()
    store(shop)
    locks = [one for one in shop.world.all(Lock) if one.name == "AppServiceCertificateLock"]
    assert [one.scope.split("/")[-2] for one in locks] == ([owner] if owner else [])
    assert all(one.properties.level is LockLevel.CAN_NOT_DELETE for one in locks)


def test_a_second_time_is_not_needed(shop: Shop) -> None:
    store(shop)
    refused = shop.refused("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    assert refused.code == "AlreadyStored"
    assert refused.message == "The certificate is stored in the key vault 'contoso-kv' already."


def test_again_where_app_service_lost_its_policy(shop: Shop) -> None:
    store(shop)
    shop.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    store(shop)
    assert shop.vault().permissions(service(shop.world, WEB_SITES).id).secrets == ("get",)


def test_vaults_that_are_not_taken(shop: Shop) -> None:
    assert shop.refused("StoreInKeyVault", order="contosocert", vault="no-kv").code == "KeyVaultNotFound"
    shop.do("CreateVault", name="rbac-kv", resourceGroup="rg-web", rbac=True)
    refused = shop.refused("StoreInKeyVault", order="contosocert", vault="rbac-kv")
    assert refused.code == "KeyVaultRbacNotSupported"
    shop.do("CreateSubscription", name="Far away")
    shop.do("CreateResourceGroup", name="rg-far", location="West Europe", subscription="Far away")
    shop.do("CreateVault", name="far-kv", resourceGroup="rg-far")
    refused = shop.refused("StoreInKeyVault", order="contosocert", vault="far-kv")
    assert refused.code == "KeyVaultInOtherSubscription"


def test_an_rbac_vault_is_taken_in_2026() -> None:
    shop = Shop("2026")
    shop.buy()
    shop.do("CreateVault", name="rbac-kv", resourceGroup="rg-web", rbac=True)
    store(shop, "rbac-kv")
    assert link_state(shop.world, shop.order()) is KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER


def test_step_1_needs_the_right_to_change_the_vault(shop: Shop) -> None:
    # Contributor of the order alone.
    user = shop.add_user("eve", "Contributor", shop.order().id)
    refused = shop.refused("StoreInKeyVault", user, order="contosocert", vault="contoso-kv")
    assert refused.code == "AuthorizationFailed"
    assert "Failed to update permissions" in refused.message
    shop.do("AddLock", scope="contoso-kv", name="frozen", level="ReadOnly")
    assert shop.refused("StoreInKeyVault", order="contosocert", vault="contoso-kv").code == "ScopeLocked"


def test_after_the_issue_the_secret_holds_a_real_pfx() -> None:
    shop = Shop()
    shop.issue()
    secret, signed = shop.secret().properties, shop.order().properties.signed_certificate
    assert signed is not None
    assert secret.content_type == "application/x-pkcs12"
    assert secret.tags == {
        "CertificateId": shop.order().id,
        "CertificateState": "Ready",
        "SerialNumber": signed.serial_number,
        "Thumbprint": signed.thumbprint,
    }
    assert (secret.attributes.not_before, secret.attributes.expires) == (signed.not_before, signed.not_after)
    opened = open_bytes(b64decode(secret.value), "")
    key, leaf = opened.pair()
    assert key is not None and leaf is not None
    assert describe(leaf).thumbprint == signed.thumbprint == secret.thumbprint
    assert len(opened.certificates) == 3
    assert shop.word() == "Certificate Ready"


def test_without_step_1_an_issued_certificate_is_out_of_sync_until_it_is_stored() -> None:
    shop = Shop()
    shop.buy()
    shop.prove()
    shop.wait("5m")
    assert shop.word() == "Key Vault out of sync"
    store(shop)
    assert shop.secret().properties.thumbprint == shop.order().thumbprint
    assert shop.word() == "Certificate Ready"


def test_a_deleted_vault_is_replaced_by_another() -> None:
    shop = Shop()
    shop.issue()
    shop.do("DeleteVault", vault="contoso-kv")
    assert link_state(shop.world, shop.order()) is KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST
    assert shop.word() == "Key Vault out of sync"
    shop.do("CreateVault", name="second-kv", resourceGroup="rg-web")
    store(shop, "second-kv")
    assert shop.word() == "Certificate Ready"
    assert shop.secret().id.startswith(shop.vault("second-kv").id)
    assert shop.secret().properties.thumbprint == shop.order().thumbprint


def test_a_vault_in_another_subscription_is_out_of_sync() -> None:
    shop = Shop()
    shop.issue()
    shop.do("CreateSubscription", name="Far away", otherTenant=True)
    shop.do("CreateResourceGroup", name="rg-far", location="West Europe", subscription="Far away")
    shop.do("MoveVault", vault="contoso-kv", resourceGroup="rg-far")
    assert shop.word() == "Key Vault out of sync"


def test_a_suspended_subscription_is_out_of_sync() -> None:
    shop = Shop()
    shop.issue()
    shop.do("SetSubscriptionState", to="Suspended")
    assert shop.word() == "Key Vault out of sync"
    assert "suspended" in shop.state().sentence
    shop.do("SetSubscriptionState", to="Enabled")
    assert shop.word() == "Certificate Ready"


def test_a_wrong_secret_name_is_out_of_sync_and_the_right_one_clears_it() -> None:
    shop = Shop()
    shop.issue()
    link = shop.order().link
    assert link is not None
    shop.do("ChangeSecretName", order="contosocert", secret="another-name")
    assert link_state(shop.world, shop.order()) is KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST
    assert shop.word() == "Key Vault out of sync"
    shop.do("ChangeSecretName", order="contosocert", secret=link.key_vault_secret_name)
    assert shop.word() == "Certificate Ready"


def test_a_secret_with_another_certificate_is_out_of_sync() -> None:
    shop = Shop()
    shop.issue("first", "contoso.com")
    shop.issue("second", "fabrikam.com")
    link = shop.order("second").link
    assert link is not None
    shop.do("ChangeSecretName", order="first", secret=link.key_vault_secret_name)
    assert shop.word("first") == "Key Vault out of sync"
    assert shop.word("second") == "Certificate Ready"


def test_certificate_objects_are_no_secrets_of_an_order() -> None:
    shop = Shop()
    shop.issue()
    vault = shop.vault()
    managed = VaultSecret(id=f"{vault.id}/secrets/site", name="site")
    shop.put(replace(managed, properties=replace(managed.properties, managed=True)))
    refused = shop.refused("ChangeSecretName", order="contosocert", secret="site")
    assert refused.code == "CertificateObjectNotSupported"


@pytest.mark.parametrize("secret", ["", "a b", "a" * 128, "ü"])
def test_secret_names(secret: str) -> None:
    shop = Shop()
    shop.issue()
    refused = shop.refused("ChangeSecretName", order="contosocert", secret=secret)
    assert refused.code == "InvalidSecretName"


def test_old_versions_stay_when_a_new_one_is_written() -> None:
    shop = Shop()
    shop.issue()
    shop.do("Rekey", order="contosocert")
    shop.wait("10m")
    link = shop.order().link
    assert link is not None
    found = versions(shop.world, link.key_vault_id, link.key_vault_secret_name)
    assert [one.properties.sequence for one in found] == [3, 2, 1]
    assert all(one.properties.attributes.enabled for one in found)
    assert found[0].properties.attributes.expires == found[1].properties.attributes.expires


def test_the_five_stages() -> None:
    def states(shop: Shop) -> list[str]:
        return [stage.state for stage in stages(shop.world, shop.order())]

    shop = Shop()
    shop.buy()
    assert states(shop) == ["done", "now", "waiting", "waiting", "waiting"]
    store(shop)
    assert states(shop) == ["done", "done", "now", "waiting", "waiting"]
    shop.prove()
    assert states(shop) == ["done", "done", "done", "now", "waiting"]
    shop.wait("5m")
    # Nothing is behind as long as no app has it.
    assert states(shop) == ["done", "done", "done", "done", "waiting"]
    shop.link()
    assert states(shop) == ["done"] * 5
    shop.do("Rekey", order="contosocert")
    shop.wait("11m")
    assert states(shop) == ["done", "done", "done", "done", "now"]


def test_ids_are_compared_without_case() -> None:
    shop = Shop()
    shop.issue()
    order, vault = shop.order(), shop.vault()
    link = order.link
    assert link is not None
    lower = replace(link, key_vault_id=vault.id.replace("resourceGroups", "resourcegroups").lower())
    shop.put(replace(order, properties=replace(order.properties, certificates={order.name: lower})))
    assert shop.word() == "Certificate Ready"
    assert isinstance(shop.world.get(Vault, lower.key_vault_id), Vault)
