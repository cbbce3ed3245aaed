"""From a key to what it does on the screen, on a pseudo-terminal, against a bare Textual program's key.

`s` on Rekey and Sync of the demo world: sync is performed, written durably, and the page drawn anew. The goal
is 0.35 of efebdf7, whose column stands beside this with `--against efebdf7`.

Not measured: a terminal that is slow to paint; a disk that is slower to sync than this one.

python -m tests.bench.keys [--quick] [--json]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.terminal import terminal
from tests.bench.timing import Bench

_BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("s", "say", "Say")]
    def compose(self):
        yield Static("READY")
    def action_say(self):
        self.query_one(Static).update("DONE")
Bare().run()
"""
#: The first page opens the order, its menu Rekey and Sync.
_WAY = ((b"\r", b"Essentials"), (b"m", b""), (b"r", b""), (b"e", b""), (b"k", b""), (b"\r", b"Thumbprints"))


def main() -> None:
    """Prints the ratio; each round runs both programs anew."""
    bench = Bench(__doc__, "P9s")
    with TemporaryDirectory() as folder:
        bare, compiled = Path(folder) / "bare.py", Path(folder) / "compiled"
        bare.write_text(_BARE, encoding="utf-8")
        synced, said = [], []
        for number in range(3 if bench.quick else 8):
            own, other = _sync(Path(folder) / f"{number}.json", compiled), _said(bare, compiled)
            # The first of each compiles modules.
            if number:
                synced.append(own)
                said.append(other)
    bench.rounds("s on Rekey and Sync", synced, said, goal=8.0)


def _sync(state: Path, compiled: Path) -> float:
    """Seconds from `s` until a certificate that was out of sync is drawn in sync."""
    made = [sys.executable, "-m", "tui", "new", "--world", "demo", "--keys", "ec", "--state", str(state)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    with terminal([sys.executable, "-m", "tui", "--state", str(state)], compiled) as program:
        program.until(b"contosocert", program.begun)
        program.settle()
        for key, marker in _WAY:
            program.key(key, marker)
            program.settle(0.5 if marker else 0.1)
        took = program.key(b"s", b"In sync")
        program.settle()
        program.quit()
    return took


def _said(bare: Path, compiled: Path) -> float:
    with terminal([sys.executable, str(bare)], compiled) as program:
        program.until(b"READY", program.begun)
        program.settle()
        took = program.key(b"s", b"DONE")
        program.quit()
    return took


if __name__ == "__main__":
    main()
