"""Rules that a world's documents follow together, beyond the types of their fields."""

from __future__ import annotations

from store.eras import ERAS
from store.resources import Clock, Resource, WorldFacts, table_of
from store.world import World


def incomplete(world: World) -> str:
    """The part that this world lacks though every world needs it; "" where it is complete."""
    clock, facts = world.get(Clock, "clock"), world.get(WorldFacts, "world")
    if clock is None or facts is None:
        return f"it has no {'clock' if clock is None else 'world'} document"
    return "" if facts.era in ERAS else f"there is no era {facts.era!r:.40}"


def misplaced(world: World) -> str:
    """The first resource whose id is not one of its type, or "": only a hand writes such a thing."""
    for table in world.tables.values():
        for document in table.values():
            if (
                isinstance(document, Resource)
                and _type_in(document.id).lower() != table_of(type(document)).lower()
            ):
                return f"{document.id!r:.200} is not the id of a {table_of(type(document))}"
    return ""


def _type_in(id: str) -> str:
    """The type an ARM id names after its last `/providers/`; groups and subscriptions have none there."""
    _, found, rest = id.rpartition("/providers/")
    if not found:
        return "Microsoft.Resources/" + id.split("/")[-2] if id.count("/") in (2, 4) else ""
    provider, *parts = rest.split("/")
    type = "/".join((provider, *parts[::2]))
    # A deployment slot is an app of its own, inside another one.
    return type[: -len("/slots")] if type.lower() == "microsoft.web/sites/slots" else type
