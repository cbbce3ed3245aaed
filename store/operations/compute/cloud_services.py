"""Cloud services (extended support): created and deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from store.errors import AzureError
from store.operations.arguments import CloudServiceRef, File, GroupRef
from store.operations.azure_cli import az_create, az_line
from store.operations.azure_powershell import SWITCH, ps_call, ps_line, ps_place
from store.operations.compute.command_lines import CONFIGURATION, ps_profile
from store.operations.compute.contents import SecretGroup, configuration_text, groups_of
from store.operations.operation import Operation
from store.resources import (
    CloudService,
    ResourceGroup,
    resource_id,
)
from store.resources.compute import (
    CloudServiceProperties,
)
from store.services.compute.changes import Change, judged
from store.services.compute.deletion import delete_service
from store.services.compute.instances import instances_of
from store.services.compute.offer import offer_refusal
from store.services.compute.updates import deploy
from store.services.names import cloud_service_name
from store.services.regions import region
from store.services.storage.sas import opened
from store.world import Draft, View


class CreateCloudService(Operation, frozen=True, kw_only=True):
    """Create a cloud service from a package; all its instances run at once.

    `configuration` is the text of a .cscfg, or `configuration_file` its path; `package_url` is the SAS URL of
    the package; `secrets` names the key vaults and certificate URLs of the OS profile.
    """

    arm: ClassVar[str] = "Microsoft.Compute/cloudServices/write"
    title: ClassVar[str] = "Create cloud service"

    name: str
    resource_group: GroupRef
    location: str = "westeurope"
    package_url: str
    configuration: str = ""
    configuration_file: File = File("")
    secrets: tuple[SecretGroup, ...] = ()
    tags: Mapping[str, str] = msgspec.field(default_factory=dict)

    def target(self, view: View) -> str:
        group = view.need(ResourceGroup, self.resource_group).id
        return resource_id(group, "Microsoft.Compute/cloudServices", self.name)

    def prepare(self, view: View) -> str:
        return configuration_text(self.configuration, self.configuration_file)

    def why_not(self, view: View) -> AzureError | None:
        if refused := offer_refusal(view):
            return refused
        if wrong := cloud_service_name(self.name):
            return AzureError("InvalidName", wrong, "Choose another name.")
        if view.get(CloudService, self.target(view)) is not None:
            said = f"There is a cloud service '{self.name}' already."
            return AzureError("Conflict", said, "Choose another name.")
        if self.configuration:
            self._change(view, self.configuration)
        return None

    def _service(self, view: View) -> CloudService:
        properties = CloudServiceProperties(configuration="", package_url=self.package_url)
        place = region(self.location).replace(" ", "").lower()
        return CloudService(
            id=self.target(view), name=self.name, location=place, tags=self.tags, properties=properties
        )

    def _change(self, view: View, text: str) -> Change:
        service = self._service(view)
        definition = opened(view, self.package_url).definition
        return judged(view, service, text, definition, groups_of(view, self.secrets), self.package_url)

    def apply(self, draft: Draft, material: Any) -> str:
        change = self._change(draft, material)
        service = self._service(draft)
        named = msgspec.structs.replace(
            service.properties, unique_id=draft.guid(f"cloud service {self.name}")
        )
        deploy(draft, msgspec.structs.replace(service, properties=named), change)
        count = len(instances_of(draft, service.id))
        return f"Created cloud service '{self.name}' with {count} role instance{'s' * (count != 1)}."

    def az(self, view: View) -> str:
        properties = {
            "configuration": self.configuration or CONFIGURATION,
            "packageUrl": self.package_url,
            "upgradeMode": "Auto",
            "osProfile": msgspec.to_builtins(groups_of(view, self.secrets)),
        }
        return az_create(self.target(view), self.location, properties, self.tags)

    def powershell(self, view: View) -> str:
        return ps_line(
            "New-AzCloudService",
            **ps_place(self.target(view)),
            Location=self.location,
            PackageUrl=self.package_url,
            Configuration=ps_call("Get-Content", Path=self.configuration_file or CONFIGURATION, Raw=SWITCH),
            UpgradeMode="Auto",
            OSProfile=ps_profile(groups_of(view, self.secrets)),
            Tag=self.tags or None,
        )


class DeleteCloudService(Operation, frozen=True, kw_only=True):
    """Delete a cloud service with its role instances; key vault and storage keep what they have."""

    arm: ClassVar[str] = "Microsoft.Compute/cloudServices/delete"
    title: ClassVar[str] = "Delete cloud service"
    destructive: ClassVar[bool] = True
    access: ClassVar[str] = "delete"
    targets: ClassVar[str] = "service"

    service: CloudServiceRef

    def apply(self, draft: Draft, material: None) -> str:
        service = draft.need(CloudService, self.service)
        delete_service(draft, service)
        return f"Deleted cloud service '{service.name}'."

    def az(self, view: View) -> str:
        return az_line("resource delete", ids=self.target(view))

    def powershell(self, view: View) -> str:
        return ps_line("Remove-AzCloudService", **ps_place(self.target(view)))
