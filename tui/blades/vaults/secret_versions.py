"""The versions of a secret: the current one first, older ones below, facts of the selected one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from store.operations.key_vault.secret_deletion import DeleteSecret
from store.operations.key_vault.secrets import CreateSecretVersion
from store.resources import SecretVersion, Vault, VaultSecret, name_of
from store.services.key_vault.permissions import permissions_of
from store.services.key_vault.secrets import newest_version, secret_identifier, versions
from tui.blades.base import refresh_verb
from tui.blades.vaults.base import SecretBlade
from tui.blades.vaults.secret_form import SecretValue
from tui.dialogs.confirm import confirm
from tui.dialogs.protect_file import download
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.secret_words import (
    download_of,
    enabled,
    numbers,
    vault_of,
    version_facts,
)
from tui.text.signs import SIGNS
from tui.text.status import day, grouped, minute, muted, nothing, number_mark
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Banner, Essentials, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from textual.content import Content

    from store import World

_BACKUP = "A backup is sealed for Azure and of no use elsewhere; Download as a certificate writes a PFX."


class Versions(Table):
    """One of the two groups; at its edge the cursor goes on into the other. Only one shows its cursor."""

    DEFAULT_CSS = """
    Versions { &:blur > .table--cursor { background: transparent; text-style: none; } }
    """

    @dataclass
    class Left(Message):
        """The cursor wants to go beyond the edge, up (-1) or down (1)."""

        table: Versions
        by: int

    def action_move(self, by: int) -> None:
        at_edge = self.cursor_key == (self.keys[-1 if by > 0 else 0] if self.keys else "")
        if at_edge:
            self.post_message(self.Left(self, by))
        else:
            super().action_move(by)


def _columns() -> tuple[Column, ...]:
    return (
        Column("", 3),
        Column("VERSION", 32, least=16),
        Column("STATUS", 10),
        Column("ACTIVATION DATE", 16, leaves=2),
        Column("EXPIRATION DATE", 15, least=10),
        Column("THUMBPRINT", 13, leaves=1, whole=True),
    )


class SecretVersions(SecretBlade):
    """The page behind Export Certificate. Without Get on secrets it shows the refusal and nothing else."""

    RESOURCE = VaultSecret
    COPIES = "Copy secret identifier"
    PERFORMS = ("ExportCertificate", "ProtectExport", "CreateSecretVersion", "DeleteSecret")
    HELP_TEXT = (
        "The newest version is the current one: App Service reads it, and so does every export. Each "
        "issue, renewal and rekey adds a version; older ones stay, with their private keys."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "download", "Download as a certificate", id="secret.versions.download")
    ]

    @verb("n", "New Version")
    def create(self) -> None:
        """Ask for a value and write it as the new current version."""
        form = SecretValue(self.creation())
        self.host.ask(form, lambda made: self.host.perform(made, title="New Version"))

    @create.operation
    def creation(self) -> CreateSecretVersion:
        return CreateSecretVersion(vault=vault_of(self.resource), secret=name_of(self.resource))

    refresh_world = refresh_verb

    @verb("d", "Delete", "The secret, with all its versions")
    def delete(self) -> None:
        """Delete the secret with all its versions, after a question."""
        operation = self.deletion()
        lines = (cell(operation.secret, "bold $text"), muted("All its versions go with it."))
        confirm(self.host, "Delete secret", operation, *lines)

    @delete.operation
    def deletion(self) -> DeleteSecret:
        return DeleteSecret(vault=vault_of(self.resource), secret=name_of(self.resource))

    @verb("p", "Download Backup")
    def back_up(self) -> None:
        """Nothing: Azure alone can read a backup."""

    @back_up.why_not
    def _of_no_use(self) -> str:
        return _BACKUP

    def content(self) -> ComposeResult:
        yield Banner(id="denied")
        yield Section(
            "CURRENT VERSION",
            Versions(*_columns(), id="current", empty=muted("The secret is gone.")),
            id="first",
        )
        yield Section("OLDER VERSIONS", Versions(*_columns(), id="older", empty=muted("None.")), id="second")
        with Section("Secret Version", id="third"):
            yield Essentials(id="facts")
            yield Essentials(id="across")

    def subtitle(self) -> str:
        return f"Versions {SIGNS.dot} Key vault {name_of(vault_of(self.resource))}"

    def note(self) -> Content:
        vault = self.world.get(Vault, vault_of(self.resource))
        held = permissions_of(self.world, vault, self.portal.caller).secrets if vault else ()
        words = ", ".join(verb.capitalize() for verb in held[:4]) + (SIGNS.cut if len(held) > 4 else "")
        return muted(f"you have {words or 'no permission'}")

    def refresh_view(self, world: World) -> None:
        if not self.shows(world, self.resource):
            return
        vault, name = vault_of(self.resource), name_of(self.resource)
        current = newest_version(world, vault, name)
        older = [one for one in versions(world, vault, name) if current is None or one.id != current.id]
        self.query_one("#current", Versions).show({current.id: _row(world, current)} if current else {})
        self.query_one("#older", Versions).show({one.id: _row(world, one) for one in older})
        self._show_facts()

    def _front(self) -> Versions:
        """The group whose cursor counts."""
        older, current = self.query_one("#older", Versions), self.query_one("#current", Versions)
        return older if older.has_focus or not current.row_count else current

    def selected(self) -> SecretVersion | None:
        """The version under the cursor, where its secret may be opened."""
        key = self._front().cursor_key
        return self.world.get(SecretVersion, key) if key else None

    def _show_facts(self) -> None:
        version = self.selected()
        section = self.query_one("#third", Section)
        section.display = version is not None
        if version is not None:
            left, right, across = version_facts(self.world, version)
            section.retitle(f"Secret Version {version.name[:8]}{SIGNS.cut}{version.name[-4:]}")
            self.query_one("#facts", Essentials).show(left, right)
            self.query_one("#across", Essentials).show(across)

    def on_descendant_focus(self, event: object) -> None:
        self._show_facts()

    def on_table_moved(self) -> None:
        self._show_facts()

    def on_versions_left(self, event: Versions.Left) -> None:
        other = self.query_one("#older" if event.table.id == "current" else "#current", Versions)
        downwards = event.by > 0
        if other.row_count and downwards == (other.id == "older"):
            other.action_edge(-1 if downwards else 1)
            other.focus()

    def on_table_opened(self, event: Table.Opened) -> None:
        self.host.go("secret.version", event.key)

    def action_download(self) -> None:
        """Download the selected version, or say why not."""
        version = self.selected()
        asked = download_of(self.world, version) if version else None
        refused = self.portal.why_not(asked) if asked else None
        if version is None or asked is None:
            self.host.say("Download", "No App Service Certificate uses this secret.", "warning", keep=False)
        elif refused is not None:
            self.host.say("Download", f"{refused.message} {refused.next_step}", "warning", keep=False)
        else:
            download(self.host, version)

    def copy_text(self) -> str:
        version = self.selected()
        return secret_identifier(self.world, version) if version else ""


def _row(world: World, version: SecretVersion) -> Cells:
    properties = version.properties
    attributes = properties.attributes
    number, current = numbers(world, version.id.partition("/versions/")[0], properties.thumbprint)
    print_ = properties.thumbprint
    return (
        number_mark(number, current) if print_ else nothing(),
        cell(version.name, "$text"),
        enabled(version),
        cell(minute(attributes.not_before)) if attributes.not_before else nothing(),
        cell(day(attributes.expires)) if attributes.expires else nothing(),
        grouped(print_) if print_ else nothing(),
    )
