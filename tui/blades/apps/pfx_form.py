"""A PFX file and its password, as fields of a page of an app."""

from __future__ import annotations

from abc import abstractmethod

from textual.app import ComposeResult
from textual.timer import Timer

from store import Secret
from tui.blades.apps.base import SiteBlade
from tui.blades.apps.requirement_report import RequirementReport
from tui.blades.apps.upload_words import ENDINGS
from tui.dialogs.choose_file import ChooseFile
from tui.dialogs.password import LONGEST
from tui.text.paths import split_typed, typed_path
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.path_input import PathInput

#: Seconds without a key after which what was typed is looked at.
_PAUSE = 0.3


class PfxForm(SiteBlade):
    """A page that asks for a PFX file. A subclass yields the `fields` and looks at what they say."""

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._pause: Timer | None = None

    @abstractmethod
    def look(self) -> None:
        """Look at the file that is meant: a moment after the last key, and when it is chosen or submitted."""

    def fields(self) -> ComposeResult:
        """The fields of the form."""
        yield Field("PFX Certificate File", PathInput("", *ENDINGS), "f3 chooses one", id="file")
        password = Input(password=True, compact=True, max_length=LONGEST)
        yield Field("Certificate password", password, "never kept", id="password")

    def stop_waiting(self) -> None:
        """What was typed is being looked at: no pause has to pass any more."""
        if self._pause is not None:
            self._pause.stop()

    def focus_first(self) -> None:
        self.input("file").focus()

    def input(self, field: str) -> Input:
        """The control of a field."""
        return self.query_one(f"#{field} Input", Input)

    @property
    def path(self) -> str:
        """The file that is meant."""
        typed = self.input("file").value.strip()
        return str(typed_path(typed)) if typed else ""

    @property
    def password(self) -> Secret:
        return Secret(self.input("password").value)

    def on_input_changed(self, _: Input.Changed) -> None:
        self.stop_waiting()
        self._pause = self.set_timer(_PAUSE, self.look)
        self.update_chrome()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.look()
        if event.input is self.input("file"):
            self.input("password").focus()
        else:
            self.query_one(RequirementReport).focus(scroll_visible=False)

    def action_browse(self) -> None:
        """Choose a file in a list of folders."""
        start = split_typed(self.input("file").value)[0]
        self.host.ask(ChooseFile("PFX Certificate File", *ENDINGS, start=start), self._chosen)

    def _chosen(self, path: str) -> None:
        field = self.input("file")
        field.value = path
        field.cursor_position = len(path)
        self.look()
        self.input("password").focus()
