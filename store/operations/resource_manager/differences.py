"""The places where an edited document differs from the stored one.

>>> list(differences({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}))
[(('a', 'b'), 1, 2), (('a', 'c'), ABSENT, 3)]
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final, TypeAlias

import msgspec

#: Names and places of a value in a document, from its root.
Place: TypeAlias = "tuple[str | int, ...]"
#: The value of a place that a document does not have.
ABSENT: Final = msgspec.UNSET


def plain(document: Any) -> Any:
    """The document of JSON's own types alone, so that it compares with one that was read."""
    return msgspec.json.decode(msgspec.json.encode(document))


def differences(before: Any, after: Any, place: Place = ()) -> Iterator[tuple[Place, Any, Any]]:
    """Each place with its two values, the innermost; a list of another length differs as a whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from differences(before.get(name, ABSENT), after.get(name, ABSENT), (*place, name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, (*place, number))
    elif type(before) is not type(after) or before != after:
        yield place, before, after


def spelled(place: Place) -> str:
    """The place as JMESPath and Azure's errors spell it: `properties.siteConfig.minTlsVersion`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def merged(base: Any, edited: Any, current: Any) -> tuple[Any, Place | None]:
    """The current document with the edits that were made to an earlier one (`base`).

    The place is that of an edit which somebody else has changed meanwhile, None where there is none.
    """
    made = list(differences(base, edited))
    others = [place for place, _, _ in differences(base, current)]
    for place, _, _ in made:
        for other in others:
            shorter = min(len(place), len(other))
            if place[:shorter] == other[:shorter]:
                return edited, place
    result = deepcopy(current)
    for place, _, new in made:
        if not place:
            return edited, None
        _put(result, place, new)
    return result, None


def _put(document: Any, place: Place, value: Any) -> None:
    for part in place[:-1]:
        document = document[part]
    if value is ABSENT:
        del document[place[-1]]
    else:
        document[place[-1]] = value
