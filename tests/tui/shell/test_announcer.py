"""What happens without a click is said: by toast and bell, with the way to its page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from store import open_portal
from store.journal.journal import write_state
from store.operations.certificate_registration.rekey_and_renew import Rekey, SetAutoRenew
from store.operations.simulator.clock import AdvanceClock
from store.resources import CertificateOrder, WebCertificate
from tests.support.desk import Desk, at_desk
from tests.support.golden import settle
from tests.support.mission_worlds import linked
from tests.support.stated import stated
from tests.support.worlds import demo_world
from tui.work.pulse import Changed


async def followed(desk: Desk) -> None:
    """What the follower finds, without its wait."""
    desk.app.portal.follow()
    desk.app.post_message(Changed())
    await settle(desk.pilot)
    await settle(desk.pilot)


def titles(desk: Desk) -> list[str]:
    return [notice.title for notice in desk.app.notices.all]


async def test_an_issue_is_said_and_the_bell_leads_to_the_order(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("Rekey", order="contosocert")
        desk.app.perform(AdvanceClock(by="10m"), title="Advance")
        await settle(desk.pilot)
        await settle(desk.pilot)
        said = next(notice for notice in desk.app.notices.all if notice.title == "contosocert")
        assert said.text.startswith("GoDaddy issues certificate 2, valid until")
        assert said.tone == "success"
        assert said.resource.endswith("/contosocert")


async def test_what_another_program_changed_and_what_happened_there_is_said(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        other = open_portal(tmp_path / "state.json")
        try:
            order = next(desk.world.all(CertificateOrder)).id
            other.perform(SetAutoRenew(order=order, enabled=False))
            other.perform(Rekey(order=order))
            other.perform(AdvanceClock(by="10m"))
        finally:
            other.close()
        await followed(desk)
        assert titles(desk).count("Another program") == 2
        assert "contosocert" in titles(desk)


async def test_many_events_are_one_toast_and_all_are_in_the_bell(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        other = open_portal(tmp_path / "state.json")
        try:
            other.perform(AdvanceClock(by="400d"))
        finally:
            other.close()
        await followed(desk)
        toasts = [note.title for note in desk.app._notifications]
        assert len([title for title in toasts if "events" in title and "b opens the bell" in title]) == 1
        assert len(titles(desk)) >= 4


async def test_the_past_of_a_world_that_took_the_place_of_another_is_no_news(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        write_state(tmp_path / "state.json", demo_world(), replace=True)
        await followed(desk)
        assert titles(desk) == ["State file"]
        assert "Another world has taken the place" in desk.app.notices.all[0].text


async def test_the_expiry_of_a_managed_certificate_is_said_and_the_bell_leads_to_it(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("CreateManagedCertificate", site="contoso-app", host="www.contoso.com")
        await desk.wait("2m")
        await desk.do("RemoveRecord", zone="contoso.com", type="CNAME", name="www")
        made = next(one for one in desk.world.all(WebCertificate) if one.managed)
        other = open_portal(tmp_path / "state.json")
        try:
            other.perform(AdvanceClock(to=stated(made.properties.expiration_date) - timedelta(days=2)))
            await followed(desk)
            other.perform(AdvanceClock(to=stated(made.properties.expiration_date)))
        finally:
            other.close()
        await followed(desk)
        said = [one for one in desk.app.notices.all if one.resource == made.id]
        assert said[0].text == "The certificate expires. It is bound to no host name."
        assert said[0].tone == "error"
        assert said[1].text.startswith("Not renewed: The CNAME record of 'www.contoso.com' is missing")
        await desk.press("b", *["down"] * desk.app.notices.all.index(said[0]), "enter")
        assert desk.sees("www.contoso.com")
        assert desk.sees("Not a valid certificate.")


async def test_a_notice_that_comes_while_the_list_is_open_moves_no_other(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        for route, name in (("order.overview", "contosocert"), ("site.overview", "contoso-app")):
            await desk.open(route, name)
            desk.app.say(name, "Something is told.")
        await desk.press("b", "down")
        desk.app.say("contoso-app", "Something else is told.")
        await desk.press("enter")
        assert "contosocert" in desk.line("certblade ›")
        assert [one.unread for one in desk.app.notices.all] == [True, False, False]
