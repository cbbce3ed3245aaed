"""What keys wait for beside the one before: an operation, or an answer that this key asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Holding:
    """Keys wait while anything is held, each thing for a time of its own at most."""

    def __init__(self) -> None:
        self._count = 0
        self._free = asyncio.Event()
        self._free.set()

    @property
    def any(self) -> bool:
        """Whether keys wait for something."""
        return self._count > 0

    async def ended(self) -> None:
        """Wait until nothing is held."""
        await self._free.wait()

    def hold(self, seconds: float) -> Callable[[], None]:
        """Let keys wait until what this returns is called, or these seconds have passed."""
        self._count += 1
        self._free.clear()
        held = True

        def let_go() -> None:
            nonlocal held
            if held:
                held = False
                timer.cancel()
                self._count -= 1
                if not self._count:
                    self._free.set()

        # A timer of Textual's is a task.
        timer = asyncio.get_running_loop().call_later(seconds, let_go)
        return let_go
