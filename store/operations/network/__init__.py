"""Operations of this provider; `OPERATIONS` is its part of the registry."""

from __future__ import annotations

from store.operations.base import Operation

OPERATIONS: tuple[type[Operation], ...] = ()
