"""A configuration file of a project on this machine: edited, judged, saved, right or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.content import Content

from store.errors import AzureError
from store.operations.compute.projects import SaveProjectFile
from store.resources import Project
from store.resources.compute import CLOUD_FILE, LOCAL_FILE
from store.services.compute.changes import definition_of
from tui.blades.base import Blade, refresh_verb
from tui.blades.cloud_services.judged_editor import JudgedEditor, faults_note
from tui.host import Outside
from tui.navigation.verbs import verb
from tui.text.status import muted, status

if TYPE_CHECKING:
    from store import World


class ProjectFile(Blade):
    """The editor of one file. A subclass says which."""

    KIND_LABEL = "Visual Studio, outside Azure"
    RESOURCE = Project
    COPIES = "Copy file"
    WIDE = True
    PERFORMS = ("SaveProjectFile",)
    FILE: ClassVar[Literal["local", "cloud"]]
    HELP_TEXT = (
        "A file on this machine: saving changes nothing in Azure. The change is nearly identical to the one "
        "in the portal, and each <Role> has its own <Certificates> here too."
    )

    @verb("f2", "Save", "Write the file")
    def save(self) -> None:
        """Save the text as it stands."""
        self.host.perform(self.saving(), title="Save")

    @save.operation
    def saving(self) -> SaveProjectFile:
        return SaveProjectFile(project=self.resource, file=self.FILE, text=self._editor.editor.written)

    @save.why_not
    def _unchanged(self) -> str:
        return "" if self._editor.editor.changed else "Save waits for a change of the text."

    @verb("x", "Discard", "Show what is saved")
    def discard(self) -> None:
        """Show the file as it is saved."""
        self._editor.editor.load(self._saved)

    @discard.why_not
    def _nothing_to_discard(self) -> str:
        return "" if self._editor.editor.changed else "Nothing was changed."

    @verb("f8", "Go to fault", "The next one behind the cursor")
    def next_fault(self) -> None:
        """Put the cursor at the next fault."""
        self._editor.next_fault()

    @next_fault.why_not
    def _no_fault(self) -> str:
        return "" if self._editor.reading.faults else "There is no fault."

    refresh_world = refresh_verb

    @property
    def _editor(self) -> JudgedEditor:
        return self.query_one(JudgedEditor)

    @property
    def _project(self) -> Project:
        return self.world.need(Project, self.resource)

    @property
    def _saved(self) -> str:
        return self._project.local if self.FILE == "local" else self._project.cloud

    def content(self) -> ComposeResult:
        yield JudgedEditor()

    def refresh_view(self, world: World) -> None:
        place, saved = self._editor, self._saved
        try:
            place.roles = definition_of(self._project.definition).role_names
        except AzureError:
            place.roles = None
        if place.editor.written == saved:
            place.editor.keep()
        elif not place.editor.changed:
            place.editor.load(saved)
        place.judge()

    def on_judged_editor_judged(self) -> None:
        self.update_chrome()

    def note(self) -> Content:
        reading = self._editor.reading
        return status(faults_note(reading), "error") if reading.faults else muted(faults_note(reading))

    def outside(self) -> Outside:
        return self._editor.outside(self.LABEL)

    def copy_text(self) -> str:
        return self._editor.editor.written


class LocalFile(ProjectFile):
    """The file that PowerShell and Visual Studio change."""

    LABEL = LOCAL_FILE
    FILE = "local"


class CloudFile(ProjectFile):
    """The file of the deployment, which is not uploaded."""

    LABEL = CLOUD_FILE
    FILE = "cloud"
