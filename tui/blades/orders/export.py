"""Export Certificate: the way to the secret, commands that do the same, and copies that exist already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store import Secret
from store.operations.arguments import File
from store.operations.certificate_registration.export import ForgetExport, ProtectExport
from store.resources import Vault, name_of
from store.services import steps
from store.services.certificate_registration.export_commands import export_commands
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.blades.orders.hops import current_number
from tui.dialogs.confirm import confirm
from tui.dialogs.protect_file import protect
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.secret_words import opening_refusal
from tui.text.status import day, muted, status, thumbprint_full
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Notes, Paragraph, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.drift import CopyDrift
    from store.errors import AzureError


_UNSTORED = "It is not stored in a key vault yet."
_STAYS = "The file stays where it is, with its private key; nothing here will say that it is outdated."
_NO_COPY = "There is no exported copy."

_NO_VALUE = (
    "The secret has no value yet: it is written once the domain is verified and the certificate is issued."
)


class Export(OrderBlade):
    """Leads to Key Vault: the order itself gives out no private key."""

    LABEL = "Export Certificate"
    COPIES = "Copy path"
    PERFORMS = ("ProtectExport", "ForgetExport")
    HELP_TEXT = (
        "The private key is in a Key Vault secret. Whoever opens it needs Get on secrets, by an access "
        "policy or, in a vault with Azure RBAC, by a Key Vault role; being Owner is not enough. A downloaded "
        "file is unmanaged: no renewal and no rekey reaches it."
    )

    @verb("o", "Open", "Its versions, in the key vault")
    def open_secret(self) -> None:
        """Open the versions of the secret, or say which permission is missing."""
        if not self.order.link:
            self.host.say("Open", _UNSTORED, "warning", keep=False)
            return
        refused = self._refusal()
        if refused is None:
            self.host.go("secret.versions", self._secret())
            return
        self.refused(refused)
        self.host.say(
            self.world.era.export_link, refused.message, "error", code=refused.code, repair=refused.next_step
        )

    @open_secret.labelled
    def _link_name(self) -> str:
        return self.world.era.export_link

    @open_secret.shown
    def _has_link(self) -> bool:
        return bool(self.world.era.export_link)

    refresh_world = refresh_verb

    @verb("l", "Commands", "The same by Azure CLI or API, to copy")
    def show_commands(self) -> None:
        """The commands whole, to read and copy."""
        ways = export_commands(self.world, self.order)
        text = "\n\n".join("\n".join((f"# {way.tool}", *way.lines)) for way in ways)
        self.app.push_screen(ReadText("Export by command", text))

    @show_commands.why_not
    def _unstored(self) -> str:
        return "" if self.order.link else _UNSTORED

    @verb("p", "Protect", "Give the selected copy a password", select_first=_NO_COPY)
    def protect_copy(self) -> None:
        """Give the selected copy a password, asked for twice."""
        protect(self.host, self.copy_text())

    @protect_copy.operation
    def protection(self) -> ProtectExport | None:
        path = self.copy_text()
        return ProtectExport(path=File(path), password=Secret()) if path else None

    @verb("d", "Forget copy", "Once the file itself is deleted", select_first=_NO_COPY)
    def forget_copy(self) -> None:
        """Ask, then list the selected copy no longer."""
        operation = self.forgetting()
        if operation is not None:
            path = cell(operation.path, "bold $text", 1000)
            confirm(self.host, "Forget copy", operation, path, Content(_STAYS), does="Forget")

    @forget_copy.operation
    def forgetting(self) -> ForgetExport | None:
        """The selected copy is listed no longer."""
        path = self.copy_text()
        return ForgetExport(path=File(path)) if path else None

    def content(self) -> ComposeResult:
        with Section("Download certificate from KeyVault"):
            yield Paragraph(
                "The certificate with its private key is a secret of your key vault. Open it, choose the "
                "current version, then Download as a certificate."
            )
            yield Notes(id="link")
        with Section("Export App Service Certificate"):
            yield Paragraph(
                "Code had better ask the Key Vault API when it needs the key: no file is left behind."
            )
            yield Notes(id="commands", classes="low-cut")
        with Section("Exported copies"):
            yield Table(
                Column("STATE", 12),
                Column("FILE", 34, least=12, grow=True),
                Column("THUMBPRINT", 16, least=12, whole=True),
                Column("EXPORTED", 10, leaves=1),
                empty=muted("No certificate was exported to a file."),
            )

    def refresh_view(self, world: World) -> None:
        drift = self.drift()
        self.query_one("#link", Notes).show(*self._link())
        ways = export_commands(world, self.order)
        lines = [
            Content.assemble((way.tool.ljust(15), "$text-muted"), cell(line, "$text", 1000))
            for way in ways
            for line in way.lines
        ]
        self.query_one("#commands", Notes).show(*(lines or [muted(f"{steps.STORE_TITLE} comes first.")]))
        current = current_number(drift)
        self.query_one(Table).show({copy.path: _row(copy, current) for copy in drift.copies})

    def _secret(self) -> str:
        link = self.order.link
        return f"{link.key_vault_id}/secrets/{link.key_vault_secret_name}" if link else ""

    def _refusal(self) -> AzureError | None:
        return opening_refusal(self.portal, self._secret())

    def _link(self) -> list[Content]:
        link = self.order.link
        if link is None:
            return [
                status("It is not stored yet.", "warning"),
                muted(f"{steps.STORE}."),
            ]
        if not self._has_link():
            found = f"Key vaults > {name_of(link.key_vault_id)} > Secrets > {link.key_vault_secret_name}"
            return [muted(f"No link leads there in this year's portal: {found}.")]
        where = Content.assemble(
            (self.open_secret.key, "bold $key"),
            " ",
            (self.world.era.export_link, "$primary"),
            muted(f"   {name_of(link.key_vault_id)} {link.key_vault_secret_name}"),
        )
        refused = self._refusal()
        if refused is None:
            lines = [where, status(self._allowed_by(), "success")]
            return lines if self.order.thumbprint else [*lines, status(_NO_VALUE, "warning")]
        return [where, status(f"{refused.message} {refused.next_step}", "warning")]

    def _allowed_by(self) -> str:
        link = self.order.link
        vault = self.world.get(Vault, link.key_vault_id) if link else None
        if vault is not None and vault.properties.enable_rbac_authorization:
            return "Your role on the key vault reads secrets."
        return "Your access policy has Get on secrets."

    def on_table_moved(self) -> None:
        self.update_chrome()

    def copy_text(self) -> str:
        return self.query_one(Table).cursor_key


def _row(copy: CopyDrift, current: int) -> Cells:
    state = status("Outdated", "warning") if copy.outdated else status("Current", "success")
    mark = thumbprint_full(copy.mark.thumbprint, copy.mark.number, current)
    return state, cell(copy.path, "$text", 1000), mark, muted(day(copy.exported_at))
