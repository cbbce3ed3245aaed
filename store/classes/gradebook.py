"""The marks of a class as a table: CSV as gradebooks import it, and Markdown to be read.

A row a trainee, identified by the login, and a column a scenario with the score of the best attempt:

    username,name,"The job has not run yet (10)"
    adalovelace,Ada Lovelace,8

Source: "Grade import" (Moodle documentation): a column that identifies the user, and one for each grade item.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from store.classes.results import Attempt
from store.classes.roster import Trainee
from store.training.results import Result

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def best(attempts: Iterable[Attempt]) -> dict[tuple[str, str], Result]:
    """(login, scenario) → the best attempt; of equal ones the first, one that ended before all that run."""
    found: dict[tuple[str, str], Result] = {}
    for trainee, _, one in attempts:
        key = trainee.login, one.title
        known = found.get(key)
        if known is None or (one.score, one.over) > (known.score, known.over):
            found[key] = one
    return found


def as_csv(trainees: Sequence[Trainee], attempts: Sequence[Attempt]) -> str:
    """The gradebook as CSV with a heading; a scenario that was not begun leaves its cell empty."""
    heads, rows = _table(trainees, attempts)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("username", "name", *map(_inert, heads)))
    writer.writerows((login, _inert(name), *scores) for login, name, *scores in rows)
    return out.getvalue()


def as_markdown(title: str, trainees: Sequence[Trainee], attempts: Sequence[Attempt]) -> str:
    """The same as a Markdown document."""
    heads, rows = _table(trainees, attempts)
    lines = [
        f"# {_cell(title)}",
        "",
        _row(("Login", "Name", *heads)),
        _row(("---", "---", *("--:" for _ in heads))),
    ]
    return "\n".join((*lines, *map(_row, rows), ""))


def _table(
    trainees: Sequence[Trainee], attempts: Sequence[Attempt]
) -> tuple[list[str], list[tuple[str, ...]]]:
    marks = best(attempts)
    scenarios = {one.result.title: one.result.points for one in attempts}
    chosen = {one.trainee.login: one.trainee.name for one in attempts}
    rows = [
        (
            who.login,
            chosen.get(who.login, who.name),
            *(_score(marks.get((who.login, title))) for title in scenarios),
        )
        for who in trainees
    ]
    return [f"{title} ({points})" for title, points in scenarios.items()], rows


def _score(result: Result | None) -> str:
    return "" if result is None else str(result.score)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """The text with what Markdown would take for markup or HTML escaped."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#|!&" else letter for letter in text)
