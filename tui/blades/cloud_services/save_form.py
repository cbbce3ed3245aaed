"""Save of a configuration: the key vault, and each certificate until it is found there."""

from __future__ import annotations

from textual.app import ComposeResult

from store.cscfg.configuration import read_configuration
from store.operations.compute.updates import SaveConfiguration
from store.resources import CloudService, Vault, group_of, name_of
from store.services.compute.statuses import FOUND, NOT_FOUND, CertificateRow, certificate_rows
from tui.dialogs.operation_form import OperationForm
from tui.text.cells import cell
from tui.text.status import Tone, muted, status
from tui.widgets.actions import ActionRow
from tui.widgets.columns import Cells, Column
from tui.widgets.form import Choice, Field, Option
from tui.widgets.table import Table

_TONES: dict[str, Tone] = {FOUND: "success", NOT_FOUND: "error"}


class SaveForm(OperationForm):
    """One row a certificate of a role; OK waits until all are Found. It follows what happens in the vault."""

    DOES = "OK"
    REQUIRED = ("vault",)
    FIRST = "Choice"
    DEFAULT_CSS = "SaveForm Table { max-height: 12; margin: 0 0 1 0; }"

    def __init__(self, service: CloudService, text: str) -> None:
        super().__init__(f"Save the configuration of {service.name}")
        self._service = service
        self._text = text

    def content(self) -> ComposeResult:
        vaults = [
            Option(one.id, f"{one.name} ({name_of(group_of(one.id))})")
            for one in self.portal.world.all(Vault)
        ]
        choice = Choice(Option("", "Select a key vault"), *vaults, title="Key vault")
        yield Field("Key vault", choice, "to which the certificates were uploaded", id="vault")
        yield Table(
            Column("ROLE", 14, least=10),
            Column("CERTIFICATE", 14, least=10),
            Column("THUMBPRINT", 13),
            Column("STATUS", 11),
            Column("", 24, least=8, grow=True),
            empty=muted("The configuration names no certificate."),
        )

    def check(self) -> None:
        super().check()
        rows = self._rows()
        self.query_one(Table).show({f"{row.role}/{row.name}": _cells(row) for row in rows})
        missing = sum(row.status != FOUND for row in rows)
        if missing and self.value("vault"):
            waits = f"OK waits until every certificate is {FOUND}: {missing} of {len(rows)} not yet."
            self.query_one(ActionRow).wait(waits)

    def _rows(self) -> tuple[CertificateRow, ...]:
        configuration = read_configuration(self._text).configuration
        if configuration is None:
            return ()
        chosen = self.value("vault") or None
        return certificate_rows(self.portal.world, self._service, configuration, chosen)

    def world_changed(self) -> None:
        self.check()

    def operation(self) -> SaveConfiguration:
        return SaveConfiguration(
            service=self._service.id, vault=self.value("vault"), configuration=self._text
        )


def _cells(row: CertificateRow) -> Cells:
    return (
        cell(row.role, "$text"),
        cell(row.name),
        cell(f"{row.thumbprint[:8]}…{row.thumbprint[-4:]}"),
        status(row.status, _TONES.get(row.status, "time")),
        muted(row.where),
    )
