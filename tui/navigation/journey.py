"""Where the user is: the stack of places behind the breadcrumb."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tui.navigation.routes import ROUTES, path_to


class Place(Struct, frozen=True):
    """A route and its argument (a resource id, "" for lists)."""

    route: str
    resource: str = ""

    @property
    def menu(self) -> str:
        """The prefix of the resource menu this place belongs to, "" for lists."""
        return self.route.partition(".")[0] if self.resource else ""

    @property
    def overview(self) -> bool:
        return self.route.endswith(".overview")


class Journey:
    """The places from a list down to the shown page; never empty."""

    def __init__(self, start: Place) -> None:
        self.places: tuple[Place, ...] = (start,)

    @property
    def here(self) -> Place:
        return self.places[-1]

    def go(self, place: Place) -> None:
        """Forward: back to a place passed before, beside a page of the same resource, else one deeper.

        A page whose parent is shown now (a step of a setup, a form of a list) is deeper, too.
        """
        if place in self.places:
            self.places = self.places[: self.places.index(place) + 1]
            return
        if not self._deeper(place):
            kept = list(self.places)
            while kept and _same_resource(kept[-1], place) and not kept[-1].overview:
                kept.pop()
            self.places = tuple(kept)
        self.places = (*self.places, place)

    def _deeper(self, place: Place) -> bool:
        route = ROUTES.get(place.route)
        below = route is not None and route.parent == self.here.route
        return below or place.overview or not _same_resource(self.here, place)

    def jump(self, place: Place) -> None:
        """From nowhere: the breadcrumb becomes the canonical path to the place."""
        routes = path_to(place.route)
        self.places = tuple(Place(route, place.resource if "." in route else "") for route in routes)

    def back(self) -> bool:
        """One place back; False when this is the first."""
        if len(self.places) == 1:
            return False
        self.places = self.places[:-1]
        return True

    def forget(self, gone: Callable[[Place], bool]) -> bool:
        """Leave out places that are gone (their resource was deleted); True when any was."""
        kept = tuple(place for place in self.places if not gone(place))
        changed = kept != self.places
        self.places = kept or (Place(next(iter(ROUTES))),)
        return changed


def _same_resource(one: Place, other: Place) -> bool:
    return bool(one.resource) and one.resource.lower() == other.resource.lower() and one.menu == other.menu
