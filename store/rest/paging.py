"""Lists in pages, and the filters that Azure's clients send.

Source: "OData query options" in the Azure REST API guidelines (2024): `$top` items at most, and a `nextLink`
where more follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import quote

from store.errors import AzureError
from store.rest.call import Call
from store.rest.messages import Response, answer

T = TypeVar("T")

#: Items of a page, where the request does not ask for fewer: large documents cost some time each.
PAGE = 50
_SKIP, _TOP = "$skiptoken", "$top"
_TERM = re.compile(r"\s*([A-Za-z]+)\s+eq\s+'((?:[^']|'')*)'\s*", re.IGNORECASE)


def page(call: Call, items: Iterable[T], shape: Callable[[T], Any]) -> Response:
    """A page of the items, each shaped only where it is on it; raises `AzureError` InvalidQueryParameter."""
    start = _number(call, _SKIP, 0)
    size = min(_number(call, _TOP, PAGE), PAGE)
    taken = list(islice(items, start, start + size + 1))
    more = len(taken) > size and size > 0
    document = {"value": [shape(one) for one in taken[:size]]}
    if more:
        document["nextLink"] = _link(call, start + size)  # type: ignore[assignment]
    return answer(document)


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name)
    if text is None:
        return default
    if not text.isdecimal() or not text.isascii() or len(text) > 9:
        raise AzureError("InvalidQueryParameter", f"The query parameter '{name}' must be a number.")
    return int(text)


def _link(call: Call, start: int) -> str:
    query = {**call.query, _SKIP: str(start)}
    words = "&".join(f"{quote(name, '$')}={quote(value, '')}" for name, value in query.items())
    host = call.place.vault_uri(call.vault).rstrip("/") if call.vault else call.place.origin
    return f"{host}{quote(call.path)}?{words}"


def filter_of(call: Call, *fields: str) -> dict[str, str]:
    """The terms `field eq 'value'` of `$filter` by field (of these, in their spelling), joined by `and`.

    Raises `AzureError` InvalidFilterInQueryString for any other.
    """
    text = call.query.get("$filter", "").strip()
    known = {field.lower(): field for field in fields}
    found: dict[str, str] = {}
    for term in re.split(r"\band\b", text, flags=re.IGNORECASE) if text else ():
        match = _TERM.fullmatch(term)
        field = known.get(match[1].lower()) if match else None
        if match is None or field is None:
            raise AzureError(
                "InvalidFilterInQueryString",
                f"Invalid $filter '{text[:100]}' specified in the query string.",
                f"Use {' and '.join(f'''{field} eq '…' ''' for field in fields).strip()}.",
            )
        found[field] = match[2].replace("''", "'")
    return found
