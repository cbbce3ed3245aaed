"""The program as textual-serve starts it: packets over pipes, and no terminal.

Source: the module `textual.drivers.web_driver` (the packets) and `textual_serve.app_service` (how
it is started, and how a download is fetched).
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from textual._binary_encode import load

from tests.support.terminal import SEQUENCE

ROOT = Path(__file__).parents[2]


class WebPipes:
    """One run of the program; `stray` is what it wrote before its first packet, its greeting taken out."""

    def __init__(self, state: Path, size: tuple[int, int] = (120, 36)) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
            "TEXTUAL_FPS": "60",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TERM_PROGRAM": "textual",
            "COLUMNS": str(size[0]),
            "ROWS": str(size[1]),
        }
        self._run = subprocess.Popen(
            [sys.executable, "-m", "tui", "--state", str(state)],
            cwd=state.parent,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.shown = ""
        self.told: list[dict[str, object]] = []
        self._chunks: dict[str, bytearray] = {}
        self._whole: set[str] = set()
        self.greeting = b""
        self._hung_up = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        """Take packets until the program ends or is hung up; only whoever reads the pipe closes it."""
        out = self._run.stdout
        assert out is not None
        with out:
            waiting = bytearray()
            while self._more(out.fileno(), waiting):
                self._take(waiting)

    def _more(self, pipe: int, waiting: bytearray) -> bool:
        """Wait for bytes; False at the end of the pipe, or when it is hung up."""
        looking = select.poll()
        looking.register(pipe, select.POLLIN)
        while not self._hung_up.is_set():
            if looking.poll(20):
                read = os.read(pipe, 65536)
                waiting.extend(read)
                return bool(read)
        return False

    def _take(self, waiting: bytearray) -> None:
        """Take the greeting, a line, and every packet that is whole out of the bytes that wait."""
        if not self.greeting:
            if b"\n" not in waiting:
                return
            line = waiting.index(b"\n") + 1
            self.greeting = bytes(waiting[:line])
            del waiting[:line]
        while len(waiting) >= 5 and len(waiting) >= (end := 5 + int.from_bytes(waiting[1:5], "big")):
            self._packet(bytes(waiting[:1]), bytes(waiting[5:end]))
            del waiting[:end]

    def _packet(self, kind: bytes, payload: bytes) -> None:
        if kind == b"D":
            self.shown += payload.decode()
        elif kind == b"M":
            self.told.append(json.loads(payload))
        else:
            key, chunk = _delivered(payload)
            self._chunks.setdefault(key, bytearray()).extend(chunk)
            if not chunk:
                self._whole.add(key)

    def packet(self, kind: bytes, payload: bytes) -> None:
        """Send one packet."""
        assert self._run.stdin is not None
        self._run.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
        self._run.stdin.flush()

    def type(self, keys: str) -> None:
        """Type this, in one packet."""
        self.packet(b"D", keys.encode())

    def tell(self, **meta: object) -> None:
        """Send what is no input."""
        self.packet(b"M", json.dumps(meta).encode())

    def until(self, holds: Callable[[], object], seconds: float = 20) -> None:
        """Wait until this holds; raises `AssertionError`, which shows the end of what was drawn."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s:\n{self.text[-3000:]}")
            time.sleep(0.02)

    @property
    def text(self) -> str:
        """All that was drawn so far, control sequences aside."""
        return SEQUENCE.sub("", self.shown)

    def sees(self, words: str) -> None:
        """Wait until this was drawn, and begin to look anew behind it."""
        self.until(lambda: words in self.text)
        self.shown = ""

    def download(self) -> tuple[str, bytes]:
        """The name and bytes of the next file that is announced, fetched in chunks."""
        self.until(lambda: any(one["type"] == "deliver_file_start" for one in self.told))
        [told] = [one for one in self.told if one["type"] == "deliver_file_start"]
        self.told.remove(told)
        key = str(told["key"])
        while key not in self._whole:
            had = len(self._chunks.get(key, b""))
            self.tell(type="deliver_chunk_request", key=key, size=1024)
            self.until(lambda: key in self._whole or len(self._chunks.get(key, b"")) > had)  # noqa: B023
        return Path(str(told["path"])).name, bytes(self._chunks[key])

    def hang_up(self) -> None:
        """End as the process that serves it does: the pipes close."""
        self._hung_up.set()
        self._reader.join()
        assert self._run.stdin is not None
        with suppress(BrokenPipeError):
            self._run.stdin.close()

    def ends(self, seconds: float = 10) -> int:
        """The exit status."""
        return self._run.wait(seconds)

    @property
    def errors(self) -> str:
        """What it wrote on standard error, once it has ended."""
        assert self._run.stderr is not None
        return self._run.stderr.read().decode()

    def close(self) -> None:
        """End it, whatever state it is in."""
        self._run.kill()
        self._run.wait()
        self._hung_up.set()
        self._reader.join()
        for pipe in (self._run.stdin, self._run.stderr):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()


def _delivered(payload: bytes) -> tuple[str, bytes]:
    """The key and the bytes of a packet that delivers a piece of a file."""
    told: Any = load(payload)
    return told[1], told[2]


@contextmanager
def web_pipes(state: Path) -> Iterator[WebPipes]:
    """The program on this world, ended at the end."""
    run = WebPipes(state)
    try:
        yield run
    finally:
        run.close()
