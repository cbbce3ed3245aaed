"""Starts `certblade`: first of all with the file that has the bytecode of its modules."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from tui.start.bytecode import KeptTogether

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status; the words of this process where none are given."""
    if argv is not None:
        return _main(argv)
    # All that is made until the portal's first frame stays, and looking for garbage is a tenth of a start.
    gc.disable()
    with KeptTogether():
        return _main(None)


def _main(argv: Sequence[str] | None) -> int:
    # All its modules come from the file, which is open by then.
    status: int = import_module("tui.start.command_line").main(argv)
    return status


if __name__ == "__main__":
    sys.exit(main())
