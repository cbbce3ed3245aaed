"""Compare: the local configuration of a project with its cloud one, and with the one in Azure."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.cscfg.configuration import read_configuration
from store.resources import CloudService, Project
from store.resources.compute import CLOUD_FILE, LOCAL_FILE
from tui.blades.base import Blade, refresh_verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

#: Lines of the difference that are shown.
_MOST = 200
_TOKENS = {"+": "$text-success", "-": "$text-error", "@": "$text-muted"}


class CompareFiles(Blade):
    """One row a certificate of a role: its thumbprint in each of the three configurations."""

    LABEL = "Compare"
    KIND_LABEL = "Visual Studio, outside Azure"
    RESOURCE = Project
    COPIES = "Copy difference"
    HELP_TEXT = (
        "The local file and the cloud one hold the same element: <Certificates> in each <Role>. What is in "
        "Azure is the text the service was last updated with, whichever file that came from."
    )
    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Table(
            Column("", 11),
            Column("ROLE", 14, least=10, grow=True),
            Column("CERTIFICATE", 13, leaves=1),
            Column("LOCAL FILE", 10),
            Column("CLOUD FILE", 10),
            Column("IN AZURE", 9),
            empty=muted("Neither file names a certificate."),
        )
        yield Section("From the cloud file to the local file", Notes(id="difference"))

    def refresh_view(self, world: World) -> None:
        project = world.need(Project, self.resource)
        local, cloud = _thumbprints(project.local), _thumbprints(project.cloud)
        azure = self._in_azure(world)
        names = dict.fromkeys((*local, *cloud, *azure))
        rows = {
            "/".join(name): _row(name, *(one.get(name, "") for one in (local, cloud, azure)))
            for name in names
        }
        self.query_one(Table).show(rows)
        lines = list(self._difference())
        shown = [cell(line, _TOKENS.get(line[:1], "")) for line in lines[:_MOST]]
        self.query_one("#difference", Notes).show(*(shown or [muted("The two files are the same.")]))

    def _in_azure(self, world: World) -> dict[tuple[str, str], str]:
        """The certificates of the service that has the roles of this project."""
        wanted = {role for role, _ in _thumbprints(world.need(Project, self.resource).cloud)}
        for service in world.all(CloudService):
            found = _thumbprints(service.properties.configuration)
            if {role for role, _ in found} & wanted:
                return found
        return {}

    def _difference(self) -> Iterator[str]:
        project = self.world.need(Project, self.resource)
        return unified_diff(
            project.cloud.splitlines(), project.local.splitlines(), CLOUD_FILE, LOCAL_FILE, lineterm="", n=1
        )

    def copy_text(self) -> str:
        return "\n".join(self._difference())


def _thumbprints(text: str) -> dict[tuple[str, str], str]:
    """(role, certificate) → thumbprint."""
    configuration = read_configuration(text).configuration
    return {
        (role.name, entry.name): entry.thumbprint
        for role in (configuration.roles if configuration else ())
        for entry in role.certificates
    }


def _row(name: tuple[str, str], local: str, cloud: str, azure: str) -> Cells:
    same = local == cloud
    return (
        status("same", "success")
        if same
        else Content.assemble((SIGNS.differs, "$text-warning"), " different"),
        cell(name[0], "$text"),
        cell(name[1]),
        *(cell(one[:8] or SIGNS.impossible) for one in (local, cloud, azure)),
    )
