"""Styles are read once: a page of a new kind does not have those of all pages before read again."""

from __future__ import annotations

from pathlib import Path

from tui.shell.app import PortalApp


def test_a_long_session_reads_the_styles_of_a_page_only(tmp_path: Path) -> None:
    """A hundred classes of widgets have been on the screen; one more comes."""
    sheet = PortalApp(tmp_path / "world.json").stylesheet
    for number in range(100):
        sheet.add_source(f".kind-{number} {{ color: red; }}", ("", f"Kind{number}"))
    before = list(sheet.rules)
    sheet.add_source(".another { color: red; }", ("", "Another"))
    assert all(one is other for one, other in zip(sheet.rules, before, strict=False))
    assert len(sheet.rules) == len(before) + 1
