"""The portal an app shows: opened, begun anew, changed for another one, closed."""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from store import new_world, open_portal
from store.errors import AzureError, StateError
from tui.settings import WITHOUT
from tui.shell.hosting import Slot
from tui.shell.program import Program
from tui.work.deeds import Deeds
from tui.work.giving_way import GivingWay, owes_picture
from tui.work.notices import Notices
from tui.work.threads import NotOpened, Opened, Work, open_world

if TYPE_CHECKING:
    from store import Portal
    from store.resources import Mode
    from store.training.library import Entry
    from tui.serving.hosted import HostedArm, HostedFrontEnd

    _AnyProgram = Program
else:
    # What it is mixed into: Textual looks through all of an app for each class of it.
    _AnyProgram = object


class Session(_AnyProgram):
    """An app on one state file at a time; a subclass shows it and says things."""

    #: Whether it only looks on: it moves no running clock, and no scenario is its own to be solved.
    watching = False

    def __init__(
        self,
        path: Path,
        settings: Path | None = None,
        *,
        allow_older: bool = False,
        read_only: bool | None = None,
    ) -> None:
        """Opens the world in `path`, where there is one; raises `StateError` as `open_portal` does.

        `read_only` asks it to write nothing of a world; where it is None, the settings say whether.
        """
        super().__init__(settings)
        #: Whether worlds are only read here.
        self.looks_on = self.choices.read_only if read_only is None else read_only
        self.path = path
        self.notices, self.deeds = Notices(), Deeds()
        self._portal = _if_there(partial(self._opened, path, allow_older=allow_older))
        self._work: Work | None = None
        self._told: set[str] = set()
        self.standstill = ""
        #: Why the world that was left could not be written any more, "" where it could.
        self.left_with = ""
        self._arm: Slot[HostedArm] = Slot(self, "serving")
        self._hosts: Slot[HostedFrontEnd] = Slot(self, "front_end")

    @property
    def served(self) -> HostedArm | None:
        return self._arm.running

    def serve(self, wanted: bool) -> None:
        if wanted:
            self._arm.start(lambda path: _hosted().HostedArm(path, read_only=self.looks_on))
        else:
            self._arm.stop()

    @property
    def front_end(self) -> HostedFrontEnd | None:
        return self._hosts.running

    def serve_hosts(self, ports: tuple[int, int] | None) -> None:
        if ports is not None:
            self._hosts.start(lambda path: _hosted().HostedFrontEnd(path, *ports, read_only=self.looks_on))
        else:
            self._hosts.stop()

    @property
    def portal(self) -> Portal:
        assert self._portal is not None
        return self._portal

    @property
    def has_portal(self) -> bool:
        return self._portal is not None

    @property
    def at_work(self) -> bool:
        """Whether a world is open, and not left for the next one."""
        return self._work is not None and not self._work.stopped

    @property
    def work(self) -> Work:
        assert self._work is not None
        return self._work

    @property
    def drawing(self) -> bool:
        """Whether a key has not come to its end, or to its picture, and needs no operation for that."""
        return self.busy or owes_picture(self)

    @abstractmethod
    def refresh_world(self) -> None:
        """Load the changes of other instances and redraw the page."""

    @abstractmethod
    def show_start(self) -> None:
        """Show the portal from its first page."""

    @abstractmethod
    def opening_failed(self, error: AzureError | StateError) -> None:
        """A world could not be made or opened; the user was told why."""

    def on_mount(self) -> None:
        if self._portal is not None:
            self._begin()

    def _begin(self) -> None:
        self._work = Work(
            self,
            self.portal,
            runs_clock=not self.watching and not self.looks_on,
            way=GivingWay(lambda: self.busy, lambda: self.drawing),
            hold=self.hold,
        )
        self._work.start()
        self._told = set()
        self.standstill = ""
        self.tell_warnings()
        for problem in self.choices.problems:
            self.say("Settings", problem, "warning")
        if self.looks_on:
            self.say("Read only", "This world is only looked at: nothing of it is written here.", "info")
        elif self.portal.read_only:
            self.say("Read only", self.portal.read_only, "warning")

    def tell_warnings(self) -> None:
        """Say what happened to the files since this was said last."""
        for warning in self.untold:
            self._told.add(warning)
            self.say("State file", warning, "warning")

    @property
    def untold(self) -> list[str]:
        """What happened to the files and was not said yet; closing may set an edited one aside."""
        warnings = self._portal.warnings if self._portal is not None else ()
        return [warning for warning in warnings if warning not in self._told]

    def on_unmount(self) -> None:
        self._end()

    def _end(self) -> None:
        """Stop the threads and close the files; the last world stays in memory to be drawn."""
        self._arm.close()
        self._hosts.close()
        if self.at_work:
            # A page that is drawn until the next world comes may still ask for something.
            self.work.stop()
            self.left_with = "" if self.looks_on else self.portal.read_only
            self.portal.close(checkpoint=True)

    def begin_world(self, name: str, era: str, keys: str, now: datetime | None = None) -> None:
        path = self.path

        def make() -> Portal:
            new_world(path, name, era=era, keys=keys, now=now, replace=os.path.lexists(path))
            return open_portal(path)

        self._make(make)

    def begin_scenario(self, entry: Entry, mode: Mode) -> None:
        path = self.path

        def make() -> Portal:
            from store.training.begin import begin_run

            begin_run(path, entry, mode, datetime.now(UTC))
            return open_portal(path)

        self._make(make)

    def begin_estate(self, exports: str, path: str) -> None:
        def make() -> Portal:
            from store.estates.keeping import open_exports

            return open_exports(exports, Path(path))

        self._make(make, beside=True)

    def open_file(self, path: str, *, allow_older: bool = False) -> None:
        open_world(self, partial(self._opened, Path(path), allow_older=allow_older))

    def _opened(self, path: Path, *, allow_older: bool = False) -> Portal:
        return open_portal(path, allow_older=allow_older, read_only=self.looks_on)

    def _make(self, make: Callable[[], Portal], *, beside: bool = False) -> None:
        """Show the world that `make` writes in the place of the one that is shown (`beside`: in another)."""
        if self.looks_on:
            open_world(self, _only_looking)
            return
        if not beside:
            self._end()
        open_world(self, make)

    def on_opened(self, event: Opened) -> None:
        self._end()
        self._show(event.portal)

    def on_not_opened(self, event: NotOpened) -> None:
        """Say why, and go on with the world that was shown before, where there is one."""
        if self._work is not None and not self.at_work:
            with suppress(StateError):
                self._portal = self._opened(self.path)
                self._begin()
        self.say("Not opened", event.error.message, "error", code=event.error.code)
        self.opening_failed(event.error)

    def _show(self, portal: Portal) -> None:
        self._portal = portal
        self.path = portal.path
        self.notices, self.deeds = Notices(), Deeds()
        self._begin()
        self.show_start()


def _if_there(opened: Callable[[], Portal]) -> Portal | None:
    """The world in a file, or what its journal and history make of it; None where there is none."""
    try:
        return opened()
    except StateError as error:
        if error.code != "StateNotFound":
            raise
        return None


def _only_looking() -> Portal:
    raise StateError("StateReadOnly", f"Worlds are only looked at here. {WITHOUT}")


def _hosted() -> ModuleType:
    from tui.serving import hosted

    return hosted
