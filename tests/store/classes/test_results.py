"""Results of a class: every attempt, as a gradebook, as Markdown, as xAPI statements."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement

from store.classes.folder import read_class, world_path
from store.classes.gradebook import as_csv, as_markdown, best
from store.classes.results import Attempt, results_of
from store.classes.roster import Trainee
from store.classes.xapi import statements
from store.errors import AzureError
from store.journal.journal import write_state
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.training.run import TakeHint, run_of
from store.operations.web.sites import StartSite
from store.resources import Mode
from store.training.begin import begin_run
from store.training.deeds import EndRun
from store.training.library import named
from tests.support.class_room import ADA, ENDS, GRACE, at_work, class_of, end_run, scenario_world

TITLE = "The job has not run yet"


def solved(folder: Path, who: Trainee, *, hints: int = 0) -> None:
    """The trainee takes hints, syncs, and hands in."""
    with at_work(folder, who) as portal:
        for _ in range(hints):
            portal.perform(TakeHint())
        portal.perform(SyncOrder(order="contosocert"))
        end_run(portal)


def read(folder: Path) -> tuple[Attempt, ...]:
    found, unreadable = results_of(folder)
    assert not unreadable
    return found


def test_a_result_says_what_was_earned_and_what_was_done(tmp_path: Path) -> None:
    folder = class_of(tmp_path)
    solved(folder, ADA, hints=1)
    (_, one, ada), (_, other, grace) = read(folder)
    assert (ada.score, ada.points, ada.paid, ada.hints, ada.solved, ada.over) == (8, 10, 2, 1, True, True)
    assert [step.title for step in ada.steps] == ["Take a hint", "Sync", "End the scenario"]
    assert ada.ended == ENDS
    assert (grace.score, grace.over, grace.steps) == (0, False, ())
    assert one != other


def test_the_name_on_a_result_is_the_trainees_choice_and_goes_on_to_the_next_run(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    path = world_path(folder, "ada")
    with at_work(folder, ADA) as portal:
        run = run_of(portal.world)
        assert run is not None and (run.trainee, run.name) == ("Ada Lovelace", "")
        for spoilt_name in ("a\x1b[7mb", "x" * 65):
            with pytest.raises(AzureError, match="A name has 1-64 printable characters"):
                portal.perform(EndRun(at=ENDS, name=spoilt_name))
        portal.perform(EndRun(at=ENDS, name=" trainee 17 "))
    begin_run(path, named("sync-not-run"), Mode.PRACTICE, ENDS)
    found = read(folder)
    assert [one.trainee.name for one in found] == ["trainee 17", "trainee 17"]
    assert [one.result.scenario for one in found] == ["", "sync-not-run"]
    assert "ada,trainee 17," in as_csv(read_class(folder).trainees, found)
    told = msgspec.json.encode([one.document() for one in found]).decode()
    assert "Lovelace" not in told
    assert not any(word in told for word in ("PRIVATE KEY", "password", str(tmp_path)))


def test_a_gradebook_has_a_row_a_person_and_a_column_a_scenario(tmp_path: Path) -> None:
    folder = class_of(tmp_path)
    solved(folder, GRACE)
    trainees = read_class(folder).trainees
    rows = list(csv.reader(io.StringIO(as_csv(trainees, read(folder)))))
    assert rows == [
        ["username", "name", f"{TITLE} (10)"],
        ["ada", "Ada Lovelace", "0"],
        ["grace", "Grace Hopper", "10"],
    ]
    assert "| grace | Grace Hopper | 10 |" in as_markdown("October", trainees, read(folder))


def test_of_several_attempts_the_best_counts(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    solved(folder, ADA)
    write_state(world_path(folder, "ada"), scenario_world(), replace=True)
    found = read(folder)
    assert [one.result.score for one in found] == [10, 0]
    assert best(found)["ada", TITLE].score == 10


def test_a_name_is_no_formula_and_no_markup(tmp_path: Path) -> None:
    who = Trainee("eve", "=HYPERLINK(0)|<b>")
    folder = class_of(tmp_path, who)
    found = read(folder)
    assert "'=HYPERLINK(0)|<b>" in as_csv((who,), found)
    assert r"=HYPERLINK(0)\|\<b\>" in as_markdown("x", (who,), found)


def test_a_world_that_cannot_be_read_is_named_and_the_others_count(tmp_path: Path) -> None:
    folder = class_of(tmp_path)
    world_path(folder, "ada").write_bytes(b"{")
    found, unreadable = results_of(folder)
    assert [one.trainee.login for one in found] == ["grace"]
    assert [path for path, _ in unreadable] == [world_path(folder, "ada")]
    # Looking on mends nothing: that is for whoever works there.
    assert world_path(folder, "ada").read_bytes() == b"{"


def test_a_learning_record_store_takes_every_statement(tmp_path: Path) -> None:
    folder = class_of(tmp_path)
    solved(folder, ADA, hints=1)
    ada, grace = read(folder)
    made = [*statements(ada), *statements(grace, now=ENDS)]
    assert [one["verb"]["display"]["en"] for one in made] == ["completed", "passed", "attempted"]
    for one in made:
        BaseXapiStatement.model_validate(one)
    assert made[1]["result"]["score"] == {"scaled": 0.8, "raw": 8, "min": 0, "max": 10}
    assert made[1]["result"]["success"] is True
    assert made[1]["timestamp"] == "2026-03-02T10:30:00.000Z"
    assert len({one["id"] for one in made}) == 3


def spoilt(statement: dict[str, Any], *path: str, to: object) -> dict[str, Any]:
    """The statement with one value that the specification forbids."""
    copy: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(statement))
    place = copy
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return copy


def test_the_judge_of_the_statements_refuses_spoilt_ones(tmp_path: Path) -> None:
    (one,) = statements(read(class_of(tmp_path, ADA))[0], now=ENDS)
    for wrong in (
        spoilt(one, "result", "score", "scaled", to=85),
        spoilt(one, "result", "duration", to="7:31"),
        spoilt(one, "verb", to={}),
        spoilt(one, "actor", "mbox", to="mailto:ada@contoso.com"),
    ):
        with pytest.raises(ValidationError):
            BaseXapiStatement.model_validate(wrong)


def test_the_duration_is_real_time_and_the_simulated_time_stands_beside_it(tmp_path: Path) -> None:
    attempt = read(class_of(tmp_path, ADA))[0]
    told = msgspec.structs.replace(
        attempt.result, began=ENDS - timedelta(hours=1, seconds=5), ended=ENDS, simulated=90
    )
    completed, failed = statements(attempt._replace(result=told))
    assert completed["result"]["duration"] == "PT1H5S"
    assert "PT1M30S" in completed["result"]["extensions"].values()
    assert failed["verb"]["display"]["en"] == "failed"
    BaseXapiStatement.model_validate(failed)


def test_giving_up_is_no_pass(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    with at_work(folder, ADA) as portal:
        portal.perform(SyncOrder(order="contosocert"))
        end_run(portal, gave_up=True)
    verbs = [one["verb"]["display"]["en"] for one in statements(read(folder)[0])]
    assert verbs == ["completed", "failed"]


def test_a_refused_operation_is_a_step_with_its_code(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    with at_work(folder, ADA) as portal, pytest.raises(AzureError) as refused:
        portal.perform(StartSite(site="contoso-app"))
    ((_, attempt, result),) = read(folder)
    assert (result.steps[-1].status, result.steps[-1].code) == ("Failed", refused.value.code)
    assert re.fullmatch(r"[0-9a-f]{32}", attempt)
