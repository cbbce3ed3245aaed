"""`certblade serve`: the world as a server for other programs, on the loopback interface."""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from tui.commands.looking import read_only
from tui.commands.output import complain, say
from tui.commands.session import state_path
from tui.serving.arm import ArmServer
from tui.serving.hosts import HostServer
from tui.serving.installation import installation_path, open_installation
from tui.text.plain import plain

if TYPE_CHECKING:
    from store.rest.service import Served

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl+C, SIGTERM or the end of the terminal; requests are printed on stderr."""
    if arguments.service == "hosts":
        return _hosts(arguments)
    with (
        server_of(arguments, arguments.port) as server,
        ended() as end,
        server.session(arguments.principal, azure_cli=arguments.env == "az") as session,
    ):
        lines = {"az": session.exports, "sdk": session.snippet}.get(arguments.env, session.addresses)
        for line in lines():
            say(line)
        while not end.wait(0.5):
            pass
    return 0


def _hosts(arguments: argparse.Namespace) -> int:
    """Serves the host names, and prints lines to try."""
    with (
        HostServer(
            state_path(arguments),
            port=arguments.port,
            plain_port=arguments.http_port,
            allow_older=arguments.allow_older,
            read_only=read_only(arguments),
        ) as server,
        ended() as end,
    ):
        for line in server.lines():
            say(line)
        # The world stays to the end: nobody need look through it for garbage again and again.
        gc.freeze()
        told: set[str] = set()
        while not end.wait(0.5):
            for fault in [one for one in server.faults if one not in told]:
                told.add(fault)
                complain("NotServed", fault)
    return 0


def server_of(arguments: argparse.Namespace, port: int = 0, *, quiet: bool = False) -> ArmServer:
    """The server of the command's world, which prints its requests unless `quiet`.

    Raises `StateError` and `UsageError` as `ArmServer`.
    """
    return ArmServer(
        state_path(arguments),
        open_installation(installation_path()),
        port=port,
        watch=None if quiet else _print,
        allow_older=arguments.allow_older,
        read_only=read_only(arguments),
    )


def _print(served: Served) -> None:
    """One line on stderr for each request; nothing where stderr is closed."""
    became = f" {', '.join(served.operations)}" if served.operations else ""
    code = f" {served.code}" if served.code else ""
    try:
        sys.stderr.write(f"{served.status} {served.method} {plain(served.path, 300)}{became}{code}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


@contextmanager
def ended() -> Iterator[threading.Event]:
    """An event that the signals set which end a program; before and after, they do what they did."""
    end = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        end.set()

    before = {number: signal.signal(number, stop) for number in _ENDING}
    try:
        yield end
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
