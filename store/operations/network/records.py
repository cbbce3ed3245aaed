"""Adding and removing DNS records."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.hostnames import comparable
from store.operations.arguments import ZoneRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import Raw, Value, ps_call, ps_line, ps_place
from store.operations.network.record_rules import record_problem, record_type
from store.operations.operation import Operation
from store.resources import DnsZone, Record, RecordType, group_of, name_of
from store.services.authorization.access import lock_refusal, locks_over
from store.services.certificate_registration.waiting import recheck_waiting_for_zone
from store.services.network.dns import ROOT, full_name, is_public
from store.world import Draft, View

#: Seconds that a record may be kept by resolvers, where nothing else is said; Azure DNS's own default.
_TTL = 3600


def write_records(draft: Draft, zone: DnsZone, records: tuple[Record, ...]) -> None:
    """Give the zone these records, and let requests that waited for them look again."""
    draft.put(replace(zone, properties=replace(zone.properties, records=records)))
    recheck_waiting_for_zone(draft, zone.name)


#: The record set that a line before has read.
_SET = Raw("$set")


class _OnRecord(Operation, frozen=True, kw_only=True):
    """An operation on one record: `name` is relative to the zone, `@` or "" its root."""

    targets: ClassVar[str] = "zone"

    zone: ZoneRef
    type: str
    name: str = ROOT
    value: str = ""

    def _name(self) -> str:
        name = self.name.strip().lower()
        return (name if name.isascii() else comparable(name)) or ROOT

    def _value(self, kind: RecordType) -> str:
        value = self.value.strip()
        if kind is RecordType.CAA:
            # Zone files may have tabs or several spaces between the parts.
            return " ".join(value.split(None, 2))
        return value if value.isascii() or kind is not RecordType.CNAME else comparable(value)

    def _public(self, view: View) -> bool:
        """Whether it is a public zone: a private one has commands of its own."""
        return is_public(view.need(DnsZone, self.zone))

    def _az(self, view: View, verb: str, **data: str | int | None) -> str:
        """The line that does this with the record set; `data` are the options beside those that name it."""
        zone = view.need(DnsZone, self.zone)
        kind = "dns" if is_public(zone) else "private-dns"
        return az_line(
            f"network {kind} record-set {record_type(self.type).lower()} {verb}",
            g=name_of(group_of(zone.id)),
            z=zone.name,
            n=self._name(),
            **data,
        )

    def _data(self) -> dict[str, str]:
        """The options that say what the record holds; a CAA value in quotes is meant without them."""
        kind = record_type(self.type)
        value = self._value(kind)
        if kind is RecordType.CAA:
            flags, tag, rest = (*value.split(" ", 2), "", "", "")[:3]
            return {"flags": flags, "tag": tag, "value": rest.removeprefix('"').removesuffix('"')}
        return {{RecordType.A: "a", RecordType.CNAME: "c"}.get(kind, "v"): value}

    def _others(self, view: View) -> bool:
        """Whether the record set holds another record than this one."""
        kind, name = record_type(self.type), self._name()
        value = self._value(kind)
        return any(
            one.type is kind and one.name.lower() == name and one.value != value
            for one in view.need(DnsZone, self.zone).properties.records
        )

    def _ps(self, view: View, command: str) -> str:
        """The name of a command for record sets of this zone: `Get-AzDnsRecordSet` of a public one."""
        return command if self._public(view) else command.replace("-Az", "-AzPrivate")

    def _ps_place(self, view: View) -> dict[str, Value]:
        """The parameters that name the record set."""
        zone = ps_place(view.need(DnsZone, self.zone).id, "ZoneName")
        return {**zone, "Name": self._name(), "RecordType": str(record_type(self.type))}

    def _ps_data(self) -> dict[str, Value]:
        """The parameters that say what the record holds."""
        kind = record_type(self.type)
        if kind is RecordType.CAA:
            data = self._data()
            flags: Value = int(data["flags"]) if data["flags"].isdecimal() else data["flags"]
            return {"CaaFlags": flags, "CaaTag": data["tag"], "CaaValue": data["value"]}
        names = {RecordType.A: "Ipv4Address", RecordType.CNAME: "Cname"}
        return {names.get(kind, "Value"): self._value(kind)}


class AddRecord(_OnRecord, frozen=True, kw_only=True):
    """Add a record of type A, CNAME, TXT or CAA; `ttl` in seconds."""

    arm: ClassVar[str] = "Microsoft.Network/dnsZones/recordsets/write"
    title: ClassVar[str] = "Add record set"

    ttl: int = _TTL

    def _record(self) -> Record:
        kind = record_type(self.type)
        return Record(type=kind, name=self._name(), value=self._value(kind), ttl=self.ttl)

    def why_not(self, view: View) -> AzureError | None:
        return record_problem(view.need(DnsZone, self.zone), self._record())

    def apply(self, draft: Draft, material: None) -> str:
        zone, record = draft.need(DnsZone, self.zone), self._record()
        write_records(draft, zone, (*zone.properties.records, record))
        return f"Added the {record.type} record {full_name(record, zone)} {record.value}."

    def az(self, view: View) -> str:
        kind, ttl = record_type(self.type), None if self.ttl == _TTL else self.ttl
        verb = "set-record" if kind is RecordType.CNAME else "add-record"
        if ttl is None or (self._public(view) and kind is not RecordType.TXT):
            return self._az(view, verb, **self._data(), ttl=ttl)
        # TXT takes no TTL when a record is added, and a private zone none of any type.
        return f"{self._az(view, verb, **self._data())}\n{self._az(view, 'update', set=f'ttl={ttl}')}"

    def powershell(self, view: View) -> str:
        place = self._ps_place(view)
        if not self._others(view):
            record = ps_call(self._ps(view, "New-AzDnsRecordConfig"), **self._ps_data())
            named = "DnsRecords" if self._public(view) else "PrivateDnsRecord"
            new = self._ps(view, "New-AzDnsRecordSet")
            return ps_line(new, **place, Ttl=self.ttl, **{named: record})
        lines = [
            f"$set = {ps_line('Get-AzDnsRecordSet', **place)}",
            ps_line(self._ps(view, "Add-AzDnsRecordConfig"), RecordSet=_SET, **self._ps_data()),
            *([f"$set.Ttl = {self.ttl}"] if self.ttl != _TTL else []),
            ps_line(self._ps(view, "Set-AzDnsRecordSet"), RecordSet=_SET),
        ]
        return "\n".join(lines)


class RemoveRecord(_OnRecord, frozen=True, kw_only=True):
    """Remove a record; without a value all records of that name and type.

    With the last of them the record set is deleted, which a Delete lock forbids; taking one of several
    away only changes it. Source: "How to protect DNS zones and records" (Azure docs, 2020).
    """

    arm: ClassVar[str] = "Microsoft.Network/dnsZones/recordsets/delete"
    title: ClassVar[str] = "Delete record set"
    destructive: ClassVar[bool] = True

    def _kept(self, view: View) -> tuple[Record, ...]:
        kind = record_type(self.type)
        name, value = self._name(), self._value(kind)
        return tuple(
            one
            for one in view.need(DnsZone, self.zone).properties.records
            if not (one.type is kind and one.name.lower() == name and value in ("", one.value))
        )

    def denied(self, view: View, caller: str) -> AzureError | None:
        """The locks on the record set, where nothing of it would be left."""
        zone, kind, name = view.need(DnsZone, self.zone), record_type(self.type), self._name()
        if any(one.type is kind and one.name.lower() == name for one in self._kept(view)):
            return None
        return lock_refusal(f"{zone.id}/{kind}/{name}", list(locks_over(view, zone.id)), "delete")

    def why_not(self, view: View) -> AzureError | None:
        zone = view.need(DnsZone, self.zone)
        if len(self._kept(view)) < len(zone.properties.records):
            return None
        return AzureError(
            "RecordNotFound",
            f"Zone {zone.name} has no such {record_type(self.type)} record at '{self._name()}'.",
            "Refresh the record sets.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        zone, kept = draft.need(DnsZone, self.zone), self._kept(draft)
        gone = len(zone.properties.records) - len(kept)
        write_records(draft, zone, kept)
        records = f"{gone} records" if gone > 1 else "the record"
        return f"Removed {records} of type {record_type(self.type)} at '{self._name()}' of zone {zone.name}."

    def az(self, view: View) -> str:
        if self.value:
            return self._az(view, "remove-record", **self._data())
        return f"{self._az(view, 'delete')} --yes"

    def powershell(self, view: View) -> str:
        place = self._ps_place(view)
        if not self.value or not self._others(view):
            return ps_line(self._ps(view, "Remove-AzDnsRecordSet"), **place)
        lines = (
            f"$set = {ps_line('Get-AzDnsRecordSet', **place)}",
            ps_line(self._ps(view, "Remove-AzDnsRecordConfig"), RecordSet=_SET, **self._ps_data()),
            ps_line(self._ps(view, "Set-AzDnsRecordSet"), RecordSet=_SET),
        )
        return "\n".join(lines)
