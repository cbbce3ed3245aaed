"""Operations of the portal that is shown: performed in threads, and taken in when they report."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import AzureError
from store.portal import events_between
from store.resources import Clock
from tui.navigation.routes import loaded
from tui.shell.announcer import Announcer
from tui.shell.supervised import Supervised
from tui.shell.toasts import toast
from tui.text.status import Tone
from tui.widgets.standing import Answered
from tui.work.batch import Batch, Tried
from tui.work.deeds import Deed, Page
from tui.work.notices import Notice
from tui.work.pulse import Changed, Standstill
from tui.work.threads import Advanced, Broke, Finished, Job, Refused

if TYPE_CHECKING:
    from textual.widget import Widget

    from store import Done, World
    from store.jobs.events import Event
    from store.operations.operation import Operation
    from tui.blades.simulator.advancing import Advancing

#: Seconds an operation may take before the page says that it is under way.
PATIENCE = 0.15


class Performer(Supervised):
    """A session whose frame shows what its operations did; a subclass says it."""

    def __init__(
        self,
        path: Path,
        settings: Path | None = None,
        *,
        allow_older: bool = False,
        read_only: bool | None = None,
    ) -> None:
        """Opens the world in `path` as `Session` does."""
        super().__init__(path, settings, allow_older=allow_older, read_only=read_only)
        self._announcer: Announcer | None = None
        self._advancing: Advancing | None = None
        self._departure: World | None = None
        self._under_way = 0
        #: What lets keys go on that wait for operations.
        self._holds: list[Callable[[], None]] = []
        self._hinted = False
        self.reading = False

    def perform(
        self, operation: Operation, *, title: str, then: Callable[[Done], object] | None = None
    ) -> None:
        self._set_out()
        self.work.perform(Job(operation, title, self.page, then))

    @property
    def page(self) -> Page:
        here = self.frame.journey.here if self.frame else None
        return (here.route, here.resource) if here else ("", "")

    def uncovered(self, page: Widget) -> bool:
        return self.in_front(page) and self.screen is self.frame

    def perform_each(
        self, operations: Mapping[str, Operation], *, title: str, then: Callable[[], object] | None = None
    ) -> None:
        self._set_out()
        self.work.perform_each(Batch(title, operations, self.page, then))

    @property
    def busy(self) -> bool:
        """Whether a key that was pressed, or an operation, has not come to its end."""
        return bool(self._under_way) or super().busy

    @property
    def drawing(self) -> bool:
        return not self._under_way and super().drawing

    def hold(self) -> Callable[[], None]:
        return self.holding.hold(PATIENCE)

    def _set_out(self) -> None:
        """An operation begins; where it takes long, the page says so."""
        self._under_way += 1
        if not self.reading:
            self._holds.append(self.hold())
        asyncio.get_running_loop().call_later(PATIENCE, self.call_later, self._tell_reading)

    def _tell_reading(self) -> None:
        """Say that an operation is under way, or not any more."""
        if self.reading != bool(self._under_way):
            self.reading = not self.reading
            if self.frame is not None and self.frame.blade is not None:
                self.frame.blade.update_chrome()

    def _arrived(self) -> None:
        """An operation came to its end."""
        self._under_way -= 1
        while self._holds and not self._under_way:
            self._holds.pop()()
        if self.reading:
            self._tell_reading()

    def _begin(self) -> None:
        super()._begin()
        self._announcer = Announcer(self)

    def advance(self, until: datetime) -> None:
        self._departure = self.portal.world
        advancing: Advancing = loaded("tui.blades.simulator.advancing:Advancing")(self._departure.now, until)
        self._advancing = advancing
        self.push_screen(advancing)

    # What threads report

    def on_changed(self, _: Changed) -> None:
        self._redraw()

    def _redraw(self, *, own: bool = False, tells: bool = False) -> None:
        """Show the world as it is now, which the user changed (`own`) or somebody else.

        `tells`: a notice follows at once, and what counts notices is drawn with it.
        """
        self.tell_warnings()
        frame = self.frame
        if frame is not None and frame.is_mounted:
            frame.world_changed(own=own, tells=tells)
        for screen in self.screen_stack:
            if isinstance(screen, Answered):
                # In its own turn: it may not be drawn yet, or be on its way out.
                screen.call_later(screen.world_changed)
        # A thread looks for news, and would take the interpreter's lock from what is being drawn.
        self.call_after_refresh(self._drawn)
        self.look_at_training()

    def _drawn(self) -> None:
        """Another world is on the screen: find the focus where it was hidden, and say what others did."""
        self.find_focus()
        if self._announcer is not None:
            self._announcer.look()

    def on_finished(self, event: Finished) -> None:
        self._arrived()
        if event.done.count:
            self._told_until_now()
        self._redraw(own=True, tells=True)
        failed = any(not one.ok for one in event.done.events)
        self.deeds.add(Deed(event.job.page, self.portal.world.now, event.write))
        tone: Tone = "warning" if failed else "success"
        # Said once: on every toast it would cover the page that it is about.
        hinted = self._hinted or bool(event.job.operation.alone)
        hint = "" if hinted else f"{self.key('portal.done', 'L')}: as az and PowerShell"
        self._hinted |= bool(hint)
        notice = Notice(
            event.job.title, event.done.result, tone, self.portal.world.now, resource=self.page[1]
        )
        self.notices.add(notice)
        toast(self, notice, hint)
        self.update_frame()
        blade = self.frame.blade if self.frame else None
        if blade is not None:
            blade.accepted()
        if event.job.then is not None:
            event.job.then(event.done)

    def on_refused(self, event: Refused) -> None:
        if event.job is not None:
            self._arrived()
        step = event.error.next_step if isinstance(event.error, AzureError) else ""
        title = f"{event.job.title} was refused" if event.job else "The state file"
        self.say(title, event.error.message, "error", code=event.error.code, repair=step)
        blade = self.frame.blade if self.frame else None
        if blade is not None and (event.job is None or event.job.page[1] == blade.resource):
            blade.refused(event.error)

    def on_tried(self, event: Tried) -> None:
        self._arrived()
        self._redraw(own=True)
        lines = "\n\n".join(one.lines for one in event.outcomes if one.lines)
        if lines:
            self.deeds.add(Deed(event.batch.page, self.portal.world.now, lambda: lines))
        loaded("tui.dialogs.outcomes:tell_outcomes")(self, event)
        if event.batch.then is not None:
            event.batch.then()

    def on_standstill(self, event: Standstill) -> None:
        running = self.portal.world.need(Clock, "clock").speed
        self.standstill = event.reason
        if event.reason:
            self.say(
                "The clock stands" if running else "The state file", event.reason, "error", code=event.code
            )
        else:
            self.say("The clock" if running else "The state file", "It goes on.", "info")
        self._redraw()

    def on_broke(self, event: Broke) -> None:
        if event.job is not None:
            self._arrived()
        self.say(
            event.title, f"An unexpected error ({event.kind}) stopped this; the world is as it was.", "error"
        )

    def on_advanced(self, event: Advanced) -> None:
        self._told_until_now()
        self._redraw(own=True)
        if self._advancing is not None:
            self._advancing.call_later(self._advancing.reached, event.moment)
            if event.finished:
                self._advancing.call_later(self._advancing.dismiss)
        if event.finished and self._departure is not None:
            self.work.look(
                "arrival", partial(events_between, self._departure, self.portal.world), self._say_arrival
            )

    def _say_arrival(self, passed: tuple[Event, ...]) -> None:
        if self._advancing is not None:
            failed = any(not event.ok for event in passed)
            text = self._advancing.arrival(self.portal.world.now, passed)
            self.say("Time", text, "warning" if failed else "success")

    def _told_until_now(self) -> None:
        """What the clock passed on the way that the user asked for is said by one toast."""
        if self._announcer is not None:
            self._announcer.told_until(self.portal.world.now)
