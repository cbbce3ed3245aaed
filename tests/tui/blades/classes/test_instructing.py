"""An instructor lets things happen to trainees and takes over, and both sides see what is theirs to see."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.classes.folder import world_path
from store.resources import ActivityEntry, Message, Planted, Site, Vault
from store.services.authorization.access import DEFAULT_USER
from tests.support.class_room import ADA, GRACE, at_work, class_of
from tests.support.desk import Desk, at_desk
from tests.support.golden import Golden, settle
from tests.support.instructor import IDA, instructor, seen, told
from tui.blades.classes import class_view
from tui.widgets.table import Table

SIZES = [(80, 24), (120, 36)]


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_view, "LOOK_SECONDS", 0.05)


async def gone(desk: Desk, sentence: str) -> None:
    """Wait until the page does not say this any more."""
    assert await desk.until(lambda: sentence not in desk.text), f"{sentence!r} is still on the screen"


async def choose(desk: Desk, fault: str) -> None:
    """Put the cursor on a fault of the menu."""
    desk.app.screen.query_one("FaultMenu Table", Table).select(fault)
    await settle(desk.pilot)


async def test_faults_happen_to_everybody_at_once_and_to_one_at_a_minute(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "october")
    async with (
        at_desk(None, world_path(folder, "grace")) as trainee,
        instructor(folder, caller=IDA) as desk,
    ):
        await seen(desk, "Working grace")
        await desk.press("home", "l")
        await choose(desk, "KeyVaultFirewall")
        await desk.press("l", *["backspace"] * 3, *"30m", "tab", *"Help!", "f2")
        await seen(desk, "Close the firewall of the key vault: waits for its minute")
        await trainee.wait("31m")
        await seen(trainee, "Help!")
        assert next(trainee.world.all(Planted)).done
        assert next(trainee.world.all(Message)).sender == "Ida Rhodes"
        await desk.press("r")
        await seen(desk, "Close the firewall of the key vault: happened to 'contosocert'.")
        await desk.press("d")
        assert desk.sees("It is not prepared.")
        await desk.press("escape", "asterisk", "l")
        assert desk.sees("2 trainees - Faults")
        await choose(desk, "KeyVaultDeleted")
        await desk.press("enter")
        assert desk.sees("Delete the key vault: 2 trainees")
        await desk.press("f2")
        await seen(desk, "2 done")
        await seen(trainee, "The key vault was deleted.")
        # The trainee has to find it; the Activity log is where one looks.
        assert "Another program" not in trainee.text
        assert "Delete key vault" not in trainee.text
    for who in (ADA, GRACE):
        with at_work(folder, who) as portal:
            assert not list(portal.world.all(Vault))
            deed = next(one for one in portal.world.all(ActivityEntry) if one.title == "Delete key vault")
            assert deed.caller == IDA


async def test_a_take_over_is_refused_or_taken_back_or_allowed_and_either_side_ends_it(
    tmp_path: Path,
) -> None:
    folder = class_of(tmp_path / "october")
    async with (
        at_desk(None, world_path(folder, "grace")) as trainee,
        instructor(folder, caller=IDA) as desk,
    ):
        await seen(desk, "Working grace")
        await desk.press("home", "p")
        await seen(trainee, "While it lasts")
        await trainee.press("escape")
        await told(desk, "It was refused. You can still work here together.")
        await desk.do("AskToTakeOver", by=IDA)
        await seen(trainee, "While it lasts")
        await desk.press("ctrl+e")
        await gone(trainee, "While it lasts")
        await desk.do("AskToTakeOver", by=IDA)
        await seen(trainee, "While it lasts")
        await trainee.press("left", "enter")
        await seen(trainee, "Ida Rhodes has taken over")
        await seen(desk, "you have taken over")
        await desk.do("StopSite", site="contoso-app")
        await trainee.press("s")
        await told(trainee, "Ida Rhodes has taken over this world: what you do here waits.")
        await trainee.press("ctrl+e")
        await told(desk, "It is over: the trainee goes on.")
        assert await desk.until(lambda: "taken over" not in desk.screen.splitlines()[0])
        await trainee.do("StartSite", site="contoso-app")
    with at_work(folder, GRACE) as portal:
        log = {one.title: one.caller for one in portal.world.all(ActivityEntry)}
        assert next(portal.world.all(Site)).properties.state == "Running"
    assert (log["Stop Web App"], log["Start Web App"]) == (IDA, DEFAULT_USER)


@pytest.mark.parametrize("size", SIZES)
async def test_the_menu_and_the_question_are_drawn(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    folder = class_of(tmp_path / "october")
    name = f"{size[0]}x{size[1]}"
    async with instructor(folder, size, IDA) as desk:
        await desk.press("home", "l")
        await choose(desk, "KeyVaultDeleted")
        await seen(desk, "contosocert")
        golden(f"class-faults-{name}", desk.app)
        assert desk.sees("P17: Delete the key vault")
        assert "enter Let happen" in desk.screen
        await desk.press("l")
        golden(f"class-fault-asked-{name}", desk.app)
    async with at_desk(None, world_path(folder, "grace"), size) as trainee:
        await trainee.elsewhere_as(IDA, "AskToTakeOver", by=IDA)
        await seen(trainee, "While it lasts")
        await trainee.undisturbed()
        golden(f"take-over-asked-{name}", trainee.app)
        await trainee.press("left", "enter")
        await trainee.undisturbed()
        await seen(trainee, "taken over")
        golden(f"take-over-held-{name}", trainee.app)
