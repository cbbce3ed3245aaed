"""A class behind a browser, made and started as its README says: real ttyd, tmux and nginx."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PROGRAMS = ("ttyd", "tmux", "nginx", "openssl")


class Served(NamedTuple):
    """A class that runs: where, whose passwords, and what it was started by."""

    folder: Path
    port: int
    passwords: dict[str, str]

    @property
    def url(self) -> str:
        """Where trainees log in."""
        return f"https://localhost:{self.port}/"

    def certblade(self, *words: str) -> str:
        """What a command prints."""
        return _run(sys.executable, "-m", "tui", *words)


def missing(*more: str) -> tuple[str, ...]:
    """The programs that are not on this machine."""
    return tuple(name for name in (*PROGRAMS, *more) if shutil.which(name) is None)


@contextmanager
def served_class(folder: Path, logins: Sequence[str], *options: str) -> Iterator[Served]:
    """The class of these trainees, stopped at the end; `options` are those of `certblade class new`."""
    names = "".join(f"{login},{login.title()}\n" for login in logins)
    _run(sys.executable, "-m", "tui", "class", "new", str(folder), "--names", "-", *options, stdin=names)
    serve, port = folder / "serve", _free_port()
    told = _run(str(serve / "passwords.sh"))
    key = ("-newkey", "rsa:2048", "-nodes", "-keyout", str(serve / "tls.key"), "-out", str(serve / "tls.crt"))
    _run("openssl", "req", "-x509", "-subj", "/CN=localhost", *key)
    (serve / "tls.key").chmod(0o600)
    config = serve / "nginx.conf"
    config.write_text(config.read_text().replace(":8443", f":{port}"))
    _run(sys.executable, "-m", "tui", "class", "check", str(folder))
    with (folder / "start.log").open("wb") as log:
        running = subprocess.Popen([str(serve / "start.sh")], env=_environment(), stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield Served(folder, port, dict(line.split("\t") for line in told.splitlines()))
    finally:
        running.terminate()
        assert running.wait(20) == 0
        # Portals that are left put their world away.
        time.sleep(1)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _run(*command: str, stdin: str = "") -> str:
    ended = subprocess.run(
        command, env=_environment(), input=stdin, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise AssertionError(f"{command} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the class does not start")
