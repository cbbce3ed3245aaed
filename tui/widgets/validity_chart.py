"""Certificates, renewal windows and jobs as bars on a time axis, with one line for now through all rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Literal

from textual.content import Content

from tui.text.cells import look
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, Tone
from tui.widgets.flowing import Flowing

#: Cells of the row labels, and of what may be written behind the axis.
_LABEL, _BEHIND = 17, 16
#: The axis has at least so many cells between two labels of months.
_APART = 11

Shape = Literal["bar", "coming", "window", "line"]
_DRAWN: dict[Shape, tuple[str, str]] = {
    "bar": (SIGNS.wire, SIGNS.stop),
    "coming": (SIGNS.dotted, SIGNS.right),
    "window": (SIGNS.window, SIGNS.window),
    "line": (SIGNS.thin, SIGNS.stop),
}


@dataclass(frozen=True)
class Bar:
    """From one moment to another: a certificate, one to come, a window, or a span of something else."""

    label: Content
    start: datetime
    end: datetime
    shape: Shape
    tone: Tone
    note: str = ""


@dataclass(frozen=True)
class Moments:
    """Points on the axis, such as the runs of a job."""

    label: Content
    moments: tuple[datetime, ...]
    tone: Tone
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """The content of a chart between two moments (UTC); `caption` is at the foot of the line for now."""

    start: datetime
    end: datetime
    now: datetime
    rows: tuple[Bar | Moments, ...]
    caption: str


class ValidityChart(Flowing):
    """Draws a chart in the width it has; redrawn only when its data or width changes."""

    DEFAULT_CSS = "ValidityChart { padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._chart: Chart | None = None
        self._labels: object = None

    def show(self, chart: Chart) -> None:
        """Show this chart."""
        shown = self._chart, self._labels
        self._chart, self._labels = chart, look(*[row.label for row in chart.rows])
        if shown != (self._chart, self._labels):
            self.show_anew()

    def flow(self, width: int) -> Sequence[Content]:
        return _rows(self._chart, width) if self._chart is not None and width else ()


class _Canvas:
    """Rows of (character, token) cells with a time axis across them."""

    def __init__(self, chart: Chart, width: int) -> None:
        self.width = max(width, _LABEL + 2)
        self.axis = min(self.width - _LABEL, max(10, width - _LABEL - _BEHIND))
        self._start = chart.start
        self._length = max(chart.end - chart.start, timedelta(minutes=1))
        self.rows: list[list[tuple[str, str]]] = []

    def place(self, moment: datetime) -> int:
        """The column of a moment, which may lie beside the axis."""
        return _LABEL + round((moment - self._start) / self._length * (self.axis - 1))

    def holds(self, column: int) -> bool:
        return _LABEL <= column < _LABEL + self.axis

    def row(self, label: Content | None = None) -> list[tuple[str, str]]:
        """Another row; the label keeps its own tones."""
        cells = [(" ", "")] * self.width
        if label is not None:
            for place, part in enumerate(_cells(label.truncate(_LABEL - 1, ellipsis=True))):
                cells[place] = part
        self.rows.append(cells)
        return cells

    def write(self, row: list[tuple[str, str]], column: int, text: str, token: str) -> None:
        """Text that stays inside the canvas, cut where it would not."""
        room = self.width - column
        if room < 2 or column < 0:
            return
        cut = text if len(text) <= room else text[: room - 1] + SIGNS.cut
        row[column : column + len(cut)] = [(letter, token) for letter in cut]

    def content(self) -> list[Content]:
        return [_joined(row) for row in self.rows]


def _cells(label: Content) -> Iterator[tuple[str, str]]:
    """The label's characters with the style each has."""
    for place, letter in enumerate(label.plain):
        styles = [str(span.style) for span in label.spans if span.start <= place < span.end]
        yield letter, " ".join(styles)


def _joined(row: list[tuple[str, str]]) -> Content:
    runs = groupby(row, key=lambda one: one[1])
    return Content.assemble(*(("".join(letter for letter, _ in run), token) for token, run in runs)).rstrip()


def draw(chart: Chart, width: int) -> Content:
    """The chart as lines of text `width` cells wide: months, axis, one line a row, the foot of now."""
    return Content("\n").join(_rows(chart, width))


