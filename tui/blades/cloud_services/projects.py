"""Solution Explorer: the cloud service projects on the user's machine, with their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.operations.compute.projects import PackageProject
from store.resources import Project
from store.resources.compute import CLOUD_FILE, DEFINITION_FILE, LOCAL_FILE
from tui.blades.base import Blade, refresh_verb
from tui.blades.cloud_services.package_forms import SasForm, UploadForm
from tui.blades.cloud_services.publish_wizard import PublishWizard
from tui.dialogs.operation_form import fill_in
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.status import minute, muted
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Paragraph
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import Done, World
    from store.operations.operation import Operation

_NONE = "No project is selected."
_ROUTES = {LOCAL_FILE: "project.local", CLOUD_FILE: "project.cloud"}


class SolutionExplorer(Blade):
    """A row a project and a row each of its files; what Visual Studio does with them starts here."""

    LABEL = "Solution Explorer"
    KIND_LABEL = "Visual Studio, outside Azure"
    COPIES = "Copy name"
    PERFORMS = ("PackageProject", "UploadPackage", "GenerateSasUrl", "PublishCloudService")
    HELP_TEXT = (
        "PowerShell and Visual Studio change the local file ServiceConfiguration.Local.cscfg; the portal "
        "changes the configuration in Azure. The package has the definition in it and no configuration: only "
        "the .cspkg is uploaded. Publish does it all, once its Settings name the key vault."
    )

    @verb("p", "Publish", "Package, upload and update in one go", select_first=_NONE)
    def publish(self) -> None:
        """Open the Publish wizard."""
        if project := self.selected():
            fill_in(self.host, PublishWizard(self.world, project), "Publish")

    @publish.why_not
    def _unselected(self) -> str:
        return "" if self.selected() else _NONE

    @performs("z", "Package", "Write the .cspkg", select_first=_NONE)
    def package(self) -> PackageProject | None:
        project = self.selected()
        return PackageProject(project=project.id) if project else None

    @verb("u", "Upload package", "Into a container of a storage account", select_first=_NONE)
    def upload(self) -> None:
        """Ask for the container."""
        if project := self.selected():
            fill_in(self.host, UploadForm(self.world, project), "Upload package")

    @upload.why_not
    def _not_packaged(self) -> str:
        project = self.selected()
        return _NONE if project is None else "" if project.package else "Package the project first."

    @verb("l", "Generate SAS URL", "Sign a URL of the package, for PackageUrl")
    def sign(self) -> None:
        """Ask for the package, and show the URL to copy."""
        self.host.ask(SasForm(self.world), self._signing)

    @verb("i", "Compare", "The local file with the cloud one", select_first=_NONE)
    def compare(self) -> None:
        """Lay both configurations side by side."""
        if project := self.selected():
            self.host.go("project.compare", project.id)

    @compare.why_not
    def _nothing_to_compare(self) -> str:
        return self._unselected()

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Paragraph("Files of this machine; nothing here changes Azure before Publish or an upload.\n")
        yield Table(
            Column("FILE", 38, least=20, grow=True),
            Column("", 30, least=12),
            Column("CHANGED", 17, leaves=1),
            empty=muted("No cloud service project is open. The world `cloud` begins with one."),
        )

    def refresh_view(self, world: World) -> None:
        rows: dict[str, Cells] = {}
        for project in world.all(Project):
            rows |= _rows(project)
        self.query_one(Table).show(rows)

    def selected(self) -> Project | None:
        """The project of the row under the cursor."""
        return self.world.get(Project, self.query_one(Table).cursor_key.partition("/")[0] or None)

    def on_table_moved(self) -> None:
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        name, _, file = event.key.partition("/")
        project = self.world.need(Project, name)
        if file in _ROUTES:
            self.host.go(_ROUTES[file], project.id)
        elif file == DEFINITION_FILE:
            self.app.push_screen(ReadText(file, project.definition))
        else:
            self.press(self.publish)

    def copy_text(self) -> str:
        return self.query_one(Table).cursor_key.rpartition("/")[2]

    def _signing(self, operation: Operation) -> None:
        def signed(done: Done) -> None:
            self.app.push_screen(ReadText("SAS URL, for PackageUrl", done.result))

        self.host.perform(operation, title="Generate SAS URL", then=signed)


def _rows(project: Project) -> dict[str, Cells]:
    built = project.package
    rows: dict[str, Cells] = {
        project.id: (cell(project.name, "bold $text"), muted("cloud service project"), muted("")),
        f"{project.id}/{DEFINITION_FILE}": (
            cell(f"  {DEFINITION_FILE}"),
            muted("roles, endpoints"),
            muted(""),
        ),
        f"{project.id}/{LOCAL_FILE}": (
            cell(f"  {LOCAL_FILE}"),
            muted("PowerShell, Visual Studio"),
            muted(""),
        ),
        f"{project.id}/{CLOUD_FILE}": (cell(f"  {CLOUD_FILE}"), muted("as the portal had it"), muted("")),
    }
    if built is not None:
        size = muted(f"package, {built.length:,} bytes")
        rows[f"{project.id}/{built.name}"] = (cell(f"  {built.name}"), size, muted(minute(built.built_at)))
    return rows
