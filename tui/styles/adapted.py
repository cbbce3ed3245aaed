"""Our tokens in a theme that is not ours: mixed from its colours until they can be read.

Source of the least contrasts: "Web Content Accessibility Guidelines 2.1" (W3C, 2018), 1.4.3 and 1.4.11.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.color import Color
from textual.theme import Theme

from tui.styles.tokens import derived

#: Least contrast of words, of lines that mean something, and of quiet rules.
_WORDS, _WIRES, _RULES = 4.5, 3.0, 1.4
_STEPS = 40


def adapted(theme: Theme) -> dict[str, str]:
    """Every token for a theme with colours of its own, by name; colours are written `#rrggbb`."""
    colours = theme.to_color_system().generate()
    far = Color.parse("#ffffff" if theme.dark else "#000000")
    ground = {name: Color.parse(colours[name]) for name in ("background", "surface", "panel")}
    surface, plain = ground["surface"], Color.parse(colours["foreground"])
    ground["field"] = surface.blend(plain, 0.12)
    ground["pick-blur"] = surface.blend(plain, 0.10)
    ground["pick"] = surface.blend(Color.parse(colours["primary"]), 0.25)
    grounds = list(ground.values())
    tones = {
        "text": plain,
        "text-muted": plain.blend(surface, 0.25),
        "primary": Color.parse(colours["primary"]),
        "text-success": Color.parse(colours["success"]),
        "text-warning": Color.parse(colours["warning"]),
        "text-error": Color.parse(colours["error"]),
        "time": Color.parse(colours["accent"]),
    }
    own = {name: _until(tone, far, grounds, _WORDS) for name, tone in tones.items()}
    own["wire"] = _until(surface.blend(plain, 0.4), far, grounds, _WIRES)
    own["line"] = _until(surface.blend(plain, 0.15), far, grounds[:3], _RULES)
    white, black = Color.parse("#ffffff"), Color.parse("#000000")
    for name, tone in (("top", "primary"), ("danger", "error")):
        own[name] = _until(Color.parse(colours[tone]).blend(black, 0.3), black, [white], _WORDS)
    own["top-text"] = white
    own["top-muted"] = _until(white.blend(own["top"], 0.3), white, [own["top"]], _WORDS)
    own["on-primary"] = max((white, black), key=lambda ink: _contrast(ink, own["primary"]))
    return derived({name: colour.hex6 for name, colour in (ground | own).items()})


def _contrast(one: Color, other: Color) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _until(colour: Color, far: Color, grounds: Sequence[Color], least: float) -> Color:
    """The first colour on the way to `far` that has at least this contrast on each ground."""
    ways = (colour.blend(far, step / _STEPS, alpha=1) for step in range(_STEPS + 1))
    return next((way for way in ways if min(_contrast(way, ground) for ground in grounds) >= least), far)
