"""Every route, on a terminal: hostile names, tags and notes reach it as visible characters only."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import sys
import termios
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tui.navigation.routes import ROUTES

#: A control sequence: introducer, private marker, parameters, final byte; or a string such as OSC.
_SEQUENCE = re.compile(
    r"\x1b(?:\[([<=>?]?)[0-9:;]*([ -/]*[@-~])|([P\]X^_])(.*?)(?:\x07|\x1b\\)|([ -/]*[0-~]))", re.S
)
_PLAIN = """
from textual.app import App
from textual.widgets import Input, Static
class Plain(App):
    def compose(self):
        yield Input()
        yield Static("[b]x[/b]")
    def on_ready(self):
        self.notify("x")
        self.set_timer(0.5, self.exit)
Plain().run()
"""


def test_no_page_lets_outside_text_speak_to_the_terminal(tmp_path: Path) -> None:
    plain, _ = written("-c", _PLAIN)
    shown, status = written("-m", "tests.support.hostile_tour", str(tmp_path / "state.json"))
    assert status == 0, shown[-3000:]
    opened = (tmp_path / "state.opened").read_text(encoding="utf-8").split("\n")
    assert set(opened) == set(ROUTES), "a page did not open"
    assert kinds(shown) - kinds(plain) == set()
    text = _SEQUENCE.sub("", shown)
    assert {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")} <= {
        "\r",
        "\n",
    }
    assert "\\x1b]52;c;ahk=\\x07" in text, "no hostile name was shown at all"


def written(*command: str) -> tuple[str, int]:
    """All that a program writes to its terminal, and its exit status."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execv(sys.executable, [sys.executable, *command])
    seen = b""
    try:
        while piece := os.read(terminal, 65536):
            seen += piece
    except OSError:
        pass  # Linux' way to say that the program has ended.
    finally:
        os.close(terminal)
    return seen.decode("utf-8"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def kinds(shown: str) -> set[Sequence[str]]:
    """The control sequences in it, without the numbers that differ from screen to screen."""
    found: set[Sequence[str]] = set()
    for private, final, string, text, short in _SEQUENCE.findall(shown):
        found.add((private, final, string, text.partition(";")[0] if string else "", short))
    return found
