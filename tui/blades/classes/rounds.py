"""An act in the worlds of several trainees: one after the other in threads; each outcome is said."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from store.classes.instructing import Act, in_each
from store.classes.roster import Trainee
from tui.dialogs.outcomes import outcome_lines, summed_up
from tui.dialogs.read_text import ReadText
from tui.host import PortalHost
from tui.work.batch import Outcome

#: Seconds of work before it is said how far it is.
_TURN_SECONDS = 0.3


class Rounds:
    """An act under way; it goes on when the page that asked for it is left."""

    def __init__(
        self,
        host: PortalHost,
        title: str,
        worlds: Sequence[tuple[Trainee, Path]],
        act: Act,
        progress: Callable[[str], object],
    ) -> None:
        """`progress` is told how far it is ("" at the end)."""
        self._host, self._title, self._of, self._progress = host, title, len(worlds), progress
        self._left: Iterator[Outcome] = (
            Outcome(one.trainee.name, one.told, one.error) for one in in_each(worlds, act)
        )
        self._done: list[Outcome] = []

    def go(self) -> None:
        """Go on in a thread for a turn."""
        # A group of its own: the next act takes nobody's place.
        self._host.work.look(f"rounds {id(self)}", self._turn, self._turned)

    def _turn(self) -> list[Outcome]:
        found, until = [], time.monotonic() + _TURN_SECONDS
        for outcome in self._left:
            found.append(outcome)
            if time.monotonic() > until:
                break
        return found

    def _turned(self, found: list[Outcome]) -> None:
        self._done += found
        if len(self._done) < self._of:
            self._progress(f"{self._title}: {len(self._done)} of {self._of}")
            self.go()
            return
        self._progress("")
        self._say()

    def _say(self) -> None:
        refused = [one for one in self._done if one.error is not None]
        if self._of == 1:
            one = self._done[0]
            text, code = (one.error.message, one.error.code) if one.error else (one.result, "")
            self._host.say(one.name, text, "error" if one.error else "success", code=code)
            return
        self._host.say(self._title, summed_up(self._done, self._of), "warning" if refused else "success")
        if refused:
            title = f"{self._title}: {summed_up(self._done)}"
            self._host.push_screen(ReadText(title, outcome_lines(self._done)))
