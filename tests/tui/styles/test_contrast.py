"""Text and keys can be read on every ground they stand on: 4.5:1 at least, as WCAG 2.1 (1.4.3) asks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.widgets import TextArea

from store.resources import CertificateOrder
from tests.support.desk import Desk, at_desk
from tests.support.worlds import demo_world
from tui.shell.jump import Jump
from tui.shell.svg import taken
from tui.styles.tokens import THEMES

#: ANSI colours as terminals draw them: Campbell (Windows Terminal), and xterm's own.
PALETTES = {
    "campbell": {
        "ansi_black": "#0c0c0c", "ansi_white": "#cccccc", "ansi_bright_black": "#767676",
        "ansi_bright_white": "#f2f2f2", "ansi_cyan": "#3a96dd", "ansi_bright_cyan": "#61d6d6",
        "ansi_green": "#13a10e", "ansi_yellow": "#c19c00", "ansi_bright_red": "#e74856",
        "ansi_red": "#c50f1f", "ansi_blue": "#0037da", "ansi_magenta": "#881798", "ansi_default": "#cccccc",
    },
    "xterm": {
        "ansi_black": "#000000", "ansi_white": "#e5e5e5", "ansi_bright_black": "#7f7f7f",
        "ansi_bright_white": "#ffffff", "ansi_cyan": "#00cdcd", "ansi_bright_cyan": "#00ffff",
        "ansi_green": "#00cd00", "ansi_yellow": "#cdcd00", "ansi_bright_red": "#ff0000",
        "ansi_red": "#cd0000", "ansi_blue": "#0000ee", "ansi_magenta": "#cd00cd", "ansi_default": "#e5e5e5",
    },
}  # fmt: skip
TONES = ("text", "text-muted", "key", "primary", "text-success", "text-warning", "text-error", "time")
LEAST = 4.5


def contrast(one: str, other: str) -> float:
    """The ratio of two colours by WCAG 2.1."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in Color.parse(colour).rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("name", ["portal-dark", "portal-light"])
@pytest.mark.parametrize("ground", ["background", "surface", "panel", "field", "pick", "pick-blur"])
def test_text_and_keys_on_our_own_grounds(name: str, ground: str) -> None:
    colours = next(theme for theme in THEMES if theme.name == name).variables
    low = {tone: contrast(colours[tone], colours[ground]) for tone in TONES}
    assert {tone: ratio for tone, ratio in low.items() if ratio < LEAST} == {}


#: Theme of the terminal's own colours → the ground of such a terminal, and what is written on it by default.
GROUNDS = {"ansi-dark": ("ansi_black", "ansi_white"), "ansi-light": ("ansi_bright_white", "ansi_black")}
#: Words → the ground they stand on.
PAIRS = {
    "pick-text": "pick",
    "on-primary": "primary",
    "top-text": "top",
    "top-muted": "top",
    "block-cursor-foreground": "block-cursor-background",
}


def test_every_theme_is_measured() -> None:
    assert {theme.name for theme in THEMES} == {"portal-dark", "portal-light", *GROUNDS}


@pytest.mark.parametrize("name", ["portal-dark", "portal-light"])
def test_words_on_bars_and_buttons_of_our_own_themes(name: str) -> None:
    colours = next(theme for theme in THEMES if theme.name == name).variables
    low = {text: contrast(colours[text], colours[ground]) for text, ground in PAIRS.items()}
    low["top-text on danger"] = contrast(colours["top-text"], colours["danger"])
    assert {text: ratio for text, ratio in low.items() if ratio < LEAST} == {}


@pytest.mark.parametrize("name", GROUNDS)
@pytest.mark.parametrize("palette", PALETTES)
def test_text_keys_and_cursor_in_the_terminals_own_colours(palette: str, name: str) -> None:
    ground, words = GROUNDS[name]
    drawn = {**PALETTES[palette], "ansi_default": PALETTES[palette][words]}
    colours = next(theme for theme in THEMES if theme.name == name).variables
    low = {tone: contrast(drawn[colours[tone]], drawn[ground]) for tone in TONES}
    low |= {text: contrast(drawn[colours[text]], drawn[colours[under]]) for text, under in PAIRS.items()}
    assert {tone: round(ratio, 1) for tone, ratio in low.items() if ratio < LEAST} == {}


async def test_what_is_drawn_in_the_terminals_own_colours_can_be_read(tmp_path: Path) -> None:
    """Where words of another colour stand on the cursor's ground: fields, the palette, documents, letters."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        order = next(desk.world.all(CertificateOrder)).name
        for theme in GROUNDS:
            desk.app.theme = theme
            await desk.undisturbed()
            await desk.press("g")
            assert _unreadable(desk) == []
            await desk.press("escape")
            await desk.open("certificates")
            await desk.press("apostrophe")
            assert isinstance(desk.app.screen, Jump) and _unreadable(desk) == []
            await desk.press("escape")
            await desk.open("resource.json", order)
            assert _unreadable(desk) == []
            await desk.press("ctrl+p")
            await desk.pilot.pause(0.2)
            assert "Search for commands" in desk.screen and _unreadable(desk) == []
            await desk.press("escape")


async def test_the_lines_of_the_tree_and_the_letter_under_the_cursor_are_seen(tmp_path: Path) -> None:
    """Lines are no words: 3:1 is enough (WCAG 2.1, 1.4.11)."""
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        order = next(desk.world.all(CertificateOrder)).name
        for theme in (one.name for one in THEMES):
            desk.app.theme = theme
            await desk.open("explorer")
            await desk.undisturbed()
            lines = [run for row in taken(desk.app).rows for run in row if set(run.text.strip()) & set("├└│")]
            assert lines and [run.text for run in lines if contrast(run.ink, run.ground) < 3] == []
            await desk.open("resource.json", order)
            areas = list(desk.app.screen.query(TextArea))
            assert areas
            for area in areas:
                style = area.get_component_rich_style("text-area--cursor")
                assert style.color is not None and style.bgcolor is not None
                assert style.reverse or contrast(style.color.name, style.bgcolor.name) >= LEAST


def _unreadable(desk: Desk) -> list[str]:
    """Words on the screen that have too little contrast, as xterm draws them."""
    shown = (run for row in taken(desk.app).rows for run in row if run.text.strip())
    return [run.text for run in shown if run.text[0].isalnum() and contrast(run.ink, run.ground) < LEAST]


async def test_without_colour_the_cursor_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Time too, whose rows are filled in while it stands open."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.press("t")
        opened = list(desk.app.screen._compositor.render_strips())
        await desk.press("down", "up")
        assert opened == list(desk.app.screen._compositor.render_strips()), "no row is marked as changed"
        await desk.press("down")
        lines = desk.app.screen._compositor.render_strips()
        ways = [strip for strip in lines if " hour" in (text := _text(strip)) and "minute" not in text]
        cursor = [_text(strip) for strip in ways if any(part.style.reverse for part in strip if part.style)]
        assert len(ways) == 2 and len(cursor) == 1 and "1 hour" in cursor[0]


def _text(strip: Iterable[Segment]) -> str:
    return "".join(part.text for part in strip)
