"""Pictures of screens: well-formed whatever a name holds, signs and lines apart from letters."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tui.shell.svg import drawn, taken

_TEXT = "{http://www.w3.org/2000/svg}text"


class Words(App[None]):
    """A line of text alone on the screen."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        yield Static(self._words, markup=False)


async def picture(words: str) -> list[tuple[str, str]]:
    """Each piece of text drawn, with the place where it begins."""
    app = Words(words)
    async with app.run_test(size=(40, 2)):
        root = fromstring(drawn([taken(app)], "test"))
    return [(one.text or "", one.get("x") or "") for one in root.iter(_TEXT)]


async def test_signs_and_lines_stand_apart_from_letters_at_their_own_cells() -> None:
    pieces = await picture("◆3 7D532485 ━━━ ◇2  far")
    texts = [text for text, _ in pieces]
    assert [text for text in texts if text != "test"] == ["◆", "3 7D532485", "━━━", "◇", "2", "far"]
    assert dict(pieces)["◇"] == f"{16 * 8.4:g}" and dict(pieces)["far"] == f"{20 * 8.4:g}"


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", 'a & b "c"', "]]> --> x"])
async def test_markup_in_a_name_is_text(words: str) -> None:
    assert words in [text for text, _ in await picture(words)]
