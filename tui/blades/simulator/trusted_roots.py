"""Trusted roots: those that browsers of this world trust besides its certificate authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.operations.arguments import File
from store.operations.simulator.trust import TrustRoot, UntrustRoot
from store.resources import Authority, TrustedRoot
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.choose_file import ChooseFile
from tui.dialogs.confirm import confirm
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.paths import typed_path
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_ADD = "Add root certificate"


class TrustedRoots(Blade):
    """The roots of the world's own authorities, which stay, and those that were added."""

    LABEL = "Trusted roots"
    COPIES = "Copy thumbprint"
    PERFORMS = ("TrustRoot", "UntrustRoot")
    HELP_TEXT = (
        "A browser trusts a certificate whose chain ends in one of these roots. An uploaded certificate of "
        "an authority of your own is trusted once its root is added here, as a company does on its devices."
    )

    @verb("a", "Add root", "From a .cer file, DER or PEM")
    def add_root(self) -> None:
        """Ask for the file."""

        def chosen(path: str) -> None:
            self.host.perform(TrustRoot(file=File(str(typed_path(path)))), title=_ADD)

        self.host.ask(ChooseFile(_ADD, ".cer", ".crt", ".pem", ".der"), chosen)

    refresh_world = refresh_verb

    @verb("d", "Remove", select_first="There is no root.")
    def remove_root(self) -> None:
        """Trust the selected root no more, after a question."""
        if (operation := self.removal()) is not None:
            root = self.world.need(TrustedRoot, operation.thumbprint)
            lines = (cell(root.subject, "bold $text"), muted("Clients object to what it signed, at once."))
            confirm(self.host, "Stop trusting a root certificate", operation, *lines, does="Remove")

    @remove_root.operation
    def removal(self) -> UntrustRoot | None:
        """Removal of the selected root."""
        key = self.query_one(Table).cursor_key
        return UntrustRoot(thumbprint=key) if key else None

    @remove_root.why_not
    def _built_in(self) -> str:
        """The world's own authorities stay."""
        added = self.world.get(TrustedRoot, self.query_one(Table).cursor_key or None)
        chosen = bool(self.query_one(Table).cursor_key)
        return "It is the root of one of this world's authorities." if chosen and added is None else ""

    def content(self) -> ComposeResult:
        yield Table(
            Column("SUBJECT", 50, least=20, grow=True),
            Column("THUMBPRINT", 40, least=12),
            Column("", 10, leaves=1),
            empty=muted("No root is trusted."),
        )

    def refresh_view(self, world: World) -> None:
        rows: dict[str, Cells] = {
            one.id: (cell(one.subject, "$text"), cell(one.id), status("added", "success"))
            for one in world.all(TrustedRoot)
        }
        for one in world.all(Authority):
            built_in = cell(one.root_subject), muted(one.root_thumbprint), muted("built in")
            rows[one.root_thumbprint] = built_in
        self.query_one(Table).show(rows)

    def on_table_moved(self) -> None:
        self.update_chrome()

    def copy_text(self) -> str:
        return self.query_one(Table).cursor_key
