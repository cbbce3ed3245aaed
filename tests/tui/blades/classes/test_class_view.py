"""The page of a class: an instructor sees everybody, opens a world, and both work on it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.classes import survey
from store.classes.folder import world_path
from store.classes.results import results_of
from store.classes.roster import Trainee
from store.errors import AzureError
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.simulator.clock import SetClockSpeed
from store.operations.training.message import SendMessage
from store.operations.web.sites import StopSite
from store.resources import Message
from tests.support.class_room import ADA, GRACE, at_work, class_of, end_run
from tests.support.desk import at_desk
from tests.support.golden import Golden
from tests.support.instructor import instructor, seen
from tui.blades.classes import class_view


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_view, "LOOK_SECONDS", 0.05)


async def test_the_page_follows_what_a_trainee_does(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october")
    async with instructor(folder) as desk:
        await seen(desk, "Not begun grace")
        with at_work(folder, GRACE) as portal:
            portal.perform(SyncOrder(order="contosocert"))
            await seen(desk, "Working grace")
            await seen(desk, "10 of 10 Sync now")
            end_run(portal)
            await seen(desk, "Done grace")


async def test_an_instructor_opens_a_world_works_on_it_and_comes_back(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october")
    async with instructor(folder) as desk:
        await desk.press("down", "enter")
        await seen(desk, "Class › App Service Certificates")
        assert desk.app.path == world_path(folder, "grace")
        with at_work(folder, GRACE) as portal:
            portal.perform(StopSite(site="contoso-app"))
            await desk.press("s")
            portal.follow()
            assert portal.world.revision == desk.app.portal.world.revision
        await desk.press("escape")
        await seen(desk, "Working grace")


async def test_a_message_reaches_the_trainees_bell(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october")
    async with at_desk(None, world_path(folder, "grace")) as trainee:
        sender = SendMessage(text="Look at [b]www[/b] first.", sender="Instructor")
        async with instructor(folder) as desk:
            await seen(desk, "Working grace")
            await desk.press("home", "i", *"Look at [b]www[/b] first.", "enter")
            await seen(desk, "The message is on its way.")
        with at_work(folder, GRACE) as portal:
            (message,) = portal.world.all(Message)
        assert (message.text, message.sender) == (sender.text, sender.sender)
        await seen(trainee, "Look at [b]www[/b] first.")
        assert "Another program" not in trainee.text
        await trainee.press("escape", "b")
        assert trainee.sees("Instructor")


@pytest.mark.parametrize("text", ["", " ", "a\x1b[7mb", "x" * 301])
def test_a_message_that_cannot_be_shown_is_refused(tmp_path: Path, text: str) -> None:
    folder = class_of(tmp_path / "october", ADA)
    with at_work(folder, ADA) as portal, pytest.raises(AzureError, match="printable characters"):
        portal.perform(SendMessage(text=text))


async def test_a_trainee_chooses_the_name_on_the_result_when_finishing(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october", ADA)
    async with at_desk(None, world_path(folder, "ada")) as trainee:
        await trainee.press("H", "f")
        assert trainee.sees("Name or id")
        assert trainee.sees("Ada Lovelace")
        await trainee.press(*["backspace"] * 12, *"id 17", "enter")
    ((who, _, result),), unreadable = results_of(folder)
    assert (who.name, result.over, unreadable) == ("id 17", True, ())


async def test_looking_on_leaves_the_clocks_of_the_class_alone(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october", ADA)
    with at_work(folder, ADA) as portal:
        portal.perform(SetClockSpeed(speed=1440))
        before = portal.world.now
    async with instructor(folder) as desk:
        await desk.pilot.pause(1.6)
        assert desk.app.portal.world.now == before
        assert "clock stands" not in desk.text


async def test_a_world_that_cannot_be_read_says_why_and_the_others_go_on(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october", ADA, Trainee("eve", "Eve [b]Bold"))
    world_path(folder, "eve").write_bytes(b"{")
    async with instructor(folder) as desk:
        await seen(desk, "Unreadable eve")
        assert desk.sees("Eve [b]Bold")
        await desk.press("home", "o")
        assert desk.sees("is not a certblade state")
        assert desk.app.path == world_path(folder, "ada")


async def test_a_folder_without_a_class_says_so(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october")
    (folder / "class.json").unlink()
    async with instructor(folder) as desk:
        assert desk.sees("There is no class to show.") and desk.sees("There is no class in '/")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_page_is_drawn(
    tmp_path: Path, golden: Golden, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is, everybody was at work just now.
    monkeypatch.setattr(survey, "written_at", lambda _: datetime.now(UTC))
    folder = class_of(tmp_path / "october", ADA, GRACE, Trainee("margaret", "Margaret Hamilton"))
    with at_work(folder, GRACE) as portal:
        portal.perform(SyncOrder(order="contosocert"))
    with at_work(folder, ADA) as portal:
        portal.perform(SyncOrder(order="contosocert"))
        end_run(portal)
    async with instructor(folder, size) as desk:
        await seen(desk, "Working grace")
        await desk.press("home")
        golden(f"class-{size[0]}x{size[1]}", desk.app)
