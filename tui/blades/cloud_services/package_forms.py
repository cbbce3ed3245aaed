"""Forms on the way of a package: into which container it goes, and for how long its URL opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.operations.storage.packages import GenerateSasUrl, UploadPackage
from store.resources import Blob, BlobContainer, Project, name_of
from store.services.storage.limits import SAS_DAYS_PROPOSED
from tui.dialogs.operation_form import OperationForm
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from store import World


def containers(world: World) -> list[Option]:
    """Every container, named with its account."""
    return [Option(one.id, f"{name_of(one.account)}/{one.name}") for one in world.all(BlobContainer)]


class UploadForm(OperationForm):
    """Upload the package: only the .cspkg is asked for, since the configuration goes another way."""

    DOES = "Upload"
    REQUIRED = ("container",)
    FIRST = "Choice"

    def __init__(self, world: World, project: Project) -> None:
        super().__init__(f"Upload the package of {project.name}")
        self._containers = containers(world)
        self._project = project

    def content(self) -> ComposeResult:
        package = self._project.package
        notes = Notes()
        named = cell(package.name if package else "not packaged yet", "bold $text")
        rest = "Not uploaded: ServiceConfiguration.Cloud.cscfg. The update itself carries the configuration."
        notes.show(muted("File: ") + named, muted(rest), cell(""))
        yield notes
        yield Field("Container", Choice(*self._containers, title="Container"), id="container")

    def operation(self) -> UploadPackage:
        return UploadPackage(project=self._project.id, container=self.value("container"))


class SasForm(OperationForm):
    """Sign a URL for a package that was uploaded."""

    DOES = "Generate"
    REQUIRED = ("blob", "days")
    FIRST = "Choice"
    BLAMES = {"InvalidSasDays": "days"}

    def __init__(self, world: World) -> None:
        super().__init__("Generate SAS URL")
        self._blobs = [
            Option(one.id, f"{name_of(one.container)}/{one.name}, {one.length:,} bytes")
            for one in world.all(Blob)
        ]

    def content(self) -> ComposeResult:
        yield Field("Blob", Choice(*self._blobs, title="Blob"), id="blob")
        yield Field("Permissions", Choice(Option("r", "Read"), title="Permissions"), id="permissions")
        days = Input(str(SAS_DAYS_PROPOSED), type="integer", compact=True, max_length=3)
        yield Field("Expires after", days, "days", id="days")

    def operation(self) -> GenerateSasUrl:
        container, _, blob = self.value("blob").rpartition("/blobs/")
        days = self.value("days")
        return GenerateSasUrl(container=container, blob=blob, days=int(days) if days.isdecimal() else 0)
