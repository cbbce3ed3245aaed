"""Worlds that tests begin with. EC keys: they sign in no time."""

from __future__ import annotations

from functools import cache

from store.journal.in_memory import MemoryJournal
from store.portal import Portal
from store.world import World
from store.worlds import begin


@cache
def world(name: str, era: str = "2022", keys: str = "ec") -> World:
    """One of the worlds `certblade new` makes, made once: worlds never change."""
    return begin(name, era=era, keys=keys)


def walk_world() -> World:
    """Everything is there to begin a certificate's life: apps, hosts, a DNS zone, no order."""
    return world("walk")


def demo_world() -> World:
    """A wild card order, rekeyed, with two of three linked certificates out of sync."""
    return world("demo")


def portal(begun: World) -> Portal:
    """A portal on that world that writes no file."""
    return Portal(MemoryJournal(begun))
