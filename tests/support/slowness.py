"""Makes a function slow, as it is on a busy machine or a slow disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

#: Seconds, well within what keys wait for.
SLOW = 0.05


def slowed(patch: pytest.MonkeyPatch, owner: Any, name: str, wait: Callable[[], object]) -> None:
    """The function (or method) of this module or class first waits, each time."""
    found = getattr(owner, name)

    def late(*given: Any, **named: Any) -> Any:
        wait()
        return found(*given, **named)

    patch.setattr(owner, name, late)
