"""Objects by themselves, in an array, or in a list with pages; and what wraps those once more.

    {"id": …, "properties": {…}}               az resource show, the portal's JSON View, Get-AzResource
    [{…}, {…}]                                 az … list
    {"value": [{…}], "nextLink": "https://…"}  az rest, curl; Windows PowerShell 5.1 wraps arrays likewise
    {"StatusCode": 200, "Content": "{…}"}      Invoke-AzRestMethod

Sources: "Azure Resource Manager REST API", Invoke-AzRestMethod (Az.Accounts).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from store.estates.containers.reading import Page, Reading
from store.estates.identity import (
    CAA,
    CNAME,
    SITE,
    SLOT,
    SUBSCRIPTION,
    TXT,
    ZONE,
    A,
    Identity,
    group_in,
    subscription_in,
)
from store.estates.limits import LONGEST_TEXT
from store.estates.rows import Row, Source, properties_are_null, row_of
from store.estates.values import fold, folded


def read_object(document: Mapping[str, Any], file: str, reading: Reading, *, projected: bool = False) -> None:
    """One object: a row where it names itself by an id, else counted."""
    row = row_of(document, file, projected=projected) or _account(document, file)
    if row is None:
        reading.unread += 1
        return
    if properties_are_null(document):
        reading.note("properties-null", file)
    reading.rows.append(row)


def _account(document: Mapping[str, Any], file: str) -> Row | None:
    """A subscription as `az account list` and Get-AzSubscription print it: its id is a bare guid."""
    fields = fold(document)
    guid = fields.get("subscriptionid") or fields.get("id")
    named = fields.get("displayname") or fields.get("name")
    if not isinstance(guid, str) or len(guid) != 36 or guid.count("-") != 4 or not isinstance(named, str):
        return None
    if "tenantid" not in fields and "hometenantid" not in fields:
        return None
    identity = Identity(SUBSCRIPTION, (guid.lower(),), "")
    return Row(file, identity, Source.WHOLE, {"displayname": named, "tenantid": fields.get("tenantid")})


def read_page(document: Mapping[str, Any], file: str, reading: Reading) -> None:
    """A page of a list, with the link to the next one where there is one."""
    values = document.get("value", document.get("Value"))
    link = next((document[name] for name in document if folded(name) == "nextlink"), None)
    before = len(reading.rows)
    for one in values if isinstance(values, list) else ():
        if isinstance(one, Mapping):
            read_object(one, file, reading)
    rows = reading.rows[before:]
    groups = frozenset(group_in(row.identity.id).lower() for row in rows)
    common = _in_common(rows[0].identity) if rows else None
    path = _path(link) if isinstance(link, str) and link else ""
    reading.pages.append(Page(file, common, groups, path))


def _in_common(identity: Identity) -> tuple[str, ...]:
    """What all rows of a list have in common: subscription, type, and what they are children of."""
    if identity.type in (SITE, SLOT):
        return subscription_in(identity.id), SITE
    type = ZONE if identity.type in (A, CNAME, TXT, CAA) else identity.type
    return (subscription_in(identity.id), type, *(name.lower() for name in identity.names[:-1]))


def _path(link: str) -> str:
    try:
        return urlsplit(link[:LONGEST_TEXT]).path or "/"
    except ValueError:
        return "/"
