"""Facts that may be missing from an imported world and are never missing from one that was made here."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def stated(value: T | None) -> T:
    """The value, which this world has; fails where it has none."""
    assert value is not None
    return value
