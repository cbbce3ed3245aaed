"""One spelling of names and values: what sources write differently, read alike.

Names of fields are compared without case and underscores (`expirationDate`, `expiration_date`,
`ExpirationDate`): a conversion between the spellings would make `cNAMERecord` of `CNAMERecord`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from store.estates.limits import LONGEST_TEXT

Fields = Mapping[str, Any]


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """A field's name as it is compared; a column `properties_status` of a query is `status`."""
    bare = name[11:] if name.startswith("properties_") and len(name) > 11 else name
    return bare.replace("_", "").lower()


def fold(document: Mapping[str, Any]) -> dict[str, Any]:
    """An object by its folded names; where two names fold alike, the one with a value counts."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        key = folded(name)
        if value is not None or key not in found:
            found[key] = value
    return found


def text(value: Any) -> str | None:
    """A text that is not empty, lone surrogates replaced; None for anything else."""
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        return None
    return whole(value)


def whole(value: str) -> str:
    """The text without lone surrogates, which no file and no terminal takes."""
    if value.isascii():
        return value
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def flag(value: Any) -> bool | None:
    """True or False, also as a word or a number; None for anything else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return None


def number(value: Any) -> int | None:
    """A whole number of a sensible size, also as a text; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31:
        return value
    return None


_THUMBPRINT = re.compile(r"[0-9A-Fa-f]{40}")


def thumbprint(value: Any) -> str | None:
    """Forty hex digits in upper case, blanks and colons left out; None for anything else."""
    if not isinstance(value, str) or len(value) > 100:
        return None
    bare = value.replace(":", "").replace(" ", "")
    return bare.upper() if _THUMBPRINT.fullmatch(bare) else None


_DATE = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s*(Z|z|[+-]\d\d:?\d\d)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(value: Any) -> datetime | None:
    """A moment, UTC where it names no zone, its fraction cut; None for what is none.

    `2027-02-03T10:15:00.1234567`, `/Date(1800194400000)/`, Unix seconds. A text that begins with month or
    day is not read: nobody can tell which is which.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_epoch(seconds=float(value))
    if not isinstance(value, str) or len(value) > 64:
        return None
    dated = _DATE.fullmatch(value.strip())
    if dated:
        return _since_epoch(seconds=int(dated[1]) // 1000)
    found = _MOMENT.fullmatch(value.strip())
    return _written(found) if found else None


def _written(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        zone = found[8]
        if zone and zone not in "Zz":
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
            local = local - offset if zone[0] == "+" else local + offset
    except (ValueError, OverflowError):
        return None
    # Azure writes year 1 for "no moment".
    return local if local.year > 1950 else None


def _since_epoch(seconds: float) -> datetime | None:
    try:
        found = (_EPOCH + timedelta(seconds=seconds)).replace(microsecond=0)
    except (OverflowError, ValueError):
        return None
    return found if found.year > 1970 else None


def texts(value: Any) -> tuple[str, ...] | None:
    """A list of texts, also one text with commas; None for anything else."""
    if isinstance(value, str) and value:
        return tuple(part.strip() for part in whole(value[:LONGEST_TEXT]).split(",") if part.strip())
    if not isinstance(value, list):
        return None
    found = [text(one) for one in value]
    return tuple(one for one in found if one is not None)
