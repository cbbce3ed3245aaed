"""The presenter of a demo: scene by scene, on and back, or by itself at the pace that the file sets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from store.errors import AzureError, StateError
from store.training.demo import Stage
from tui.blades.training.words import named_resource
from tui.navigation.routes import ROUTES
from tui.shell.wide import ROOM_FOR_TICKET

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.host import PortalHost


class _Moved(NamedTuple):
    """What came of a step: whether there was a scene to go to, and why not."""

    there: bool
    error: AzureError | StateError | None = None


class Presenter:
    """Steps are made in a thread; one at a time."""

    def __init__(self, host: PortalHost) -> None:
        self._host = host
        self._stage = Stage(host.portal)
        self._busy = False
        self._timer: Timer | None = None
        #: Whether the demo plays itself.
        self.playing = False

    def stop(self) -> None:
        """Play no further."""
        self.playing = False
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def play(self) -> None:
        """Play by itself from here, or stop."""
        if self.playing:
            self.stop()
            self._host.say("Demo", "It waits for you.", "info", keep=False)
        else:
            self.playing = True
            self.step(1)

    def step(self, by: int) -> None:
        """One scene on (1) or back (-1); a step that is asked for meanwhile is let go."""
        if self._busy:
            return
        self._busy = True
        self._host.work.look("scene", partial(self._move, by), partial(self._moved, by))

    def _move(self, by: int) -> _Moved:
        try:
            return _Moved(self._stage.forward() if by > 0 else self._stage.back())
        except (AzureError, StateError) as error:
            return _Moved(False, error)

    def _moved(self, by: int, moved: _Moved) -> None:
        self._busy = False
        if moved.error is not None:
            self.stop()
            self._host.say("The scene cannot be shown", moved.error.message, "error", code=moved.error.code)
            return
        if not moved.there:
            self.stop()
            text = f"This is the {'last' if by > 0 else 'first'} scene."
            self._host.say("Demo", text, "info", keep=False)
            return
        self._show()

    def _show(self) -> None:
        scene = self._stage.scene
        if scene is None:
            return
        self._host.refresh_world()
        if scene.page in ROUTES:
            resource = named_resource(self._host.portal.world, scene.resource)
            self._host.go(scene.page, resource, fresh=True)
        if self._host.size.width < ROOM_FOR_TICKET:
            self._host.say(scene.title, " ".join(scene.text.split()), "info", keep=False)
        if self.playing:
            self._timer = self._host.set_timer(scene.seconds, partial(self.step, 1))
