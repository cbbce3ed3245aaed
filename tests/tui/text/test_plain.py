"""Outside text reaches the terminal as visible characters only, and is never markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.cells import cell, line
from tui.text.plain import LIMIT, escapes, paragraphs, plain, shows
from tui.text.signs import SIGNS

HOSTILE = (
    "\x1b]52;c;aGk=\x07",
    "\x9b31m",
    "a\u202eb",
    "zero\u200bwidth",
    "nul\x00del\x7f",
    "two\nlines\r\ttab",
    "\ud800lone",
    "private\ue000",
    "sep\u2028para\u2029",
    "fil\u3164ler",
    "joi\u034fned",
    "var\ufe0fied",
    "zal" + "\u0301" * 100 + "go",
    "[@click=app.quit]x[/]",
    "[/nothing]",
    "$text [$primary]",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_printable(text: str) -> None:
    assert shows(plain(text))


@given(st.text(max_size=600))
def test_any_text_becomes_printable_and_is_capped(text: str) -> None:
    shown = plain(text, 50)
    assert shows(shown)
    assert len(shown) <= 50 * len("\\u10ffff") + len(SIGNS.cut)


def test_what_is_cut_says_so() -> None:
    assert plain("a" * (LIMIT + 1)).endswith(SIGNS.cut)
    assert plain("a" * LIMIT) == "a" * LIMIT


def test_harmless_text_is_unchanged() -> None:
    for text in ("Größe 日本 contoso.com", "e\u0302\u0301", "\u05e9\u05c1\u05b8", "ที่"):
        assert plain(text) == text


def test_marks_that_are_heaped_on_a_letter_are_told_from_writing() -> None:
    assert plain("a" + "\u0301" * 6 + "b") == "a" + "\u0301" * 4 + "\\u0301\\u0301b"
    assert escapes("a" + "\u0301" * 6 + "\ufe0f") == {"\\u0301", "\\ufe0f"}


def test_paragraphs_keep_line_ends_only() -> None:
    assert paragraphs("one\n\x1b[2Jtwo") == "one\n\\x1b[2Jtwo"


@pytest.mark.parametrize("text", HOSTILE)
def test_data_in_a_sentence_is_never_markup(text: str) -> None:
    drawn = line("[b]$name[/b] was rekeyed", name=text)
    assert drawn.plain == f"{plain(text)} was rekeyed"
    assert all("@click" not in str(span.style) for span in drawn.spans)


def test_a_cell_is_the_text_itself() -> None:
    assert cell("[b]x[/b]").plain == "[b]x[/b]"
