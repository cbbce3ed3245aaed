"""Operations Azure does not have; `OPERATIONS` is their part of the registry."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.simulator.clock import AdvanceClock, SetClockSpeed

__all__ = ["AdvanceClock", "SetClockSpeed"]

OPERATIONS: tuple[type[Operation], ...] = (AdvanceClock, SetClockSpeed)
