"""Visual Studio's Publish: package, upload and update in one go."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import CloudServiceRef, ContainerRef, ProjectRef, VaultRef
from store.operations.compute.command_lines import az_update, ps_update
from store.operations.operation import Operation
from store.operations.storage.packages import GenerateSasUrl, UploadPackage
from store.resources import BlobContainer, CloudService, Project
from store.resources.compute import CLOUD_FILE, LOCAL_FILE, OsProfile
from store.services.compute.certificates import vault_refusal
from store.services.compute.changes import Change, definition_of, judged, judged_configuration
from store.services.compute.limits import PUBLISH_SAS_DAYS
from store.services.compute.packages import built, package_name
from store.services.compute.statuses import chosen_profile
from store.services.compute.updates import begin_update
from store.services.storage.sas import sas_url
from store.services.storage.uploads import put_package
from store.time.calendar import days, later
from store.world import Draft, View


class PublishCloudService(Operation, frozen=True, kw_only=True):
    """Publish a project to a cloud service with one of its two configurations.

    Visual Studio packages the project, uploads the package into `container`, signs its URL, and takes the
    certificates of the configuration from the key vault that its Settings tab names.
    """

    arm: ClassVar[str] = "Microsoft.Compute/cloudServices/write"
    title: ClassVar[str] = "Publish"
    targets: ClassVar[str] = "service"

    project: ProjectRef
    service: CloudServiceRef
    container: ContainerRef
    vault: VaultRef
    configuration: Literal["local", "cloud"] = "local"

    def why_not(self, view: View) -> AzureError | None:
        view.need(BlobContainer, self.container)
        self._change(view, "")
        return None

    def _change(self, view: View, url: str) -> Change:
        service, project = view.need(CloudService, self.service), view.need(Project, self.project)
        if refused := vault_refusal(view, service, self.vault):
            raise refused
        text = project.local if self.configuration == "local" else project.cloud
        configuration = judged_configuration(text, definition_of(project.definition))
        profile = chosen_profile(view, service, configuration, self.vault)
        return judged(view, service, text, project.definition, profile, url)

    def apply(self, draft: Draft, material: None) -> str:
        project = draft.need(Project, self.project)
        package = built(project, draft.now)
        draft.put(replace(project, package=package))
        blob = put_package(draft, draft.need(BlobContainer, self.container), package)
        url = sas_url(draft, blob, later(draft.now, days(PUBLISH_SAS_DAYS)))
        said = begin_update(draft, draft.need(CloudService, self.service), self._change(draft, url))
        return f"Packaged and uploaded {blob.name}. {said}"

    def _file(self) -> str:
        return LOCAL_FILE if self.configuration == "local" else CLOUD_FILE

    def _profile(self, view: View) -> OsProfile:
        service, project = view.need(CloudService, self.service), view.need(Project, self.project)
        text = project.local if self.configuration == "local" else project.cloud
        configuration = judged_configuration(text, definition_of(project.definition))
        return chosen_profile(view, service, configuration, self.vault)

    def az(self, view: View) -> str:
        upload, sign = self._steps(view)
        update = az_update(self.target(view), self._file(), "SAS-URL", self._profile(view))
        return "\n".join((upload.az(view), sign.az(view), update))

    def powershell(self, view: View) -> str:
        upload, sign = self._steps(view)
        update = ps_update(self.target(view), self._file(), "SAS-URL", self._profile(view))
        return "\n".join((upload.powershell(view), sign.powershell(view), update))

    def _steps(self, view: View) -> tuple[UploadPackage, GenerateSasUrl]:
        """What Visual Studio does before the update."""
        blob = package_name(view.need(Project, self.project).name)
        upload = UploadPackage(project=self.project, container=self.container)
        return upload, GenerateSasUrl(container=self.container, blob=blob, days=PUBLISH_SAS_DAYS)
