"""Rules for a record of a DNS zone.

Sources: RFC 1034 and 1035 (names, A, CNAME, TXT), RFC 8659 (CAA), "Overview of DNS zones and records" (Azure
docs, 2023).
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address

from store.errors import AzureError
from store.hostnames import LONGEST_NAME
from store.resources import DnsZone, Record, RecordType
from store.services.names import host_name
from store.services.network.caa import read_caa
from store.services.network.dns import ROOT, full_name, is_public
from store.services.network.limits import LONGEST_CAA_VALUE, LONGEST_TEXT, LONGEST_TTL

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII | re.IGNORECASE)


def record_type(text: str) -> RecordType:
    """The record type of that name, in any case; raises `AzureError` InvalidRecordType."""
    try:
        return RecordType(text.strip().upper())
    except ValueError:
        known = ", ".join(RecordType)
        raise AzureError(
            "InvalidRecordType", f"'{text}' is not a record type of this zone.", f"Choose one of {known}."
        ) from None


def record_problem(zone: DnsZone, record: Record) -> AzureError | None:
    """Why the zone does not take this record, or None."""
    if record.type is RecordType.CAA and not is_public(zone):
        # "Overview of private DNS records" (Azure docs): no CA asks there.
        return AzureError(
            "InvalidRecordType", "A private zone has no CAA records.", "Add it to a public zone."
        )
    if wrong := _name_problem(zone, record):
        return AzureError("InvalidRecordName", wrong, "Write the name relative to the zone, @ for its root.")
    if wrong := _value_problem(record):
        return AzureError("InvalidRecordValue", wrong, "Correct the value.")
    if not 1 <= record.ttl <= LONGEST_TTL:
        return AzureError("InvalidTtl", f"TTL must be 1-{LONGEST_TTL} seconds.", "Choose 3600.")
    return _conflict(zone, record)


def _name_problem(zone: DnsZone, record: Record) -> str:
    if record.name == ROOT:
        return (
            "A CNAME record cannot stand at the root '@' of a zone."
            if record.type is RecordType.CNAME
            else ""
        )
    labels = record.name.split(".")
    plain = labels[1:] if labels[0] == "*" else labels
    if len(full_name(record, zone)) > LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in plain):
        return f"'{record.name[:80]}' is not a record name."
    return ""


def _value_problem(record: Record) -> str:
    value = record.value
    if record.type is RecordType.A:
        return "" if _is_ipv4(value) else f"'{value[:80]}' is not an IPv4 address such as 20.50.2.10."
    if record.type is RecordType.CNAME:
        return host_name(value.removesuffix("."))
    if record.type is RecordType.TXT:
        fits = 0 < len(value) <= LONGEST_TEXT and value.isprintable()
        return (
            "" if fits else f"A TXT value has 1-{LONGEST_TEXT} printable characters; this has {len(value)}."
        )
    if len(value) > LONGEST_CAA_VALUE:
        return f"A CAA value has up to {LONGEST_CAA_VALUE:,} characters; this has {len(value):,}."
    if read_caa(value) is None or not value.isprintable():
        return f"'{value[:80]}' is not a CAA record such as 0 issue godaddy.com."
    return ""


def _is_ipv4(value: str) -> bool:
    try:
        IPv4Address(value)
    except ValueError:
        return False
    return True


def _conflict(zone: DnsZone, record: Record) -> AzureError | None:
    """A CNAME is the only record at its name (RFC 1034)."""
    same_name = [one for one in zone.properties.records if one.name.lower() == record.name.lower()]
    if any(one.type is record.type and one.value == record.value for one in same_name):
        return AzureError(
            "RecordExists", f"The zone has this {record.type} record at '{record.name}' already.", "Refresh."
        )
    alias = next((one for one in same_name if RecordType.CNAME in (one.type, record.type)), None)
    if alias is None:
        return None
    return AzureError(
        "RecordConflict",
        f"'{record.name}' has a {alias.type} record; a CNAME record cannot stand beside another record.",
        "Remove that record first.",
    )
