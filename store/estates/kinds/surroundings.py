"""Locks, DNS zones with their record sets, and subscriptions.

Sources: "Microsoft.Authorization/locks", "Microsoft.Network/dnsZones" (ARM reference), `az network dns
record-set list`, Get-AzDnsRecordSet (Az.Dns), azurerm's dns records (Terraform Registry).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.estates.facts import LockFacts, RecordFacts, SubscriptionFacts, ZoneFacts
from store.estates.identity import CAA, CNAME, TXT, A
from store.estates.kinds.words import lock_level
from store.estates.rows import Row, Source
from store.estates.values import fold, number, text, texts
from store.resources import RecordType

#: The fields that hold a record set's records, by type; PowerShell has `Records` for all.
_HOLDERS = {
    A: ("arecords", "records"),
    CNAME: ("cnamerecord", "cname", "record", "records"),
    TXT: ("txtrecords", "record", "records"),
    CAA: ("caarecords", "record", "records"),
}
_KINDS = {A: RecordType.A, CNAME: RecordType.CNAME, TXT: RecordType.TXT, CAA: RecordType.CAA}


def lock_facts(row: Row) -> LockFacts:
    """What a row of a lock says."""
    return LockFacts(identity=row.identity, files={row.file: None}, level=lock_level(row.fields.get("level")))


def zone_facts(row: Row) -> ZoneFacts:
    """What a row of a zone says."""
    kind = str(row.fields.get("zonetype", "")).lower()
    return ZoneFacts(identity=row.identity, files={row.file: None}, private=kind in ("private", "1") or None)


def record_facts(row: Row) -> RecordFacts:
    """What a row of a record set says; its values as a zone file writes them."""
    type = row.identity.type
    held = next((row.fields[name] for name in _HOLDERS[type] if row.fields.get(name)), None)
    every = held if isinstance(held, list) else [] if held is None else [held]
    return RecordFacts(
        identity=row.identity,
        files={row.file: None},
        whole=row.source is Source.WHOLE,
        type=_KINDS[type],
        ttl=number(row.fields.get("ttl")),
        values=tuple(value for one in every if (value := _value(type, one))),
    )


def _value(type: str, one: Any) -> str | None:
    if isinstance(one, str):
        return text(one)
    if not isinstance(one, Mapping):
        return None
    fields = fold(one)
    if type == A:
        return text(fields.get("ipv4address"))
    if type == CNAME:
        return text(fields.get("cname"))
    if type == TXT:
        parts = texts([fields["value"]] if isinstance(fields.get("value"), str) else fields.get("value"))
        return "".join(parts) if parts else None
    flags, tag, value = number(fields.get("flags")), text(fields.get("tag")), text(fields.get("value"))
    return None if tag is None else f'{flags or 0} {tag} "{value or ""}"'


def subscription_facts(row: Row) -> SubscriptionFacts:
    """What a row of a subscription says."""
    return SubscriptionFacts(
        identity=row.identity,
        files={row.file: None},
        title=text(row.fields.get("displayname")) or text(row.fields.get("subscriptionname")),
        tenant=text(row.fields.get("tenantid")),
    )
