"""Questions: what enables their answer, where the focus starts, what they hand back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store import Secret
from store.eras import ERAS
from tests.support.golden import grid, settle
from tui.dialogs.ask_path import AskPath
from tui.dialogs.confirm import Confirm
from tui.dialogs.password import Password
from tui.dialogs.read_text import ReadText
from tui.dialogs.type_name import TypeName, consequence
from tui.styles.tokens import THEMES
from tui.text.era_facts import era_numbers
from tui.widgets.columns import Column
from tui.widgets.form import Choice, Option, Toggle
from tui.widgets.pick import Pick


class Asker(App[None]):
    """Asks one question and keeps the answer."""

    CSS_PATH = Path(__file__).parents[3] / "tui" / "styles" / "portal.tcss"

    def __init__(self, dialog: ModalScreen[Any]) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "portal-dark"
        self.answers: list[object] = []
        self._dialog = dialog

    def compose(self) -> ComposeResult:
        yield Static("page")

    def on_mount(self) -> None:
        self.push_screen(self._dialog, self.answers.append)


def deletion() -> TypeName:
    facts = [
        consequence("Bindings that break", 4, "contoso.com"),
        consequence("Locks", "✓", "none in the way"),
    ]
    return TypeName(
        "Delete contosocert?", "It cannot be undone.", facts, name="contosocert", what="certificate"
    )


async def test_deletion_waits_for_the_exact_name_and_enter_does_nothing_before() -> None:
    app = Asker(deletion())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"contosocer", "enter")
        assert app.answers == []
        assert "OK waits for the exact name: contosocert" in grid(app)
        await pilot.press("t", "enter")
        assert app.answers == [True]


async def test_f2_is_the_first_button_of_any_question_and_waits_as_it_does() -> None:
    app = Asker(deletion())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f2")
        assert app.answers == [] and "f2 Confirm" in grid(app)
        await pilot.press(*"contosocert", "f2")
        assert app.answers == [True]
    app = Asker(Confirm("Sure?", Content("It goes."), does="Go", danger=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f2")
        assert app.answers == [True]


@pytest.mark.parametrize("theme", ["portal-dark", "ansi-dark"])
async def test_a_card_that_scrolls_says_so_and_shows_its_last_line_above_its_footer(theme: str) -> None:
    for text, scrolls in (("the last", False), ("\n".join(["line"] * 50 + ["the last"]), True)):
        app = Asker(ReadText("Text", text))
        app.theme = theme
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert ("↑↓ Scroll" in grid(app)) is scrolls
            assert "f2" not in grid(app)
            await pilot.press(*["pagedown"] * 6)
            await settle(pilot)
            assert "the last" in grid(app)
            assert "esc Close" in grid(app).splitlines()[-1]


async def test_escape_leaves_a_question_without_an_answer() -> None:
    app = Asker(deletion())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
        assert app.answers == [None]


@pytest.mark.parametrize(("danger", "answer"), [(True, None), (False, True)])
async def test_enter_does_not_destroy(danger: bool, answer: object) -> None:
    app = Asker(Confirm("Sure?", Content("It goes."), does="Go", danger=danger))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("enter")
        assert app.answers == [answer]


async def test_a_new_password_must_be_typed_twice_and_is_never_shown() -> None:
    app = Asker(Password("Protect the file", does="Write", twice=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"geheim", "enter")
        assert "waits for the same password twice" in grid(app)
        await pilot.press(*"geheim")
        assert "geheim" not in grid(app)
        await pilot.press("enter")
        (answer,) = app.answers
        assert isinstance(answer, Secret)
        assert "geheim" not in repr(answer)


async def test_a_list_is_filtered_by_typing_and_chosen_by_enter() -> None:
    rows = {name: (Content(name),) for name in ("contoso-kv", "fabrikam-kv", "contoso-dns")}
    app = Asker(Pick("Pick a vault", (Column("NAME", 30),), rows))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"contoso", "down")
        assert "fabrikam" not in grid(app)
        await pilot.press("enter")
        assert app.answers == ["contoso-dns"]


async def test_a_path_must_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text("{}", encoding="utf-8")
    app = Asker(AskPath("Open", does="Open"))
    async with app.run_test(size=(100, 30)) as pilot:
        field = app.screen.query_one(Input)
        for wrong in (str(tmp_path), str(tmp_path / "none"), "nul\0byte", "~nobody-of-this-name/x"):
            field.value = wrong
            await pilot.press("enter")
            assert app.answers == []
        field.value = str(file)
        await pilot.press("enter")
        assert app.answers == [str(file)]


async def test_a_text_is_shown_as_it_is() -> None:
    app = Asker(ReadText("Template", "first [b]line[/b]\n\x1b]52;c;x\x07second"))
    async with app.run_test(size=(110, 30)):
        assert "first [b]line[/b]" in grid(app)
        assert "\\x1b]52;c;x\\x07second" in grid(app)


@pytest.mark.parametrize("era", ERAS)
async def test_an_era_tells_its_numbers(era: str) -> None:
    app = Asker(ReadText(f"Era {era}", era_numbers(ERAS[era])))
    async with app.run_test(size=(110, 30)):
        assert f"every {ERAS[era].sync_period_hours} h" in grid(app)


class Fields(App[None]):
    """A choice and a toggle."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        from tui.styles.tokens import DEFAULTS

        return DEFAULTS

    def compose(self) -> ComposeResult:
        yield Choice(Option("S1", "Standard"), Option("W1", "Wild Card"), title="SKU")
        yield Toggle(Option("1.0", "1.0"), Option("1.1", "1.1"), Option("1.2", "1.2"), value="1.2")


async def test_arrows_change_a_choice_and_space_opens_its_list() -> None:
    app = Fields()
    async with app.run_test(size=(100, 30)) as pilot:
        choice = app.query(Choice).first()
        await pilot.press("right")
        assert choice.value == "W1"
        await pilot.press("space", *"stand", "enter")
        await settle(pilot)
        assert choice.value == "S1"


async def test_a_toggle_goes_round_and_takes_clicks() -> None:
    app = Fields()
    async with app.run_test(size=(100, 30)) as pilot:
        toggle = app.query_one(Toggle)
        toggle.focus()
        await pilot.press("space")
        assert toggle.value == "1.0"
        await pilot.click(toggle, offset=(7, 0))
        assert toggle.value == "1.1"


async def test_a_focused_button_is_filled_from_end_to_end() -> None:
    app = Asker(Confirm("Sure?", Content("It goes."), does="Go"))
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        button = app.screen.query_one("#primary")
        row = app.screen._compositor.render_strips()[button.region.y]
        cells = row.crop(button.region.x, button.region.x + button.outer_size.width)
        grounds = {(part.style.bgcolor, bool(part.style.reverse)) for part in cells if part.style}
        assert button.has_focus and len(grounds) == 1


async def test_left_and_right_go_from_one_button_to_the_other() -> None:
    app = Asker(Confirm("Delete record?", Content("TXT @"), does="Delete", danger=True))
    async with app.run_test() as pilot:
        await settle(pilot)
        focused = []
        for key in ("left", "left", "right", "right"):
            await pilot.press(key)
            focused.append(app.focused.id if app.focused else None)
        assert focused == ["primary", "primary", "cancel", "cancel"]
