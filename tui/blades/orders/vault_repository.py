"""Key Vault Repository: choose an existing vault to keep the certificate, or create one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.errors import AzureError
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.resources import Vault, group_of, name_of
from store.services import steps
from store.services.regions import region_name
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.navigation.verbs import opens, verb
from tui.text.cells import cell
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import Done, World


class KeyVaultRepository(OrderBlade):
    """Every vault with whether Step 1 may use it; choosing one stores the certificate there at once."""

    OPENS = "Select"
    COPIES = "Copy name"
    PERFORMS = ("StoreInKeyVault",)
    HELP_TEXT = (
        "Choosing a vault gives both services their access policies there and writes the secret. The vault "
        "must be in the certificate's subscription and, before 2026, use access policies, not Azure RBAC."
    )

    @verb("f2", "Select", select_first="There is no key vault to select; create one.")
    def store(self) -> None:
        """Store, then show what was configured."""
        if (operation := self.storing()) is None:
            return
        self.host.perform(operation, title=steps.STORE_TITLE, then=self._stored)

    @store.operation
    def storing(self) -> StoreInKeyVault | None:
        """Storing in the vault under the cursor."""
        vault = self.query_one(Table).cursor_key
        return StoreInKeyVault(order=self.resource, vault=vault) if vault else None

    create_vault = opens("n", "Create new", "vault_create", "Create a key vault")
    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Table(
            Column("KEY VAULT", 24, least=14),
            Column("RESOURCE GROUP", 16, leaves=2),
            Column("LOCATION", 14, leaves=1),
            Column("PERMISSION MODEL", 20, least=14),
            Column("", 27, least=10, grow=True),
            empty=muted("There is no key vault.   ")
            + Content.assemble((self.create_vault.key, "bold $key"), " Create new"),
        )
        yield Section("Selected", Notes(id="selected"))

    def title(self) -> str:
        return f"{name_of(self.resource)} - {self.world.era.vault_selector}"

    def refresh_view(self, world: World) -> None:
        vaults = [vault.id for vault in world.all(Vault)]
        rows = Rows(vaults, lambda id: self._row(world.need(Vault, id)))
        self.query_one(Table).show(rows)
        self._show_selected()

    def _row(self, vault: Vault) -> Cells:
        rbac = vault.properties.enable_rbac_authorization
        error = self._refusal(vault.id)
        return (
            cell(vault.name, "$text"),
            muted(name_of(group_of(vault.id))),
            muted(region_name(vault.location)),
            muted("Azure RBAC" if rbac else "Vault access policy"),
            _short(error),
        )

    def _refusal(self, vault: str) -> AzureError | None:
        return self.portal.why_not(StoreInKeyVault(order=self.resource, vault=vault))

    def _stored(self, _: Done) -> None:
        if self.host.in_front(self):
            self.host.go("order.vault_status", self.resource)

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def _show_selected(self) -> None:
        vault, notes = self.query_one(Table).cursor_key, self.query_one("#selected", Notes)
        if not vault:
            notes.show(muted("nothing is selected"))
            return
        error = self._refusal(vault)
        if error is None:
            notes.show(
                status("can keep the certificate", "success"),
                muted("Both services get their access policies there; the secret is named after the order."),
            )
        else:
            notes.show(cell(error.message), muted(error.next_step))

    def on_table_opened(self, event: Table.Opened) -> None:
        """A vault that Step 1 cannot use is refused in place, and Step 1 stays open."""
        error = self._refusal(event.key)
        if error is not None:
            self.refused(error)
            self.host.say(steps.STORE_TITLE, error.message, "error", code=error.code)
            return
        self.press(self.store)

    def why_unopened(self) -> str:
        """Why the vault under the cursor cannot be selected, "" where it can."""
        return self.why_not(self.store)

    def copy_text(self) -> str:
        vault = self.query_one(Table).cursor_key
        return name_of(vault) if vault else ""


def _short(error: AzureError | None) -> Content:
    if error is None:
        return status("can be used", "success")
    words = {
        "AlreadyStored": ("in use now", "success"),
        "KeyVaultRbacNotSupported": ("Azure RBAC not supported", "error"),
        "KeyVaultInOtherSubscription": ("other subscription", "error"),
    }
    word, tone = words.get(error.code, (error.code, "error"))
    return status(word, "success" if tone == "success" else "error")
