"""A run: points, hints, forbidden outcomes, events, and a world that others change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from store.errors import AzureError
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.simulator.clock import AdvanceClock
from store.operations.simulator.undo import Undo
from store.operations.training.run import AnswerQuestion, Escalate, TakeHint, run_of
from store.operations.web.sites import StartSite, StopSite
from store.resources import ActivityEntry, Mode, Site, TrainingRun
from store.training.play import Play
from store.training.score import judge, standing
from store.training.start import start
from store.world import Changes
from tests.support.scenarios import SOUND, begun, portal_of, scenario, spoilt
from tests.support.worlds import portal, walk_world

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_API = 'order = "contosocert", hosts = ["contoso.com", "www.contoso.com"]'


def test_half_a_repair_counts(tmp_path: Path) -> None:
    play = begun(tmp_path, spoilt(_API, 'order = "contosocert", hosts = ["contoso.com", "api.contoso.com"]'))
    portal_of(play).perform(SyncOrder(order="contosocert"))
    found = play.standing()
    assert (found.score, found.solved) == (5, False)


def test_a_hint_costs_its_price_and_undo_does_not_give_it_back(tmp_path: Path) -> None:
    play = begun(tmp_path)
    cloud = portal_of(play)
    cloud.perform(SyncOrder(order="contosocert"))
    cloud.perform(TakeHint())
    assert play.standing().score == 8
    cloud.perform(Undo())
    assert (play.standing().earned, play.standing().paid) == (0, 2)
    with pytest.raises(AzureError, match="no further hint"):
        cloud.perform(TakeHint())


def test_an_exam_has_no_hints(tmp_path: Path) -> None:
    cloud = portal(start(scenario(), SOUND, tmp_path, Mode.EXAM))
    with pytest.raises(AzureError, match="An exam has no hints"):
        cloud.perform(TakeHint())


def test_a_forbidden_outcome_costs_although_it_is_over(tmp_path: Path) -> None:
    play = begun(tmp_path)
    cloud = portal_of(play)
    cloud.perform(StopSite(site="contoso-app"))
    cloud.perform(StartSite(site="contoso-app"))
    assert play.look() == ("Forbidden: A host was down",)
    assert play.look() == ()
    cloud.perform(SyncOrder(order="contosocert"))
    play.look()
    assert (play.standing().score, play.standing().broken) == (7, ("A host was down",))


def test_a_run_that_is_resumed_looks_at_what_others_did_meanwhile(tmp_path: Path) -> None:
    first = begun(tmp_path)
    cloud = portal_of(first)
    cloud.perform(StopSite(site="contoso-app"))
    cloud.perform(StartSite(site="contoso-app"))
    assert Play(cloud, tmp_path).look() == ("Forbidden: A host was down",)


def test_an_event_comes_at_its_simulated_time_and_once(tmp_path: Path) -> None:
    play = begun(tmp_path)
    cloud = portal_of(play)
    assert play.look() == ()
    cloud.perform(AdvanceClock(by="2h"))
    assert play.look() == ("The customer calls again.",)
    assert next(cloud.world.all(Site)).properties.https_only
    assert play.look() == ()
    log = {one.title: one.caller for one in cloud.world.all(ActivityEntry)}
    assert log["HTTPS Only"] == "Scenario"


def test_an_event_comes_after_real_minutes(tmp_path: Path) -> None:
    source = spoilt('after = "2h"', "real-minutes = 5")
    play = begun(tmp_path, source)
    run = play.run
    world = portal_of(play).world
    opened = msgspec.structs.replace(run, opened_at=NOW)
    play = Play(portal(world.merge({"_training": {"run": opened}}, world.revision)), tmp_path)
    assert play.look(NOW + timedelta(minutes=4)) == ()
    assert play.look(NOW + timedelta(minutes=5)) == ("The customer calls again.",)


def test_answers_and_the_escalation_are_kept_in_the_world(tmp_path: Path) -> None:
    play = begun(tmp_path)
    cloud = portal_of(play)
    cloud.perform(AnswerQuestion(question=1, answer=" 2 "))
    cloud.perform(Escalate())
    run = run_of(cloud.world)
    assert run is not None
    assert (run.answers, run.escalated_at) == ({"1": "2"}, cloud.world.now)
    for refused, sentence in (
        (AnswerQuestion(question=2, answer="3"), "no question 2"),
        (AnswerQuestion(question=1, answer=" "), "1-400 characters"),
        (Escalate(), "handed on already"),
    ):
        with pytest.raises(AzureError, match=sentence):
            cloud.perform(refused)


def test_a_run_ends_once_and_nothing_can_be_done_after(tmp_path: Path) -> None:
    play = begun(tmp_path)
    cloud = portal_of(play)
    cloud.perform(SyncOrder(order="contosocert"))
    assert play.end(NOW).solved
    assert play.run.over and not play.run.gave_up
    with pytest.raises(AzureError, match="This run is over"):
        cloud.perform(TakeHint())


def test_a_world_without_a_scenario_has_no_run() -> None:
    cloud = portal(walk_world())
    with pytest.raises(AzureError, match="no scenario's"):
        Play(cloud)
    with pytest.raises(AzureError, match="no scenario's"):
        cloud.perform(Escalate())


def test_a_check_that_cannot_be_answered_is_not_met_and_says_why(tmp_path: Path) -> None:
    for ask, sentence in (("[?", "cannot be understood"), ("abs('x')", "cannot be answered")):
        query = spoilt(f'is = "hosts_serve", {_API}', f'is = "query", ask = "{ask}"')
        play = begun(tmp_path, query)
        (goal,) = play.standing().goals
        assert not goal.met
        assert sentence in goal.judged.trouble


def test_a_check_that_raises_ends_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    play = begun(tmp_path)
    check = play.scenario.objectives[0].check

    def raises(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(check), "judge", raises)
    assert judge(check, portal_of(play).world, play.run).trouble == "The check failed: ZeroDivisionError."


def test_an_order_that_was_deleted_behind_the_runner_is_not_met(tmp_path: Path) -> None:
    play = begun(tmp_path)
    world = portal_of(play).world
    orders = "Microsoft.CertificateRegistration/certificateOrders"
    gone: Changes = {orders: dict.fromkeys(world.tables[orders])}
    bare = world.merge(gone, world.revision)
    run = run_of(bare)
    assert isinstance(run, TrainingRun)
    assert standing(bare, scenario(), run).score == 0


def test_a_run_of_a_class_begins_when_the_trainee_opens_it(tmp_path: Path) -> None:
    """The world was made before: its exam counts from the first look at the portal, and only once."""
    cloud = portal(start(scenario(), SOUND, tmp_path, Mode.EXAM))
    play = Play(cloud, tmp_path)
    play.open(NOW)
    play.open(NOW + timedelta(minutes=3))
    assert (play.run.opened_at, play.run.deadline) == (NOW, NOW + timedelta(minutes=5))
