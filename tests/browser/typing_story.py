"""Trainees who type at once: how long it takes from a key to what it draws, over TLS, nginx, ttyd and tmux.

Runs in the environment that `python -m tests.browser` makes; what it needs to know comes by CERTBLADE_CLASS.
Each opens an order and goes back, walks through rows and the menu, and thinks between keys for one second
to four. The clock starts when a key is sent, and stops at the first frame of the terminal after it.
"""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import statistics
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

TOLD = json.loads(os.environ.get("CERTBLADE_CLASS", "{}"))
#: Keys, and the seconds from each to its frame.
_Keys = list[tuple[str, float]]
#: What everybody types, over and over.
_KEYS = ("\r", "\x1b[B", "\x1b[A", "m", "\x1b[B", "\x1b[B", "\x1b", "\x1b", "?", "\x1b")
#: Keys of each, and seconds between two.
_COUNT, _THINKS = 30, (1.0, 4.0)
#: Seconds within which everybody presses the first key.
_SETTLES = 20.0
#: Seconds after which a key counts as lost, and a portal as one that did not start.
_LOST, _STARTS = 10.0, 180.0


def main() -> int:
    """Print the figures; 1 where the 95th of a hundred keys is later than 300 ms or one is lost."""
    pressed, starts, used = asyncio.run(_class())
    for key in dict.fromkeys(_KEYS):
        own = sorted(seconds for one, seconds in pressed if one == key)
        print(f"  {key!r:8} p95 {own[int(len(own) * 0.95)] * 1000:.0f} ms")
    taken = sorted(seconds for _, seconds in pressed)
    lost = sum(one >= _LOST for one in taken)
    p95 = taken[int(len(taken) * 0.95)]
    print(f"load      {os.getloadavg()[0]:.1f} (one minute), {os.cpu_count()} cores")
    print(f"trainees  {len(starts)}, all started within {max(starts):.1f} s")
    print(f"portals   {used / len(taken) * 1000:.0f} ms of a core a key, ttyd, tmux and nginx not counted")
    print(f"keys      {len(taken)}, {lost} without a frame within {_LOST:.0f} s")
    median, worst = statistics.median(taken), taken[-1]
    print(f"frame     median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, worst {worst * 1000:.0f} ms")
    return int(lost > 0 or p95 > 0.3)


def _used() -> float:
    """Seconds of CPU that the class's portals have used so far."""
    ticks = 0
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"{TOLD['folder']}/".encode() in (one / "cmdline").read_bytes():
                ticks += sum(map(int, (one / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


async def _class() -> tuple[_Keys, list[float], float]:
    """Each key with its seconds; seconds in which each portal started; seconds of CPU of all keys."""
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    began, everybody = time.monotonic(), asyncio.Barrier(len(TOLD["passwords"]))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls, limit=0)) as session:
        trainees = [_Trainee(session, login, word) for login, word in TOLD["passwords"].items()]
        found = await asyncio.gather(*(one.works(began, everybody) for one in trainees))
    started = min(used for _, _, used in found)
    keys = [one for taken, _, _ in found for one in taken]
    return keys, [start for _, start, _ in found], _used() - started


class _Trainee:
    """One tab: keys out, frames in."""

    def __init__(self, session: Any, login: str, password: str) -> None:
        self._session, self._login = session, login
        self._headers = {
            "Authorization": aiohttp.encode_basic_auth(login, password),
            "Origin": TOLD["url"].rstrip("/"),
        }
        self._chance = Random(login)
        self._shown = b""
        self._frame = asyncio.Event()

    async def works(self, began: float, everybody: asyncio.Barrier) -> tuple[_Keys, float, float]:
        """Keys with the seconds to their frames; seconds to the first page; CPU used when all had theirs."""
        address = f"{TOLD['url']}ws"
        async with self._session.ws_connect(address, protocols=["tty"], headers=self._headers) as socket:
            await socket.send_bytes(json.dumps({"AuthToken": "", "columns": 120, "rows": 36}).encode())
            reading = asyncio.create_task(self._read(socket))
            while b"contosocert" not in self._shown:
                assert time.monotonic() - began < _STARTS, f"{self._login}: {self._shown[-500:]!r}"
                await asyncio.sleep(0.05)
            started = time.monotonic() - began
            # The class begins when everybody is there.
            await everybody.wait()
            used = _used()
            await asyncio.sleep(self._chance.uniform(0, _SETTLES))
            pressed = [_KEYS[number % len(_KEYS)] for number in range(_COUNT)]
            taken = [(key, await self._type(socket, key)) for key in pressed]
            # Others still type, whose portals are to be counted whole.
            await everybody.wait()
            reading.cancel()
        return taken, started, used

    async def _read(self, socket: Any) -> None:
        async for message in socket:
            if message.type == aiohttp.WSMsgType.BINARY and message.data[:1] == b"0":
                self._shown = (self._shown + message.data[1:])[-20_000:]
                self._frame.set()

    async def _type(self, socket: Any, key: str) -> float:
        await asyncio.sleep(self._chance.uniform(*_THINKS))
        self._frame.clear()
        began = time.monotonic()
        await socket.send_bytes(b"0" + key.encode())
        try:
            await asyncio.wait_for(self._frame.wait(), _LOST)
        except TimeoutError:
            return _LOST
        return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
