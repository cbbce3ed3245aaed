"""The editor of XML: what is drawn of hidden letters, what is kept of the text, how much it takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from store.cscfg.limits import LONGEST_TEXT
from tests.support.cloud_services import cloud_world
from tests.support.configurations import TWO_ROLES
from tests.support.desk import at_desk
from tui.widgets.xml_editor import XmlEditor


async def test_a_letter_nobody_sees_is_a_sign_in_its_place_and_stays_in_the_text(tmp_path: Path) -> None:
    text = '<a b="\x1b[31m\u200e\u202e"/>'
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await desk.open("cloud_service.configuration", "contoso-cs")
        await desk.press("f7")
        await desk.paste(text)
        assert desk.line('<a b="¿[31m¿¿"/>').startswith("1 ")
        editor = desk.app.screen.query_one(XmlEditor)
        assert editor.written == text
        assert desk.screen.replace("\n", "").isprintable()


async def test_a_long_text_is_taken_up_to_the_limit_and_is_not_coloured(tmp_path: Path) -> None:
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await desk.open("cloud_service.configuration", "contoso-cs")
        await desk.press("f7")
        await desk.paste("<a>\n" * (LONGEST_TEXT // 2))
        editor = desk.app.screen.query_one(XmlEditor)
        assert len(editor.written) == LONGEST_TEXT + 1 and not editor.is_syntax_aware
        assert desk.sees("at most 262,144 are read.")


@pytest.mark.parametrize("theme", ["portal-light", "ansi-dark"])
async def test_colours_follow_the_theme(tmp_path: Path, theme: str) -> None:
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await desk.open("cloud_service.configuration", "contoso-cs")
        editor = desk.app.screen.query_one(XmlEditor)
        editor.load(TWO_ROLES)
        before = _colours(editor)
        desk.app.theme = theme
        await desk.press()
        assert len(_colours(editor)) > 2 and _colours(editor) != before


def _colours(editor: TextArea) -> set[str]:
    return {str(part.style.color) for part in editor.render_line(4) if part.style and part.text.strip()}
