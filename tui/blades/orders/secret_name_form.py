"""The name of the secret that an App Service Certificate looks up: typed, or taken from the vault's."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding

from store.operations.certificate_registration.store_in_key_vault import ChangeSecretName
from store.resources import CertificateOrder
from store.services.key_vault.secrets import newest_version, secrets_in
from tui.dialogs.operation_form import OperationForm
from tui.text.cells import cell
from tui.text.status import grouped, muted, nothing, status
from tui.widgets.columns import Cells, Column
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Section
from tui.widgets.table import Table


class SecretName(OperationForm):
    """Any name may be typed; the vault's secrets stand below, certificate objects with why they do not do."""

    OPENS = "Take"
    DOES = "Change"
    REQUIRED = ("name",)
    BLAMES = {
        "InvalidSecretName": "name",
        "CertificateObjectNotSupported": "name",
    }
    BINDINGS = [
        Binding("up", "move(-1)", "Select", priority=True, show=False, id="dialog.secret_name.previous"),
        Binding("down", "move(1)", "Select", priority=True, show=False, id="dialog.secret_name.next"),
    ]
    DEFAULT_CSS = "SecretName Table { max-height: 10; }"

    def __init__(self, order: CertificateOrder) -> None:
        super().__init__("Change secret name")
        self._order = order

    def content(self) -> ComposeResult:
        link = self._order.link
        name = link.key_vault_secret_name if link else ""
        yield Field("Key Vault Secret Name", Input(name, compact=True, max_length=127), id="name")
        with Section("Secrets of the key vault"):
            yield Table(
                Column("NAME", 48, least=20, grow=True),
                Column("KIND", 20),
                Column("THUMBPRINT", 13, leaves=1, whole=True),
                empty=muted("The key vault has no secret, or it is gone."),
            )

    def on_mount(self) -> None:
        self.query_one(Table).show(self._rows())

    def _rows(self) -> dict[str, Cells]:
        link, world = self._order.link, self.portal.world
        if link is None:
            return {}
        rows: dict[str, Cells] = {}
        for secret in secrets_in(world, link.key_vault_id):
            current = newest_version(world, link.key_vault_id, secret.name)
            print_ = current.properties.thumbprint if current else ""
            managed = secret.properties.managed
            kind = status("certificate object", "muted") if managed else muted("secret")
            rows[secret.name] = (cell(secret.name), kind, grouped(print_) if print_ else nothing())
        return rows

    def operation(self) -> ChangeSecretName:
        return ChangeSecretName(order=self._order.id, secret=self.value("name"))

    def action_move(self, by: int) -> None:
        """Move over the secrets; the one under the cursor is taken as the name."""
        table = self.query_one(Table)
        if table.row_count:
            table.action_move(by)
            self.query_one(Input).value = table.cursor_key

    def on_table_moved(self, event: Table.Moved) -> None:
        if event.table.has_focus:
            self.query_one(Input).value = event.key

    def on_table_opened(self, event: Table.Opened) -> None:
        self.query_one(Input).value = event.key
