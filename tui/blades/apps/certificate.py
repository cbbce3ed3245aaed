"""Certificate Details: what a private key certificate is, where it comes from, who uses it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.web.certificates import DeleteCertificate, SyncCertificate
from store.resources import NOT_IN_EXPORT, Health, KeyVaultSecretStatus, WebCertificate, group_of, name_of
from store.services.web.bindings import binding_warnings, health
from store.services.web.managed import renewal_obstacle
from store.services.web.managed_terms import next_renewal
from store.services.web.sync import link_refused, link_status
from store.services.web.webspaces import bindings_with, sites_in, webspace_of_certificate
from tui.blades.apps.certificate_lists import place_in_order
from tui.blades.apps.host_words import revocation_words
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.confirm import confirm
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.marks import type_label
from tui.text.status import (
    Fact,
    day,
    days_left,
    distance,
    minute,
    muted,
    status,
    thumbprint_full,
    unknown,
)
from tui.widgets.columns import Column
from tui.widgets.section import Banner, Essentials, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class CertificateDetails(Blade):
    """One certificate of a webspace. Sync is for those from Key Vault; others never change by themselves."""

    LABEL = "Certificate Details"
    KIND_LABEL = "Private key certificate"
    RESOURCE = WebCertificate
    COPIES = "Copy thumbprint"
    PERFORMS = ("SyncCertificate", "DeleteCertificate")
    HELP_TEXT = (
        "A certificate from Key Vault follows its secret: by the sync job, or at once by Sync, and the "
        "bindings go with it. An uploaded one is replaced by hand; a managed one is renewed by Azure."
    )
    refresh_world = refresh_verb

    @performs("s", "Sync", "Take in the current version of the key vault secret and move the bindings")
    def sync(self) -> SyncCertificate:
        return SyncCertificate(certificate=self.resource)

    @verb("d", "Delete")
    def delete(self) -> None:
        """Delete the certificate, after a question."""
        lines = (cell(self.certificate.name, "bold $text"), muted("It leaves the webspace for all its apps."))
        confirm(self.host, "Delete certificate", self.deletion(), *lines)

    @delete.operation
    def deletion(self) -> DeleteCertificate:
        return DeleteCertificate(certificate=self.resource)

    @property
    def certificate(self) -> WebCertificate:
        """The certificate as it is now; raises `AzureError` ResourceNotFound when it is gone."""
        return self.world.need(WebCertificate, self.resource)

    def content(self) -> ComposeResult:
        yield Banner(id="valid")
        yield Section("Details", Essentials(id="facts"))
        yield Section("Key Vault", Essentials(id="vault"), id="from-vault")
        yield Section("Renewal by Azure", Notes(id="term"), id="renewal")
        with Section("TLS/SSL bindings with it"):
            yield Table(
                Column("HOST NAME", 30, least=16, grow=True),
                Column("APP", 24, least=12),
                Column("TLS/SSL TYPE", 13, leaves=1),
                empty=muted("No host name is bound to it: import alone secures nothing."),
            )
        yield Section("Usable by", Notes(id="apps"))

    def refresh_view(self, world: World) -> None:
        one = self.certificate
        self._show_valid(one)
        self.query_one("#facts", Essentials).show(_facts(world, one))
        vault = _vault_facts(world, one)
        self.query_one("#from-vault").display = bool(vault)
        self.query_one("#vault", Essentials).show(vault)
        self._show_renewal(one)
        rows = {
            f"{site.id} {state.name}": (
                cell(state.name, "$text"),
                muted(site.name),
                muted(type_label(world.era, state.ssl_state)),
            )
            for site, state in bindings_with(world, one)
        }
        self.query_one(Table).show(rows)
        apps = ", ".join(site.name for site in sites_in(world, webspace_of_certificate(one)))
        space = cell(f"{apps or 'no app'} (webspace {one.properties.web_space})")
        self.query_one("#apps", Notes).show(space)

    def _show_valid(self, one: WebCertificate) -> None:
        banner, warnings = self.query_one("#valid", Banner), binding_warnings(self.world, one)
        if warnings:
            # As grave as the list says.
            expired = health(self.world, one) is Health.EXPIRED
            banner.show("error" if expired else "warning", "Not a valid certificate.", " ".join(warnings))
        elif one.properties.server_auth:
            expires = one.properties.expiration_date
            left = f"{counted(days_left(self.world.now, expires), 'day')} left" if expires else NOT_IN_EXPORT
            soon = revocation_words(self.world, one.thumbprint)
            title = "Valid Certificate" if expires else "Expiration Date"
            banner.show("warning" if soon else "success", title, f"{left}, {soon}" if soon else left)
        else:
            text = "Without Extended Key Usage for server authentication it cannot be bound to a host name."
            banner.show("warning", "Valid Certificate, for code only.", text)

    def _show_renewal(self, one: WebCertificate) -> None:
        """When a managed certificate is renewed, and what stops that at present."""
        self.query_one("#renewal").display = one.managed
        if not one.managed:
            return
        error, now = renewal_obstacle(self.world, one), self.world.now
        at = next_renewal(one, now)
        if one.properties.expiration_date is None:
            moment = unknown()
        elif at is None:
            moment = muted("It is not tried any more: the certificate expires before, or has expired.")
        else:
            moment = Content.assemble((minute(at), "$time"), muted(f"  {distance(now, at)}"))
        if error is None:
            state = status("can be renewed; its bindings follow", "success")
        else:
            state = status(f"not as things stand: {error.message} {error.next_step}", "error")
        limits = muted("Not exportable, and no client certificate by its thumbprint.")
        self.query_one("#term", Notes).show(moment, state, limits)

    def on_table_opened(self, event: Table.Opened) -> None:
        self.host.go("site.tls", event.key.split(" ")[0])

    def copy_text(self) -> str:
        return self.certificate.thumbprint


def _facts(world: World, one: WebCertificate) -> list[Fact]:
    kept = one.properties
    number, current = place_in_order(world, one)
    source = "App Service managed certificate" if one.managed else "uploaded or imported into the webspace"
    if kept.key_vault_id:
        source = "Key Vault"
    return [
        ("Name", cell(one.name, "bold $text")),
        ("Resource group", cell(name_of(group_of(one.id)))),
        ("Source", cell(source)),
        ("Thumbprint", thumbprint_full(one.thumbprint, number, current)),
        ("Expiration Date", _expiration(world, kept.expiration_date)),
        ("Issued Date", cell(day(kept.issue_date)) if kept.issue_date else unknown()),
        ("Issuer", cell(kept.issuer) if kept.issuer else unknown()),
        ("Subject Name", cell(kept.subject_name)),
        ("Certificate Host Names", cell(", ".join(kept.host_names))),
    ]


def _expiration(world: World, expires: datetime | None) -> Content:
    if expires is None:
        return unknown()
    return cell(f"{minute(expires)}, {distance(world.now, expires)}")


def _vault_facts(world: World, one: WebCertificate) -> list[Fact]:
    """What App Service meets at the vault: what its last sync noted, or what the next one will."""
    kept = one.properties
    if not kept.key_vault_id:
        return []
    met = link_status(world, one)
    noted = met in (KeyVaultSecretStatus.INITIALIZED, KeyVaultSecretStatus.SUCCEEDED)
    refused = link_refused(world, one)
    fine = noted and refused is None
    word = "KeyVault is configured properly" if fine else "KeyVault is not configured properly"
    return [
        ("Last sync", status(word, "success" if fine else "error")),
        *([("Why", cell(refused.told))] if refused else []),
        ("KeyVault Resource Url", cell(kept.key_vault_id)),
        ("KeyVault Secret Name", cell(kept.key_vault_secret_name)),
        ("KeyVault Secret Status", cell(met.value if met else "")),
    ]
