"""The run of a scenario in an open world: events let loose, outcomes noted, the score."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from store.errors import AzureError, StateError, UsageError
from store.operations.simulator.clock import duration
from store.operations.training.run import run_of
from store.portal import Portal
from store.resources import ActivityEntry, Mode, TrainingRun
from store.services.authorization.outsiders import SCENARIO, is_outsider
from store.training.deeds import EndRun, LetLoose, NoteOutcomes, OpenRun
from store.training.format import Inject, Scenario, Step
from store.training.limits import MOST_REVISIONS
from store.training.reading import parse
from store.training.score import Standing, happened, standing
from store.training.start import files_folder
from store.training.steps import perform
from store.world import View, World


@lru_cache(maxsize=8)
def scenario_of(source: str) -> Scenario:
    """The scenario of a file's text; raises `Faulty`."""
    return parse(source)


def standing_of(view: View) -> Standing | None:
    """How the run of this world stands, or None where it has none; raises `Faulty`."""
    run = run_of(view)
    return None if run is None else standing(view, scenario_of(run.source), run)


class Play:
    """The runner of one open world: looks at every revision once, whoever made it."""

    def __init__(self, portal: Portal, folder: Path | None = None) -> None:
        """`folder` holds the trainee's files: that of the state, where no other is named.

        Raises `AzureError` NoScenario, and `Faulty` where the world's scenario cannot be read.
        """
        run = run_of(portal.world)
        if run is None:
            raise AzureError(
                "NoScenario", "This world is no scenario's.", "`certblade scenario play NAME` begins one."
            )
        self._portal = portal
        self._folder = folder or files_folder(portal.path)
        self.scenario = scenario_of(run.source)
        #: The last revision that was looked at.
        self._seen = run.began
        self._excused = set[int]()

    @property
    def run(self) -> TrainingRun:
        """The run as the world has it."""
        run = run_of(self._portal.world)
        if run is None:
            raise AzureError("NoScenario", "The run is not in this world any more.", "Begin the scenario.")
        return run

    @property
    def world(self) -> World:
        """The world as it is."""
        return self._portal.world

    def standing(self) -> Standing:
        """How the run stands."""
        return standing(self._portal.world, self.scenario, self.run)

    def look(self, at: datetime | None = None) -> tuple[str, ...]:
        """Look at what happened since the last look; returns sentences for the trainee.

        Forbidden outcomes of every revision are noted, and events that are due are let loose; `at` is real
        time (UTC), for those that count real minutes. Raises `AzureError`, `StateError`.
        """
        if self.run.over:
            return ()
        said = [f"Forbidden: {self.scenario.forbidden[place].text}" for place in self._note()]
        for place, inject in self._due(at):
            said += self._let_loose(place, inject)
        return tuple(said)

    def _let_loose(self, place: int, inject: Inject) -> list[str]:
        """Let an event happen, unless another program on this world does; what there is to say of it."""
        self._portal.follow()
        if self.run.injected > place:
            return []
        try:
            self._portal.perform(LetLoose(place=place))
        except AzureError as error:
            if error.code != "EventBegun":
                raise
            return []
        try:
            perform(self._portal, inject.steps, self._folder, since=self.run.began_at, caller=SCENARIO)
        except AzureError as error:
            # What the trainee did before may have made it impossible; the run goes on.
            return [inject.say, f"That did not happen: {error.told}"]
        return [inject.say]

    def _note(self) -> tuple[int, ...]:
        found = dict[int, None]()
        worlds = self._unseen()
        others = {one.revision for one in worlds[-1].all(ActivityEntry) if is_outsider(one.caller)}
        for world in worlds:
            holds = set(happened(world, self.scenario, self.run))
            # What an event or an instructor brought about is not the trainee's doing, until it is over.
            self._excused = holds if world.revision in others else self._excused & holds
            found |= dict.fromkeys(sorted(holds - self._excused))
        self._seen = self._portal.world.revision
        if found:
            self._portal.perform(NoteOutcomes(broken=tuple(found)))
        return tuple(found)

    def _unseen(self) -> list[World]:
        """The worlds since the last look, as far as they are kept; the last one is always there."""
        now = self._portal.world
        if not self.scenario.forbidden or now.revision <= self._seen:
            return [now]
        first = max(self._seen + 1, now.revision - MOST_REVISIONS)
        try:
            return [*self._portal.worlds(first, now.revision - 1), now] if first < now.revision else [now]
        except (AzureError, StateError):
            # What is not kept cannot be looked at.
            return [now]

    def _due(self, at: datetime | None) -> list[tuple[int, Inject]]:
        run, now = self.run, self._portal.world.now
        due = []
        for place, inject in list(enumerate(self.scenario.injects))[run.injected :]:
            if inject.real_minutes is not None:
                ready = bool(
                    at and run.opened_at and at >= run.opened_at + timedelta(minutes=inject.real_minutes)
                )
            else:
                ready = now >= run.began_at + _span(inject.after)
            if not ready:
                break
            due.append((place, inject))
        return due

    def open(self, at: datetime) -> None:
        """Note when the trainee began, where that is not known yet; `at` is real time (UTC)."""
        run = self.run
        if run.opened_at is None and not run.over:
            self._portal.perform(OpenRun(at=at, deadline=deadline(self.scenario, run.mode, at)))

    def end(self, at: datetime, *, gave_up: bool = False) -> Standing:
        """End the run, to be scored or given up; `at` is real time (UTC). Raises `AzureError`."""
        self.look(at)
        self._portal.perform(EndRun(at=at, gave_up=gave_up))
        return self.standing()

    def do(self, step: Step) -> None:
        """Perform a step of a scenario file as the trainee would, and look; raises `StepRefused`."""
        perform(self._portal, (step,), self._folder)
        self.look()


def deadline(scenario: Scenario, mode: Mode, at: datetime) -> datetime | None:
    """When an exam that begins at a moment ends; None for practice."""
    return at + timedelta(minutes=scenario.minutes) if mode is Mode.EXAM else None


def _span(text: str) -> timedelta:
    try:
        return duration(text)
    except UsageError:
        return timedelta()
