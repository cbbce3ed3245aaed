"""Configuration of a cloud service: the text of its service configuration, edited, judged and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.services.compute.changes import under_way_refusal
from store.services.compute.offer import offer_refusal
from tui.blades.base import refresh_verb
from tui.blades.cloud_services.base import CloudServiceBlade
from tui.blades.cloud_services.judged_editor import JudgedEditor, faults_note
from tui.blades.cloud_services.save_form import SaveForm
from tui.dialogs.operation_form import fill_in
from tui.host import Outside
from tui.navigation.verbs import verb
from tui.text.status import muted, status
from tui.widgets.section import Banner

if TYPE_CHECKING:
    from store import World


class Configuration(CloudServiceBlade):
    """The editor; Save leads to the key vault. What nobody touched is kept to the letter."""

    LABEL = "Configuration"
    COPIES = "Copy configuration"
    WIDE = True
    PERFORMS = ("SaveConfiguration",)
    HELP_TEXT = (
        "Every <Role> has its own <Certificates>. A <Certificate> needs a name, its thumbprint (SHA-1, in "
        "hexadecimal) and thumbprintAlgorithm sha1; the certificate with that thumbprint must be in a key "
        "vault. Save asks for the key vault and waits until each certificate is Found."
    )

    @verb("f2", "Save", "Choose the key vault, then OK")
    def save(self) -> None:
        """Ask for the key vault of the certificates."""
        fill_in(self.host, SaveForm(self.service, self._editor.editor.written), "Save configuration")

    @save.why_not
    def _not_saved(self) -> str:
        if not self._editor.editor.changed:
            return "Save waits for a change of the text."
        if refused := offer_refusal(self.world) or under_way_refusal(self.world, self.resource):
            return refused.told
        faults = self._editor.reading.faults
        return f"Save waits for a correction. {faults[0].told}" if faults else ""

    @verb("x", "Discard", "Show what is saved")
    def discard(self) -> None:
        """Show the configuration as it is saved."""
        self._editor.editor.load(self.service.properties.configuration)
        self._look()

    @discard.why_not
    def _unchanged(self) -> str:
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

    def content(self) -> ComposeResult:
        yield Banner(id="elsewhere")
        yield JudgedEditor()

    def refresh_view(self, world: World) -> None:
        place = self._editor
        place.roles = self.defined_roles
        editor, saved = place.editor, self.service.properties.configuration
        if editor.written == saved:
            editor.keep()
        elif not editor.changed:
            editor.load(saved)
        self._look()
        place.judge()

    def _look(self) -> None:
        """Say so where the saved configuration is another one than the edited text began from."""
        banner, editor = self.query_one("#elsewhere", Banner), self._editor.editor
        if editor.changed and editor.original != self.service.properties.configuration:
            banner.show("warning", "Changed elsewhere:", "Saving replaces that change.", "x", "Discard")
        else:
            banner.hide()

    def on_judged_editor_judged(self) -> None:
        self.update_chrome()

    def note(self) -> Content:
        reading = self._editor.reading
        return status(faults_note(reading), "error") if reading.faults else muted(faults_note(reading))

    def outside(self) -> Outside:
        return self._editor.outside(self.service.name)

    def copy_text(self) -> str:
        return self._editor.editor.written
