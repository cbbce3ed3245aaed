"""Microsoft.Network/dnsZones: zones and their record sets of types A, CNAME, TXT and CAA.

Source: "Record Sets" and "Zones" (Azure DNS REST API reference, 2018-05-01).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from store.errors import AzureError
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import DnsZone, Record, RecordType, ResourceGroup
from store.rest import shapes
from store.rest.bodies import entries, members, number, text, words
from store.rest.call import Call
from store.rest.listing import inside
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routing import Route
from store.services.network.dns import ROOT, text_of

_PROVIDER = "/subscriptions/{subscription}/providers/microsoft.network"
_GROUP = "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.network"
_ZONE = f"{_GROUP}/dnszones/{{zone}}"
_SET = f"{_ZONE}/{{type}}/{{record}}"
#: Parts of a zone's path.
_DEPTH = 8
_TTL = 3600
#: Characters of one string of a TXT record.
_STRING = 255


class RecordSet(NamedTuple):
    """The records of one type at one name."""

    zone: DnsZone
    type: RecordType
    name: str
    records: tuple[Record, ...]


def _sets(zone: DnsZone) -> list[RecordSet]:
    found: dict[tuple[RecordType, str], list[Record]] = {}
    for record in zone.properties.records:
        found.setdefault((record.type, record.name.lower()), []).append(record)
    return [RecordSet(zone, type_, name, tuple(records)) for (type_, name), records in found.items()]


def _shown(one: RecordSet) -> dict[str, Any]:
    kind = one.type.value
    full = one.zone.name if one.name == ROOT else f"{one.name}.{one.zone.name}"
    return {
        "id": f"{one.zone.id}/{kind}/{one.name}",
        "name": one.name,
        "type": f"Microsoft.Network/dnszones/{kind}",
        "etag": shapes.etag(one.records),
        "properties": {
            "fqdn": f"{full}.",
            "TTL": one.records[0].ttl if one.records else _TTL,
            "provisioningState": "Succeeded",
            "targetResource": {},
            **_values(one),
        },
    }


def _values(one: RecordSet) -> dict[str, Any]:
    values = [record.value for record in one.records]
    match one.type:
        case RecordType.A:
            return {"ARecords": [{"ipv4Address": value} for value in values]}
        case RecordType.CNAME:
            return {"CNAMERecord": {"cname": values[0]}} if values else {}
        case RecordType.TXT:
            return {"TXTRecords": [{"value": _strings(text_of(record))} for record in one.records]}
    return {"caaRecords": [_caa(value) for value in values]}


def _strings(value: str) -> list[str]:
    return [value[at : at + _STRING] for at in range(0, len(value), _STRING)]


def _caa(value: str) -> dict[str, Any]:
    flags, tag, rest = (*value.split(" ", 2), "", "")[:3]
    return {"flags": int(flags) if flags.isdecimal() else 0, "tag": tag, "value": rest.strip('"')}


def _asked(type_: RecordType, properties: Mapping[str, Any]) -> list[str]:
    """The values in a body, as records have them; raises `AzureError` for other shapes."""
    match type_:
        case RecordType.A:
            return [text(one, "ipv4Address") for one in entries(properties, "ARecords")]
        case RecordType.CNAME:
            target = text(members(properties, "CNAMERecord"), "cname")
            return [target] if target else []
        case RecordType.TXT:
            return ["".join(words(one, "value")) for one in entries(properties, "TXTRecords")]
    return [
        f'{number(one, "flags") or 0} {text(one, "tag")} "{text(one, "value")}"'
        for one in entries(properties, "caaRecords")
    ]


def _zones(call: Call) -> Response:
    return page(call, inside(call, DnsZone, 2), lambda one: shapes.zone(call, one))


def _zones_in_group(call: Call) -> Response:
    call.need(ResourceGroup, 4)
    return page(call, inside(call, DnsZone, 4), lambda one: shapes.zone(call, one))


def _zone(call: Call) -> Response:
    return answer(shapes.zone(call, call.need(DnsZone)))


def _put_zone(call: Call) -> Response:
    found = call.find(DnsZone)
    _unchanged(call, shapes.etag(found) if found else "")
    if found is None:
        call.need(ResourceGroup, 4)
        kind = text(members(call.body(), "properties"), "zoneType", "Public")
        create = kind_named("CreateZone")
        call.perform(create(name=call.names["zone"], resource_group=call.id(4), zone_type=kind))
    return answer(shapes.zone(call, call.need(DnsZone)), 200 if found else 201)


def _unchanged(call: Call, etag: str) -> None:
    """Raises `AzureError` PreconditionFailed where the client's condition on the resource does not hold."""
    wanted = call.request.headers.get("if-match", "").strip('"')
    fresh = call.request.headers.get("if-none-match", "").strip()
    if (
        (fresh == "*" and etag)
        or (wanted not in ("", "*") and wanted != etag)
        or (wanted == "*" and not etag)
    ):
        raise AzureError(
            "PreconditionFailed",
            f"The condition '{'If-None-Match: *' if fresh else 'If-Match'}' is not satisfied.",
            "Read the resource again.",
        )


