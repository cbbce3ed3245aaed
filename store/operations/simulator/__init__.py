"""Operations Azure does not have; `OPERATIONS` is their part of the registry."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.simulator.clock import AdvanceClock, SetClockSpeed
from store.operations.simulator.faults import AgeProof, FlagForFraud
from store.operations.simulator.trust import TrustRoot, UntrustRoot
from store.operations.simulator.undo import Undo

__all__ = ["AdvanceClock", "AgeProof", "FlagForFraud", "SetClockSpeed", "TrustRoot", "Undo", "UntrustRoot"]

OPERATIONS: tuple[type[Operation], ...] = (
    AdvanceClock,
    SetClockSpeed,
    Undo,
    AgeProof,
    FlagForFraud,
    TrustRoot,
    UntrustRoot,
)
