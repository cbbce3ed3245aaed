"""Starting imports what the first frame shows and no more; colours keep their contrast."""

from __future__ import annotations

import subprocess
import sys

import pytest
from textual.theme import BUILTIN_THEMES, Theme

from tests.tui.styles.test_contrast import contrast
from tui.styles.adapted import adapted
from tui.styles.tokens import THEMES

HEAVY = (
    "cryptography",
    "asn1crypto",
    "jmespath",
    "textual.widgets._markdown",
    "textual.widgets._text_area",
    "textual.widgets._data_table",
    "markdown_it",
    "tui.shell.help",
    "tui.shell.palette",
    "tui.blades.simulator.home",
    "tui.blades.filter_row",
    "tui.blades.gone",
    "tui.widgets.estate_badge",
    "tui.widgets.input",
)


def test_the_program_imports_nothing_the_first_frame_does_not_show() -> None:
    probe = (
        "import sys, tui.shell.app, tui.blades.orders.certificates; "
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    shown = subprocess.check_output([sys.executable, "-c", probe], text=True)
    assert shown.strip() == "[]"


TONES = ("text", "text-muted", "primary", "text-success", "text-warning", "text-error", "time")
GROUNDS = ("surface", "background", "panel", "field", "pick-blur", "pick")


@pytest.mark.parametrize(
    "theme", [theme for theme in THEMES if not theme.ansi], ids=lambda theme: str(theme.name)
)
def test_every_tone_is_readable_on_every_ground(theme: Theme) -> None:
    """At least 4.5:1 ("Web Content Accessibility Guidelines 2.1", 1.4.3)."""
    variables = theme.variables
    for ground in GROUNDS:
        for tone in TONES:
            assert contrast(variables[tone], variables[ground]) >= 4.5, f"{tone} on {ground}"
    assert contrast(variables["top-text"], variables["top"]) >= 4.5
    assert contrast(variables["on-primary"], variables["primary"]) >= 4.5


@pytest.mark.parametrize("name", [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi])
def test_any_theme_of_textual_gives_words_and_rules_that_can_be_seen(name: str) -> None:
    variables = adapted(BUILTIN_THEMES[name])
    for ground in GROUNDS:
        for tone in TONES:
            assert contrast(variables[tone], variables[ground]) >= 4.5, f"{tone} on {ground}"
    assert contrast(variables["top-text"], variables["top"]) >= 4.5
    assert contrast(variables["on-primary"], variables["primary"]) >= 4.5
    assert contrast(variables["line"], variables["surface"]) >= 1.35
    assert contrast(variables["wire"], variables["surface"]) >= 3
