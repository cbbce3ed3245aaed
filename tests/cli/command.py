"""Running the command line inside the test's own process."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.__main__ import main


@dataclass(frozen=True)
class Result:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def code(self) -> str:
        """The stable code of the one line on stderr."""
        assert self.err.count("\n") == 1, self.err
        return self.err.partition(":")[0]

    @property
    def acks(self) -> list[str]:
        """The correlation ids that were acknowledged."""
        return [line.removeprefix("ACK ") for line in self.lines if line.startswith("ACK ")]

    def json(self) -> Any:
        return json.loads(self.out)


class Command:
    """`certblade` on one state file."""

    def __init__(self, state: Path, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.state = state
        self._capture = capture
        self._patch = patch

    def __call__(self, *words: str, stdin: str | bytes = "") -> Result:
        return self.bare("--state", str(self.state), *words, stdin=stdin)

    def bare(self, *words: str, stdin: str | bytes = "") -> Result:
        """Without --state."""
        octets = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets)))
        self._capture.readouterr()
        try:
            status = main(words)
        except SystemExit as stop:
            assert isinstance(stop.code, int)
            status = stop.code
        printed = self._capture.readouterr()
        return Result(status, printed.out, printed.err)
