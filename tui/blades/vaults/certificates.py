"""Certificates of a vault: certificate objects, generated there or imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.key_vault.certificate_imports import DeleteVaultCertificate
from store.operations.key_vault.certificate_signing import NewVaultCertificateVersion
from store.resources import VaultCertificate
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.blades.vaults.base import VaultBlade
from tui.blades.vaults.certificate_form import GenerateForm, ImportForm
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import fill_in
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.status import day, grouped, muted, status, thumbprint_short
from tui.widgets.columns import Cells, Column
from tui.widgets.pick import Pick
from tui.widgets.section import Essentials, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


_NONE = "There is no certificate."


class VaultCertificates(Listing, VaultBlade):
    """Not what an App Service Certificate uses: that is a plain secret."""

    LABEL = "Certificates"
    COPIES = "Copy thumbprint"
    PERFORMS = (
        "GenerateVaultCertificate",
        "ImportVaultCertificate",
        "NewVaultCertificateVersion",
        "DeleteVaultCertificate",
    )
    HELP_TEXT = (
        "Certificate objects are for certificates of your own: apps import them, Cloud Services refer to "
        "them. Each new version reaches apps with the sync job. An App Service Certificate never uses one."
    )

    @verb("i", "Generate/Import", "Create a certificate")
    def create(self) -> None:
        """Ask for the method of certificate creation, then for what it needs."""
        rows: dict[str, Cells] = {
            "generate": (cell("Generate", "$text"), muted("self-signed, or of a simulated authority")),
            "import": (cell("Import", "$text"), muted("a PFX file of your own")),
        }
        columns = (Column("METHOD", 14), Column("", 40, grow=True))
        self.host.ask(Pick("Method of Certificate Creation", columns, rows), self._creating)

    refresh_world = refresh_verb

    @performs("n", "New Version", "Renew in the vault, with a new key", select_first=_NONE)
    def renew(self) -> NewVaultCertificateVersion | None:
        found = self.selected()
        return NewVaultCertificateVersion(certificate=found.id) if found else None

    @verb("d", "Delete", select_first=_NONE)
    def delete(self) -> None:
        """Delete the selected certificate and its secret, after a question."""
        found, operation = self.selected(), self.deletion()
        if found is not None and operation is not None:
            lines = (cell(found.name, "bold $text"), muted("The secret with its private key goes with it."))
            confirm(self.host, "Delete certificate", operation, *lines)

    @delete.operation
    def deletion(self) -> DeleteVaultCertificate | None:
        found = self.selected()
        return DeleteVaultCertificate(certificate=found.id) if found else None

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 24, least=12, grow=True),
            Column("THUMBPRINT", 16, least=12),
            Column("STATUS", 10),
            Column("ISSUER", 14, leaves=1),
            Column("EXPIRATION DATE", 16),
            empty=muted("There are no certificates available.   ")
            + Content.assemble((self.create.key, "bold $key"), " Generate/Import"),
        )
        yield Section("Selected", Essentials(), id="selected")

    def refresh_view(self, world: World) -> None:
        prefix = f"{self.resource}/certificates/".lower()
        here = [one for one in world.all(VaultCertificate) if one.key.startswith(prefix)]
        self.query_one(Table).show({one.id: _row(one) for one in here})
        self._show_selected()

    def selected(self) -> VaultCertificate | None:
        """The certificate under the cursor."""
        return self.world.get(VaultCertificate, self.query_one(Table).cursor_key or None)

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def _show_selected(self) -> None:
        found = self.selected()
        self.query_one("#selected", Section).display = found is not None
        if found is None:
            return
        kept = found.properties
        self.query_one(Essentials).show(
            (
                ("Subject", cell(kept.subject)),
                ("Host names", cell(", ".join(kept.host_names))),
                ("Issuer", cell(kept.issuer)),
                ("Thumbprint", grouped(kept.thumbprint, "$text")),
            )
        )

    def _creating(self, method: str) -> None:
        form = GenerateForm(self.vault) if method == "generate" else ImportForm(self.vault)
        fill_in(self.host, form, f"{method.capitalize()} certificate")

    def copy_text(self) -> str:
        found = self.selected()
        return found.properties.thumbprint if found else ""


def _row(certificate: VaultCertificate) -> Cells:
    kept = certificate.properties
    state = status("Enabled", "success") if kept.enabled else status("Disabled", "warning")
    thumbprint = thumbprint_short(kept.thumbprint, None, 0)
    return (
        cell(certificate.name, "$text"),
        thumbprint,
        state,
        muted(kept.issuer_name),
        cell(day(kept.not_after)),
    )
