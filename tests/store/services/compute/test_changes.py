"""What an update is refused for: certificates that are nowhere, vaults that give none, packages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from store.eras import CLOUD_SERVICES_RETIRE
from store.resources import ActivityEntry, CertificateOrder
from tests.support.cloud import Cloud
from tests.support.cloud_services import WEB, WORKER, Service, certificate_url, installed, thumbprint
from tests.support.configurations import TWO_ROLES

_MISSING = (
    "The thumbprints specified in the CSCFG do not have corresponding certificates in osProfile.secrets. Add "
    "the missing certificates in osProfile.secrets. Missing thumbprints: {}. To understand more about how to "
    "use KeyVault for certificates, please follow the documentation at https://aka.ms/cses-kv"
)


def test_without_the_os_profile_the_missing_thumbprints_are_named_role_by_role() -> None:
    stage = Service()
    before = installed(stage.world, "WebRole1")
    refused = stage.refused("UpdateCloudService", service="contoso-cs", configuration=stage.text())
    missing = f"WebRole1|{thumbprint(stage.world, WEB)}, WorkerRole1|{thumbprint(stage.world, WORKER)}"
    assert (refused.code, refused.message) == ("MissingThumbprints", _MISSING.format(missing))
    stage.do("AdvanceClock", by="1h")
    assert installed(stage.world, "WebRole1") == before
    failed = [one for one in stage.world.all(ActivityEntry) if one.status == "Failed"]
    assert [(one.operation, one.code) for one in failed] == [
        ("Microsoft.Compute/cloudServices/write", "MissingThumbprints")
    ]


def test_an_update_with_its_os_profile_changes_configuration_package_and_profile() -> None:
    stage = Service()
    stage.do("PackageProject", project="Contoso")
    stage.do("UploadPackage", project="Contoso", container="packages")
    url = stage.do("GenerateSasUrl", container="packages", blob="Contoso.cspkg")
    urls = [certificate_url(stage.world, name) for name in (WEB, WORKER)]
    before = stage.service.properties
    stage.do(
        "UpdateCloudService",
        service="contoso-cs",
        configuration=stage.text(),
        packageUrl=url,
        secrets=[{"vault": "contoso-kv", "certificateUrls": urls}],
    )
    after = stage.service.properties
    assert (after.configuration, after.package_url) == (stage.text(), url)
    assert [
        one.certificate_url for group in after.os_profile.secrets for one in group.vault_certificates
    ] == urls
    assert before.configuration != after.configuration and before.os_profile != after.os_profile


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://contoso-kv.vault.azure.net/secrets/ContosoCertificate", "InvalidCertificateUrl"),
        ("ftp://contoso-kv.vault.azure.net/secrets/a/b", "InvalidCertificateUrl"),
        ("https://other-kv.vault.azure.net/secrets/ContosoCertificate/0", "KeyVaultAccessForbidden"),
        ("https://contoso-kv.vault.azure.net/secrets/ContosoCertificate/0", "SecretNotFound"),
        ("https://contoso-kv.vault.azure.net/secrets/nothing/0", "SecretNotFound"),
        ("\x1b[31m", "InvalidCertificateUrl"),
        ("https://[x/secrets/a/b", "InvalidCertificateUrl"),
    ],
)
def test_a_certificate_url_leads_to_a_version_in_the_vault_that_is_named(url: str, code: str) -> None:
    secrets = [{"vault": "contoso-kv", "certificateUrls": [url]}]
    refused = Service().refused("UpdateCloudService", service="contoso-cs", secrets=secrets)
    assert refused.code == code


def test_the_port_in_a_certificate_url_makes_no_difference() -> None:
    stage = Service()
    urls = [certificate_url(stage.world, name).replace(".net/", ".net:443/") for name in (WEB, WORKER)]
    secrets = [{"vault": "contoso-kv", "certificateUrls": urls}]
    stage.do("UpdateCloudService", service="contoso-cs", configuration=stage.text(), secrets=secrets)


def test_a_vault_that_does_not_allow_deployment_gives_nothing() -> None:
    stage = Service()
    stage.do("SetDeploymentAccess", vault="contoso-kv", enabled=False)
    asked = {"service": "contoso-cs", "vault": "contoso-kv", "configuration": stage.text()}
    refused = stage.refused("SaveConfiguration", **asked)
    assert refused.code == "KeyVaultAccessForbidden"
    assert "has not been enabled for deployment" in refused.message
    assert "Azure Virtual Machines for deployment" in refused.next_step
    stage.do("SetDeploymentAccess", vault="contoso-kv", enabled=True)
    stage.do("SetVaultNetwork", vault="contoso-kv", defaultAction="Deny", bypass="None")
    assert "trusted Microsoft services" in stage.refused("SaveConfiguration", **asked).next_step
    stage.do("SetVaultNetwork", vault="contoso-kv", defaultAction="Deny", bypass="AzureServices")
    stage.save(stage.text())


def test_a_vault_of_another_region_or_subscription_gives_nothing() -> None:
    stage = Service()
    stage.do(
        "CreateVault", name="far-kv", resourceGroup="rg-web", location="eastus", enabledForDeployment=True
    )
    refused = stage.refused(
        "SaveConfiguration", service="contoso-cs", vault="far-kv", configuration=stage.text()
    )
    assert refused.code == "KeyVaultNotInRegion"


def test_the_secret_of_an_app_service_certificate_is_not_what_is_needed() -> None:
    stage = Service()
    name = "plain"
    value = next(
        one.properties.value
        for one in stage.world.tables["Microsoft.KeyVault/vaults/secrets/versions"].values()
        if one.properties.thumbprint == thumbprint(stage.world, WEB)
    )
    stage.do(
        "CreateSecretVersion",
        vault="contoso-kv",
        secret=name,
        value=value,
        contentType="application/x-pkcs12",
    )
    [url] = [
        f"https://contoso-kv.vault.azure.net/secrets/{name}/{one.name}"
        for one in stage.world.tables["Microsoft.KeyVault/vaults/secrets/versions"].values()
        if f"/secrets/{name}/" in one.id
    ]
    secrets = [{"vault": "contoso-kv", "certificateUrls": [url]}]
    refused = stage.refused("UpdateCloudService", service="contoso-cs", secrets=secrets)
    assert refused.code == "SecretNotCertificate"
    assert "App Service Certificate" in refused.message and "Generate/Import" in refused.next_step
    assert not list(stage.world.all(CertificateOrder))


def test_a_faulty_configuration_is_refused_with_its_first_fault_and_its_place() -> None:
    stage = Service()
    text = stage.text().replace('thumbprintAlgorithm="sha1"', 'thumbprintAlgorithm="md5"')
    refused = stage.refused("UpdateCloudService", service="contoso-cs", configuration=text)
    assert refused.code == "InvalidThumbprintAlgorithm"
    assert refused.message.startswith("Line 12, column 115:") and "There is 1 more fault." in refused.message
    unknown = stage.text().replace('Role name="WebRole1"', 'Role name="WebRole2"')
    assert (
        stage.refused("UpdateCloudService", service="contoso-cs", configuration=unknown).code == "RoleMissing"
    )


def test_a_resource_group_takes_its_cloud_service_and_storage_along() -> None:
    stage = Cloud("cloud")
    stage.do("DeleteResourceGroup", group="rg-web")
    left = {name for name, table in stage.world.tables.items() if table and name.startswith(_OF_THE_SERVICE)}
    assert left == {"_projects"}, "what is on the user's machine stays"


_OF_THE_SERVICE = ("Microsoft.Compute/", "Microsoft.Storage/", "_deployments", "_blobs", "_projects")


def test_nothing_is_deployed_after_retirement_and_its_day_is_told() -> None:
    stage = Service()
    day = CLOUD_SERVICES_RETIRE
    assert day == datetime(2027, 3, 31, tzinfo=UTC)
    stage.do("AdvanceClock", to="2027-03-30T00:00:00Z")
    told = stage.do("AdvanceClock", to="2027-03-31T00:00:00Z")
    assert "Cloud Services (extended support) retire." in told
    refused = stage.refused("UpdateCloudService", service="contoso-cs")
    assert refused.code == "CloudServicesRetired"


def test_years_before_cloud_services_extended_support_offer_none() -> None:
    refused = Cloud("empty", "2019").refused(
        "CreateCloudService", name="early-cs", resourceGroup="rg-web", packageUrl="x", configuration=TWO_ROLES
    )
    assert refused.code == "CloudServicesNotOffered"
