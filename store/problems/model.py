"""A known problem: how one recognises it in a world, and how it is repaired."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from store.errors import Place, WayOut
from store.resources import ActivityEntry
from store.world import View


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence of a problem: the resource that has it, what shows it, and the way out of it.

    `order` is the id of the order that the way out belongs to, "" where it names its own resource; `about`
    are the ids of other resources that it concerns.
    """

    resource: str
    evidence: str
    way_out: WayOut
    order: str = ""
    about: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that people bring to support: its stable code, what they see, and why it is so."""

    code: str
    symptom: str
    cause: str
    find: Callable[[View], Iterator[Finding]]


def way(place: Place, text: str, resource: str = "") -> WayOut:
    """A way out of a problem."""
    return WayOut(place=place, text=text, resource=resource)


def standing_refusals(view: View, titles: Sequence[str], *codes: str) -> Iterator[ActivityEntry]:
    """The last refusal of operations (by their titles) on each resource, where none was done since.

    `codes` are those of the refusals that count; none for all. The newest come first.
    """
    seen: set[str] = set()
    for entry in reversed(tuple(view.all(ActivityEntry))):
        if entry.title not in titles or entry.target.lower() in seen:
            continue
        seen.add(entry.target.lower())
        if entry.status == "Failed" and (not codes or entry.code in codes):
            yield entry
