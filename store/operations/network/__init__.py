"""Operations of Microsoft.Network and of domains; `OPERATIONS` is its part of the registry."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.network.domains import BuyDomain
from store.operations.network.records import AddRecord, RemoveRecord
from store.operations.network.zones import CreateZone, DeleteZone, SetMailboxes

OPERATIONS: tuple[type[Operation], ...] = (
    CreateZone,
    DeleteZone,
    AddRecord,
    RemoveRecord,
    SetMailboxes,
    BuyDomain,
)

__all__ = [
    "OPERATIONS",
    "AddRecord",
    "BuyDomain",
    "CreateZone",
    "DeleteZone",
    "RemoveRecord",
    "SetMailboxes",
]
