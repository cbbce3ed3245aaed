"""The worlds one can begin with: a certificate's life to walk through, a demo out of sync, a cloud service
whose certificate ends soon, an empty subscription, thousands of orders."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import TypedDict, Unpack

from store.eras import DEFAULT_ERA
from store.eras import era as era_named
from store.errors import AzureError
from store.resources import WorldFacts
from store.world import World
from store.worlds.empty import bare

#: A demo has a year behind it, and X.509 knows no year before 1950 nor after 9999.
_EARLIEST, _LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9001, 1, 1, tzinfo=UTC)
#: The worlds by name: each but the bare one is a function of its name in a module of its name.
NAMES = ("walk", "demo", "cloud", "empty", "fleet")
#: The kinds of key that the CAs and vaults of a world make. EC is quick: those keys stand for RSA where an
#: import from a vault takes RSA alone.
KEYS = ("rsa2048", "ec")


#: Orders of a fleet: unless another number is asked for, and at most.
FLEET = (1000, 100_000)


class Beginning(TypedDict, total=False):
    """Choices for a new world: era, clock (UTC), a seed, kind of keys, and how many orders a fleet has.

    A seed fixes ids, tokens, serial numbers, chance and keys, and so thumbprints; without one ids are those
    of seed 0 and keys are fresh.
    """

    era: str
    now: datetime | None
    seed: int | None
    keys: str
    orders: int


def begin(name: str, **options: Unpack[Beginning]) -> World:
    """The world of that name as it begins.

    Without options it is one of `DEFAULT_ERA`, its clock in the era's year, its keys fresh ones of "rsa2048".
    Raises `AzureError` UnknownWorld, UnknownEra, UnknownKeyKind or TimeOutOfRange.
    """
    era, seed, keys = options.get("era", DEFAULT_ERA), options.get("seed"), options.get("keys", KEYS[0])
    now = options.get("now") or era_named(era).begins
    if not _EARLIEST <= now <= _LATEST:
        raise AzureError(
            "TimeOutOfRange", f"A world cannot begin in the year {now.year}.", "Choose one from 1971 to 9000."
        )
    if name not in NAMES:
        raise AzureError("UnknownWorld", f"There is no world '{name}'.", f"Choose one of {', '.join(NAMES)}.")
    if not 1 <= options.get("orders", 1) <= FLEET[1]:
        raise AzureError("OrdersOutOfRange", f"A fleet has 1 to {FLEET[1]:,} orders.", "Choose a number.")
    if keys not in KEYS:
        raise AzureError(
            "UnknownKeyKind", f"There is no kind of key '{keys}'.", f"Choose one of {', '.join(KEYS)}."
        )
    facts = WorldFacts(
        id="world",
        name=name,
        era=era,
        seed=seed or 0,
        keys=keys,
        demo_keys=seed is not None,
        created_at=now,
    )
    if name == "empty":
        return bare(facts)
    size = (options.get("orders", FLEET[0]),) if name == "fleet" else ()
    made: World = getattr(import_module(f"store.worlds.{name}"), name)(facts, *size)
    return made
