"""How a certificate comes to an app: an App Service Certificate, a vault's, a managed one, a public one."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult

from store.operations.arguments import File
from store.operations.web.imports import ImportAppServiceCertificate, ImportKeyVaultCertificate
from store.operations.web.managed import CreateManagedCertificate
from store.operations.web.public_certificates import UploadPublicCertificate
from store.resources import (
    CertificateOrder,
    Site,
    Subscription,
    Vault,
    VaultCertificate,
    name_of,
    subscription_of,
)
from store.services.certificate_registration.state import order_state
from store.services.key_vault.stored_certificates import PKCS12
from store.services.web.limits import MANAGED_TERM_MONTHS
from store.services.web.managed_terms import lead, shorter_days
from tui.dialogs.operation_form import OperationForm
from tui.text.cells import cell
from tui.text.order_words import state_tone, state_word
from tui.text.paths import existing_file, typed_path
from tui.text.status import day, muted, spelled, status
from tui.widgets.actions import ActionRow
from tui.widgets.columns import Cells, Column
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Paragraph
from tui.widgets.table import Table


class ImportCertificate(OperationForm):
    """Import App Service Certificate: every order; OK waits for one that is issued and stored."""

    #: Room for a long name, a long host and the reason OK waits.
    WIDTH: ClassVar[int] = 110
    DOES: ClassVar[str] = "OK"
    FIRST: ClassVar[str] = "Table"
    DEFAULT_CSS = "ImportCertificate Table { max-height: 12; }"

    def __init__(self, site: str) -> None:
        super().__init__("Import App Service Certificate")
        self._site = site

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 20, least=12, grow=True),
            Column("HOST NAME", 26, least=14),
            Column("STATUS", 30, least=24),
            Column("EXPIRES", 10),
            empty=muted("There is no App Service Certificate; buy one."),
        )
        yield Paragraph("\nImport alone secures nothing: add a TLS/SSL binding for each host name.")

    def on_mount(self) -> None:
        orders = self.portal.world.all(CertificateOrder)
        self.query_one(Table).show({one.id: self._row(one) for one in orders})

    def _row(self, order: CertificateOrder) -> Cells:
        state = order_state(self.portal.world, order)
        return (
            cell(order.name, "$text"),
            muted(order.host),
            status(state_word(state), state_tone(state)),
            muted(day(order.expires)),
        )

    def check(self) -> None:
        if self.query_one(Table).cursor_key:
            super().check()
        else:
            self.query_one(ActionRow).wait("OK waits for an App Service Certificate.")

    def on_table_moved(self) -> None:
        self.check()

    def on_table_opened(self) -> None:
        self.action_confirm()

    def operation(self) -> ImportAppServiceCertificate:
        return ImportAppServiceCertificate(site=self._site, order=self.query_one(Table).cursor_key)


class ImportVaultCertificate(OperationForm):
    """Import Key Vault Certificate: all PKCS12 certificates are listed; App Service judges when it reads."""

    DOES: ClassVar[str] = "Select"
    REQUIRED: ClassVar[tuple[str, ...]] = ("vault", "certificate")
    BLAMES = {
        "KeyVaultAccessDenied": "vault",
        "KeyVaultFirewall": "vault",
        "InvalidKeyVaultLink": "vault",
        "Conflict": "certificate",
    }

    def __init__(self, site: str) -> None:
        super().__init__("Import Key Vault Certificate")
        self._site = site

    def content(self) -> ComposeResult:
        world = self.portal.world
        payers = [Option(one.id, one.properties.display_name) for one in world.all(Subscription)]
        payer = subscription_of(self._site)
        yield Field("Subscription", Choice(*payers, value=payer, title="Subscription"), id="subscription")
        yield Field("Key Vault", Choice(title="Key Vault"), id="vault")
        yield Field("Certificate", Choice(title="Certificate"), id="certificate")
        yield Paragraph(
            "App Service reads the vault as Microsoft.Azure.WebSites, which has no access by default: "
            "Access policies > Get for secrets and certificates."
        )

    def check(self) -> None:
        world, payer = self.portal.world, self.value("subscription").lower()
        vaults = [one for one in world.all(Vault) if subscription_of(one.id).lower() == payer]
        self._choice("vault").offer([Option(one.id, one.name) for one in vaults])
        folder = f"{self.value('vault').lower()}/certificates/"
        held = [
            one
            for one in world.all(VaultCertificate)
            if one.key.startswith(folder) and one.properties.content_type == PKCS12
        ]
        self._choice("certificate").offer(
            [Option(one.id, f"{one.name} ({one.properties.thumbprint or 'no version yet'})") for one in held]
        )
        super().check()

    def _choice(self, field: str) -> Choice:
        control = self.query_one(f"#{field}", Field).control
        assert isinstance(control, Choice)
        return control

    def operation(self) -> ImportKeyVaultCertificate:
        return ImportKeyVaultCertificate(
            site=self._site, vault=self.value("vault"), certificate=self.value("certificate")
        )


class CreateManaged(OperationForm):
    """Create App Service Managed Certificate: one of the app's custom domains."""

    DOES: ClassVar[str] = "Create"
    REQUIRED: ClassVar[tuple[str, ...]] = ("host",)

    def __init__(self, site: str) -> None:
        super().__init__("Create App Service Managed Certificate")
        self._site = site

    def content(self) -> ComposeResult:
        hosts = self.portal.world.need(Site, self._site).custom_hosts
        mapped = [Option(one.name, one.name) for one in hosts]
        yield Field("Custom domain", Choice(*mapped, title="Custom domain"), "mapped to this app", id="host")
        now = self.portal.world.now
        yield Paragraph(
            f"Free and renewed by Azure in terms of {_terms(now)}, {lead(now).days} days before expiry. "
            "No wild card, no export, no client certificate, no private DNS; do not pin it: its key and "
            "issuer may change. Its root is DigiCert, which CAA records must allow (0 issue digicert.com)."
        )

    def operation(self) -> CreateManagedCertificate:
        return CreateManagedCertificate(site=self._site, host=self.value("host"))


def _terms(now: datetime) -> str:
    """For how long a managed certificate made now is valid, in words."""
    shorter = shorter_days(now)
    return f"{shorter} days" if shorter else f"{spelled(MANAGED_TERM_MONTHS)} months"


class UploadPublic(OperationForm):
    """Upload Public Key Certificate: a .cer under a name."""

    DOES: ClassVar[str] = "Upload"
    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "file")
    BLAMES = {"InvalidCertificateName": "name", "Conflict": "name"}

    def __init__(self, site: str) -> None:
        super().__init__(f"Upload Public Key Certificate to {name_of(site)}")
        self._site = site

    def content(self) -> ComposeResult:
        yield Field("Name", Input(compact=True, max_length=100), id="name")
        yield Field("CER Certificate file", Input(compact=True, max_length=1000), "a .cer file", id="file")
        yield Paragraph("Code of the app can load it; it secures no domain.")

    def check(self) -> None:
        super().check()
        typed = self.value("file")
        if typed and (wrong := existing_file(typed_path(typed))):
            self.query_one("#file", Field).note(wrong)
            self.query_one(ActionRow).wait(wrong)

    def operation(self) -> UploadPublicCertificate:
        return UploadPublicCertificate(
            site=self._site, name=self.value("name"), file=File(typed_path(self.value("file")))
        )
