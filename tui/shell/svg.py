"""Screens as SVG: one picture, or several that follow one another without a script.

Each row is written once, however many pictures show it. Letters, signs and lines have runs of their own, each
of the width of its cells: what a viewer's font makes wider or narrower moves nothing else. Pictures change by
CSS key frames; where reduced motion is asked for, or CSS is not run, the first one stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.app import App

from tui.text.signs import SIGNS

#: Pixels of a cell, of the font, of the margin around the screen, and of the bars above and below it.
_WIDE, _HIGH, _FONT, _MARGIN, _BAR = 8.4, 17, 14, 8, 26
_FONTS = "'Fira Code','Cascadia Mono','DejaVu Sans Mono',Menlo,Consolas,monospace"

#: The colours of xterm, for themes that take the terminal's own.
_SIXTEEN = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
    (0, 255, 255), (255, 255, 255),
]  # fmt: skip
_DARK = TerminalTheme((0, 0, 0), (229, 229, 229), _SIXTEEN[:8], _SIXTEEN[8:])
_LIGHT = TerminalTheme((255, 255, 255), (0, 0, 0), _SIXTEEN[:8], _SIXTEEN[8:])
#: Signs that are small in most fonts.
_SMALL = frozenset((SIGNS.current, SIGNS.earlier, SIGNS.coming, SIGNS.foreign, SIGNS.unread))


class Run(NamedTuple):
    """Characters of one look from a cell of a row on; colours are `#rrggbb`."""

    x: int
    text: str
    ink: str
    ground: str
    shape: str


class Picture(NamedTuple):
    """A screen's rows, the seconds it is shown, and a caption under it."""

    rows: tuple[tuple[Run, ...], ...]
    seconds: float = 0
    caption: str = ""


def taken(app: App[Any], seconds: float = 0, caption: str = "") -> Picture:
    """The screen of an app as it is drawn."""
    theme = _DARK if app.current_theme.dark else _LIGHT
    # What is drawn, cell by cell, Textual tells nobody: its own SVG is made of this too.
    strips = app.screen._compositor.render_strips()
    rows = (tuple(_runs([(part.text, part.style) for part in strip], theme)) for strip in strips)
    return Picture(tuple(rows), seconds, caption)


def _runs(parts: Sequence[tuple[str, Style | None]], theme: TerminalTheme) -> Iterator[Run]:
    x = 0
    for text, style in parts:
        ink, ground = _colours(style or Style(), theme)
        yield Run(x, text, ink, ground, _shape(style or Style()))
        x += cell_len(text)


def _colours(style: Style, theme: TerminalTheme) -> tuple[str, str]:
    ink = style.color.get_truecolor(theme) if style.color else theme.foreground_color
    ground = style.bgcolor.get_truecolor(theme, foreground=False) if style.bgcolor else theme.background_color
    if style.reverse:
        ink, ground = ground, ink
    if style.dim:
        ink = blend_rgb(ink, ground, 0.4)
    return ink.hex, ground.hex


def _shape(style: Style) -> str:
    shapes = (("b", style.bold), ("i", style.italic), ("u", style.underline))
    return "".join(name for name, wanted in shapes if wanted)


def drawn(pictures: Sequence[Picture], title: str) -> str:
    """One SVG of these pictures, which must be of one size."""
    return _Drawing(pictures).text(title)


