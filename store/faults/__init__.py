"""Faults that an instructor lets happen in a trainee's world, by operations alone.

    fault = fault_named("KeyVaultDeleted")
    fault.why_not(portal.world)                     # None where this world has something to hit
    cause(portal, fault, by=instructor("Grace"))    # now; `plant` lets it happen at a moment

The menu has an entry for each event in an order's life and for each problem that customers bring.
"""

from __future__ import annotations

from functools import cache

from store.errors import UsageError
from store.faults import apps, orders, proofs, vaults
from store.faults.model import Fault


@cache
def faults() -> tuple[Fault, ...]:
    """All faults: events first, then problems, each by number."""
    everything = (*orders.FAULTS, *proofs.FAULTS, *vaults.FAULTS, *apps.FAULTS)
    return tuple(sorted(everything, key=_place))


def _place(fault: Fault) -> tuple[int, int]:
    first = fault.event.split()[0]
    return "TPK".index(first[0]), int(first[1:])


def fault_named(name: str) -> Fault:
    """The fault with this code or number, in any case; raises `UsageError` UnknownFault."""
    wanted = name.strip().lower()
    found = next((one for one in faults() if wanted == one.code.lower()), None)
    found = found or next((one for one in faults() if wanted in one.event.lower().split()), None)
    if found is None:
        raise UsageError(
            f"There is no fault '{name[:60]}'. `certblade class fault FOLDER` lists them.", "UnknownFault"
        )
    return found
