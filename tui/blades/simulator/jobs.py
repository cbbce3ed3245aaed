"""Jobs: the next runs of the background jobs, and the work of past runs, certificate by certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.jobs.history import recent_runs
from store.resources import JobRun, Outcome, name_of
from store.time.job_hours import schedules
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, distance, minute, muted, nothing, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.time.job_hours import Schedule

#: Runs of each job that are listed although they met nothing.
_IDLE = 40
_ALL = "all jobs"


class Jobs(Listing):
    """History, newest first. A run without work follows from the job's hours and is muted."""

    LABEL = "Jobs"
    COPIES = "Copy result"
    DEFAULT_CSS = """
    Jobs > Section { margin: 0 2; height: 5; }
    Jobs #history { margin: 1 0 0 0; }
    """
    HELP_TEXT = (
        "The auto-renew job of App Service Certificates renews what is inside its window and writes the new "
        "version into the key vault; the sync job of App Service moves linked certificates and their "
        "bindings to the current version. A certificate that fails is noted and the rest go on."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._job = _ALL
        self._idle = True
        self._runs: dict[str, tuple[JobRun, Outcome | None]] = {}

    refresh_world = refresh_verb

    @verb("f", "Job", "Of one job, or of all")
    def next_job(self) -> None:
        """Show the next job's runs only, after the last one all."""
        jobs = [_ALL, *sorted({run.job for run, _ in _history(self.world, _ALL, True).values()})]
        self._job = jobs[(jobs.index(self._job) + 1) % len(jobs)] if self._job in jobs else _ALL
        self.update_view(force=True)

    @verb("i", "Idle runs", "Also runs that met nothing")
    def toggle_idle(self) -> None:
        """Show or leave out runs without work."""
        self._idle = not self._idle
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
        yield Section("Selected", Notes(id="selected"))

    def note(self) -> Content:
        return muted(self._job if self._idle else f"{self._job}, without idle runs")

    def refresh_view(self, world: World) -> None:
        self.query_one("#next", Notes).show(*(_plan(world, one) for one in schedules(world)))
        self._runs = _history(world, self._job, self._idle)
        self.query_one(Table).show(Rows(list(self._runs), lambda key: _row(*self._runs[key])))
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()

    def _show_selected(self) -> None:
        key = self.query_one(Table).cursor_key
        lines = _lines(*self._runs[key]) if key in self._runs else (muted("nothing is selected"),)
        self.query_one("#selected", Notes).show(*lines)

    def copy_text(self) -> str:
        run, outcome = self._runs.get(self.query_one(Table).cursor_key, (None, None))
        return f"{run.job} {run.ran_at:%Y-%m-%dT%H:%M:%SZ} {outcome.result if outcome else ''}" if run else ""


def _plan(world: World, one: Schedule) -> Content:
    return Content.assemble(
        cell(one.job.ljust(16), "$text"),
        (f"every {one.hours} h".ljust(13), "$text-muted"),
        ("next run  ", "$text-muted"),
        (minute(one.next_run), TOKENS["time"]),
        (f"   {distance(world.now, one.next_run)}", "$text-muted"),
    )


def _history(world: World, job: str, idle: bool) -> dict[str, tuple[JobRun, Outcome | None]]:
    """Key → a run and one of its outcomes (None: it met nothing), newest first."""
    runs = {run.id: run for run in world.all(JobRun)}
    if idle:
        for one in schedules(world):
            runs = {run.id: run for run in recent_runs(world, one.job, _IDLE)} | runs
    chosen = sorted(runs.values(), key=lambda run: run.ran_at, reverse=True)
    return {
        f"{run.id} {place}": (run, outcome)
        for run in chosen
        if job in (_ALL, run.job)
        for place, outcome in enumerate(run.outcomes or (None,))
    }


def _row(run: JobRun, outcome: Outcome | None) -> Cells:
    if outcome is None:
        met = muted("nothing to do")
        return muted(minute(run.ran_at)), muted(run.job), nothing(), status("Idle", "muted"), nothing(), met
    return (
        cell(minute(run.ran_at)),
        cell(run.job, "$text"),
        muted(name_of(outcome.resource)),
        _status(outcome),
        _thumbprints(outcome),
        muted(outcome.result),
    )


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


def _lines(run: JobRun, outcome: Outcome | None) -> tuple[Content, ...]:
    if outcome is None:
        return (muted(f"{run.job} looked at everything and had nothing to do."),)
    pair = (("Old  ", outcome.old_thumbprint), ("New  ", outcome.new_thumbprint))
    moved = (Content.assemble(muted(label), cell(thumbprint)) for label, thumbprint in pair if thumbprint)
    return cell(outcome.result), *moved
