"""The class at a glance: who works, who is stuck, who is done; nothing is opened twice or mended."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.classes.folder import world_path
from store.classes.roster import Trainee
from store.classes.survey import Pace, Row, Survey
from store.errors import AzureError
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.sites import StartSite
from tests.support.class_room import ADA, GRACE, at_work, class_of, end_run


def looked(survey: Survey, now: datetime | None = None) -> dict[str, Row]:
    return {row.trainee.login: row for row in survey.look(now)}


def test_a_row_shows_the_next_objective_until_it_is_met(tmp_path: Path) -> None:
    folder = class_of(tmp_path)
    survey = Survey(folder)
    assert [row.pace for row in survey.rows] == [Pace.UNREAD, Pace.UNREAD]
    assert looked(survey)["ada"].objective == "Both hosts serve the new certificate"
    with at_work(folder, ADA) as portal:
        portal.perform(SyncOrder(order="contosocert"))
        row = looked(survey)["ada"]
        assert (row.pace, row.objective, row.score, row.last) == (Pace.WORKING, "", 10, "Sync")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        assert looked(survey, tomorrow)["ada"].why == "Every objective is met; it is not handed in yet."
        end_run(portal)
    assert looked(survey)["ada"].pace is Pace.DONE
    assert looked(survey)["grace"].pace is Pace.ABSENT
    survey.close()


def test_who_does_nothing_is_stuck_and_a_running_clock_is_no_work(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    begun = datetime.now(UTC)
    survey = Survey(folder)
    with at_work(folder, ADA) as portal:
        portal.perform(AdvanceClock(by="1h"))
        looked(survey, begun)
        later = begun + timedelta(minutes=11)
        portal.perform(AdvanceClock(by="1m", running=True))
        row = looked(survey, later)["ada"]
        assert row.pace is Pace.STUCK
        assert row.why.startswith("Nothing was done for 1")
        portal.perform(AdvanceClock(by="1h"))
        assert looked(survey, later)["ada"].pace is Pace.WORKING
    survey.close()


def test_who_is_refused_again_and_again_is_stuck(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    with at_work(folder, ADA) as portal:
        for _ in range(4):
            with pytest.raises(AzureError):
                portal.perform(StartSite(site="contoso-app"))
    survey = Survey(folder)
    row = looked(survey)["ada"]
    survey.close()
    assert (row.pace, row.why) == (Pace.STUCK, "The last 4 operations were refused.")
    assert row.last == "Start Web App refused"


def test_a_world_that_is_missing_or_damaged_is_a_row_that_says_so(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA, GRACE, Trainee("eve", "Eve"))
    world_path(folder, "ada").write_bytes(b"\0" * 100)
    for one in world_path(folder, "grace").parent.iterdir():
        if one.is_file():
            one.unlink()
    survey = Survey(folder)
    rows = looked(survey)
    survey.close()
    assert rows["ada"].pace is Pace.BROKEN
    assert "is not a certblade state" in rows["ada"].why
    assert rows["grace"].pace is Pace.ABSENT
    assert rows["eve"].pace is Pace.ABSENT
    assert world_path(folder, "ada").read_bytes() == b"\0" * 100


def test_a_world_of_another_version_or_that_may_not_be_read_is_a_row_with_its_reason(tmp_path: Path) -> None:
    folder = class_of(tmp_path)
    newer = world_path(folder, "ada")
    text = newer.read_text()
    version = re.search(r'"schema": ?(\d+)', text)
    assert version is not None
    newer.write_text(text.replace(version[0], version[0].replace(version[1], "99")))
    survey = Survey(folder)
    rows = looked(survey)
    # A world that somebody writes in, and so has locked, is only read.
    with at_work(folder, GRACE) as portal, portal._journal.locked():
        assert looked(survey)["grace"].pace is Pace.ABSENT
    survey.close()
    assert rows["ada"].pace is Pace.BROKEN
    assert "99" in rows["ada"].why or "newer" in rows["ada"].why


def test_a_look_at_what_did_not_change_reads_no_more_than_where_a_line_would_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = class_of(tmp_path)
    survey = Survey(folder)
    looked(survey)
    asked: list[int] = []
    real = os.pread

    def counted(file: int, count: int, offset: int) -> bytes:
        asked.append(count)
        return real(file, count, offset)

    monkeypatch.setattr(os, "pread", counted)
    looked(survey)
    survey.close()
    assert sum(asked) <= len(survey.rows) * 8192
