"""Every route, on a terminal: hostile names, tags and notes reach it as visible characters only."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tests.support.terminal import SEQUENCE, kinds, terminal
from tui.navigation.routes import ROUTES

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


#: Kinds of dialogs, and fields, that the tour finds at least.
DIALOGS = 15
FIELDS = 40


def test_no_page_lets_outside_text_speak_to_the_terminal(tmp_path: Path) -> None:
    plain, _ = written("-c", _PLAIN)
    shown, status = written("-m", "tests.support.hostile_tour", str(tmp_path / "state.json"))
    assert status == 0, shown[-3000:]
    opened = (tmp_path / "state.opened").read_text(encoding="utf-8").split("\n")
    assert set(opened) == set(ROUTES), "a page did not open"
    assert not (tmp_path / "state.unseen").read_text(encoding="utf-8"), "the focus is where nothing is drawn"
    *dialogs, fields = (tmp_path / "state.dialogs").read_text(encoding="utf-8").split("\n")
    assert len(dialogs) >= DIALOGS and int(fields) >= FIELDS, (dialogs, fields)
    assert kinds(shown) - kinds(plain) == set()
    text = SEQUENCE.sub("", shown)
    assert {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")} <= {
        "\r",
        "\n",
    }
    assert "\\x1b]52;c;ahk=\\x07" in text, "no hostile name was shown at all"


def written(*command: str) -> tuple[str, int]:
    """All that a program writes to its terminal, and its exit status."""
    with terminal(*command) as run:
        status = run.ends(600)
        return run.shown, status
