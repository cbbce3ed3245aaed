"""PFX helper: the files of an authority, in any order and format, made one PFX that App Service takes."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer

from store import Secret
from store.errors import AzureError
from tui.blades.apps.pfx_words import chain_lines, file_rows, show_order
from tui.blades.base import Blade
from tui.dialogs.choose_file import ChooseFile
from tui.dialogs.password import LONGEST
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.paths import split_typed, typed_path
from tui.text.plain import plain
from tui.text.status import muted
from tui.widgets.actions import ActionRow
from tui.widgets.columns import Column
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.path_input import PathInput
from tui.widgets.section import Banner, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.services.web.pfx_assembly import PfxAssembly

_ASKED = Content.assemble(
    ("The certificate, intermediates, root and private key:   ", "$text-muted"),
    ("a", "bold $key"),
    " Add file",
)
#: Seconds without a key after which a password is tried.
_PAUSE = 0.3


class PfxHelper(Blade):
    """Files above, the chain they make below, then where the PFX goes. `resource` may be a first file."""

    KIND_LABEL = "on this machine, outside Azure"
    COPIES = "Copy openssl lines"
    HELP_TEXT = (
        "App Service wants the certificate, all intermediates and the root in one file, in the order leaf to "
        "root, with the private key, encrypted with triple DES (since 2025 or AES). OpenSSL 3 writes AES "
        "unless told otherwise. "
        "Add the files in any order; a PFX counts as files too, so one that was refused can be repaired."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "export", "Export", id="pfx_helper.confirm"),
        Binding("f3", "add_file", "Add file", id="pfx_helper.browse"),
    ]

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self.files: tuple[str, ...] = (resource,) if resource else ()
        self._assembly: PfxAssembly | None = None
        self._pause: Timer | None = None

    @verb("a", "Add file")
    def add_file(self) -> None:
        self.action_add_file()

    @verb("d", "Remove file")
    def take_out(self) -> None:
        """Leave the selected file out."""
        selected = self.query_one(Table).cursor_key
        self.files = tuple(path for path in self.files if path != selected)
        self._merge()

    @take_out.why_not
    def _no_file(self) -> str:
        return "" if self.files else "There is no file yet."

    @verb("p", "Put in order")
    def put_in_order(self) -> None:
        """List the files leaf to root, the key last."""
        if self._assembly is not None:
            self.files = self._assembly.sorted_paths()
            self._merge()

    @put_in_order.why_not
    def _in_order(self) -> str:
        return "" if self.disordered() else "The files stand leaf to root."

    def content(self) -> ComposeResult:
        with Section("Files"):
            yield Table(
                Column("FILE", 30, least=18, grow=True),
                Column("FORMAT", 7, leaves=1),
                Column("HOLDS", 58, least=34),
                empty=_ASKED,
            )
        with Section("Merged certificate"):
            yield Notes(id="chain")
        yield Banner(id="order")
        with Section("Export with the private key"):
            yield Field("Password of key or PFX", _password(), "where there is one", id="source")
            start = str(typed_path(self.resource).with_suffix("")) + "-3des.pfx" if self.resource else ""
            yield Field("New PFX file", PathInput(start or "merged.pfx", ".pfx", ".p12"), id="path")
            yield Field("Certificate password", _password(), "empty: as above", id="password")
            yield Field("Again", _password(), id="again")
        with Section("The same with OpenSSL 3"):
            yield Notes(id="openssl")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Export")

    def title(self) -> str:
        return "PFX helper - merge the chain, export with 3DES"

    def focus_first(self) -> None:
        field = self.query_one("#source Input", Input) if self.files else self.query_one(Table)
        field.focus()

    # What the fields say

    def _text(self, field: str) -> str:
        return self.query_one(f"#{field} Input", Input).value

    @property
    def target(self) -> str:
        """Where the PFX goes."""
        typed = self._text("path").strip()
        return str(typed_path(typed)) if typed else ""

    @property
    def password(self) -> Secret:
        """What the new file is protected with."""
        return Secret(self._text("password") or self._text("source"))

    def refresh_view(self, world: World) -> None:
        self._merge()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is not self.query_one("#source Input", Input):
            self._show()
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._merge)

    def on_input_submitted(self) -> None:
        self._merge()
        self.screen.focus_next("Input, Push")

    def _merge(self) -> None:
        """Read the files in a thread; a long chain or a costly password must not hold the screen."""
        asked = self.files, self._text("source")
        read = partial(_read, self.files, Secret(asked[1]))

        def found(assembly: PfxAssembly) -> None:
            if self.is_attached and asked == (self.files, self._text("source")):
                self._assembly = assembly
                self._show()

        self.host.work.look("merge", read, found, keys_wait=True)

    # Showing

    def _show(self) -> None:
        assembly = self._assembly
        if assembly is None:
            return
        self.query_one(Table).show(file_rows(assembly))
        self.query_one("#chain", Notes).show(*chain_lines(assembly))
        show_order(self.query_one("#order", Banner), assembly, disordered=self.disordered())
        lines = [cell(line, "$text") for line in assembly.openssl(self.target or "merged.pfx")]
        self.query_one("#openssl", Notes).show(*(lines or [muted("Waits for a certificate.")]))
        self.query_one(ActionRow).wait(self.waits())
        self._mark_first()
        self.update_chrome()

    def disordered(self) -> bool:
        """Whether the order of the files is another than leaf to root."""
        return self._assembly is not None and self._assembly.sorted_paths() != self.files

    def waits(self) -> str:
        """Why Export is not possible yet, "" when it is."""
        if self._assembly is None:
            return "Export waits for the files to be read."
        problem = self._assembly.export_problem()
        if problem is not None:
            return f"{problem.message} {problem.next_step}".strip()
        if not self.target:
            return "Export waits for: New PFX file"
        if not self.password:
            return "Export waits for: Certificate password"
        if self._text("password") and self._text("password") != self._text("again"):
            return "Export waits for the same password twice."
        return ""

    # What the verbs do

    def action_add_file(self) -> None:
        """Choose one more file; the next one begins in the same folder."""
        start = split_typed(self.files[-1])[0] if self.files else ""
        self.host.ask(ChooseFile("Add file", start=start), self._added)

    def _added(self, path: str) -> None:
        typed = str(typed_path(path))
        if typed not in self.files:
            self.files = (*self.files, typed)
            self._merge()

    def copy_text(self) -> str:
        return "\n".join(self._assembly.openssl(self.target or "merged.pfx")) if self._assembly else ""

    def action_export(self) -> None:
        """As if Export were pressed."""
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        if self._assembly is not None:
            write = partial(_write, self._assembly, self.password, "" if self.host.is_web else self.target)
            # The file is handed over whoever waits for it.
            self.host.work.look("export", write, self._written, left_too=True)

    def on_action_row_cancelled(self) -> None:
        self.leave()

    def _written(self, done: str | bytes | AzureError) -> None:
        if isinstance(done, AzureError):
            self.host.say("Export", done.message, "error", code=done.code, repair=done.next_step)
            if self.is_attached:
                self.refused(done)
            return
        name = done if isinstance(done, str) else PurePath(self.target).name
        if isinstance(done, bytes):
            self.host.hand_over(name, done)
        self.host.say("Export", f"Wrote {plain(name)}; an upload takes it with its password.")
        if self.is_attached:
            for field in ("password", "again"):
                self.query_one(f"#{field} Input", Input).value = ""
            self.accepted()


def _password() -> Input:
    return Input(password=True, compact=True, max_length=LONGEST)


def _read(files: tuple[str, ...], password: Secret) -> PfxAssembly:
    from store.services.web.pfx_assembly import merge_files

    return merge_files(files, password)


def _write(assembly: PfxAssembly, password: Secret, path: str) -> str | bytes | AzureError:
    """The path of the file written, or its bytes where there is no path."""
    from store.services.web.pfx_assembly import merged_pfx, write_pfx

    try:
        return write_pfx(assembly, password, path) if path else merged_pfx(assembly, password)
    except AzureError as error:
        return error