class _Drawing:
    """Collects rows and colours by what they are."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self._pictures = pictures
        self._colours: dict[str, str] = {}
        self._rows: dict[tuple[Run, ...], str] = {}
        self._ground = _commonest(run for picture in pictures for row in picture.rows for run in row)
        self._columns = max(
            (cell_len("".join(run.text for run in row)) for row in pictures[0].rows), default=0
        )

    def text(self, title: str) -> str:
        frames = [self._frame(place, picture) for place, picture in enumerate(self._pictures)]
        width = self._columns * _WIDE + 2 * _MARGIN
        rows = len(self._pictures[0].rows) * _HIGH
        captions = any(picture.caption for picture in self._pictures)
        height = _BAR + rows + _MARGIN + (_BAR if captions else 0)
        defs = "".join(f'<g id="{name}">{self._row(row)}</g>' for row, name in self._rows.items())
        dots = "".join(
            f'<circle cx="{16 + 18 * place}" cy="13" r="5" fill="{colour}"/>'
            for place, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {width:g} {height}" '
            f'width="{width:g}" height="{height}" role="img"><title>{escape(title)}</title>'
            f"<style>{self._css()}</style><defs>{defs}</defs>"
            f'<rect width="100%" height="100%" rx="8" fill="#2b3036"/>{dots}'
            f'<text x="50%" y="17" text-anchor="middle" fill="#c9d1d9">{escape(title)}</text>'
            f'<svg x="{_MARGIN}" y="{_BAR}" width="{self._columns * _WIDE:g}" height="{rows}">'
            f'<rect width="100%" height="100%" fill="{self._ground}"/></svg>{"".join(frames)}</svg>\n'
        )

    def _css(self) -> str:
        rules = [
            f"text{{font:{_FONT}px {_FONTS};font-variant-ligatures:none;white-space:pre}}",
            f".s{{font-size:{_FONT + 2}px}}.b{{font-weight:700}}",
            ".i{font-style:italic}.u{text-decoration:underline}",
            *(f".{name}{{fill:{colour}}}" for colour, name in self._colours.items()),
        ]
        if len(self._pictures) > 1:
            rules.append(_motion([picture.seconds for picture in self._pictures]))
        return "".join(rules)

    def _frame(self, place: int, picture: Picture) -> str:
        uses = []
        for line, row in enumerate(picture.rows):
            name = self._rows.setdefault(row, f"r{len(self._rows)}")
            uses.append(f'<use href="#{name}" x="{_MARGIN}" y="{_BAR + line * _HIGH}"/>')
        if picture.caption:
            y = _BAR + len(picture.rows) * _HIGH + 19
            uses.append(f'<text x="16" y="{y}" fill="#6db3f8" class="b">{escape(picture.caption)}</text>')
        return f'<g class="f f{place}">{"".join(uses)}</g>'

    def _row(self, row: tuple[Run, ...]) -> str:
        grounds, texts = [], []
        for run in row:
            if run.ground != self._ground:
                long = cell_len(run.text) * _WIDE
                grounds.append(
                    f'<rect x="{run.x * _WIDE:g}" width="{long + 0.3:g}" height="{_HIGH + 0.3:g}" '
                    f'class="{self._colour(run.ground)}"/>'
                )
            texts += [self._piece(run, x, text) for x, text in _pieces(run.x, run.text)]
        return "".join(grounds + texts)

    def _piece(self, run: Run, x: int, text: str) -> str:
        large = ["s"] if text in _SMALL else []
        classes = " ".join([self._colour(run.ink), *run.shape, *large])
        # Letters keep their shape; signs and lines fill their cells in any font.
        fill = "" if text.isascii() else ' lengthAdjust="spacingAndGlyphs"'
        return (
            f'<text x="{x * _WIDE:g}" y="{_FONT}" class="{classes}" '
            f'textLength="{cell_len(text) * _WIDE:g}"{fill}>{escape(text)}</text>'
        )

    def _colour(self, colour: str) -> str:
        return self._colours.setdefault(colour, f"c{len(self._colours)}")


def _commonest(runs: Iterator[Run]) -> str:
    """The ground of most cells."""
    cells: dict[str, int] = {}
    for run in runs:
        cells[run.ground] = cells.get(run.ground, 0) + len(run.text)
    return max(cells, key=cells.__getitem__, default="#000000")


def _pieces(x: int, text: str) -> Iterator[tuple[int, str]]:
    """The words of a run by the cell they begin at: letters together, equal lines together, signs alone."""
    for kind, group in groupby(text, key=_kind):
        piece = "".join(group)
        wide = cell_len(piece)
        if kind == "letters":
            begin = 0
            for words in piece.split("  "):
                if stripped := words.strip():
                    lead = len(words) - len(words.lstrip())
                    yield x + begin + lead, stripped
                begin += len(words) + 2
        elif kind.startswith("line"):
            yield x, piece
        else:
            at = x
            for sign in piece:
                yield at, sign
                at += cell_len(sign)
        x += wide


def _kind(character: str) -> str:
    if " " <= character <= "~":
        return "letters"
    if "\u2500" <= character <= "\u259f":
        return f"line {character}"
    return "signs"


def _motion(seconds: Sequence[float]) -> str:
    """Key frames that show one picture after the other, again and again."""
    total = sum(seconds)
    rules = [".f{visibility:hidden}.f0{visibility:visible}"]
    begin = 0.0
    for place, long in enumerate(seconds):
        start, end = 100 * begin / total, 100 * (begin + long) / total
        before = "" if place == 0 else "0%{visibility:hidden}"
        after = "" if place == len(seconds) - 1 else f"{end:.2f}%{{visibility:hidden}}"
        rules.append(f"@keyframes k{place}{{{before}{start:.2f}%{{visibility:visible}}{after}}}")
        rules.append(f".f{place}{{animation:k{place} {total:g}s step-end infinite}}")
        begin += long
    rules.append("@media (prefers-reduced-motion:reduce){.f{animation:none}}")
    return "".join(rules)
