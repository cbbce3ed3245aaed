"""The runner beside the portal: looks at what happened after every change, and shows the ticket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.screen import Screen

from store.errors import AzureError, StateError
from store.operations.training.run import run_of
from store.training.play import Play
from tui.blades.training.ticket import WALKED, TicketPane, end, say_step, take_hint
from tui.blades.training.words import Ticket
from tui.shell.presenter import Presenter
from tui.shell.wide import ROOM_FOR_TICKET

if TYPE_CHECKING:
    from tui.host import PortalHost

#: Seconds between two looks at the real clock.
TICK = 10.0
#: What the ticket has, by its kind, said where there is no room for it.
_TOLD = {
    "scenario": "T shows the ticket, H what can be done with it: answer, finish.",
    "demo": "f9 shows the next scene, f8 the one before, f10 plays all; T shows the notes.",
}


class _Seen(NamedTuple):
    """What a look has to say, and why it failed."""

    said: tuple[str, ...] = ()
    error: AzureError | StateError | None = None


class Trainer:
    """The run of the world that is shown. Its looks are made in a thread, one after the other."""

    def __init__(self, host: PortalHost) -> None:
        """Raises `AzureError` where the world's scenario cannot be read."""
        self._host = host
        self._play = Play(host.portal)
        self._looking = self._again = False
        self._ended = self._stopped = False
        #: Whether the pane is wanted, where there is room for it.
        self.open = True
        #: The step of a walk that was told last, -1 before the first.
        self._step: int | None = -1
        self._timer = host.set_interval(TICK, self._tick)
        self.presenter = Presenter(host) if self.presents else None
        self.look()

    def stop(self) -> None:
        """Look no more: another world is shown."""
        self._stopped = True
        self._timer.stop()
        self._host.pointer = None
        if self.presenter is not None:
            self.presenter.stop()

    def show(self, frame: Screen[Any]) -> None:
        """Draw the ticket in the pane of the frame, which is made where there is none yet."""
        pane = next(iter(frame.query(TicketPane)), None)
        if pane is None:
            pane = TicketPane()
            frame.query_one("#middle").mount(pane)
        pane.call_later(self._draw, pane)

    def _draw(self, pane: TicketPane) -> None:
        ticket = Ticket(self._host.portal.world, self._host.path)
        if pane.is_mounted:
            pane.show(ticket)
        if self._host.pointer != ticket.pointer:
            self._host.pointer = ticket.pointer
            self._host.point()

    @property
    def presents(self) -> bool:
        """Whether the world is a demo's."""
        return self._play.scenario.kind == "demo"

    @property
    def over(self) -> bool:
        """Whether the run has ended."""
        run = run_of(self._host.portal.world)
        return run is None or run.over

    def hint(self) -> None:
        """Ask for the next hint; in a walk, open the page of the next step."""
        take_hint(self._host)

    def look(self) -> None:
        """Look, in a thread; a look that is asked for meanwhile follows."""
        if self._looking:
            self._again = True
            return
        self._looking, self._again = True, False
        self._host.work.look("training", self._look, self._said)

    def _look(self) -> _Seen:
        now = datetime.now(UTC)
        try:
            self._play.open(now)
            return _Seen(self._play.look(now))
        except (AzureError, StateError) as error:
            return _Seen(error=error)

    def _said(self, seen: _Seen) -> None:
        self._looking = False
        if self._stopped:
            return
        for sentence in seen.said:
            self._host.say("Ticket", sentence, "warning")
        if seen.error is not None:
            self._host.say("Ticket", seen.error.message, "warning", code=seen.error.code)
        if seen.said:
            self._host.refresh_world()
        self._tell()
        if self._again:
            self.look()

    def _tell(self) -> None:
        """Say which step of a walk is done and which is next, where no pane shows it; of others, once."""
        first, kind = self._step == -1, self._play.scenario.kind
        if self.over or (kind != "walk" and not first):
            return
        place = Ticket(self._host.portal.world).next_goal if kind == "walk" else None
        before, self._step = self._step, place
        if before == place or (self.open and self._host.size.width >= ROOM_FOR_TICKET):
            return
        goals = self._play.scenario.objectives
        if place is not None:
            say_step(self._host, goals[place], "Next" if first else "Done. Next")
        elif kind == "walk":
            self._host.say("Ticket", WALKED, keep=False)
        else:
            self._host.say(self._play.scenario.title, _TOLD[kind], "info", keep=False)

    def _tick(self) -> None:
        self.tick(datetime.now(UTC))

    def tick(self, now: datetime) -> None:
        """End an exam whose time is up, and look for events that count real minutes; `now` is UTC."""
        run = run_of(self._host.portal.world)
        if run is None or run.over or self._ended or self._stopped:
            return
        if run.deadline is not None and now >= run.deadline:
            self._ended = True
            self._host.say("Time is up", "The exam is scored as it stands.", "warning")
            end(self._host, gave_up=False, at=run.deadline)
            return
        if any(one.real_minutes is not None for one in self._play.scenario.injects):
            self.look()
        if run.deadline is not None:
            self._host.show_ticket()
