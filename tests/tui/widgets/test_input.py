"""Fields: what cannot be shown stands there as escapes, and is not saved."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical

from tests.support.golden import grid, settle
from tui.styles.tokens import THEMES
from tui.widgets.actions import ActionRow
from tui.widgets.form import Field
from tui.widgets.input import Input

ROOT = Path(__file__).parents[3]
MARK = "\x1b[7mMARK\x1b[0m"


class Form(App[None]):
    """One field and its Save."""

    CSS_PATH = ROOT / "tui" / "styles" / "portal.tcss"

    def __init__(self, value: str, *, password: bool = False) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self._value, self._password = value, password
        self.row = ActionRow("Save")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Field("Notes", Input(self._value, password=self._password, compact=True, max_length=200))
            yield self.row

    def on_mount(self) -> None:
        self.check()
        self.query_one(Input).focus()

    def on_input_changed(self) -> None:
        self.check()

    def check(self) -> None:
        self.row.wait("")


@pytest.mark.parametrize("value", [MARK, "a\x9b2j", "a\u202eb", "a\x85b", "a\u2028b", "tab\there", "\x00"])
async def test_a_value_that_cannot_be_shown_stands_there_as_escapes_and_save_waits(value: str) -> None:
    app = Form(value)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert grid(app).replace("\n", "").isprintable()
        assert "cannot be shown" in app.row.waits
        await pilot.press("end", "ctrl+u", "x")
        await settle(pilot)
        assert app.row.waits == ""


async def test_what_is_pasted_is_looked_at_too(tmp_path: Path) -> None:
    app = Form("")
    async with app.run_test() as pilot:
        app.post_message(events.Paste(MARK))
        await settle(pilot)
        assert "\\x1b[7mMARK" in grid(app)
        assert "cannot be shown" in app.row.waits


async def test_a_field_takes_letters_of_all_languages() -> None:
    app = Form("Grüße 例え \\x1b")
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.row.waits == ""


async def test_a_password_is_kept_as_it_was_typed() -> None:
    app = Form("geheim\t\x7f", password=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.query_one(Input).value == "geheim\t\x7f"
        assert app.row.waits == ""


def test_only_our_field_uses_textuals() -> None:
    """Any other one would write what it is given to the terminal as it is."""
    names = ("input.py", "json_area.py", "xml_editor.py", "code_colours.py")
    own = {ROOT / "tui" / "widgets" / name for name in names}
    taken = {"Input", "TextArea", "MaskedInput"}
    users = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted((ROOT / "tui").rglob("*.py"))
        if file not in own
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom | ast.Attribute) and _textual_fields(node) & taken
    ]
    assert users == []


def _textual_fields(node: ast.ImportFrom | ast.Attribute) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {name.name for name in node.names} if (node.module or "").startswith("textual") else set()
    return {node.attr} if isinstance(node.value, ast.Name) and node.value.id == "widgets" else set()
