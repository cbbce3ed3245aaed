"""Toasts: they stand over every screen, a click takes one away, and the others stay."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from textual._compositor import ChopsUpdate

from store.operations.registry import from_json
from tests.support.desk import at_desk
from tests.support.golden import settle
from tests.support.worlds import demo_world
from tui.widgets.toasts import ToastCard, Toasts


async def test_a_toast_stands_on_the_page_and_on_a_dialog_until_it_is_clicked(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        desk.app.say("First", "[b]Outside[/b] text.", "warning")
        desk.app.say("Second", "Another one.")
        await settle(desk.pilot)
        lines = desk.screen.splitlines()
        places = [next(y for y, line in enumerate(lines) if word in line) for word in ("First", "Second")]
        assert places == sorted(places), "the newest is below"
        assert desk.sees("[b]Outside[/b] text."), "what comes from outside is no markup"

        # Its card is there already, and is read once more.
        cards = list(desk.app.screen.query_one(Toasts).query(ToastCard))
        await desk.pilot.click(cards[0], offset=(4, 0))
        await settle(desk.pilot)
        assert "First" not in desk.screen and desk.sees("Another one.")
        assert list(desk.app.screen.query_one(Toasts).query(ToastCard)) == cards

        await desk.press("question_mark")
        assert "Another one." in desk.screen, "a screen over the page shows it too"
        desk.app.clear_notifications()
        await settle(desk.pilot)
        assert "Another one." not in desk.screen


async def test_a_toast_has_no_line_of_the_page_drawn_anew_but_those_it_covers(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        drawn: set[int] = set()
        compositor = desk.app.screen._compositor
        render = compositor.render_partial_update

        def watched() -> ChopsUpdate | None:
            found = render()
            drawn.update({} if found is None else (y for y, *_ in found.spans))
            return found

        with patch.object(compositor, "render_partial_update", watched):
            desk.app.say("First", "It stands over the page.", keep=False)
            await settle(desk.pilot)
            assert desk.sees("It stands over the page.")
            covered = desk.app.screen.query_one(ToastCard).region
            assert drawn == set(covered.line_range)
            drawn.clear()
            desk.app.clear_notifications()
            await settle(desk.pilot)
            assert drawn == set(covered.line_range)


async def test_on_a_low_screen_the_newest_stands_alone_and_keeps_its_next_step(tmp_path: Path) -> None:
    """Given 80×24, when a certificate is bought, then the deadline can be read, over few rows of the page."""
    bought = {"name": "shopcert", "host": "shop.contoso.com", "resourceGroup": "rg-web"}
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        desk.app.say("Before", "Something else.")
        desk.app.perform(from_json({"operation": "CreateOrder", **bought}), title="Create")
        await settle(desk.pilot)
        rack = desk.app.screen.query_one(Toasts)
        [card] = [one for one in rack.query(ToastCard) if one.display]
        lines = desk.screen.splitlines()[card.region.y : card.region.bottom]
        said = " ".join(" ".join(line[card.region.x :].strip(" ▌▐█") for line in lines).split())
        assert "Store it in a key vault and verify the domain within 15 days." in said
        assert card.region.height <= 6
        desk.app.say("Long", "What was done, at length. " * 20 + "Then do this.", keep=False)
        await settle(desk.pilot)
        assert [*desk.app._notifications][-1].message.endswith("… Then do this.")
