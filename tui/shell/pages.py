"""The stage: the pages of a journey, of which the last is in front."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.blades.base import Blade
from tui.navigation.journey import Place
from tui.navigation.routes import ROUTES

if TYPE_CHECKING:
    from store import World


class Pages(Vertical):
    """A page that was left stays mounted, with its cursor and fields, until the journey forgets its place."""

    def __init__(self, start: Place) -> None:
        super().__init__(id="stage")
        self._start = start
        self._blades: dict[Place, Blade] = {}

    def compose(self) -> ComposeResult:
        yield self._blade_for(self._start)

    def _blade_for(self, place: Place) -> Blade:
        if place not in self._blades:
            self._blades[place] = cast("type[Blade]", ROUTES[place.route].load())(place.resource)
        return self._blades[place]

    def at(self, place: Place) -> Blade | None:
        """The page of a place; None while it is not drawn yet, and nothing can be asked of it."""
        blade = self._blades.get(place)
        return blade if blade is not None and blade.is_mounted else None

    def is_gone(self, place: Place, world: World) -> bool:
        """Whether there is a page of this place and its resource is not in the world any more."""
        blade = self._blades.get(place)
        return blade is not None and blade.gone(world)

    async def keep(self, places: Collection[Place]) -> None:
        """Let go of the pages of all other places."""
        for place in [place for place in self._blades if place not in places]:
            await self._blades.pop(place).remove()

    async def bring(self, place: Place) -> None:
        """Mount the page of this place, where it is not yet."""
        blade = self._blade_for(place)
        if not blade.is_attached:
            await self.mount(blade)

    def show_only(self, front: Blade | None) -> None:
        """Show this page and hide the others."""
        for blade in self._blades.values():
            blade.display = blade is front
