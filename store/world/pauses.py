"""What a thread does between two steps of long work: whoever began it may let something else go first."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

#: Called before each thing that is due in a run of the clock; each thread has its own.
BETWEEN: ContextVar[Callable[[], object]] = ContextVar("BETWEEN")


def nothing() -> None:
    """Go on at once."""
