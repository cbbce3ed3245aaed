"""A cloud service (extended support) whose certificates end in less than a month, with its project beside it.

Built as a person would: certificates generated in a key vault eleven months ago, a package uploaded, the
service created from it. A web role serves HTTPS; a worker role has a certificate of its own.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from store.operations.compute.cloud_services import CreateCloudService
from store.operations.compute.contents import SecretGroup
from store.operations.compute.projects import CreateProject, PackageProject
from store.operations.key_vault.certificate_signing import GenerateVaultCertificate
from store.operations.key_vault.create import CreateVault
from store.operations.simulator.clock import AdvanceClock
from store.operations.storage.accounts import CreateContainer, CreateStorageAccount
from store.operations.storage.packages import GenerateSasUrl, UploadPackage
from store.resources import BlobContainer, Vault, WorldFacts
from store.services.compute.certificates import Provided, certificates_in
from store.services.storage.blobs import blobs_in
from store.services.storage.sas import sas_url
from store.time.calendar import days
from store.world import World
from store.worlds.building import Building
from store.worlds.empty import bare

#: How long ago the certificates were made, for twelve months each.
_MADE = days(340)
_GROUP, _VAULT, _PROJECT, _ACCOUNT, _CONTAINER = "rg-web", "contoso-kv", "Contoso", "contosostore", "packages"
#: Role → the certificate of the key vault it has, and its subject.
_CERTIFICATES = {
    "WebRole1": ("ContosoCertificate", "CN=www.contoso.com"),
    "WorkerRole1": ("WorkerCertificate", "CN=worker.contoso.com"),
}
DEFINITION = """\
<?xml version="1.0" encoding="utf-8"?>
<ServiceDefinition name="Contoso" upgradeDomainCount="2" schemaVersion="2015-04.2.6"
    xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition">
  <WebRole name="WebRole1" vmsize="Standard_D1_v2">
    <Endpoints>
      <InputEndpoint name="HttpsIn" protocol="https" port="443" certificate="Certificate1" />
    </Endpoints>
    <Certificates>
      <Certificate name="Certificate1" storeLocation="LocalMachine" storeName="My" />
    </Certificates>
  </WebRole>
  <WorkerRole name="WorkerRole1" vmsize="Standard_D1_v2">
    <Certificates>
      <Certificate name="Certificate1" storeLocation="LocalMachine" storeName="My" />
    </Certificates>
  </WorkerRole>
</ServiceDefinition>
"""
CONFIGURATION = """\
<?xml version="1.0" encoding="utf-8"?>
<!-- The web site and the worker that feeds it. Two instances each: one serves while the other restarts. -->
<ServiceConfiguration serviceName="Contoso" osFamily="6" osVersion="*" schemaVersion="2015-04.2.6"
    xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration">
  <Role name="WebRole1">
    <Instances count="2" />
    <ConfigurationSettings>
      <Setting name="StorageQueue" value="orders" />
    </ConfigurationSettings>
    <Certificates>
      <!-- The endpoint HttpsIn serves it. -->
      <Certificate name="Certificate1" thumbprint="{WebRole1}" thumbprintAlgorithm="sha1" />
    </Certificates>
  </Role>
  <Role name="WorkerRole1">
    <Instances count="2" />
    <ConfigurationSettings />
    <Certificates>
      <Certificate name="Certificate1" thumbprint="{WorkerRole1}" thumbprintAlgorithm="sha1" />
    </Certificates>
  </Role>
</ServiceConfiguration>
"""


def cloud(facts: WorldFacts) -> World:
    """The world at the moment that the facts name, its clock paused."""
    now = facts.created_at
    building = Building(bare(replace(facts, created_at=now - _MADE)))
    building.do(
        CreateVault(name=_VAULT, resource_group=_GROUP, location="westeurope", enabled_for_deployment=True),
        *(
            GenerateVaultCertificate(vault=_VAULT, name=name, subject=subject)
            for name, subject in _CERTIFICATES.values()
        ),
        CreateStorageAccount(name=_ACCOUNT, resource_group=_GROUP),
        CreateContainer(account=_ACCOUNT, name=_CONTAINER),
    )
    made = _made(building.world)
    thumbprints = {role: made[name].thumbprint for role, (name, _) in _CERTIFICATES.items()}
    configuration = CONFIGURATION.format(**thumbprints)
    building.do(
        CreateProject(name=_PROJECT, definition=DEFINITION, configuration=configuration),
        PackageProject(project=_PROJECT),
        UploadPackage(project=_PROJECT, container=_CONTAINER),
        GenerateSasUrl(container=_CONTAINER, blob=f"{_PROJECT}.cspkg"),
    )
    building.do(
        CreateCloudService(
            name="contoso-cs",
            resource_group=_GROUP,
            package_url=_package_url(building.world),
            configuration=configuration,
            secrets=(SecretGroup(vault=_VAULT, certificate_urls=tuple(one.url for one in made.values())),),
        ),
        AdvanceClock(to=now),
    )
    return building.world


def _made(world: World) -> dict[str, Provided]:
    """The certificates of the key vault by name."""
    [vault] = world.all(Vault)
    return {one.name: one for one in certificates_in(world, vault.id)}


def _package_url(world: World) -> str:
    """The SAS URL that was signed for the package."""
    [container] = world.all(BlobContainer)
    [blob] = blobs_in(world, container.id)
    return sas_url(world, blob, world.now + timedelta(days=7))
