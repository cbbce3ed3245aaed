"""Jobs: the next runs of the background jobs, and the work of past runs, certificate by certificate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.app import ComposeResult
from textual.content import Content

from store.jobs.history import recent_runs
from store.jobs.run_now import due_now
from store.operations.simulator.jobs import RunJob
from store.resources import JobRun, Outcome, name_of
from store.time.job_hours import AUTO_RENEW, schedules
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, distance, grouped, minute, muted, nothing, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.pick import Pick
from tui.widgets.section import Foot, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.time.job_hours import Schedule

#: Runs of each job that are listed although they met nothing.
_IDLE = 40
_ALL = "all jobs"


class Line(Struct, frozen=True):
    """A line of the history: a run and one of its outcomes, or runs one after the other that met nothing.

    `runs` are newest first; a run with an outcome stands alone.
    """

    runs: tuple[JobRun, ...]
    outcome: Outcome | None = None


class Jobs(Listing):
    """History, newest first. Runs that met nothing follow from the job's hours, and are folded together."""

    LABEL = "Jobs"
    COPIES = "Copy result"
    PERFORMS = ("RunJob",)
    DEFAULT_CSS = """
    Jobs Foot > Section { height: 5; }
    Jobs #history { margin: 1 0 0 0; }
    """
    HELP_TEXT = (
        "The auto-renew job of App Service Certificates renews what is inside its window and writes the new "
        "version into the key vault; the sync job of App Service moves linked certificates and their "
        "bindings to the current version. A certificate that fails is noted and the rest go on. Run now does "
        "at once what the next run would do; in Azure the sync job of a certificate is hurried by Sync."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._job = _ALL
        self._unfolded = False
        self._runs: dict[str, Line] = {}

    refresh_world = refresh_verb

    @verb("u", "Run now", "Not at its next hour, but at once")
    def run_job(self) -> None:
        """Look what each job would meet, then ask which one is to run."""
        self.host.work.look("jobs", partial(_met, self.world), self._ask_job, keys_wait=True)

    def _ask_job(self, met: Mapping[str, str]) -> None:
        if not self.host.uncovered(self):
            # Something else is asked by now, and a key that is meant for that would answer this.
            return
        now = self.world.now
        rows: dict[str, Cells] = {
            one.job: (cell(one.job, "$text"), cell(distance(now, one.next_run)), muted(met[one.job]))
            for one in schedules(self.world)
        }
        columns = (Column("JOB", 16), Column("NEXT RUN", 12), Column("MEETS NOW", 30, least=12, grow=True))
        self.host.ask(Pick("Run now", columns, rows, start=self._job), self._run)

    def _run(self, job: str) -> None:
        self.host.perform(RunJob(job=job), title="Run now")

    @verb("f", "Job", "Of one job, or of all")
    def next_job(self) -> None:
        """Show the next job's runs only, after the last one all."""
        lines = _history(self.world, _ALL, False).values()
        jobs = [_ALL, *sorted({run.job for line in lines for run in line.runs})]
        self._job = jobs[(jobs.index(self._job) + 1) % len(jobs)] if self._job in jobs else _ALL
        self.update_view(force=True)

    @verb("i", "Idle runs", "Each run that met nothing, or all of them in one line")
    def toggle_idle(self) -> None:
        """Unfold runs without work, or fold them away."""
        self._unfolded = not self._unfolded
        self.update_view(force=True)

    def content(self) -> ComposeResult:
        yield Notes(id="next")
        yield Table(
            Column("TIME", 16),
            Column("JOB", 21, least=14),
            Column("RESOURCE", 21, leaves=2),
            Column("OUTCOME", 9),
            Column("OLD AND NEW", 19, leaves=1),
            Column("RESULT", 14, least=10, grow=True),
            empty=muted("No job has run yet."),
            id="history",
        )

    def bottom(self) -> ComposeResult:
        yield Foot(Section("Selected", Notes(id="selected")))

    def note(self) -> Content:
        return muted(f"{self._job}, each idle run" if self._unfolded else self._job)

    def refresh_view(self, world: World) -> None:
        self.query_one("#next", Notes).show(*(_plan(world, one) for one in schedules(world)))
        self._runs = _history(world, self._job, self._unfolded)
        self.query_one(Table).show(Rows(list(self._runs), lambda key: _row(self._runs[key])))
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()

    def _show_selected(self) -> None:
        key = self.query_one(Table).cursor_key
        lines = _lines(self._runs[key]) if key in self._runs else (muted("nothing is selected"),)
        self.query_one("#selected", Notes).show(*lines)

    def copy_text(self) -> str:
        line = self._runs.get(self.query_one(Table).cursor_key)
        if line is None:
            return ""
        run, result = line.runs[0], line.outcome.result if line.outcome else ""
        return f"{run.job} {run.ran_at:%Y-%m-%dT%H:%M:%SZ} {result}".strip()


def _plan(world: World, one: Schedule) -> Content:
    return Content.assemble(
        cell(one.job.ljust(16), "$text"),
        (f"every {one.hours} h".ljust(13), "$text-muted"),
        ("next run  ", "$text-muted"),
        (minute(one.next_run), TOKENS["time"]),
        (f"   {distance(world.now, one.next_run)}", "$text-muted"),
    )


def _met(world: World) -> dict[str, str]:
    """What a run of each job would meet now; may be slow."""
    found = {}
    for one in schedules(world):
        count = len(due_now(world, one.job))
        what = "order" if one.job == AUTO_RENEW else "secret"
        found[one.job] = counted(count, what) if count else "nothing to do"
    return found


def _history(world: World, job: str, unfolded: bool) -> dict[str, Line]:
    """The lines by key, newest first; runs of whatever job that met nothing are one, unless `unfolded`."""
    runs = {run.id: run for run in world.all(JobRun)}
    for one in schedules(world):
        runs = {run.id: run for run in recent_runs(world, one.job, _IDLE)} | runs
    chosen = sorted(runs.values(), key=lambda run: run.ran_at, reverse=True)
    mine = [run for run in chosen if job in (_ALL, run.job)]
    lines: dict[str, Line] = {}
    for worked, group in groupby(mine, key=lambda run: bool(run.outcomes)):
        runs_on = tuple(group)
        lines |= _worked(runs_on) if worked else _idle(runs_on, unfolded)
    return lines


def _worked(runs: Iterable[JobRun]) -> dict[str, Line]:
    return {
        f"{run.id} {place}": Line((run,), outcome)
        for run in runs
        for place, outcome in enumerate(run.outcomes)
    }


def _idle(runs: tuple[JobRun, ...], unfolded: bool) -> dict[str, Line]:
    """The lines of runs one after the other that met nothing; folded, the line keeps its key as it grows."""
    if unfolded:
        return {run.id: Line((run,)) for run in runs}
    return {f"idle since {runs[-1].id}": Line(runs)}


def _row(line: Line) -> Cells:
    run, outcome = line.runs[0], line.outcome
    if outcome is None:
        idle = status("Idle", "muted")
        return muted(minute(run.ran_at)), muted(_jobs(line)), nothing(), idle, nothing(), muted(_told(line))
    return (
        cell(minute(run.ran_at)),
        cell(run.job, "$text"),
        muted(name_of(outcome.resource)),
        _status(outcome),
        _thumbprints(outcome),
        muted(outcome.result),
    )


def _jobs(line: Line) -> str:
    """The job of runs that met nothing, or how many jobs they are of."""
    jobs = {run.job for run in line.runs}
    return jobs.pop() if len(jobs) == 1 else f"{len(jobs)} jobs"


def _told(line: Line) -> str:
    count = len(line.runs)
    if count == 1:
        return "nothing to do"
    return f"{counted(count, 'run')} since {minute(line.runs[-1].ran_at)}, nothing to do"


def _status(outcome: Outcome) -> Content:
    if outcome.skipped:
        return muted(f"{SIGNS.impossible} Skipped")
    return status("Done", "success") if outcome.ok else status("Failed", "error")


def _thumbprints(outcome: Outcome) -> Content:
    old, new = outcome.old_thumbprint[:8], outcome.new_thumbprint[:8]
    if not old and not new:
        return nothing()
    return Content.assemble(
        cell(old or SIGNS.impossible, TOKENS["muted"]), f" {SIGNS.right} ", cell(new or SIGNS.impossible)
    )


def _lines(line: Line) -> tuple[Content, ...]:
    outcome = line.outcome
    if outcome is None:
        return tuple(muted(f"{job}: {_told(Line(tuple(runs)))}.") for job, runs in _by_job(line.runs))
    pair = (("Old  ", outcome.old_thumbprint), ("New  ", outcome.new_thumbprint))
    moved = (Content.assemble(muted(label), grouped(one, "$text")) for label, one in pair if one)
    return cell(outcome.result), *moved


def _by_job(runs: Iterable[JobRun]) -> Iterable[tuple[str, Iterable[JobRun]]]:
    return groupby(sorted(runs, key=lambda run: run.job), key=lambda run: run.job)
