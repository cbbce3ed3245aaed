"""`certblade doctor`: whether terminal, world and settings are as the portal needs them."""

from __future__ import annotations

import argparse
import codecs
import os
import platform
import select
import shutil
import sys
import termios
import time
import tty
from collections.abc import Iterator

from msgspec.structs import astuple

from store import __version__, examine_state
from store.files.finding import Finding
from tui.commands.output import say, say_json
from tui.commands.session import state_path
from tui.settings.file import read_settings, settings_path
from tui.settings.keymap import problems
from tui.text.counting import counted
from tui.text.plain import plain
from tui.text.signs import ASCII, SIGNS, Signs

#: The screen that shows everything, in columns and rows.
_COLUMNS, _ROWS = 80, 24
#: Seconds that a terminal is given to say where its cursor is.
_ANSWER = 0.5
_SIGNS = {"ok": "ok", "warning": "warning", "error": "FAILS"}
_ASCII_STEP = "Set CERTBLADE_ASCII=1, or choose a font and locale that draw such signs one cell wide."


def run(arguments: argparse.Namespace) -> int:
    """Prints a verdict a line; exit status 1 where something does not work."""
    findings = [*_program(), *_terminal(), *examine_state(state_path(arguments)), *_settings()]
    if arguments.json:
        say_json(findings)
    else:
        say("\n".join(_line(one) for one in findings))
    return 1 if any(one.verdict == "error" for one in findings) else 0


def _line(one: Finding) -> str:
    line = f"{_SIGNS[one.verdict]:<8} {one.name:<12} {plain(one.text, 4000)}"
    return f"{line}\n{' ' * 22}{plain(one.step, 4000)}" if one.step else line


def _program() -> Iterator[Finding]:
    yield Finding("certblade", "ok", f"{__version__} on Python {platform.python_version()}.")


def _terminal() -> Iterator[Finding]:
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        text = "Standard input, output or error is no terminal here."
        yield Finding("Terminal", "warning", text, "The portal needs one; the commands do not.")
    elif os.environ.get("TERM", "dumb") == "dumb":
        yield Finding(
            "Terminal", "error", "TERM says that it cannot draw.", "Set TERM, such as xterm-256color."
        )
    else:
        yield Finding("Terminal", "ok", f"TERM is {os.environ['TERM']}.")
    yield _encoding()
    yield _colours()
    yield _size()
    yield _width()


def _encoding() -> Finding:
    name = codecs.lookup(sys.__stdout__.encoding if sys.__stdout__ else "ascii").name
    if name == "utf-8":
        return Finding("Encoding", "ok", "UTF-8.")
    step = "Set LANG to a UTF-8 locale such as C.UTF-8, or CERTBLADE_ASCII=1."
    return Finding("Encoding", "warning", f"The locale's encoding is {name}.", step)


def _colours() -> Finding:
    if os.environ.get("NO_COLOR"):
        return Finding("Colours", "ok", "None: NO_COLOR is set; signs and words say the same.")
    if os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        return Finding("Colours", "ok", "16 million.")
    if "256" in os.environ.get("TERM", ""):
        step = "Where the terminal can do more, set COLORTERM=truecolor."
        return Finding("Colours", "ok", "256; themes are shown in the nearest ones.", step)
    step = (
        "Where the terminal can do more, set COLORTERM=truecolor; else choose a theme that begins with ansi."
    )
    return Finding("Colours", "warning", "16, as far as TERM and COLORTERM say.", step)


def _size() -> Finding:
    columns, rows = shutil.get_terminal_size((_COLUMNS, _ROWS))
    text = f"{columns} columns, {rows} rows."
    if columns >= _COLUMNS and rows >= _ROWS:
        return Finding("Size", "ok", text)
    return Finding("Size", "warning", text, f"Make it {_COLUMNS} by {_ROWS} or larger: less cuts words.")


def _width() -> Finding:
    """Whether the terminal draws each of our signs one cell wide, as it says itself."""
    if SIGNS is ASCII:
        return Finding("Signs", "ok", "In ASCII: CERTBLADE_ASCII is set.")
    signs = "".join(sorted({sign for sign in astuple(Signs()) if len(sign) == 1 and not sign.isascii()}))
    drawn = _drawn_width(signs)
    if drawn is None:
        return Finding(
            "Signs", "ok", f"Not measured: the terminal does not say where its cursor is ({signs})."
        )
    if drawn == len(signs):
        return Finding("Signs", "ok", f"Each is one cell wide: {signs}")
    return Finding("Signs", "warning", f"{len(signs)} signs take {drawn} cells: {signs}", _ASCII_STEP)


def _drawn_width(text: str) -> int | None:
    """Cells that the terminal takes for the text; None where it does not say."""
    if sys.__stdin__ is None or sys.__stdout__ is None:
        return None
    if not (sys.__stdin__.isatty() and sys.__stdout__.isatty()):
        return None
    fd = sys.__stdin__.fileno()
    before = termios.tcgetattr(fd)
    try:
        tty.setcbreak(fd)
        sys.__stdout__.write(f"\r{text}\x1b[6n")
        sys.__stdout__.flush()
        column = _cursor_column(fd)
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
        sys.__stdout__.write("\r\x1b[K")
        sys.__stdout__.flush()
    return None if column is None else column - 1


def _cursor_column(fd: int) -> int | None:
    """The column of a cursor position report (`ESC [ row ; column R`), counted from 1."""
    answer, end = b"", time.monotonic() + _ANSWER
    while not answer.endswith(b"R"):
        ready, _, _ = select.select([fd], [], [], max(0.0, end - time.monotonic()))
        if not ready or len(answer) > 32:
            return None
        answer += os.read(fd, 16)
    column = answer.rpartition(b";")[2].removesuffix(b"R")
    return int(column) if column.isdigit() else None


def _settings() -> Iterator[Finding]:
    path = settings_path()
    if not os.path.lexists(path):
        yield Finding("Settings", "ok", f"{path} is not there: everything is as by default.")
        return
    chosen = read_settings(path)
    wrong = (*chosen.problems, *problems(chosen.keys))
    for problem in wrong:
        yield Finding("Settings", "warning", problem, f"Correct it in {path}.")
    if not wrong:
        looks = ", worlds are only looked at" if chosen.read_only else ""
        keys = counted(len(chosen.keys), "key")
        changed = f"theme {chosen.theme or 'as by default'}, {keys} changed{looks}"
        yield Finding("Settings", "ok", f"{path}: {changed}.")
