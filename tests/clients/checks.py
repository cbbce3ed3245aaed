"""A list of checks with a line for each; what a check raises fails it, and the next one goes on."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable


class Checks:
    """Runs checks one after the other and counts them."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed: list[str] = []

    def check(self, name: str, observed: Callable[[], object]) -> None:
        """Passes where the observation is true; prints how long it took."""
        began = time.monotonic()
        try:
            fine = bool(observed())
        except Exception:
            fine = False
            traceback.print_exc(file=sys.stdout)
        self.passed += fine
        if not fine:
            self.failed.append(name)
        print(f"{'ok  ' if fine else 'FAIL'} {time.monotonic() - began:5.2f} s  {name}", flush=True)

    def refused(self, name: str, code: str, deed: Callable[[], object]) -> None:
        """Passes where the deed is refused with this code."""

        def observed() -> bool:
            try:
                deed()
            except Exception as error:
                return code in str(error) or code in str(getattr(error, "error", ""))
            return False

        self.check(f"{name}: {code}", observed)

    def result(self) -> int:
        """The exit status, with a last line that counts."""
        print(f"{self.passed} passed, {len(self.failed)} failed")
        return 1 if self.failed else 0


def eventually(observed: Callable[[], object], seconds: float = 60) -> bool:
    """Whether it becomes true within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if observed():
            return True
        time.sleep(0.3)
    return False
