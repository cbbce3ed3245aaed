"""DNS zone: its record sets, and the mailboxes of its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.network.domains import BuyDomain
from store.operations.network.records import AddRecord, RemoveRecord
from store.operations.network.zones import DeleteZone, SetMailboxes
from store.resources import DnsZone, Record, RecordType
from store.services.network.limits import LONGEST_CAA_VALUE
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.status import muted, status
from tui.widgets.checks import Checks
from tui.widgets.columns import Cells, Column
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Notes
from tui.widgets.spare import Spare
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_HINTS = {
    RecordType.A: "an IPv4 address",
    RecordType.CNAME: "a full host name",
    RecordType.TXT: "any text",
    RecordType.CAA: "0 issue godaddy.com",
}
#: Mailboxes to which a CA writes ("Upcoming Change to App Service Certificate on November 30 2021", blog).
_MAILBOXES = ("admin", "administrator", "hostmaster", "postmaster", "webmaster")


class RecordForm(OperationForm):
    """Add record set: name, type, TTL and value."""

    REQUIRED = ("name", "record")
    FIRST = "#record Input"
    BLAMES = {
        "InvalidRecordName": "name",
        "RecordConflict": "name",
        "RecordExists": "record",
        "InvalidRecordValue": "record",
        "InvalidTtl": "ttl",
    }

    def __init__(self, zone: DnsZone) -> None:
        super().__init__(f"Add record set to {zone.name}")
        self._zone = zone

    def content(self) -> ComposeResult:
        yield Field(
            "Name",
            Input("@", compact=True, max_length=253),
            f"in {self._zone.name}; @ is its root",
            id="name",
        )
        types = [
            Option(kind.value, kind.value)
            for kind in (RecordType.TXT, RecordType.A, RecordType.CNAME, RecordType.CAA)
        ]
        yield Field("Type", Choice(*types, title="Type"), id="kind")
        yield Field("TTL", Input("3600", type="integer", compact=True, max_length=10), "seconds", id="ttl")
        yield Field("Value", Input(compact=True, max_length=LONGEST_CAA_VALUE), id="record")

    def check(self) -> None:
        self.query_one("#record", Field).hint(_HINTS[RecordType(self.value("kind"))])
        super().check()

    def operation(self) -> AddRecord:
        ttl = self.value("ttl")
        return AddRecord(
            zone=self._zone.id,
            type=self.value("kind"),
            name=self.value("name"),
            value=self.value("record"),
            ttl=int(ttl) if ttl.isdecimal() else 0,
        )


class MailboxForm(OperationForm):
    """Which administrators' mailboxes exist in the domain; a simulator's setting, not Azure's."""

    DOES = "Save"

    def __init__(self, zone: DnsZone) -> None:
        super().__init__(f"Mailboxes of {zone.name}")
        self._zone = zone

    def content(self) -> ComposeResult:
        notes = Notes()
        notes.show(
            muted("A verification mail reaches those that exist; without any it never arrives."), Content("")
        )
        yield notes
        yield Checks(_MAILBOXES, self._zone.properties.mailboxes)

    def operation(self) -> SetMailboxes:
        return SetMailboxes(zone=self._zone.id, mailboxes=self.query_one(Checks).checked)


class DnsZoneBlade(Blade):
    """Record sets; what Azure wrote by itself is marked."""

    KIND_LABEL = "DNS zone"
    RESOURCE = DnsZone
    COPIES = "Copy value"
    PERFORMS = ("DeleteZone", "AddRecord", "RemoveRecord", "SetMailboxes", "BuyDomain")
    HELP_TEXT = (
        "The token of an order belongs into a TXT record at the root @, also for subdomains. CAA records, "
        "if there are any, must name godaddy.com for App Service Certificates and digicert.com for managed "
        "ones, without an account: every name of a certificate is asked for, a wild card by issuewild."
    )

    @verb("a", "Add record set", "Add a record")
    def add_record(self) -> None:
        """Ask for a record."""
        fill_in(self.host, RecordForm(self.zone), "Add record set")

    refresh_world = refresh_verb

    @verb("d", "Delete record")
    def remove_record(self) -> None:
        """Remove the selected record, after a question."""
        record, operation = self.selected(), self.removal()
        if record is not None and operation is not None:
            line = cell(f"{record.type} {record.name} {record.value}", "bold $text")
            confirm(self.host, "Delete record set", operation, line)

    @remove_record.operation
    def removal(self) -> RemoveRecord | None:
        record = self.selected()
        if record is None:
            return None
        return RemoveRecord(zone=self.resource, type=record.type.value, name=record.name, value=record.value)

    @verb("e", "Mailboxes", "Who can receive mail there")
    def mailboxes(self) -> None:
        """Ask which mailboxes exist."""
        fill_in(self.host, MailboxForm(self.zone), "Mailboxes")

    @performs("y", "Buy domain", "Make it an App Service domain, which Azure verifies by itself")
    def buy_domain(self) -> BuyDomain:
        return BuyDomain(domain=self.zone.name, zone=self.resource)

    @verb("D", "Delete zone")
    def delete(self) -> None:
        """Delete the zone, after a question."""
        count = len(self.zone.properties.records)
        lines = (
            cell(self.zone.name, "bold $text"),
            muted(f"{counted(count, 'record')} {'goes' if count == 1 else 'go'} with it."),
        )
        confirm(self.host, "Delete DNS zone", self.deletion(), *lines)

    @delete.operation
    def deletion(self) -> DeleteZone:
        return DeleteZone(zone=self.resource)

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 16, least=8),
            Column("TYPE", 6),
            Column("TTL", 6, leaves=1, right=True),
            Column("VALUE", 34, least=16, grow=True),
            Column("", 16, leaves=2),
            empty=muted("No record sets.   ")
            + Content.assemble((self.add_record.key, "bold $key"), " Add record set"),
        )
        yield Spare("Mailboxes", id="boxes")

    @property
    def zone(self) -> DnsZone:
        """The zone as it is now."""
        return self.world.need(DnsZone, self.resource)

    def refresh_view(self, world: World) -> None:
        records = self.zone.properties.records
        self.query_one(Table).show({_key(record): _row(record) for record in records})
        boxes = ", ".join(f"{box}@{self.zone.name}" for box in self.zone.properties.mailboxes)
        self.query_one("#boxes", Spare).show(cell(boxes) if boxes else muted("none: no mail arrives"))

    def note(self) -> Content:
        return muted(f"{self.zone.properties.zone_type} zone")

    def selected(self) -> Record | None:
        """The record under the cursor."""
        key = self.query_one(Table).cursor_key
        return next((one for one in self.zone.properties.records if _key(one) == key), None)

    def on_table_moved(self) -> None:
        self.update_chrome()

    def copy_text(self) -> str:
        record = self.selected()
        return record.value if record else ""


def _key(record: Record) -> str:
    return f"{record.type} {record.name} {record.value}"


def _row(record: Record) -> Cells:
    return (
        cell(record.name, "$text"),
        muted(record.type.value),
        muted(str(record.ttl)),
        cell(record.value),
        status("added by Azure", "muted") if record.automatic else muted(""),
    )
