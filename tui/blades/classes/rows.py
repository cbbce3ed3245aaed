"""A trainee at a glance, in words and cells."""

from __future__ import annotations

from textual.content import Content

from store.classes.survey import Pace, Row
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.real_time import span
from tui.text.status import Tone, muted, nothing, status
from tui.widgets.columns import Cells, Column

TONES: dict[Pace, Tone] = {
    Pace.STUCK: "warning",
    Pace.BROKEN: "error",
    Pace.WORKING: "info",
    Pace.DONE: "success",
    Pace.ABSENT: "muted",
    Pace.UNREAD: "muted",
}
#: In this order: who needs somebody comes first.
ORDER = tuple(TONES)


def columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("PACE", 12),
        Column("LOGIN", 11, least=8),
        Column("NAME", 12, leaves=1, grow=True),
        Column("SCENARIO", 14, leaves=3, grow=True),
        Column("NEXT OBJECTIVE", 18, least=10, grow=True),
        Column("SCORE", 8, right=True),
        Column("LAST OPERATION", 17, leaves=2, grow=True),
        Column("IDLE", 6, right=True),
    )


def row_cells(row: Row) -> Cells:
    """A trainee's cells."""
    score = f"{row.score} of {row.points}" if row.points else ""
    return (
        status(row.pace.value.capitalize(), TONES[row.pace]),
        cell(row.trainee.login, "$text"),
        cell(row.trainee.name),
        cell(row.scenario) if row.scenario else nothing(),
        cell(row.objective) if row.objective else nothing(),
        cell(score) if score else nothing(),
        cell(row.last) if row.last else nothing(),
        nothing() if row.idle is None else muted(span(row.idle)),
    )


def drawn(row: Row | None) -> object:
    """What there is to draw of a row."""
    return row and row._replace(idle=None), "" if row is None or row.idle is None else span(row.idle)


def worked(before: Row | None, row: Row) -> bool:
    """Whether a row says something else than before that its trainee did."""
    if before is None or before.pace is Pace.UNREAD:
        return False
    return before._replace(idle=None) != row._replace(idle=None)


def lines(row: Row) -> tuple[Content, ...]:
    """A trainee in lines: who and which scenario, how it stands, what comes next."""
    score = f"{row.score} of {row.points} points, {counted(row.hints, 'hint')}" if row.points else ""
    told = (
        f"{row.trainee.name} ({row.trainee.login})   {row.scenario}",
        " · ".join(part for part in (row.pace.value.capitalize(), score, row.why) if part),
    )
    ahead = (("Next objective: ", row.objective), ("Last operation: ", row.last))
    return (
        *(cell(line, "$text", 300) for line in told),
        *(Content.assemble(muted(label), cell(text, "$text", 300)) for label, text in ahead if text),
    )
