"""Cloud service projects on the user's machine: opened, edited, packaged. Azure knows nothing of them."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from msgspec.structs import replace

from store.cscfg.limits import LONGEST_TEXT
from store.errors import AzureError
from store.operations.arguments import File, ProjectRef
from store.operations.compute.contents import configuration_text
from store.operations.operation import Simulator
from store.resources import (
    Project,
)
from store.resources.compute import (
    CLOUD_FILE,
    DEFINITION_FILE,
    LOCAL_FILE,
)
from store.services.compute.changes import definition_of
from store.services.compute.packages import built
from store.services.names import site_name
from store.world import Draft, View

#: A file of a project → what it is called.
FILES = {"local": LOCAL_FILE, "cloud": CLOUD_FILE, "definition": DEFINITION_FILE}


class CreateProject(Simulator, frozen=True, kw_only=True):
    """Open a cloud service project: its definition, and the configuration both its .cscfg files begin with.

    Each is given as text or as the path of a file.
    """

    arm: ClassVar[str] = "Simulator/projects/create"
    title: ClassVar[str] = "Open project"

    name: str
    definition: str = ""
    definition_file: File = File("")
    configuration: str = ""
    configuration_file: File = File("")

    def why_not(self, view: View) -> AzureError | None:
        if wrong := site_name(self.name):
            return AzureError("InvalidName", wrong, "Choose another name.")
        if view.get(Project, self.name) is not None:
            said = f"There is a project '{self.name}' already."
            return AzureError("Conflict", said, "Choose another name.")
        return _too_long(self.definition) or _too_long(self.configuration)

    def prepare(self, view: View) -> tuple[str, str]:
        definition = configuration_text(self.definition, self.definition_file)
        return definition, configuration_text(self.configuration, self.configuration_file)

    def apply(self, draft: Draft, material: Any) -> str:
        definition, configuration = material
        roles = definition_of(definition).role_names
        draft.put(Project(id=self.name, definition=definition, local=configuration, cloud=configuration))
        return f"Opened project '{self.name}' with the roles {', '.join(roles)}."


class SaveProjectFile(Simulator, frozen=True, kw_only=True):
    """Save a file of a project as it was edited, right or wrong; given as text or as the path of a file."""

    arm: ClassVar[str] = "Simulator/projects/save"
    title: ClassVar[str] = "Save project file"

    project: ProjectRef
    file: Literal["local", "cloud", "definition"]
    text: str = ""
    path: File = File("")

    def why_not(self, view: View) -> AzureError | None:
        view.need(Project, self.project)
        return _too_long(self.text)

    def prepare(self, view: View) -> str:
        return configuration_text(self.text, self.path)

    def apply(self, draft: Draft, material: Any) -> str:
        if refused := _too_long(material):
            raise refused
        project = draft.need(Project, self.project)
        draft.put(replace(project, **{self.file: material}))
        return f"Saved {FILES[self.file]} of '{project.name}'."


class PackageProject(Simulator, frozen=True, kw_only=True):
    """Package a project: writes its .cspkg, which holds the definition and no configuration."""

    arm: ClassVar[str] = "Simulator/projects/package"
    title: ClassVar[str] = "Package project"

    project: ProjectRef

    def why_not(self, view: View) -> AzureError | None:
        definition_of(view.need(Project, self.project).definition)
        return None

    def apply(self, draft: Draft, material: None) -> str:
        project = draft.need(Project, self.project)
        package = built(project, draft.now)
        draft.put(replace(project, package=package))
        return f"Packaged '{project.name}': {package.name}, {package.length:,} bytes."


def _too_long(text: str) -> AzureError | None:
    if len(text) <= LONGEST_TEXT:
        return None
    said = f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are kept."
    return AzureError("ConfigurationTooLong", said, "A service configuration has some thousands.")
