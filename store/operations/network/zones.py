"""DNS zones: created, deleted, and the mailboxes of their domains."""

from __future__ import annotations

import re
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.hostnames import ascii_name, other_reading
from store.operations.arguments import GroupRef, ZoneRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line, ps_place
from store.operations.operation import Operation, Simulator
from store.resources import DnsZone, ResourceGroup, ZoneProperties, group_of, name_of, resource_id
from store.services.certificate_registration.waiting import delete_zone, recheck_waiting_for_zone
from store.services.names import host_name
from store.services.network.dns import is_public
from store.world import Draft, View

_MAILBOX = re.compile(r"[a-z0-9]([a-z0-9._+-]{0,62}[a-z0-9])?", re.ASCII)
_TYPES = ("Public", "Private")


class CreateZone(Operation, frozen=True, kw_only=True):
    """Create a DNS zone, `Public` or `Private`; its name is the domain."""

    arm: ClassVar[str] = "Microsoft.Network/dnsZones/write"
    title: ClassVar[str] = "Create DNS zone"

    name: str
    resource_group: GroupRef
    zone_type: str = "Public"

    def target(self, view: View) -> str:
        group = view.need(ResourceGroup, self.resource_group).id
        return resource_id(group, "Microsoft.Network/dnsZones", self._domain())

    def _domain(self) -> str:
        if wrong := host_name(self.name.removesuffix(".")):
            raise AzureError("InvalidZoneName", wrong, "Write a domain such as contoso.com.")
        return ascii_name(self.name)

    def _public(self) -> bool:
        return self.zone_type.lower() == "public"

    def why_not(self, view: View) -> AzureError | None:
        if self.zone_type.capitalize() not in _TYPES:
            return AzureError(
                "InvalidZoneType", f"'{self.zone_type}' is not a type of zone.", "Choose Public or Private."
            )
        if view.get(DnsZone, self.target(view)) is not None:
            return AzureError("Conflict", f"The zone '{self._domain()}' exists in this group already.")
        rivals = [zone for zone in view.all(DnsZone) if is_public(zone) and zone.name == self._domain()]
        if not (self._public() and rivals):
            return None
        return AzureError(
            "Conflict",
            f"'{self._domain()}' is delegated to the zone in resource group "
            f"'{name_of(group_of(rivals[0].id))}' already.",
            "Use that zone, or delete it first.",
        )

    def apply(self, draft: Draft, material: None) -> str:
        zone = DnsZone(
            id=self.target(draft),
            name=self._domain(),
            properties=ZoneProperties(zone_type=self.zone_type.capitalize()),
        )
        draft.put(zone)
        recheck_waiting_for_zone(draft, zone.name)
        told = f"Created {zone.properties.zone_type.lower()} DNS zone '{zone.name}'."
        return f"{told} {other_reading(self.name)}".rstrip()

    def az(self, view: View) -> str:
        kind = "dns" if self._public() else "private-dns"
        return az_line(f"network {kind} zone create", g=name_of(self.resource_group), n=self._domain())

    def powershell(self, view: View) -> str:
        kind = "Dns" if self._public() else "PrivateDns"
        return ps_line(f"New-Az{kind}Zone", **ps_place(self.target(view)))


class DeleteZone(Operation, frozen=True, kw_only=True):
    """Delete a DNS zone with all its records."""

    arm: ClassVar[str] = "Microsoft.Network/dnsZones/delete"
    title: ClassVar[str] = "Delete DNS zone"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True
    targets: ClassVar[str] = "zone"

    zone: ZoneRef

    def apply(self, draft: Draft, material: None) -> str:
        zone = draft.need(DnsZone, self.zone)
        delete_zone(draft, zone)
        return f"Deleted DNS zone '{zone.name}' and its records ({len(zone.properties.records)})."

    def az(self, view: View) -> str:
        zone = view.need(DnsZone, self.zone)
        if is_public(zone):
            return az_line("network dns zone delete", ids=zone.id, yes=())
        group = name_of(group_of(zone.id))
        return az_line("network private-dns zone delete", g=group, n=zone.name, yes=())

    def powershell(self, view: View) -> str:
        kind = "Dns" if is_public(view.need(DnsZone, self.zone)) else "PrivateDns"
        return ps_line(f"Remove-Az{kind}Zone", **ps_place(self.target(view)))


class SetMailboxes(Simulator, frozen=True, kw_only=True):
    """Say which mailboxes exist in a zone's domain, by local part (`admin`); without any no mail arrives."""

    arm: ClassVar[str] = "Simulator/mailboxes/write"
    title: ClassVar[str] = "Set mailboxes"
    targets: ClassVar[str] = "zone"

    zone: ZoneRef
    mailboxes: tuple[str, ...] = ()

    def _boxes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(box.strip().lower() for box in self.mailboxes))

    def why_not(self, view: View) -> AzureError | None:
        view.need(DnsZone, self.zone)
        for box in self._boxes():
            if not _MAILBOX.fullmatch(box):
                return AzureError(
                    "InvalidMailbox",
                    f"'{box[:80]}' is not the local part of an address.",
                    "Write admin, not admin@…",
                )
        return None

    def apply(self, draft: Draft, material: None) -> str:
        zone = draft.need(DnsZone, self.zone)
        draft.put(replace(zone, properties=replace(zone.properties, mailboxes=self._boxes())))
        named = ", ".join(f"{box}@" for box in self._boxes())
        return f"Mailboxes of {zone.name}: {named or 'none'}."