def _delete_zone(call: Call) -> Response:
    found = call.find(DnsZone)
    if found is None:
        return nothing(204)
    call.perform(kind_named("DeleteZone")(zone=found.id))
    return nothing(200)


def _all(call: Call) -> Response:
    return page(call, _sets(call.need(DnsZone, _DEPTH)), _shown)


def _of_type(call: Call) -> Response:
    kind = _type(call)
    found = [one for one in _sets(call.need(DnsZone, _DEPTH)) if one.type is kind]
    return page(call, found, _shown)


def _type(call: Call) -> RecordType:
    asked = call.names["type"].upper()
    if asked not in RecordType.__members__:
        raise AzureError(
            "NotSimulated", f"Records of type {asked[:20]} are not simulated.", "Use A, CNAME, TXT or CAA."
        )
    return RecordType[asked]


def _find(call: Call) -> RecordSet | None:
    zone, kind, name = call.need(DnsZone, _DEPTH), _type(call), call.names["record"].lower()
    return next((one for one in _sets(zone) if one.type is kind and one.name == name), None)


def _show(call: Call) -> Response:
    found = _find(call)
    if found is None:
        raise AzureError(
            "NotFound", f"The resource record '{call.names['record']}' does not exist in the zone."
        )
    return answer(_shown(found))


def _put(call: Call) -> Response:
    found = _find(call)
    _unchanged(call, shapes.etag(found.records) if found else "")
    zone, kind = call.need(DnsZone, _DEPTH), _type(call)
    properties = members(call.body(), "properties")
    held = found.records if found else ()
    values, ttl = _asked(kind, properties), number(properties, "TTL")
    if not values:
        if held:
            return _delete(call)
        # An empty record set is one that Azure keeps, and this world does not.
        return answer(_shown(RecordSet(zone, kind, call.names["record"].lower(), ())), 201)
    wanted = RecordSet(zone, kind, call.names["record"].lower(), held)
    for one in _changes(wanted, values, ttl):
        call.perform(one)
    changed = _find(call)
    assert changed is not None
    return answer(_shown(changed), 200 if held else 201)


def _changes(one: RecordSet, values: Sequence[str], ttl: int | None) -> Iterator[Operation]:
    """What gives the set these values: what is new is added before what is old goes."""
    name = {"zone": one.zone.id, "type": one.type.value, "name": one.name}
    held = {text_of(record) if one.type is RecordType.TXT else record.value: record for record in one.records}
    timed = ttl if ttl is not None else _TTL
    slow = [value for value, record in held.items() if ttl is not None and record.ttl != ttl]
    stale = [value for value in held if value not in values or value in slow]
    for value in stale:
        yield kind_named("RemoveRecord")(**name, value=held[value].value)
    for value in dict.fromkeys(values):
        if value not in held or value in slow:
            yield kind_named("AddRecord")(**name, value=value, ttl=timed)


def _delete(call: Call) -> Response:
    found = _find(call)
    if found is None:
        return nothing(204)
    _unchanged(call, shapes.etag(found.records))
    remove = kind_named("RemoveRecord")
    call.perform(remove(zone=found.zone.id, type=found.type.value, name=found.name))
    return nothing(200)


ROUTES = (
    Route("GET", f"{_PROVIDER}/dnszones", _zones),
    Route("GET", f"{_GROUP}/dnszones", _zones_in_group),
    Route("GET", _ZONE, _zone),
    Route("PUT", _ZONE, _put_zone),
    Route("DELETE", _ZONE, _delete_zone),
    Route("GET", f"{_ZONE}/recordsets", _all),
    Route("GET", f"{_ZONE}/all", _all),
    Route("GET", f"{_ZONE}/{{type}}", _of_type),
    Route("GET", _SET, _show),
    Route("PUT", _SET, _put),
    Route("PATCH", _SET, _put),
    Route("DELETE", _SET, _delete),
)
