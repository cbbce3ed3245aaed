"""The stage: the pages of a journey, of which the last is in front."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical

from store.errors import AzureError
from tui.blades.base import Blade
from tui.navigation.journey import Place
from tui.navigation.routes import ROUTES, loaded
from tui.widgets.covered import Covered
from tui.widgets.standing import Standing
from tui.widgets.unscrolled import Unscrolled

if TYPE_CHECKING:
    from textual.worker import Worker

    from store import World


#: Workers that bring a page to the front.
_WALK = "walk"


class Pages(Covered, Unscrolled, Standing, Vertical):
    """A page that was left stays mounted, with its cursor and fields, until the journey forgets its place."""

    def __init__(self, start: Place) -> None:
        super().__init__(id="stage")
        self._start = start
        self._blades: dict[Place, Blade] = {}
        self._lost: dict[Place, AzureError] = {}
        self._walking = Lock()

    def compose(self) -> ComposeResult:
        yield self._blade_for(self._start)

    def _blade_for(self, place: Place) -> Blade:
        if place not in self._blades and place in self._lost:
            self._blades[place] = loaded("tui.blades.gone:Gone")(place.resource, self._lost[place])
        elif place not in self._blades:
            self._blades[place] = cast("type[Blade]", ROUTES[place.route].load())(place.resource)
        return self._blades[place]

    def at(self, place: Place) -> Blade | None:
        """The page of a place; None while it is not drawn yet, and nothing can be asked of it."""
        blade = self._blades.get(place)
        return blade if blade is not None and blade.is_mounted else None

    def draw(self, place: Place, *, force: bool = False) -> bool:
        """Draw the page of a place; False where what it shows is gone.

        The next walk brings a page that says so.
        """
        try:
            self._blades[place].update_view(force=force)
        except AzureError as error:
            self._lost[place] = error
            return False
        return True

    def look_again(self, place: Place) -> bool:
        """Have the next walk try the page of this place again; False where it was not lost."""
        return self._lost.pop(place, None) is not None

    def is_gone(self, place: Place, world: World) -> bool:
        """Whether there is a page of this place and its resource is not in the world any more."""
        blade = self._blades.get(place)
        return blade is not None and blade.gone(world)

    @property
    def walking(self) -> bool:
        """Whether a page is on its way to the front."""
        return any(worker.group == _WALK and not worker.is_finished for worker in self.workers)

    def walk(
        self, places: Callable[[], Sequence[Place]], then: Callable[[], None], *, afresh: bool = False
    ) -> None:
        """Mount the page of the last of the places there are by then, let go of all others, call `then`.

        `afresh` lets go of all pages first.
        """
        if self.stands:
            # Called when the worker begins, which it does not where the program is left before.
            _: Worker[None] = self.run_worker(partial(self._walk, places, then, afresh), group=_WALK)

    async def _walk(
        self, places: Callable[[], Sequence[Place]], then: Callable[[], None], afresh: bool
    ) -> None:
        async with self._walking:
            await self._keep(() if afresh else places())
            # The program may be left while a page comes or goes.
            if self.stands:
                await self._bring(places()[-1])
            if self.stands:
                then()

    async def _keep(self, places: Collection[Place]) -> None:
        """Let go of the pages of all other places."""
        for place in [place for place in self._blades if place not in places]:
            await self._blades.pop(place).remove()

    async def _bring(self, place: Place) -> None:
        """Mount the page of this place, where it is not yet."""
        before = self._blades.get(place)
        if before is not None and (place in self._lost) != before.STANDS_IN:
            await self._blades.pop(place).remove()
        blade = self._blade_for(place)
        if not blade.is_attached:
            await self.mount(blade)

    def show_only(self, front: Blade | None) -> None:
        """Show this page and hide the others."""
        for blade in self._blades.values():
            blade.display = blade is front
