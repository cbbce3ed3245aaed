"""Operations on subscriptions and resource groups; `OPERATIONS` is their part of the registry."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.subscription.create import CreateResourceGroup, CreateSubscription
from store.operations.subscription.state import (
    RaiseOrderLimit,
    SetCard,
    SetCloud,
    SetOffer,
    SetSubscriptionState,
)

__all__ = [
    "CreateResourceGroup",
    "CreateSubscription",
    "RaiseOrderLimit",
    "SetCard",
    "SetCloud",
    "SetOffer",
    "SetSubscriptionState",
]

OPERATIONS: tuple[type[Operation], ...] = (
    CreateResourceGroup,
    CreateSubscription,
    SetSubscriptionState,
    SetCard,
    SetOffer,
    SetCloud,
    RaiseOrderLimit,
)
