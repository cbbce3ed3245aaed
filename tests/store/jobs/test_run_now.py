"""A job that is run at once: what its next run would do, as far as the moment for that has come."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from store.jobs.run_now import due_now
from store.operations.simulator.jobs import RunJob
from store.resources import JobRun, OrderStatus
from store.services.certificate_registration.renewal import renewal_begins
from store.time.job_hours import AUTO_RENEW, SYNC, next_tick
from tests.support.mission_worlds import linked, rekeyed
from tests.support.problem_case import Bench


def test_the_sync_job_moves_what_its_next_run_would_and_that_one_finds_nothing(tmp_path: Path) -> None:
    shop = Bench(rekeyed(), tmp_path)
    before = shop.world.now
    told = shop.do("RunJob", job=SYNC)
    assert told.startswith("Sync job: contosocert-rg-web-WestEuropewebspace: The new certificate")
    assert shop.linked().thumbprint == shop.order().thumbprint
    (run,) = (one for one in shop.world.all(JobRun) if one.job == SYNC)
    assert run.ran_at == before == shop.world.now and [one.ok for one in run.outcomes] == [True]
    assert shop.do("RunJob", job=SYNC) == "Sync job: looked at everything and had nothing to do."
    shop.wait("25h")
    assert [one for one in shop.world.all(JobRun) if one.job == SYNC] == [run]


def test_the_auto_renew_job_renews_as_soon_as_the_window_is_open_and_not_before(tmp_path: Path) -> None:
    shop = Bench(linked(), tmp_path)
    begins = renewal_begins(shop.world, shop.order())
    assert begins is not None
    tick = next_tick(shop.world, AUTO_RENEW, begins)
    shop.wait_until(begins - timedelta(minutes=1))
    # The next run is inside the window, this moment is not.
    assert next_tick(shop.world, AUTO_RENEW, shop.world.now) == tick
    assert due_now(shop.world, AUTO_RENEW) == []
    assert "nothing to do" in shop.do("RunJob", job=AUTO_RENEW)
    shop.wait_until(begins + timedelta(minutes=1))
    assert "Renewal requested." in shop.do("RunJob", job=AUTO_RENEW)
    pending = shop.ledger().pending
    assert pending is not None and pending.automatic
    shop.wait("1h")
    assert shop.status() is OrderStatus.ISSUED and len(shop.ledger().issued) == 2


def test_there_are_two_jobs_with_hours(tmp_path: Path) -> None:
    shop = Bench(linked(), tmp_path)
    refused = shop.refused("RunJob", job="sync")
    assert refused.code == "JobNotFound" and refused.next_step == f"Choose one of {AUTO_RENEW}, {SYNC}."


def test_the_keys_of_its_renewals_are_made_before_the_world_is_held(tmp_path: Path) -> None:
    shop = Bench(linked(), tmp_path)
    begins = renewal_begins(shop.world, shop.order())
    assert begins is not None
    shop.wait_until(begins + timedelta(minutes=1))
    shop.put(replace(shop.world.facts, keys="rsa2048"))
    assert len(RunJob(job=AUTO_RENEW).prepare(shop.world)) == 1
    assert RunJob(job=SYNC).prepare(shop.world) == []
    assert "Renewal requested." in shop.do("RunJob", job=AUTO_RENEW)
