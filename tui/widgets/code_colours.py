"""Colours of code in Textual's editor: parts of a grammar drawn by the tokens of the theme in use."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme


def coloured_by_tokens(area: TextArea, tokens: Mapping[str, str]) -> None:
    """Colour the editor, from being mounted on, through every change of theme.

    `tokens` give, by the name of a part in the grammar's highlight query, the token that draws it;
    "underline" may follow it.
    """

    def recolour() -> None:
        variables = area.app.theme_variables
        styles = {part: _style(told, variables) for part, told in tokens.items()}
        area.register_theme(TextAreaTheme("portal", syntax_styles=styles))
        # A theme that is set a second time is drawn anew only when it was another one meanwhile.
        area.theme = "css"
        area.theme = "portal"

    recolour()
    # While the theme is set, the app's tokens are those of the theme before.
    area.app.theme_changed_signal.subscribe(area, lambda _: recolour())


def _style(told: str, variables: Mapping[str, str]) -> Style:
    token, _, underline = told.partition(" ")
    try:
        colour = Color.parse(variables.get(token, "")).rich_color
    except ValueError:
        return Style()
    return Style(color=colour, underline=bool(underline))
