"""Secrets of a vault, and those that soft delete still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.operations.key_vault.secret_deletion import DeleteSecret, PurgeSecret, RecoverSecret
from store.resources import VaultSecret, name_of
from store.services.key_vault.links import certificates_linked_to, linked_secrets, orders_stored_in
from store.services.key_vault.secrets import newest_version, secrets_in
from store.services.key_vault.soft_delete import deleted_secrets
from tui.blades.base import refresh_verb
from tui.blades.vaults.base import VaultBlade
from tui.dialogs.confirm import confirm
from tui.navigation.routes import ROUTES
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.secret_words import enabled
from tui.text.status import day, muted, nothing
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class VaultSecrets(VaultBlade):
    """Secrets of a vault; the secret of a certificate object is marked as managed."""

    LABEL = "Secrets"
    COPIES = "Copy name"
    PERFORMS = ("DeleteSecret", "RecoverSecret", "PurgeSecret")
    HELP_TEXT = (
        "A secret named after the order holds the certificate as a PFX without password. Secrets that a "
        "certificate object manages cannot hold an App Service Certificate. Locks do not protect secrets."
    )
    refresh_world = refresh_verb

    @verb("d", "Delete", select_first="There is no secret.")
    def delete(self) -> None:
        """Delete the selected secret with all its versions, after a question."""
        if (operation := self.deletion()) is not None:
            lines = (cell(operation.secret, "bold $text"), muted("All its versions go with it."))
            confirm(self.host, "Delete secret", operation, *lines)

    @delete.operation
    def deletion(self) -> DeleteSecret | None:
        key = self.query_one("#secrets", Table).cursor_key
        return DeleteSecret(vault=self.resource, secret=name_of(key)) if key else None

    @performs("u", "Recover", select_first="No deleted secret is selected.")
    def recover(self) -> RecoverSecret | None:
        key = self.query_one("#gone", Table).cursor_key
        return RecoverSecret(secret=key) if key else None

    @verb("D", "Purge secret", select_first="No deleted secret is selected.")
    def purge(self) -> None:
        """Delete the selected deleted secret for good, after a question."""
        if (operation := self.purging()) is not None:
            lines = (cell(name_of(operation.secret), "bold $text"), muted("Its name is free again then."))
            confirm(self.host, "Purge secret", operation, *lines, does="Purge")

    @purge.operation
    def purging(self) -> PurgeSecret | None:
        """Purging the selected deleted secret."""
        key = self.query_one("#gone", Table).cursor_key
        return PurgeSecret(secret=key) if key else None

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 38, least=20, grow=True),
            Column("TYPE", 24, leaves=1),
            Column("STATUS", 10),
            Column("EXPIRES", 10, leaves=2),
            Column("USED BY", 16, least=8),
            empty=muted("There are no secrets available."),
            id="secrets",
        )
        with Section("Deleted secrets", id="deleted"):
            yield Table(Column("NAME", 46, least=20, grow=True), Column("PURGED", 12), id="gone")

    def refresh_view(self, world: World) -> None:
        users = _users(world, self.resource)
        rows = {one.id: _row(world, self.resource, one, users) for one in secrets_in(world, self.resource)}
        self.query_one("#secrets", Table).show(rows)
        gone = deleted_secrets(world, self.resource)
        self.query_one("#deleted", Section).display = bool(gone)
        self.query_one("#gone", Table).show(
            {held.id: (cell(held.name), muted(day(held.purge_at))) for held in gone}
        )

    def on_table_moved(self) -> None:
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        if event.table.id == "gone":
            self.press(self.recover)
        elif "secret.versions" in ROUTES:
            self.host.go("secret.versions", event.key)

    def copy_text(self) -> str:
        return name_of(self.query_one("#secrets", Table).cursor_key)


def _users(world: World, vault: str) -> dict[str, str]:
    """Secret name in lower case → the order that looks it up, else the certificates of apps linked to it."""
    users = {}
    for at, name in linked_secrets(world):
        if at == vault.lower():
            first, *more = certificates_linked_to(world, (at, name))
            users[name] = f"{first.name} +{len(more)}" if more else first.name
    for order in orders_stored_in(world, vault):
        if order.link is not None:
            users[order.link.key_vault_secret_name.lower()] = order.name
    return users


def _row(world: World, vault: str, secret: VaultSecret, users: dict[str, str]) -> Cells:
    current = newest_version(world, vault, secret.name)
    expires = current.properties.attributes.expires if current else None
    user = users.get(secret.name.lower(), "")
    kind = "certificate object" if secret.properties.managed else ""
    return (
        cell(secret.name, "$text"),
        muted(kind or (current.properties.content_type if current else "")),
        enabled(current) if current else nothing(),
        muted(day(expires)),
        cell(user) if user else nothing(),
    )
