"""The portal program: the portal it shows, and the words blades use to go, do and say."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from store.errors import AzureError
from tui.host import Answer
from tui.navigation.journey import Place
from tui.navigation.routes import ROUTES
from tui.shell.frame import Frame
from tui.shell.session import Session
from tui.text.plain import plain, short_ids
from tui.text.status import Tone
from tui.widgets.card import Card
from tui.work.notices import Notice
from tui.work.threads import Advanced, Broke, Changed, Finished, Job, Refused

if TYPE_CHECKING:
    from textual.command import Provider

    from store import Done
    from store.jobs.events import Event
    from store.operations.operation import Operation

#: Seconds an operation may take before the page says that it is under way.
PATIENCE = 0.15
_SEVERITY: dict[Tone, Any] = {"warning": "warning", "error": "error"}


def _palette() -> type[Provider]:
    from tui.shell.palette import Verbs

    return Verbs


class PortalApp(Session):
    """The portal on the world in `path`; where there is none, the first screen asks for one."""

    TITLE = "certblade"
    CSS_PATH = Path(__file__).parents[1] / "styles" / "portal.tcss"
    COMMANDS: ClassVar[set[Any]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "Palette", key_display="^p", priority=True),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
    ]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, path: Path, *, settings: Path | None = None) -> None:
        """Opens the world in `path`, where there is one; raises `StateError` where it cannot be read.

        `settings` is the file that remembers the theme; without one nothing is remembered.
        """
        super().__init__(path, settings)
        self._passing: Sequence[Event] = ()
        self._under_way = 0
        self.reading = False

    @property
    def frame(self) -> Frame | None:
        """The frame, when a portal is shown."""
        return next((screen for screen in self.screen_stack if isinstance(screen, Frame)), None)

    def get_default_screen(self) -> Screen[Any]:
        if self._portal is None:
            return self._home()
        return Frame(Place("certificates"))

    def _home(self) -> Screen[Any]:
        from tui.blades.simulator.home import Home

        return Home()

    def show_start(self) -> None:
        frame = self.frame
        if frame is None:
            self.push_screen(Frame(Place("certificates")))
            return
        self._uncover(frame)
        frame.restart(Place("certificates"))

    def opening_failed(self) -> None:
        from tui.blades.simulator.home import Home

        for screen in self.screen_stack:
            if isinstance(screen, Home):
                screen.failed()

    def first_frame_done(self) -> None:
        # From now on memory is looked through for garbage.
        if not gc.isenabled():
            gc.enable()
            # What was read so far stays to the end.
            gc.freeze()

    # What blades say

    def go(self, route: str, resource: str = "", *, fresh: bool = False) -> None:
        target = ROUTES[route].load()
        if issubclass(target, ModalScreen):
            self.push_screen(target(resource) if resource else target())
            return
        frame = self.frame
        if frame is None:
            return
        self._uncover(frame)
        (frame.journey.jump if fresh else frame.journey.go)(Place(route, resource))
        frame.run_worker(frame.walk(), group="walk")

    def back(self) -> None:
        if self.frame is not None:
            self.frame.action_back()

    def in_front(self, page: Widget) -> bool:
        return self.frame is not None and self.frame.blade is page

    def open_resource(self, resource: str) -> None:
        from tui.shell.go_to import home_of

        if route := home_of(resource):
            self.go(route, resource, fresh=True)

    def _uncover(self, frame: Frame) -> None:
        """Close what lies over the frame."""
        while self.screen is not frame:
            self.pop_screen()

    def ask(self, dialog: ModalScreen[Answer], then: Callable[[Answer], object]) -> None:
        def answered(answer: Answer | None) -> None:
            if answer is not None:
                then(answer)

        self.push_screen(dialog, answered)

    def perform(
        self, operation: Operation, *, title: str, then: Callable[[Done], object] | None = None
    ) -> None:
        frame = self.frame
        self._under_way += 1
        self.set_timer(PATIENCE, self._tell_reading)
        self.work.perform(Job(operation, title, frame.journey.here.resource if frame else "", then))

    def _tell_reading(self) -> None:
        """Say that an operation is under way, or not any more."""
        if self.reading != bool(self._under_way):
            self.reading = not self.reading
            if self.frame is not None and self.frame.blade is not None:
                self.frame.blade.update_chrome()

    def _arrived(self) -> None:
        """An operation came to its end."""
        self._under_way -= 1
        if self.reading:
            self._tell_reading()

    def advance(self, until: datetime, passing: Sequence[Event] = ()) -> None:
        from tui.blades.simulator.advancing import Advancing

        self._passing = passing
        self.push_screen(Advancing(self.portal.world.now, until))

    def say(
        self,
        title: str,
        text: str,
        tone: Tone = "success",
        *,
        code: str = "",
        repair: str = "",
        keep: bool = True,
    ) -> None:
        now = self.portal.world.now if self._portal is not None else None
        if keep:
            here = self.frame.journey.here.resource if self.frame else ""
            self.notices.add(Notice(title, text, tone, now, code, repair, here))
        words = short_ids(f"{code}: {text}" if code else text)
        self.notify(
            plain(words, 150), title=plain(title), severity=_SEVERITY.get(tone, "information"), markup=False
        )
        self.update_frame()

    def copy(self, text: str) -> None:
        self.copy_to_clipboard(plain(text))
        self.say("Copy", f"{plain(text, 60)} was sent to the terminal's clipboard.", "info", keep=False)

    def refresh_world(self) -> None:
        self.portal.follow()
        if self.frame is not None:
            self.frame.world_changed(force=True)

    def update_frame(self) -> None:
        if self.frame is not None and self.frame.is_mounted:
            self.frame.update_chrome()

    # What threads report

    def on_changed(self, _: Changed) -> None:
        if self.frame is not None and self.frame.is_mounted:
            self.frame.world_changed()
        if isinstance(self.screen, Card):
            self.screen.world_changed()

    def on_finished(self, event: Finished) -> None:
        self._arrived()
        self.on_changed(Changed())
        self.say(event.job.title, event.done.result)
        if self.frame is not None and self.frame.blade is not None:
            self.frame.blade.accepted()
        if event.job.then is not None:
            event.job.then(event.done)

    def on_refused(self, event: Refused) -> None:
        if event.job is not None:
            self._arrived()
        step = event.error.next_step if isinstance(event.error, AzureError) else ""
        title = f"{event.job.title} was refused" if event.job else "The state file"
        self.say(title, event.error.message, "error", code=event.error.code, repair=step)
        blade = self.frame.blade if self.frame else None
        if blade is not None and (event.job is None or event.job.resource == blade.resource):
            blade.refused(event.error)

    def on_broke(self, event: Broke) -> None:
        if event.job is not None:
            self._arrived()
        self.say(
            event.title, f"An unexpected error ({event.kind}) stopped this; the world is as it was.", "error"
        )

    def on_advanced(self, event: Advanced) -> None:
        from tui.blades.simulator.advancing import Advancing

        self.on_changed(Changed())
        dialog = self.screen
        if isinstance(dialog, Advancing):
            dialog.dismiss() if event.finished else dialog.reached(event.moment)
        if event.finished:
            from tui.blades.simulator.travel import arrival

            self.say("Time", arrival(event.moment, self._passing))

    # Textual

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave; the world is kept", self.action_quit)

    def action_home(self) -> None:
        if self.screen.id != "home":
            self.push_screen(self._home())
