"""Colours by meaning: two themes of our own and both ANSI ones, with the same token names in each.

Text tones were measured on every ground they stand on (at least 4.5:1), also after reduction to 256 colours;
the terminal's own ones by what xterm and Windows Terminal draw.
"""

from __future__ import annotations

from textual.theme import Theme

_DARK = {
    "text": "#dbe3ec", "text-muted": "#a9b4c2", "primary": "#6db3f8", "text-success": "#63d297",
    "text-warning": "#efbf57", "text-error": "#ff8a80", "time": "#c9a6ff", "background": "#101316",
    "surface": "#171b1f", "panel": "#21262c", "field": "#2c3239", "pick": "#1c2f64", "pick-blur": "#2a3037",
    "top": "#0f3f78", "top-text": "#eaf3fc", "top-muted": "#a9c6e2", "danger": "#8c1f1a", "wire": "#6f7f91",
    "line": "#3a424b", "on-primary": "#171b1f",
}  # fmt: skip
_LIGHT = {
    "text": "#16212d", "text-muted": "#4a5a6d", "primary": "#0a559f", "text-success": "#0b6128",
    "text-warning": "#744a00", "text-error": "#a4201a", "time": "#5b2d9c", "background": "#eff1f3",
    "surface": "#fcfdfe", "panel": "#e6e9ec", "field": "#d8dce1", "pick": "#c9e1f9", "pick-blur": "#dde1e5",
    "top": "#0b5394", "top-text": "#ffffff", "top-muted": "#cfe3f7", "danger": "#a4201a", "wire": "#718295",
    "line": "#bcc4cd", "on-primary": "#fcfdfe",
}  # fmt: skip
_ANSI = {
    "text": "ansi_default", "primary": "ansi_blue", "text-success": "ansi_green", "text-error": "ansi_red",
    "time": "ansi_magenta", "background": "ansi_default", "surface": "ansi_default", "panel": "ansi_default",
    "field": "ansi_default", "pick-blur": "ansi_default", "top": "ansi_blue", "top-text": "ansi_bright_white",
    "top-muted": "ansi_white", "danger": "ansi_red", "wire": "ansi_bright_black", "line": "ansi_bright_black",
}  # fmt: skip
# Blue, magenta and red on black are too dark to read in the palettes of most terminals.
_ANSI_DARK = {
    **_ANSI, "text-muted": "ansi_white", "text-warning": "ansi_yellow", "pick": "ansi_white",
    "pick-text": "ansi_black", "on-primary": "ansi_black", "primary": "ansi_bright_cyan", "time": "ansi_cyan",
    "text-error": "ansi_bright_red",
}  # fmt: skip
# Of sixteen colours only red, blue, magenta and black can be read on white; green, yellow and grey cannot.
# What is good is plain there: its sign and word say it.
_ANSI_LIGHT = {
    **_ANSI, "text-muted": "ansi_default", "text-success": "ansi_default", "text-warning": "ansi_magenta",
    "time": "ansi_blue", "pick": "ansi_black", "pick-text": "ansi_bright_white", "wire": "ansi_default",
    "top-muted": "ansi_bright_white", "on-primary": "ansi_bright_white",
}  # fmt: skip


def derived(own: dict[str, str]) -> dict[str, str]:
    """The tokens, and those names of Textual's own widgets that would otherwise mix alpha."""
    names = dict(own)
    names.setdefault("pick-text", own["text"])
    names.update({
        "key": own["primary"], "text-primary": own["primary"], "text-accent": own["time"],
        "text-disabled": own["text-muted"], "foreground": own["text"], "foreground-muted": own["text-muted"],
        "border": own["primary"], "border-blurred": own["line"],
        "block-cursor-foreground": names["pick-text"], "block-cursor-background": own["pick"],
        "block-cursor-text-style": "bold", "block-cursor-blurred-foreground": own["text"],
        "block-cursor-blurred-background": own["pick-blur"], "block-hover-background": own["pick-blur"],
        "scrollbar": own["wire"], "scrollbar-hover": own["wire"], "scrollbar-active": own["primary"],
        "scrollbar-background": own["surface"], "scrollbar-background-hover": own["surface"],
        "scrollbar-background-active": own["surface"], "scrollbar-corner-color": own["surface"],
        "input-cursor-background": own["text"], "input-cursor-foreground": own["surface"],
        "input-selection-background": own["top"], "input-selection-foreground": own["top-text"],
        "link-color": own["primary"], "link-background": "transparent",
    })  # fmt: skip
    return names


def _theme(name: str, own: dict[str, str], *, dark: bool, ansi: bool = False) -> Theme:
    variables = derived(own)
    if ansi:
        # On a terminal's own colours "default on default" hides a cursor; reverse video never does.
        variables.update({"input-cursor-text-style": "reverse", "input-cursor-background": "ansi_default"})
        variables["input-cursor-foreground"] = "ansi_default"
        ground, words = ("ansi_black", "ansi_white") if dark else ("ansi_bright_white", "ansi_black")
        variables.update({"ansi-background": ground, "ansi-foreground": words})
    return Theme(
        name=name, primary=own["primary"], secondary=own["top"], accent=own["time"], foreground=own["text"],
        success=own["text-success"], warning=own["text-warning"], error=own["text-error"],
        background=own["background"], surface=own["surface"], panel=own["panel"],
        dark=dark, ansi=ansi, variables=variables,
    )  # fmt: skip


THEMES = (
    _theme("portal-dark", _DARK, dark=True),
    _theme("portal-light", _LIGHT, dark=False),
    _theme("ansi-dark", _ANSI_DARK, dark=True, ansi=True),
    _theme("ansi-light", _ANSI_LIGHT, dark=False, ansi=True),
)

#: What our tokens mean in a theme that does not define them (Textual's own dark and light themes).
DEFAULTS = derived(_DARK)
