"""Download as a certificate: where to, and whether the file gets a password on the way."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.content import Content

from store import Secret, World
from store.errors import AzureError
from store.files.private import destination
from store.operations.arguments import File, HandedOver
from store.operations.certificate_registration.export import ExportCertificate
from store.resources import ExportedCopy, name_of
from tui.dialogs.operation_form import OperationForm
from tui.dialogs.password import LONGEST
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.actions import ActionRow
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Notes

_ABOUT_THE_PATH = ("FileExists", "FolderNotFound", "FileNotRegular", "InvalidPath")


class DownloadForm(OperationForm):
    """Dismissed with the export of `asked` to the path typed. A file that exists is never written over."""

    DOES = "Download"
    REQUIRED: ClassVar[tuple[str, ...]] = ("path",)
    BLAMES: ClassVar[Mapping[str, str]] = dict.fromkeys(_ABOUT_THE_PATH, "path")
    DEFAULT_CSS = "DownloadForm #place { height: 2; padding: 0; margin: 0 0 1 0; }"

    def __init__(self, asked: ExportCertificate) -> None:
        super().__init__("Download as a certificate")
        self._asked = asked

    def content(self) -> ComposeResult:
        start, web = f"{name_of(self._asked.order)}.pfx", self.host.is_web
        about = "saved by your browser" if web else "readable by you alone"
        start = _free_name(self.host.portal.world, name_of(self._asked.order)) if web else start
        yield Field("File", Input(start, compact=True, max_length=1000), about, id="path")
        yield Notes(id="place")
        hint = "empty: the file opens with the empty one"
        yield Field("Password", _password(), hint, id="password")
        yield Field("Again", _password(), "3DES, as an upload needs it", id="again")

    def operation(self) -> ExportCertificate:
        password = self.query_one("#password Input", Input).value
        typed = self.value("path")
        path = HandedOver(typed) if self.host.is_web else File(typed)
        return replace(self._asked, path=path, password=Secret(password))

    def check(self) -> None:
        super().check()
        self.query_one("#place", Notes).show(self._place())
        row, password = self.query_one(ActionRow), self.query_one("#password Input", Input).value
        if not row.waits and password != self.query_one("#again Input", Input).value:
            row.wait("Download waits for the same password twice.")

    def _place(self) -> Content:
        """The path that will be written, resolved."""
        typed = self.value("path")
        if not typed or self.host.is_web:
            return Content("")
        try:
            return Content.assemble(muted("Writes  "), cell(destination(typed), "bold $text", 1000))
        except AzureError:
            return Content("")


def _free_name(world: World, order: str) -> str:
    """A name for a download that none before had."""
    taken = {copy.path for copy in world.all(ExportedCopy)}
    names = (f"{order}-{number}.pfx" if number > 1 else f"{order}.pfx" for number in count(1))
    return next(name for name in names if name not in taken)


def _password() -> Input:
    return Input(password=True, compact=True, max_length=LONGEST)
