"""One run of a monkey, what it broke, and the shortest run that breaks it."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import msgspec
from textual.pilot import Pilot

from store import World
from store.journal.journal import write_state
from tests.monkey import watch
from tests.monkey.checks import Broken, check_focus, check_leaving, check_screen, check_ways_out, check_world
from tests.monkey.hands import Hands
from tests.monkey.steps import Outside, Step, presses
from tests.monkey.watch import Endless, watched
from tests.support.hostile_tour import hostile_world
from tests.support.worlds import world
from tui.shell.app import PortalApp
from tui.work import pulse

#: Steps between two looks at whether every dialog can be left.
_LOOK_FOR_WAYS_OUT = 25
#: Seconds that a step may take to be dealt with, beside those in which other programs had the processor; and
#: all in all.
_PATIENCE, _LONGEST = 30.0, 600.0


class Failure(msgspec.Struct, frozen=True):
    """What broke after which step (counted from 0); `cause` is the same for the same fault."""

    cause: str
    step: int
    trace: str
    keys: int


class Place(msgspec.Struct):
    """The step that is under way."""

    step: int = 0


@cache
def _hostile() -> World:
    return hostile_world()


def first_world(seed: int) -> World:
    """The world that the run of a seed begins with: plain ones, and one whose names attack the terminal."""
    return (world("demo"), _hostile(), world("demo"), world("walk"))[seed % 4]


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder of the run's own, where typed paths begin; its home too."""
    before, home = Path.cwd(), os.environ.get("HOME", "")
    folder = Path(tempfile.mkdtemp(prefix="certblade-monkey-"))
    os.chdir(folder)
    os.environ["HOME"] = str(folder)
    try:
        yield folder
    finally:
        os.chdir(before)
        os.environ["HOME"] = home
        shutil.rmtree(folder, ignore_errors=True)


def play(taken: Sequence[Step], begun: World) -> Failure | None:
    """Take these steps in a portal on this world; None where all went well."""
    place = Place()
    with _own_folder() as folder:
        try:
            return asyncio.run(_play(taken, begun, folder / "state.json", place))
        except Endless as endless:
            done = presses(taken[: place.step + 1])
            return Failure(f"Broken: {endless}", place.step, endless.where, done)


class _Stubborn(PortalApp):
    """Stays when Quit is chosen in the palette or clicked, which is no fault; a run ends with leaving."""

    leaving = False

    async def action_quit(self) -> None:
        if self.leaving:
            await super().action_quit()


async def _play(taken: Sequence[Step], begun: World, path: Path, place: Place) -> Failure | None:
    loose: list[BaseException | None] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, found: loose.append(found.get("exception")))
    write_state(path, begun, replace=False)
    pulse.FOLLOW_SECONDS = 0.02
    app = _Stubborn(path)
    # The crash screen is of no use here; what it would show is reported.
    app._fatal_error = app._close_messages_no_wait  # type: ignore[method-assign]
    try:
        async with app.run_test(size=(120, 36), notifications=True, tooltips=True) as pilot:
            hands = Hands(app)
            for place.step, step in enumerate(taken):
                with watched(watch.PATIENCE):
                    await _in_time(_step(app, pilot, hands, step))
                    if place.step % _LOOK_FOR_WAYS_OUT == _LOOK_FOR_WAYS_OUT - 1:
                        await check_ways_out(app, pilot)
            with watched(watch.PATIENCE):
                await check_ways_out(app, pilot)
                await check_world(app)
            app.leaving = True
            await check_leaving(app, pilot)
        if loose and loose[0] is not None:
            raise loose[0]
    except (Exception, asyncio.CancelledError) as error:
        return Failure(_cause(app, error), place.step, _trace(app, error), presses(taken[: place.step + 1]))
    return None


async def _in_time(step: Coroutine[None, None, None]) -> None:
    task = asyncio.create_task(step)
    began, waited = time.monotonic(), _kept_waiting()
    while not task.done():
        await asyncio.wait((task,), timeout=1)
        taken = time.monotonic() - began
        if taken > _LONGEST or taken - max(0.0, _kept_waiting() - waited) > _PATIENCE:
            task.cancel()
            raise Broken("a step does not come to its end")
    await task


def _kept_waiting() -> float:
    """Seconds in which our threads could have run and had no processor; 0 where the system does not tell."""
    found = 0
    for tell in Path("/proc/self/task").glob("*/schedstat"):
        # A thread may end meanwhile.
        with suppress(OSError):
            found += int(tell.read_text().split()[1])
    return found / 1e9


async def _step(app: PortalApp, pilot: Pilot[None], hands: Hands, step: Step) -> None:
    await hands.do(step)
    await pilot.pause(0)
    if app._exception is not None:
        raise app._exception
    check_screen(app)
    await check_focus(app)
    if isinstance(step, Outside):
        await check_world(app)


def _root(app: PortalApp, error: BaseException) -> BaseException:
    found = app._exception or error
    cause = getattr(found, "error", None)
    return cause if isinstance(cause, BaseException) else found


def _trace(app: PortalApp, error: BaseException) -> str:
    return "".join(traceback.format_exception(_root(app, error)))


def _cause(app: PortalApp, error: BaseException) -> str:
    root = _root(app, error)
    if isinstance(root, Broken):
        return f"Broken: {root}"
    frames = traceback.extract_tb(root.__traceback__)
    own = [frame for frame in frames if "/tui/" in frame.filename or "/store/" in frame.filename]
    wheres = [f"{Path(frame.filename).stem}.{frame.name}" for frame in own or frames]
    return f"{type(root).__name__} in {wheres[-1] if wheres else 'no frame'}"


def shrink(
    taken: Sequence[Step], begun: World, cause: str, tries: int = 200, say: Callable[[str], None] = print
) -> tuple[Step, ...]:
    """The shortest of these steps that still break it in this way; each attempt is a run of its own."""
    kept = tuple(taken)
    size = max(1, len(kept) // 2)
    while tries > 0:
        place, shorter = 0, False
        while place < len(kept) and tries > 0:
            tries -= 1
            candidate = kept[:place] + kept[place + size :]
            failure = play(candidate, begun) if candidate else None
            if failure is not None and failure.cause == cause:
                kept, shorter = candidate[: failure.step + 1], True
                say(f"  {len(kept)} steps")
            else:
                place += size
        if size == 1 and not shorter:
            break
        size = max(1, size // 2)
    return kept
