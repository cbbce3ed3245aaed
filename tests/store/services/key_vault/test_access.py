"""Who may do what in a vault, and what a refused service means for a link."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.errors import AzureError
from store.resources import (
    KeyVaultSecretStatus,
    Permissions,
    Principal,
    SecretAttributes,
    SecretVersionProperties,
    Subscription,
)
from store.services import steps
from store.services.authorization.principals import (
    CERTIFICATE_REGISTRATION,
    WEB_SITES,
    WEB_SITES_GOVERNMENT,
    app_service,
    service,
)
from store.services.key_vault.permissions import authorise, grant, permissions_of
from store.services.key_vault.secrets import (
    link_status,
    link_trouble,
    read_secret,
    versions,
    write_version,
)
from store.world import Draft
from tests.store.services.key_vault.conftest import allow_services
from tests.support.cloud import Cloud
from tests.support.worlds import portal

SECRET = "contosocert4d58b001"


def status(cloud: Cloud, vault_id: str = "", *, issued: bool = True) -> KeyVaultSecretStatus:
    return link_status(cloud.world, vault_id or cloud.vault().id, SECRET, issued=issued)


def store(cloud: Cloud, value: str = "cGZ4", thumbprint: str = "AB" * 20) -> None:
    """Write a version as the certificate reseller does."""
    draft = Draft(cloud.world)
    write_version(
        draft,
        cloud.vault().id,
        SECRET,
        service(cloud.world, CERTIFICATE_REGISTRATION).id,
        SecretVersionProperties(
            value=value,
            content_type="application/x-pkcs12" if value else "",
            attributes=SecretAttributes(not_before=draft.now, created=draft.now, updated=draft.now),
            thumbprint=thumbprint,
            host_names=("contoso.com",),
        ),
    )
    cloud.portal = portal(draft.finish())


def read(cloud: Cloud) -> str:
    """What App Service reads, or the code of the refusal."""
    try:
        principal = app_service(cloud.world, cloud.vault().id)
        return read_secret(cloud.world, cloud.vault().id, SECRET, principal.id).properties.value
    except AzureError as error:
        return error.code


def test_the_newest_version_is_read_and_where_it_is_disabled_nothing(cloud: Cloud) -> None:
    store(cloud, "b25l")
    store(cloud, "dHdv")
    assert read(cloud) == "dHdv"
    newest = read_secret(cloud.world, cloud.vault().id, SECRET.upper(), service(cloud.world, WEB_SITES).id)
    cloud.do("SetSecretVersion", version=newest.name, enabled=False)
    assert read(cloud) == "SecretDisabled"
    assert status(cloud) is KeyVaultSecretStatus.OPERATION_NOT_PERMITTED


def test_a_service_without_its_policy_is_refused_in_the_portals_words(cloud: Cloud) -> None:
    store(cloud)
    cloud.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft Azure App Service")
    with pytest.raises(AzureError) as caught:
        read_secret(cloud.world, cloud.vault().id, SECRET, service(cloud.world, WEB_SITES).id)
    assert caught.value.message == (
        f"The service does not have access to '{cloud.vault().id}' Key Vault. Please make sure that you have "
        "granted necessary permissions to the service to perform the request operation."
    )
    assert "Microsoft.Azure.WebSites the secret permission Get" in caught.value.next_step
    allow_services(cloud)
    assert read(cloud) == "cGZ4"


def test_a_user_without_get_is_named(cloud: Cloud) -> None:
    store(cloud)
    ben = cloud.add_user("ben@contoso.com")
    with pytest.raises(AzureError) as caught:
        read_secret(cloud.world, cloud.vault().id, SECRET, ben)
    assert caught.value.message == (
        "The user, group or application 'ben@contoso.com' does not have secrets get permission "
        "on key vault 'contoso-kv;location=westeurope'."
    )
    cloud.do("SetAccessPolicy", vault="contoso-kv", principal=ben, secrets=["get"])
    assert read_secret(cloud.world, cloud.vault().id, SECRET, ben).properties.value == "cGZ4"


def test_a_link_tells_what_the_reseller_meets(cloud: Cloud) -> None:
    assert status(cloud) is KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST
    store(cloud, "", "")
    assert status(cloud, issued=False) is KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER
    assert status(cloud) is KeyVaultSecretStatus.INITIALIZED
    store(cloud)
    assert status(cloud) is KeyVaultSecretStatus.SUCCEEDED
    assert (
        status(cloud, cloud.vault().id.replace("rg-web", "rg-old"))
        is KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST
    )


def test_a_reseller_without_set_or_without_any_policy(cloud: Cloud) -> None:
    store(cloud)
    cloud.do(
        "SetAccessPolicy", vault="contoso-kv", principal=CERTIFICATE_REGISTRATION, secrets=["get", "list"]
    )
    assert status(cloud) is KeyVaultSecretStatus.OPERATION_NOT_PERMITTED
    trouble = link_trouble(cloud.world, cloud.vault().id, SECRET)
    assert trouble is not None
    assert "secret permissions Set and Delete" in trouble[1].next_step
    with pytest.raises(AzureError, match="KeyVaultAccessDenied"):
        store(cloud)
    cloud.do("RemoveAccessPolicy", vault="contoso-kv", principal=CERTIFICATE_REGISTRATION)
    assert status(cloud) is KeyVaultSecretStatus.UNAUTHORIZED


def test_every_break_of_a_link_names_its_repair(cloud: Cloud) -> None:
    def repair() -> str:
        trouble = link_trouble(cloud.world, vault, SECRET)
        return trouble[1].next_step if trouble else ""

    store(cloud)
    vault = cloud.vault().id
    assert repair() == ""
    cloud.suspend()
    assert repair() == "Reactivate the subscription."
    cloud.suspend("Enabled")
    cloud.do("SetVaultNetwork", vault="contoso-kv", defaultAction="Deny", bypass="None")
    assert "trusted Microsoft services" in repair()
    cloud.do("SetVaultNetwork", vault="contoso-kv", defaultAction="Allow")
    cloud.do("DeleteSecret", vault="contoso-kv", secret=SECRET)
    assert repair() == f"Recover the secret, or do {steps.STORE} again."
    cloud.do("DeleteVault", vault="contoso-kv")
    assert repair() == f"Recover the vault, or choose another one in {steps.STORE}."


def test_a_disabled_or_foreign_secret_is_not_permitted(cloud: Cloud) -> None:
    store(cloud)
    (version,) = [one.name for one in [read_secret(cloud.world, cloud.vault().id, SECRET, _reseller(cloud))]]
    cloud.do("SetSecretVersion", version=version, enabled=False)
    assert status(cloud) is KeyVaultSecretStatus.OPERATION_NOT_PERMITTED
    assert read(cloud) == "SecretDisabled"
    cloud.do("GenerateVaultCertificate", vault="contoso-kv", name="c1", subject="contoso.com")
    trouble = link_trouble(cloud.world, cloud.vault().id, "c1")
    assert trouble is not None
    assert trouble[1].code == "CertificateObjectNotSupported"


def _reseller(cloud: Cloud) -> str:
    return service(cloud.world, CERTIFICATE_REGISTRATION).id


def test_soft_delete_keeps_a_name_from_services_too(cloud: Cloud) -> None:
    store(cloud, "b25l")
    store(cloud, "dHdv")
    cloud.do("DeleteSecret", vault="contoso-kv", secret=SECRET)
    assert status(cloud) is KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST
    with pytest.raises(AzureError, match="ObjectIsDeletedButRecoverable"):
        store(cloud, "dGhyZWU=")
    cloud.do("RecoverSecret", secret=SECRET)
    store(cloud, "dGhyZWU=")
    kept = [one.properties for one in versions(cloud.world, cloud.vault().id, SECRET)]
    assert [(one.sequence, one.value) for one in kept] == [(3, "dGhyZWU="), (2, "dHdv"), (1, "b25l")]


def test_a_suspended_subscription_puts_the_link_out_of_sync(cloud: Cloud) -> None:
    store(cloud)
    cloud.suspend("Cancelled")
    assert status(cloud).out_of_sync
    assert read(cloud) == "SubscriptionNotActive"
    cloud.suspend("Warned")
    assert status(cloud) is KeyVaultSecretStatus.SUCCEEDED


def test_the_firewall_lets_trusted_services_pass_only_by_bypass(cloud: Cloud) -> None:
    store(cloud)
    cloud.do("SetVaultNetwork", vault="contoso-kv", defaultAction="Deny", bypass="AzureServices")
    assert read(cloud) == "cGZ4"
    mine = {"vault": "contoso-kv", "secret": "s1", "value": "x"}
    assert cloud.refused("CreateSecretVersion", **mine).code == "KeyVaultFirewall"
    cloud.do(
        "SetVaultNetwork", vault="contoso-kv", defaultAction="deny", bypass="none", ipRules=["203.0.113.0/24"]
    )
    cloud.do("CreateSecretVersion", **mine)
    assert read(cloud) == "KeyVaultFirewall"
    assert status(cloud) is KeyVaultSecretStatus.OPERATION_NOT_PERMITTED


def test_rbac_vaults_are_closed_to_services_in_2022(cloud: Cloud) -> None:
    store(cloud)
    cloud.do("SetPermissionModel", vault="contoso-kv", rbac=True)
    assert read(cloud) == "KeyVaultRbacNotSupported"
    assert status(cloud) is KeyVaultSecretStatus.OPERATION_NOT_PERMITTED
    closed = {"vault": "contoso-kv", "principal": WEB_SITES, "secrets": ["get"]}
    assert cloud.refused("SetAccessPolicy", **closed).code == "AccessPoliciesNotAvailable"
    for app in (WEB_SITES, CERTIFICATE_REGISTRATION):
        cloud.do("AssignRole", principal=app, role="Key Vault Administrator", scope="contoso-kv")
    assert read(cloud) == "KeyVaultRbacNotSupported"
    assert cloud.refused("SetPermissionModel", vault="contoso-kv", rbac=True).code == "NoChange"
    cloud.do("SetPermissionModel", vault="contoso-kv", rbac=False)
    assert read(cloud) == "cGZ4"


def test_rbac_vaults_open_by_roles_in_2026() -> None:
    cloud = Cloud(era="2026")
    cloud.do("CreateVault", name="contoso-kv", resourceGroup="rg-web", rbac=True)
    assert cloud.vault().properties.access_policies == ()
    assert status(cloud) is KeyVaultSecretStatus.UNAUTHORIZED
    draft = Draft(cloud.world)
    authorise(draft, cloud.vault().id)
    cloud.put(*draft.table(Principal).values())
    store(cloud)
    assert (status(cloud), read(cloud)) == (KeyVaultSecretStatus.SUCCEEDED, "cGZ4")
    mine = {"vault": "contoso-kv", "secret": "s1", "value": "x"}
    assert cloud.refused("CreateSecretVersion", **mine).code == "KeyVaultAccessDenied"
    cloud.do("AssignRole", principal="ada@contoso.com", role="Key Vault Administrator", scope="contoso-kv")
    cloud.do("CreateSecretVersion", **mine)


def test_authorise_adds_to_what_the_services_have(cloud: Cloud) -> None:
    cloud.do("SetAccessPolicy", vault="contoso-kv", principal=WEB_SITES, secrets=["list"])
    draft = Draft(cloud.world)
    authorise(draft, cloud.vault().id)
    vault = draft.need(type(cloud.vault()), cloud.vault().id)
    assert vault.permissions(service(draft, WEB_SITES).id) == Permissions(
        secrets=("list", "get"), certificates=("get",)
    )
    reseller = vault.permissions(service(draft, CERTIFICATE_REGISTRATION).id)
    assert reseller == Permissions(secrets=("get", "list", "set", "delete"), certificates=("get", "list"))


def test_authorise_needs_no_write_where_all_is_granted(cloud: Cloud) -> None:
    draft = Draft(cloud.world)
    authorise(draft, cloud.vault().id)
    assert draft.need(type(cloud.vault()), cloud.vault().id) == cloud.vault()


def test_a_policy_replaces_the_principals_old_one_and_names_no_strangers(cloud: Cloud) -> None:
    count = len(cloud.vault().properties.access_policies)
    cloud.do("SetAccessPolicy", vault="contoso-kv", principal=WEB_SITES, secrets=["list"])
    assert len(cloud.vault().properties.access_policies) == count
    held = cloud.vault().permissions(service(cloud.world, WEB_SITES).id)
    assert held == Permissions(secrets=("list",))
    asked = {"vault": "contoso-kv", "principal": "nobody@contoso.com", "secrets": ["get"]}
    assert (
        "An invalid value was provided for 'accessPolicies'"
        in cloud.refused("SetAccessPolicy", **asked).message
    )
    wrong = {"vault": "contoso-kv", "principal": WEB_SITES, "secrets": ["fly"]}
    assert cloud.refused("SetAccessPolicy", **wrong).code == "InvalidAccessPolicies"
    empty = {"vault": "contoso-kv", "principal": WEB_SITES}
    assert cloud.refused("SetAccessPolicy", **empty).code == "InvalidAccessPolicies"


def test_a_removed_policy_is_gone_once(cloud: Cloud) -> None:
    gone = {"vault": "contoso-kv", "principal": "Microsoft.Azure.WebSites"}
    cloud.do("RemoveAccessPolicy", **gone)
    assert permissions_of(cloud.world, cloud.vault(), service(cloud.world, WEB_SITES).id) == Permissions()
    assert cloud.refused("RemoveAccessPolicy", **gone).code == "AccessPolicyNotFound"


def test_policies_of_a_principal_that_is_gone_can_be_removed(cloud: Cloud) -> None:
    stranger = "99999999-0000-4000-a000-000000000009"
    cloud.put(grant(cloud.vault(), stranger, Permissions(secrets=("get",))))
    cloud.do("RemoveAccessPolicy", vault="contoso-kv", principal=stranger.upper())
    assert cloud.vault().permissions(stranger) == Permissions()


def test_the_government_cloud_has_its_own_app_service(cloud: Cloud) -> None:
    assert app_service(cloud.world, cloud.vault().id).app_id == WEB_SITES
    first = next(cloud.world.all(Subscription))
    cloud.put(replace(first, properties=replace(first.properties, cloud="AzureUSGovernment")))
    theirs = app_service(cloud.world, cloud.vault().id)
    assert theirs.app_id == WEB_SITES_GOVERNMENT
    assert theirs.id != service(cloud.world, WEB_SITES).id
    assert theirs == app_service(cloud.world, cloud.vault().id)


@pytest.mark.parametrize("name", ["Microsoft.Azure.WebSites", "Microsoft Azure App Service"])
def test_a_policy_by_the_services_name_is_for_the_principal_of_the_vaults_cloud(
    cloud: Cloud, name: str
) -> None:
    first = next(cloud.world.all(Subscription))
    cloud.put(replace(first, properties=replace(first.properties, cloud="AzureUSGovernment")))
    cloud.do("SetAccessPolicy", vault="contoso-kv", principal=name, secrets=["list"])
    theirs = app_service(cloud.world, cloud.vault().id)
    assert theirs.app_id == WEB_SITES_GOVERNMENT
    assert cloud.vault().permissions(theirs.id).secrets == ("list",)
