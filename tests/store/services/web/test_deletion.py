"""Deleting apps, plans and resource groups: what goes, what stays, and what is in the way."""

from __future__ import annotations

import pytest

from store.resources import (
    CertificateOrder,
    DeletedVault,
    DnsZone,
    ManagedRequest,
    Principal,
    ResourceGroup,
    Revocation,
    ServerFarm,
    Site,
    WebCertificate,
)
from store.services.subscription.groups import resources_in
from store.world import World
from tests.support.cloud import Cloud


def demo() -> Cloud:
    return Cloud("demo")


@pytest.fixture
def cloud() -> Cloud:
    """The walk's apps, plan and zone, and a vault beside them."""
    made = Cloud("walk")
    made.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    return made


def test_a_deleted_app_takes_its_bindings_along_and_leaves_its_webspaces_certificates() -> None:
    cloud = demo()
    held = set(cloud.world.table(WebCertificate))
    site = next(one for one in cloud.world.all(Site) if any(host.thumbprint for host in one.custom_hosts))
    told = cloud.do("DeleteSite", site=site.name)
    assert told.startswith(f"Deleted app '{site.name}', its custom domains ({len(site.custom_hosts)})")
    assert cloud.world.get(Site, site.id) is None
    assert set(cloud.world.table(WebCertificate)) == held
    assert cloud.world.get(ServerFarm, site.properties.server_farm_id) is not None
    cloud.do("CreateSite", name=site.name, plan=site.properties.server_farm_id)
    assert cloud.world.need(Site, site.id).custom_hosts == ()


def test_a_managed_certificate_on_its_way_is_not_made_for_an_app_that_went(cloud: Cloud) -> None:
    cloud.do("CreateSite", name="brief-app", plan="plan-web")
    cloud.do("AddRecord", zone="contoso.com", type="CNAME", name="brief", value="brief-app.azurewebsites.net")
    token = next(one for one in cloud.world.all(Site) if one.name == "brief-app")
    verification = token.properties.custom_domain_verification_id
    cloud.do("AddRecord", zone="contoso.com", type="TXT", name="asuid.brief", value=verification)
    cloud.do("MapHost", site="brief-app", host="brief.contoso.com")
    cloud.do("CreateManagedCertificate", site="brief-app", host="brief.contoso.com")
    assert list(cloud.world.all(ManagedRequest))
    cloud.do("DeleteSite", site="brief-app")
    assert not list(cloud.world.all(ManagedRequest))
    cloud.do("AdvanceClock", by="1d")


def test_a_plan_goes_only_when_no_app_runs_in_it() -> None:
    cloud = demo()
    plan = next(cloud.world.all(ServerFarm))
    apps = [one.name for one in cloud.world.all(Site) if one.properties.server_farm_id == plan.id]
    refused = cloud.refused("DeletePlan", plan=plan.id)
    assert refused.message == (
        f"Server farm '{plan.name}' cannot be deleted because it has web app(s) {', '.join(apps)} "
        "assigned to it."
    )
    for app in apps:
        cloud.do("DeleteSite", site=app)
    assert cloud.do("DeletePlan", plan=plan.id) == f"Deleted App Service plan '{plan.name}'."


def _fullest(world: World) -> ResourceGroup:
    return max(world.all(ResourceGroup), key=lambda group: len(resources_in(world, group)))


def test_a_group_takes_all_along_revokes_its_certificates_and_leaves_its_vaults_to_soft_delete() -> None:
    cloud = demo()
    group = next(cloud.world.all(CertificateOrder)).id.split("/providers/")[0]
    inside = resources_in(cloud.world, cloud.world.need(ResourceGroup, group))
    order = next(one for one in inside if isinstance(one, CertificateOrder))
    cloud.do("DeleteLock", lock="AppServiceCertificateLock")
    cloud.do("AssignRole", principal="Microsoft.Azure.WebSites", scope=order.id, role="Reader")
    told = cloud.do("DeleteResourceGroup", group=group)
    assert f"and its resources ({len(inside)})" in told
    assert cloud.world.get(ResourceGroup, group) is None
    assert not [one for one in inside if cloud.world.get(type(one), one.id) is not None]
    assert cloud.world.get(Revocation, order.thumbprint) is not None
    assert not [who.name for who in cloud.world.all(Principal) for scope in who.roles if scope == order.id]
    cloud.do("AdvanceClock", by="30d")


def test_a_lock_on_anything_in_a_group_keeps_the_whole_of_it() -> None:
    cloud = demo()
    group = _fullest(cloud.world)
    held = resources_in(cloud.world, group)[0]
    cloud.do("AddLock", scope=held.id, name="keep", level="Delete")
    before = cloud.world.tables
    assert cloud.refused("DeleteResourceGroup", group=group.name).code == "ScopeLocked"
    assert cloud.world.table(ResourceGroup) is before["Microsoft.Resources/resourceGroups"]
    assert resources_in(cloud.world, group)


def test_a_plan_that_another_groups_app_runs_in_keeps_its_group(cloud: Cloud) -> None:
    cloud.do("CreateResourceGroup", name="rg-apps", location="West Europe")
    cloud.do("CreateSite", name="guest-app", plan="plan-web", resourceGroup="rg-apps")
    group = next(one for one in cloud.world.all(ServerFarm) if one.name == "plan-web").id.split("/")[4]
    assert "guest-app assigned to it" in cloud.refused("DeleteResourceGroup", group=group).message
    cloud.do("DeleteSite", site="guest-app")
    cloud.do("DeleteResourceGroup", group=group)


def test_a_group_whose_zone_proves_a_domain_goes_with_it(cloud: Cloud) -> None:
    zone = next(cloud.world.all(DnsZone))
    cloud.do("DeleteResourceGroup", group=zone.id.split("/")[4])
    assert cloud.world.get(DnsZone, zone.id) is None


def test_a_purged_vault_is_gone_and_its_name_free(cloud: Cloud) -> None:
    cloud.do("DeleteVault", vault="contoso-kv")
    assert cloud.refused("CreateVault", name="contoso-kv", resourceGroup="rg-web").code == "AlreadyExists"
    assert cloud.do("PurgeVault", vault="contoso-kv").startswith("Purged key vault 'contoso-kv'")
    assert not list(cloud.world.all(DeletedVault))
    assert cloud.refused("RecoverVault", vault="contoso-kv").code == "DeletedVaultNotFound"
    cloud.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")


def test_purge_protection_keeps_a_vault_to_the_end_of_its_retention(cloud: Cloud) -> None:
    cloud.do("CreateVault", name="safe-kv", resourceGroup="rg-web", purgeProtection=True)
    cloud.do("DeleteVault", vault="safe-kv")
    refused = cloud.refused("PurgeVault", vault="safe-kv")
    assert refused.code == "PurgeNotAllowed"
    assert "purge protection is enabled for this vault" in refused.message
