"""A certificate object of a vault: generated there, or imported from a PFX file."""

from __future__ import annotations

from textual.app import ComposeResult

from store import Secret
from store.operations.arguments import File
from store.operations.key_vault.certificate_imports import ImportVaultCertificate
from store.operations.key_vault.certificate_signing import GenerateVaultCertificate
from store.resources import Vault
from store.services.key_vault.issuers import ISSUERS, SELF
from tui.dialogs.operation_form import OperationForm
from tui.text.paths import existing_file, typed_path
from tui.widgets.actions import ActionRow
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input

_CALLED = {SELF: "Self-signed certificate"}


class GenerateForm(OperationForm):
    """Create a certificate: method Generate."""

    DOES = "Create"
    REQUIRED = ("name", "subject")
    BLAMES = {
        "InvalidCertificateName": "name",
        "Conflict": "name",
        "ObjectIsDeletedButRecoverable": "name",
        "InvalidSubject": "subject",
        "DomainNotValidated": "issuer",
        "CaaForbids": "issuer",
        "InvalidValidity": "months",
    }

    def __init__(self, vault: Vault) -> None:
        super().__init__(f"Generate a certificate in {vault.name}")
        self._vault = vault

    def content(self) -> ComposeResult:
        authorities = [Option(issuer, _CALLED.get(issuer, issuer)) for issuer in ISSUERS]
        yield Field("Certificate Name", Input(compact=True, max_length=127), id="name")
        yield Field("Type of CA", Choice(*authorities, title="Type of CA"), id="issuer")
        yield Field("Subject", Input(compact=True, max_length=300), "CN=contoso.com", id="subject")
        yield Field("DNS Names", Input(compact=True, max_length=1000), "further names, by comma", id="hosts")
        months = Input("12", type="integer", compact=True, max_length=3)
        yield Field("Validity Period", months, "months", id="months")

    def operation(self) -> GenerateVaultCertificate:
        months = self.value("months")
        return GenerateVaultCertificate(
            vault=self._vault.id,
            name=self.value("name"),
            subject=self.value("subject"),
            hosts=tuple(host for one in self.value("hosts").split(",") if (host := one.strip())),
            issuer=self.value("issuer"),
            validity_months=int(months) if months.isdecimal() else 0,
        )


class ImportForm(OperationForm):
    """Create a certificate: method Import. The file is read when Create is pressed."""

    DOES = "Create"
    REQUIRED = ("name", "file")
    BLAMES = {"InvalidCertificateName": "name", "Conflict": "name", "ObjectIsDeletedButRecoverable": "name"}

    def __init__(self, vault: Vault) -> None:
        super().__init__(f"Import a certificate into {vault.name}")
        self._vault = vault

    def content(self) -> ComposeResult:
        yield Field("Certificate Name", Input(compact=True, max_length=127), id="name")
        yield Field("Upload Certificate File", Input(compact=True, max_length=1000), "a PFX file", id="file")
        password = Input(password=True, compact=True, max_length=512)
        yield Field("Password", password, "empty where it has none", id="password")

    def check(self) -> None:
        super().check()
        if self.value("file") and (wrong := existing_file(typed_path(self.value("file")))):
            self.query_one("#file", Field).note(wrong)
            self.query_one(ActionRow).wait(wrong)

    def operation(self) -> ImportVaultCertificate:
        return ImportVaultCertificate(
            vault=self._vault.id,
            name=self.value("name"),
            file=File(typed_path(self.value("file"))),
            password=Secret(self.query_one("#password Input", Input).value),
        )
