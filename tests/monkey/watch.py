"""A watch over one step: what loops without end, and lets nothing else run, is ended too."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Seconds of processor time that a step may take.
PATIENCE = 60.0


class Endless(KeyboardInterrupt):
    """A step has taken its processor time; nothing in the program catches this, and the loop ends with it."""

    def __init__(self, where: str) -> None:
        super().__init__("a step takes the processor for ever")
        self.where = where


@contextmanager
def watched(patience: float) -> Iterator[None]:
    """Within, raise `Endless` in the main thread once this process has used so many seconds of processor."""

    def ring(_: int, frame: FrameType | None) -> None:
        raise Endless("".join(traceback.format_stack(frame)))

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, patience)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
