"""Forms on a narrow screen: labels, values, hints and reasons are read whole where there is room for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size

from tests.support.golden import grid, settle
from tui.styles.tokens import THEMES
from tui.widgets.actions import ActionRow
from tui.widgets.form import Choice, Field, Option, Toggle
from tui.widgets.input import Input
from tui.widgets.section import Banner, Essentials, Notes

ROOT = Path(__file__).parents[3]
CERTIFICATE = "*.contoso.com, contoso.com (0E19)"


class Form(App[None]):
    """A label, a value and a hint that are longer than most."""

    CSS_PATH = ROOT / "tui" / "styles" / "portal.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Field("Private Certificate Thumbprint", Choice(Option("0E19", CERTIFICATE)))
            yield Field("Access", Toggle(Option("all", "All networks"), Option("some", "Selected networks")))
            yield Field("Group", Input(compact=True), "resource group name where key vault is deployed")
            yield Field("Name", Input(compact=True), "3-24 letters", id="name")
        yield ActionRow("Add Binding")


@pytest.mark.parametrize("width", [76, 98])
async def test_a_form_is_read_whole(width: int) -> None:
    app = Form()
    async with app.run_test(size=(width, 20)) as pilot:
        app.query_one(ActionRow).wait("Add Binding waits for: Private Certificate Thumbprint")
        await settle(pilot)
        lines = grid(app).splitlines()
        # Every control begins behind the longest label, and shows the longest value.
        assert lines[0].startswith("Private Certificate Thumbprint  ")
        assert CERTIFICATE in lines[0]
        assert " All networks   Selected networks" in lines[1]
        assert {one.control.region.x for one in app.query(Field)} == {32}
        # A row is as high as its hint.
        assert (
            " ".join(line[58:].strip() for line in lines[2 : app.query_one("#name").region.y])
            == "resource group name where key vault is deployed"
        )
        assert "3-24 letters" in lines[app.query_one("#name").region.y]
        # The reason has a second line where it needs one.
        reason = " ".join(" ".join(lines).partition("Cancel")[2].split())
        assert reason == "Add Binding waits for: Private Certificate Thumbprint"


async def test_a_note_moves_no_field() -> None:
    app = Form()
    async with app.run_test(size=(76, 20)) as pilot:
        await settle(pilot)
        places = [one.region for one in app.query(Field)]
        app.query_one("#name", Field).note("The name is already in use by another key vault, choose another.")
        await settle(pilot)
        assert [one.region for one in app.query(Field)] == places


async def test_a_form_that_is_left_while_it_is_made_asks_for_nothing_in_it() -> None:
    async with Form().run_test():
        Field("Host", Input(compact=True)).on_mount()


async def test_texts_are_laid_out_with_the_rows_they_will_draw() -> None:
    # As a page is whose parts are shown before anything of it was drawn.
    essentials, notes, banner = Essentials(), Notes(), Banner()
    app = Form()
    async with app.run_test(size=(40, 30)) as pilot:
        await app.mount(essentials, notes, banner)
        essentials.show(
            [("Verification ID", Content("0123456789" * 3)), ("Address", Content("20.61.153.111"))]
        )
        notes.show(Content("! Read-only  refuses  one two three four five six seven"))
        banner.show(
            "warning", "Expires soon:", "renew it, then update the configuration", "o", "Configuration"
        )
        size = Size(40, 20)
        rows = [one.get_content_height(size, size, 36) for one in (essentials, notes, banner)]
        assert rows == [3, 2, 3]
        await settle(pilot)
        assert [one.render().plain.count("\n") + 1 for one in (essentials, notes, banner)] == [
            one.content_size.height for one in (essentials, notes, banner)
        ]
