"""The PowerShell way as a guided form: every placeholder asked for, the script's steps, its lines to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from store.errors import AzureError, StateError
from store.operations.arguments import File
from store.operations.compute.contents import SecretGroup
from store.operations.compute.updates import UpdateCloudService
from store.services.compute.script import (
    UPDATE,
    VARIABLES,
    Placeholders,
    project_text,
    proposed,
    script,
    secret_group,
    steps,
)
from tui.blades.base import refresh_verb
from tui.blades.cloud_services.base import CloudServiceBlade
from tui.blades.cloud_services.package_forms import SasForm
from tui.dialogs.read_text import ReadText
from tui.host import Outside
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.paths import typed_path
from tui.text.status import muted, sign
from tui.widgets.actions import ActionRow
from tui.widgets.form import Choice, Field, Option, Toggle
from tui.widgets.input import Input
from tui.widgets.section import Banner, Notes, Section

if TYPE_CHECKING:
    from store import Done, World
    from store.operations.operation import Operation

#: Letters of a field: a SAS URL is the longest.
_LONGEST = 2000


class PowerShellWay(CloudServiceBlade):
    """Fields for the placeholders, then what the steps find; Run is the last line of the script."""

    LABEL = "PowerShell"
    COPIES = "Copy script"
    PERFORMS = ("UpdateCloudService", "GenerateSasUrl")
    BINDINGS = [Binding("f2", "run", "Run", id="cloud_service.powershell.confirm")]
    HELP_TEXT = (
        "The script builds a secret group of the certificate's SecretId and the key vault's ResourceId, and "
        "sets Configuration, PackageUrl and OSProfile of the service. Without the OS profile the thumbprints "
        "of the new configuration have no certificate, the update fails, and the instances keep the old one. "
        "The script knows a single certificate: a role that has another lacks it then."
    )

    @verb("l", "Generate SAS URL", "Sign a URL of the package, for $cspkgUrl")
    def sign(self) -> None:
        """Ask for the package and fill its URL in."""
        form = SasForm(self.world)
        self.host.ask(form, self._signing)

    @verb("v", "Show script", "To select and copy")
    def show_script(self) -> None:
        """The assembled script alone."""
        self.app.push_screen(ReadText("Script", self.copy_text()))

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Banner(id="failed")
        with Section("Values for the placeholders"):
            for name, (variable, hint) in VARIABLES.items():
                asked = Input(placeholder=hint.replace("-", " "), compact=True, max_length=_LONGEST)
                field = Field(variable, asked, id=name)
                field.add_class("-whole")
                yield field
            profile = Toggle(Option("yes", "set it"), Option("no", "forget it"))
            yield Field("$cses.OSProfile", profile, "the line that is forgotten easily", id="profile")
        yield Section("What the steps find", Notes(id="steps"))

    def bottom(self) -> ComposeResult:
        yield ActionRow("Run", cancel="Close")

    def on_mount(self) -> None:
        for name, value in proposed(self.world, self.service)._asdict().items():
            self._control(name).value = value
        self._check()

    def refresh_view(self, world: World) -> None:
        self._check()

    def _control(self, name: str) -> Input:
        control = self.query_one(f"#{name}", Field).control
        assert isinstance(control, Input)
        return control

    @property
    def values(self) -> Placeholders:
        """What the fields say."""
        return Placeholders(**{name: self.query_one(f"#{name}", Field).value.strip() for name in VARIABLES})

    @property
    def _sets_profile(self) -> bool:
        return self.query_one("#profile", Field).value == "yes"

    def _check(self) -> None:
        values = self.values
        empty = [VARIABLES[name][0] for name, value in values._asdict().items() if not value]
        found = [] if empty else list(steps(self.world, values, os_profile=self._sets_profile))
        failed = next((one.error for one in found if one.error), None)
        self.query_one(ActionRow).wait(_waits(empty) if empty else failed.message if failed else "")
        lines = []
        for one in found:
            said = one.error.told if one.error else one.found.rpartition("/providers/")[2] or one.found
            mark = sign("error" if one.error else "success")
            lines.append(Content.assemble(mark, " ", cell(one.line, "$text"), "  ", muted(said)))
        self.query_one("#steps", Notes).show(*(lines or [muted(f"Needed first: {', '.join(empty)}.")]))

    def on_input_changed(self) -> None:
        self._check()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self._check()

    def operation(self) -> UpdateCloudService:
        """The update that the last line of the script asks for."""
        values, group = self.values, secret_group(self.world, self.values)
        text = project_text(self.world, values.configuration)
        secrets = (SecretGroup(vault=group[0], certificate_urls=(group[1],)),) if group else ()
        return UpdateCloudService(
            service=self.resource,
            configuration=text or "",
            configuration_file=File("" if text else typed_path(values.configuration)),
            package_url=values.package_url,
            secrets=secrets if self._sets_profile else None,
        )

    def action_run(self) -> None:
        """As if Run were pressed."""
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        self.query_one("#failed", Banner).hide()
        self.host.perform(self.operation(), title=UPDATE)

    def on_action_row_cancelled(self) -> None:
        self.leave()

    def refused(self, error: AzureError | StateError) -> None:
        """The error as the script prints it."""
        told = error.told if isinstance(error, AzureError) else error.message
        self.query_one("#failed", Banner).show("error", f"{UPDATE} :", told)
        self._mark_first()

    def accepted(self) -> None:
        super().accepted()
        self.query_one("#failed", Banner).hide()

    def _signing(self, operation: Operation) -> None:
        def signed(done: Done) -> None:
            self._control("package_url").value = done.result

        self.host.perform(operation, title="Generate SAS URL", then=signed)

    def outside(self) -> Outside:
        return Outside(self.service.name, "ps1", self.copy_text())

    def copy_text(self) -> str:
        return script(self.values, os_profile=self._sets_profile)


def _waits(empty: Sequence[str]) -> str:
    """That Run waits for these fields; the steps name several of them, for which its row has no room."""
    if len(empty) == 1:
        return f"Run waits for: {empty[0]}"
    return f"Run waits for {counted(len(empty), 'field')}"
