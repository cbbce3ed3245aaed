"""Reading members of a request's JSON object, with the service's sentence where one has the wrong type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from store.errors import AzureError


def _wrong(name: str, wanted: str) -> AzureError:
    return AzureError("InvalidRequestContent", f"The value of '{name}' must be {wanted}.")


def members(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object of that name, empty where it is missing or null; raises `AzureError`."""
    value = document.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _wrong(name, "an object")
    return value


def entries(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The list of objects of that name, empty where it is missing or null; raises `AzureError`."""
    value = document.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _wrong(name, "a list of objects")
    return value


def text(document: Mapping[str, Any], name: str, default: str = "") -> str:
    """The text of that name; raises `AzureError`."""
    value = document.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise _wrong(name, "a string")
    return value


def flag(document: Mapping[str, Any], name: str, default: bool) -> bool:
    """The boolean of that name; raises `AzureError`."""
    value = document.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise _wrong(name, "true or false")
    return value


def number(document: Mapping[str, Any], name: str) -> int | None:
    """The whole number of that name, None where it is missing; raises `AzureError`."""
    value = document.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(name, "a whole number")
    return value


def strings(document: Mapping[str, Any], name: str) -> dict[str, str]:
    """The object of that name, whose values are all texts; raises `AzureError`."""
    found = members(document, name)
    if not all(isinstance(value, str) for value in found.values()):
        raise _wrong(name, "an object of strings")
    return found


def words(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The list of texts of that name, empty where it is missing; raises `AzureError`."""
    value = document.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong(name, "a list of strings")
    return tuple(value)


def same_as_before(asked: Mapping[str, Any], held: Mapping[str, Any], fixed: Iterable[str]) -> None:
    """Raises `AzureError` PropertyChangeNotAllowed where a fixed property would become another."""
    for name in fixed:
        wanted, known = asked.get(name), held.get(name)
        if wanted is not None and str(wanted).lower() != str(known).lower():
            raise AzureError(
                "PropertyChangeNotAllowed",
                f"Changing property '{name}' is not allowed: it is '{known}'.",
                "Create another resource.",
            )