def _rows(chart: Chart, width: int) -> list[Content]:
    canvas = _Canvas(chart, width)
    _axis(canvas, chart)
    now = canvas.place(chart.now)
    for row in chart.rows:
        cells = canvas.row(row.label)
        drawn = _stretch(canvas, cells, row) if isinstance(row, Bar) else _moments(canvas, cells, row)
        if canvas.holds(now):
            _cross(cells, now)
        canvas.write(cells, _note_column(row.note, drawn, width, now), row.note, "$text-muted")
    foot = canvas.row()
    if canvas.holds(now):
        text = f"{SIGNS.here} {chart.caption}"
        canvas.write(foot, min(now, max(0, width - len(text))), text, f"bold {TOKENS['time']}")
    return canvas.content()


def _note_column(note: str, drawn: tuple[int, int], width: int, now: int) -> int:
    """Where a row's note begins: behind what is drawn, before it where only there is room."""
    first, last = drawn
    before, behind = first - 2 - len(note), max(last + 2, _LABEL)
    fits_before = before >= _LABEL and not before - 1 <= now < first
    return before if behind + len(note) > width and fits_before else behind


def _stretch(canvas: _Canvas, cells: list[tuple[str, str]], row: Bar) -> tuple[int, int]:
    """Draw it; returns its first and last column."""
    body, stop = _DRAWN[row.shape]
    token = TOKENS[row.tone]
    first, last = canvas.place(row.start), canvas.place(row.end)
    begin, end = max(first, _LABEL), min(last, _LABEL + canvas.axis - 1)
    for column in range(begin, end + 1):
        cells[column] = (body, token)
    if row.shape == "coming" and canvas.holds(first):
        cells[first] = (SIGNS.stop, token)
    if end >= begin and (last == end or row.shape == "coming"):
        cells[end] = (stop, token)
    return begin, max(end, begin - 1)


def _moments(canvas: _Canvas, cells: list[tuple[str, str]], row: Moments) -> tuple[int, int]:
    columns = sorted({column for moment in row.moments if canvas.holds(column := canvas.place(moment))})
    for column in columns:
        cells[column] = (SIGNS.job, TOKENS[row.tone])
    return (columns[0], columns[-1]) if columns else (_LABEL, _LABEL - 1)


def _cross(cells: list[tuple[str, str]], column: int) -> None:
    crossed = cells[column][0] in (SIGNS.wire, SIGNS.dotted, SIGNS.thin)
    cells[column] = (SIGNS.crossing if crossed else SIGNS.now, TOKENS["time"])


def _axis(canvas: _Canvas, chart: Chart) -> None:
    labels = canvas.row()
    line = canvas.row()
    line[_LABEL : _LABEL + canvas.axis] = [(SIGNS.thin, "$line")] * canvas.axis
    for month in _labelled(canvas, chart):
        column = canvas.place(month)
        line[column] = (SIGNS.tick, "$line")
        text = f"1 {month:%b}" if month.month > 1 else f"1 Jan {month.year}"
        canvas.write(labels, max(column - len(text) // 2, 0), text, "$text-muted")
    now = canvas.place(chart.now)
    if canvas.holds(now):
        line[now] = (SIGNS.now, TOKENS["time"])


def _labelled(canvas: _Canvas, chart: Chart) -> list[datetime]:
    """The months with a label: every one, or every second, third, … so that labels stay apart."""
    inside = [month for month in months(chart.start, chart.end) if canvas.holds(canvas.place(month))]
    for every in (1, 2, 3, 6):
        chosen = [month for month in inside if (month.month - 1) % every == 0]
        if len(chosen) < 2 or canvas.place(chosen[1]) - canvas.place(chosen[0]) >= _APART:
            return chosen
    years = [month for month in inside if month.month == 1]
    return years[:: max(1, -(-len(years) * _APART // canvas.axis))]


def months(start: datetime, end: datetime) -> Iterator[datetime]:
    """The first day of each month between two moments."""
    month = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while month <= end:
        if month >= start:
            yield month
        if (month.year, month.month) == (9999, 12):
            return
        month = (month + timedelta(days=32)).replace(day=1)
