"""Faults now and at a minute, in a world that two programs have open; take-overs; what Undo leaves alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from store import open_portal
from store.errors import AzureError
from store.faults import fault_named
from store.faults.causing import advance, cause, let_loose, plant, waiting
from store.faults.deeds import PlantFault, WithdrawFault
from store.journal.journal import write_state
from store.operations.simulator.bookmarks import ReturnToBookmark, SetBookmark
from store.operations.simulator.clock import AdvanceClock
from store.operations.simulator.undo import Undo
from store.operations.training.message import SendMessage
from store.operations.training.taking_over import AnswerTakeOver, AskToTakeOver, EndTakeOver
from store.operations.web.settings import SetHttpsOnly
from store.operations.web.sites import StartSite, StopSite
from store.portal import Portal
from store.resources import ActivityEntry, Control, Message, Planted, Site, TakeOver, Vault
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.outsiders import instructor
from store.training.play import Play
from tests.support.mission_worlds import linked
from tests.support.scenarios import begun, portal_of
from tests.support.worlds import portal

GRACE = instructor("Grace Hopper")
DELETED, CLOSED = fault_named("KeyVaultDeleted"), fault_named("KeyVaultFirewall")


def test_a_fault_waits_for_its_minute_and_happens_on_the_way_at_that_minute() -> None:
    cloud = portal(linked())
    minute = cloud.world.now + timedelta(minutes=30)
    told = plant(cloud, DELETED, GRACE, at=minute, say="The shop is down, please look.")
    assert told == f"Delete the key vault: prepared for {minute:%Y-%m-%d %H:%M} UTC."
    assert let_loose(cloud) == 0
    list(advance(cloud, cloud.world.now + timedelta(hours=2)))
    deed = next(one for one in cloud.world.all(ActivityEntry) if one.title == "Delete key vault")
    assert (deed.at, deed.caller) == (minute, GRACE)
    assert cloud.world.now == minute + timedelta(minutes=90)
    message = next(cloud.world.all(Message))
    assert (message.sender, message.text) == ("Grace Hopper", "The shop is down, please look.")
    planted = next(cloud.world.all(Planted))
    assert (planted.done, planted.outcome) == (True, "Delete the key vault: happened to 'contosocert'.")
    assert let_loose(cloud) == 0


def test_of_two_programs_on_a_world_one_lets_it_happen(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_state(path, linked(), replace=False)
    trainee, other = open_portal(path), open_portal(path)
    plant(other, CLOSED, GRACE, at=other.world.now + timedelta(minutes=1))
    trainee.perform(AdvanceClock(by="2m"))
    other.follow()
    assert [let_loose(trainee), let_loose(other)] == [1, 0]
    other.follow()
    assert sum(one.begun > 0 for one in other.world.all(Planted)) == 1
    assert other.world.revision == trainee.world.revision
    trainee.close()
    other.close()


def test_a_fault_whose_place_is_gone_by_then_is_noted_and_changes_nothing() -> None:
    cloud = portal(linked())
    plant(cloud, CLOSED, GRACE, at=cloud.world.now + timedelta(minutes=1))
    cause(cloud, DELETED, GRACE)
    cloud.perform(AdvanceClock(by="1h"))
    vaults = cloud.world.table(Vault)
    assert let_loose(cloud) == 1
    planted = next(one for one in cloud.world.all(Planted) if one.fault == CLOSED.code)
    assert not planted.done
    assert planted.outcome.startswith("It needs a certificate in a key vault that is there")
    assert cloud.world.table(Vault) == vaults


def test_a_fault_can_be_withdrawn_until_it_happens_and_only_an_instructor_plants_any() -> None:
    cloud = portal(linked())
    plant(cloud, DELETED, GRACE, at=cloud.world.now + timedelta(minutes=1))
    (planted,) = waiting(cloud.world)
    cloud.perform(WithdrawFault(planted=planted.id), GRACE)
    cloud.perform(AdvanceClock(by="1h"))
    assert let_loose(cloud) == 0
    with pytest.raises(AzureError, match="Only an instructor"):
        cloud.perform(PlantFault(fault=DELETED.code, due_at=cloud.world.now, by=GRACE))


def test_a_trainee_undoes_own_work_and_not_the_instructors() -> None:
    cloud = portal(linked())
    cloud.perform(SetBookmark(name="before"))
    cloud.perform(StopSite(site="contoso-app"))
    cloud.perform(SendMessage(text="Go on", sender="Grace Hopper"), GRACE)
    assert cloud.perform(Undo()).result.startswith("'Stop Web App' was taken back")
    assert next(cloud.world.all(Message)).text == "Go on"
    cause(cloud, DELETED, GRACE)
    cloud.perform(StopSite(site="contoso-app"))
    cloud.perform(Undo())
    for refused in (Undo(), ReturnToBookmark(name="before")):
        with pytest.raises(AzureError, match="Grace Hopper has changed this world since"):
            cloud.perform(refused)
    assert not list(cloud.world.all(Vault))
    assert cloud.perform(Undo(), GRACE).result.startswith("'Delete key vault' was taken back")


def test_what_an_instructor_breaks_is_not_counted_against_the_trainee(tmp_path: Path) -> None:
    play = begun(tmp_path)
    cloud = portal_of(play)
    cloud.perform(StopSite(site="contoso-app"), GRACE)
    cloud.perform(SetHttpsOnly(site="contoso-app", enabled=True))
    assert play.look() == ()
    assert Play(cloud, tmp_path).look() == ()
    cloud.perform(StartSite(site="contoso-app"))
    cloud.perform(StopSite(site="contoso-app"))
    assert play.look() == ("Forbidden: A host was down",)


@pytest.fixture
def asked() -> Portal:
    """A world whose trainee is asked."""
    cloud = portal(linked())
    cloud.perform(AskToTakeOver(by=GRACE), GRACE)
    return cloud


def test_who_allows_a_take_over_waits_until_either_side_ends_it(asked: Portal) -> None:
    asked.perform(StopSite(site="contoso-app"))
    assert asked.perform(AnswerTakeOver(allow=True)).result == "Grace Hopper has taken over."
    refused = asked.why_not(StartSite(site="contoso-app"))
    assert refused is not None
    assert refused.message == "Grace Hopper has taken over this world: what you do here waits."
    with pytest.raises(AzureError, match="has taken over"):
        asked.perform(StartSite(site="contoso-app"), instructor("Somebody else"))
    asked.perform(AdvanceClock(by="1m", running=True))
    asked.perform(StartSite(site="contoso-app"), GRACE)
    asked.perform(EndTakeOver())
    asked.perform(StopSite(site="contoso-app"))
    callers = [one.caller for one in asked.world.all(ActivityEntry) if "Web App" in one.title]
    assert [one == GRACE for one in callers if one in (GRACE, DEFAULT_USER)][-3:] == [False, True, False]
    assert next(asked.world.all(Site)).properties.state == "Stopped"


def test_who_refuses_goes_on_and_can_be_asked_again(asked: Portal) -> None:
    with pytest.raises(AzureError, match="has asked to take over already"):
        asked.perform(AskToTakeOver(by=instructor("Ida")), instructor("Ida"))
    asked.perform(AnswerTakeOver(allow=False))
    asked.perform(StopSite(site="contoso-app"))
    assert next(asked.world.all(TakeOver)).state is Control.REFUSED
    for refused, sentence in (
        (AnswerTakeOver(allow=True), "Nobody asks"),
        (EndTakeOver(), "Nobody has taken over"),
    ):
        with pytest.raises(AzureError, match=sentence):
            asked.perform(refused)
    asked.perform(AskToTakeOver(by=GRACE), GRACE)


def test_a_trainee_cannot_ask_nor_an_instructor_answer(asked: Portal) -> None:
    with pytest.raises(AzureError, match="The trainee answers"):
        asked.perform(AnswerTakeOver(allow=True), GRACE)
    asked.perform(EndTakeOver(), GRACE)
    with pytest.raises(AzureError, match="Only an instructor"):
        asked.perform(AskToTakeOver(by=GRACE))
