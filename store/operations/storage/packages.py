"""Service packages in storage: uploaded, and opened to Azure by a signed URL."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.arguments import ContainerRef, ProjectRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_context, ps_line
from store.operations.operation import Operation
from store.resources import Blob, BlobContainer, Project, name_of
from store.services.compute.packages import package_name
from store.services.storage.blobs import blob_id
from store.services.storage.limits import SAS_DAYS, SAS_DAYS_PROPOSED
from store.services.storage.sas import sas_url
from store.services.storage.uploads import put_package
from store.time.calendar import days, later
from store.world import Draft, View


class UploadPackage(Operation, frozen=True, kw_only=True):
    """Upload the .cspkg that was built of a project, and nothing else: no .cscfg belongs there."""

    arm: ClassVar[str] = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write"
    title: ClassVar[str] = "Upload package"
    access: ClassVar[str] = ""  # data of an account: locks guard the control plane only

    project: ProjectRef
    container: ContainerRef

    def target(self, view: View) -> str:
        return view.need(BlobContainer, self.container).id

    def why_not(self, view: View) -> AzureError | None:
        view.need(BlobContainer, self.container)
        if view.need(Project, self.project).package is not None:
            return None
        said = f"The project '{self.project}' has not been packaged yet."
        return AzureError("PackageNotBuilt", said, "Package it first.")

    def apply(self, draft: Draft, material: None) -> str:
        package = draft.need(Project, self.project).package
        assert package is not None  # `why_not` has looked
        container = draft.need(BlobContainer, self.container)
        blob = put_package(draft, container, package)
        return f"Uploaded {blob.name} ({blob.length:,} bytes) into '{container.name}'."

    def az(self, view: View) -> str:
        container, name = view.need(BlobContainer, self.container), package_name(self.project)
        return az_line(
            "storage blob upload",
            account_name=name_of(container.account),
            container_name=container.name,
            name=name,
            file=name,
            overwrite=(),
        )

    def powershell(self, view: View) -> str:
        container, name = view.need(BlobContainer, self.container), package_name(self.project)
        return ps_line(
            "Set-AzStorageBlobContent",
            File=name,
            Container=container.name,
            Blob=name,
            Context=ps_context(container.account),
            Force=SWITCH,
        )


class GenerateSasUrl(Operation, frozen=True, kw_only=True):
    """Sign a URL with which Azure can read a package for so many days; prints it."""

    arm: ClassVar[str] = "Microsoft.Storage/storageAccounts/listKeys/action"
    title: ClassVar[str] = "Generate SAS URL"
    access: ClassVar[str] = "action"

    container: ContainerRef
    blob: str
    days: int = SAS_DAYS_PROPOSED

    def target(self, view: View) -> str:
        return view.need(BlobContainer, self.container).account

    def why_not(self, view: View) -> AzureError | None:
        least, most = SAS_DAYS
        if not least <= self.days <= most:
            said = f"A SAS URL is signed here for {least}-{most} days."
            return AzureError("InvalidSasDays", said, f"Choose {least}-{most} days.")
        if view.get(Blob, self._id(view)) is None:
            said = f"The specified blob does not exist: '{self.blob}'."
            return AzureError("BlobNotFound", said, "Upload the package first.")
        return None

    def _id(self, view: View) -> str:
        return blob_id(view.need(BlobContainer, self.container).id, self.blob)

    def apply(self, draft: Draft, material: None) -> str:
        blob = draft.need(Blob, self._id(draft))
        return sas_url(draft, blob, later(draft.now, days(self.days)))

    def az(self, view: View) -> str:
        container = view.need(BlobContainer, self.container)
        return az_line(
            "storage blob generate-sas",
            account_name=name_of(container.account),
            container_name=container.name,
            name=self.blob,
            permissions="r",
            expiry=f"{later(view.now, days(self.days)):%Y-%m-%dT%H:%MZ}",
            full_uri=(),
            output="tsv",
        )

    def powershell(self, view: View) -> str:
        container = view.need(BlobContainer, self.container)
        return ps_line(
            "New-AzStorageBlobSASToken",
            Container=container.name,
            Blob=self.blob,
            Permission="r",
            ExpiryTime=later(view.now, days(self.days)),
            FullUri=SWITCH,
            Context=ps_context(container.account),
        )
