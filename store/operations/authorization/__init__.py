"""Operations of Microsoft.Authorization; `OPERATIONS` is its part of the registry."""

from __future__ import annotations

from store.operations.authorization.locks import AddLock, DeleteLock, EditLock
from store.operations.authorization.roles import AddPrincipal, AssignRole, RemoveRole
from store.operations.base import Operation

OPERATIONS: tuple[type[Operation], ...] = (
    AddLock,
    EditLock,
    DeleteLock,
    AssignRole,
    RemoveRole,
    AddPrincipal,
)

__all__ = [
    "OPERATIONS",
    "AddLock",
    "AddPrincipal",
    "AssignRole",
    "DeleteLock",
    "EditLock",
    "RemoveRole",
]
