"""Owner of all threads: operations, what pages look up, and the pulse; reports to the app by message.

A thread never touches a widget. Every exception of a thread ends in a message, so none is lost
and none ends the program.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from textual.worker import Worker, get_current_worker

import store
from store.errors import AzureError, StateError, UsageError
from store.resources import Planted
from store.world.passing import LEFT, Left
from store.world.pauses import BETWEEN
from tui.news import News
from tui.work.batch import Batch, Tried, tried
from tui.work.deeds import Page, writing
from tui.work.giving_way import GivingWay
from tui.work.pulse import Changed, Pulse

if TYPE_CHECKING:
    from textual.app import App

    from store import Done, Portal
    from store.operations.operation import Operation

#: Seconds between two pictures of the world while many operations are done, or the clock goes a long way.
_SHOWN_EVERY = 0.25

T = TypeVar("T")


class Job(Struct, frozen=True):
    """A requested operation: `title` is the verb, `page` the one it came from."""

    operation: Operation
    title: str
    page: Page = ("", "")
    then: Callable[[Done], object] | None = None


class Finished(News):
    """An operation is done and on disk; `write` makes the lines that do it in Azure."""

    job: Job
    done: Done
    write: Callable[[], str]


class Refused(News):
    """Azure refused, or the state could not be read or written; `job` is None for a long advance."""

    job: Job | None
    error: AzureError | StateError


class Broke(News):
    """An unexpected exception, a bug. Its text may contain data, so only its type is recorded."""

    title: str
    kind: str
    job: Job | None = None


class Advanced(News):
    """A long advance reached a moment: some of those on the way, then the last one with `finished`."""

    moment: datetime
    finished: bool


class Opened(News):
    """A world was made or opened; its portal is handed over."""

    portal: Portal


class NotOpened(News):
    """A world could not be made or opened."""

    error: AzureError | StateError


def open_world(app: App[None], make: Callable[[], Portal]) -> None:
    """Make or open a world in a thread; `Opened` or `NotOpened` follows."""

    def work() -> None:
        try:
            app.post_message(Opened(make()))
        except (AzureError, StateError) as error:
            app.post_message(NotOpened(error))
        except Exception as error:  # as in `Work._guarded`
            app.post_message(NotOpened(StateError("Unexpected", f"This failed ({type(error).__name__}).")))

    app.run_worker(work, group="open", thread=True, exit_on_error=False)


def _unless_left(compute: Callable[[], T]) -> tuple[T] | None:
    """What it gives; None where it was left."""
    try:
        return (compute(),)
    except Left:
        return None


def _no_key_waits() -> Callable[[], None]:
    return lambda: None


def _waits(then: Callable[[T], object]) -> bool:
    """Whether whoever asked waits for the answer: a page or dialog that has gone does not."""
    stands: bool = getattr(getattr(then, "__self__", None), "stands", True)
    return stands


class Work:
    """Threads for one app and one portal; `stop` ends them."""

    def __init__(
        self,
        app: App[None],
        portal: Portal,
        *,
        runs_clock: bool = True,
        way: GivingWay | None = None,
        hold: Callable[[], Callable[[], None]] = _no_key_waits,
    ) -> None:
        """`runs_clock`: whether this app moves the world's running clock, where no other program does.

        `way` is how long work lets keys go first. `hold` lets keys wait until what it returns is called.
        """
        self._app = app
        self._portal = portal
        self._way = way or GivingWay(lambda: False, lambda: False)
        self._hold = hold
        self._pulse = Pulse(app, portal, runs_clock=runs_clock)
        #: By group, who looks.
        self._turns: dict[str, asyncio.Lock] = {}
        self.stopped = False

    def start(self) -> None:
        """Begin to follow other instances and to run the clock."""
        self._pulse.start()

    def stop(self) -> None:
        """End the pulse, which waits for a step that is under way, and leave looks at a whole world."""
        self.stopped = True
        self._pulse.stop()

    def perform(self, job: Job) -> None:
        """Do it in a thread; `Finished` or `Refused` follows."""
        self._in_thread(partial(self._perform, job))

    def perform_each(self, batch: Batch) -> None:
        """Do them in turn in a thread; `Tried` follows with the outcome of each."""
        self._in_thread(partial(self._perform_each, batch))

    def look(
        self,
        group: str,
        compute: Callable[[], T],
        then: Callable[[T], object],
        *,
        left_too: bool = False,
        keys_wait: bool = False,
    ) -> None:
        """Work something out in a thread (it only reads a world) and hand it to the screen's side.

        A method of a page or dialog is called while that stands; `left_too`: also when it was left.
        `keys_wait`: keys mean something else once the answer is there, so they wait for it, if not for long.

        A later look of the same group takes the place of one under way, and begins when that has ended: a
        world that moves fast shall not keep more and more threads busy with what nobody waits for.
        """
        let_go = self._hold() if keys_wait else _no_key_waits()

        def answer(worker: Worker[None], found: T) -> None:
            try:
                if not worker.is_cancelled and (left_too or _waits(then)):
                    then(found)
            finally:
                let_go()

        async def work() -> None:
            worker, found = get_current_worker(), None
            try:
                found = await self._looked(group, compute)
            finally:
                if found is None:
                    let_go()
                else:
                    self._app.call_later(answer, worker, found[0])

        _: Worker[None] = self._app.run_worker(
            work, group=f"look.{group}", exclusive=True, exit_on_error=False
        )

    async def _looked(self, group: str, compute: Callable[[], T]) -> tuple[T] | None:
        """What a thread gives that begins once no other of its group runs; None where it gives nothing."""
        turn = self._turns.setdefault(group, asyncio.Lock())
        await turn.acquire()
        context = copy_context()
        context.run(LEFT.set, lambda: self.stopped)
        looking = asyncio.get_running_loop().run_in_executor(None, context.run, _unless_left, compute)
        looking.add_done_callback(lambda _: turn.release())
        try:
            return await asyncio.shield(looking)
        except Exception as error:  # as in `_guarded`
            self._app.post_message(Broke("Reading", type(error).__name__))
            return None

    def advance(self, until: datetime) -> None:
        """Move the clock in slices; `Advanced` follows each, `leave_advance` stops between two."""
        self._app.run_worker(partial(self._advance, until), group="advance", thread=True, exit_on_error=False)

    def leave_advance(self) -> None:
        """Stop a long advance after the slice under way; what is done stays done."""
        self._app.workers.cancel_group(self._app, "advance")

    def _in_thread(self, work: Callable[[], None]) -> None:
        # A worker of Textual's, which could be stopped, would tell the app of its state three times.
        asyncio.get_running_loop().run_in_executor(None, copy_context().run, work)

    def _perform(self, job: Job) -> None:
        def step() -> None:
            before = self._portal.world
            done = self._portal.perform(job.operation)
            self._app.post_message(Finished(job, done, writing(before, job.title, job.operation)))

        self._guarded(job.title, step, job)

    def _perform_each(self, batch: Batch) -> None:
        outcomes = []

        def step() -> None:
            shown = monotonic()
            for outcome in tried(self._portal, batch):
                outcomes.append(outcome)
                if monotonic() - shown > _SHOWN_EVERY:
                    shown = monotonic()
                    self._app.post_message(Changed())

        self._guarded(batch.title, step)
        self._app.post_message(Tried(batch, outcomes))

    def _advance(self, until: datetime) -> None:
        worker = get_current_worker()

        def step() -> None:
            moment, shown = self._portal.world.now, monotonic()
            for moment in self._steps(until):
                if worker.is_cancelled:
                    break
                if monotonic() - shown > _SHOWN_EVERY:
                    shown = monotonic()
                    self._app.post_message(Advanced(moment, finished=False))
                self._way.between_slices()
            self._app.post_message(Advanced(moment, finished=True))

        # What the thread does afterwards gives way to nothing.
        context = copy_context()
        context.run(BETWEEN.set, self._way.between_events)
        if not self._guarded("Advance the clock", partial(context.run, step)):
            self._app.post_message(Advanced(self._portal.world.now, finished=True))

    def _steps(self, until: datetime) -> Iterator[datetime]:
        """The steps of a long way; what an instructor prepared for it happens at its own moment."""
        if self._portal.world.table(Planted):
            return store.advance(self._portal, until)
        return self._portal.advance(until)

    def _guarded(self, title: str, step: Callable[[], None], job: Job | None = None) -> bool:
        """Run a step of a thread; whatever it raises becomes a message. True when it went well."""
        try:
            step()
        except (AzureError, StateError) as error:
            self._app.post_message(Refused(job, error))
        except UsageError as error:
            self._app.post_message(Refused(job, AzureError(error.code, error.message)))
        except Exception as error:  # a bug must not end the program, nor pass in silence
            self._app.post_message(Broke(title, type(error).__name__, job))
        else:
            # What it reports has the page drawn anew.
            return True
        self._app.post_message(Changed())
        return False
