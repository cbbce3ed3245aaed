"""`certblade az-session`: a shell, or one command, in which the Azure CLI and the SDKs work on this world."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from store.errors import UsageError
from tui.commands.output import complain
from tui.commands.serve import server_of

#: Signals that end a program; the session goes after its command.
_ENDING = (signal.SIGTERM, signal.SIGHUP)


def run(arguments: argparse.Namespace) -> int:
    """Runs it with the environment set and returns its exit status; nothing of the session stays.

    Raises `UsageError` CommandNotFound.
    """
    words = arguments.words[1:] if arguments.words[:1] == ["--"] else arguments.words
    command = words or [os.environ.get("SHELL") or "/bin/sh"]
    # An interactive shell takes no notice of SIGTERM.
    ending = (signal.SIGTERM,) if words else (signal.SIGTERM, signal.SIGHUP)
    with (
        _passed_on(ending) as running,
        server_of(arguments, quiet=True) as server,
        server.session(arguments.principal, azure_cli=True) as session,
    ):
        if not words:
            complain(
                "Session", f"`az` works on the simulated Azure at {server.place.origin}; `exit` ends it."
            )
        environment = {**os.environ, **session.variables(), "CERTBLADE_SESSION": "1"}
        try:
            with subprocess.Popen(command, env=environment) as process:
                running.append(process)
                status = process.wait()
        except OSError as error:
            told = f"'{Path(command[0]).name}' cannot be run: {error.strerror}."
            raise UsageError(told, "CommandNotFound") from None
    # As a shell gives it.
    return status if status >= 0 else 128 - status


@contextmanager
def _passed_on(ending: Sequence[int]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """What is put into the list gets the signals that would end this program, SIGTERM as `ending`.

    The program itself goes on until its command has ended; what a terminal sends for that (Ctrl+C) is the
    command's own affair.
    """
    running: list[subprocess.Popen[bytes]] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        if not running:
            raise SystemExit(128 + number)
        for process in running if number in _ENDING else ():
            for one in ending if number == signal.SIGTERM else (number,):
                process.send_signal(one)

    before = {number: signal.signal(number, handle) for number in (*_ENDING, signal.SIGINT, signal.SIGQUIT)}
    try:
        yield running
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
