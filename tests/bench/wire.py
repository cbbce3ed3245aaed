"""Handshakes while certificates are swapped: how many fail, how many show an old one, and how fast they are.

python -m tests.bench.wire [--quick] [--json] [--swaps-only]

First the storm: four clients at once, each by turns with TLS 1.2 and TLS 1.3 and with the session of the
handshake before, while another program binds another certificate again and again. A handshake that fails, or
that began after a swap had returned and shows an older certificate, ends the bench. It comes in turns with as
many handshakes of the same clients with `openssl s_server -HTTP`, which swaps nothing; the rates are medians.

Then rates without swaps, beside the same server with the same RSA key of 2,048 bits, chain and page. Clients
are `openssl s_time`, one and four at once; each turn is half TLS 1.2, half TLS 1.3, and the servers take
turns. Both are processes of their own on all cores there are, which the clients use too: `s_server` serves
one connection after another, ours several at once. Core time is what a handshake with its page costs the
server.

Not measured: hosts with RSA keys of 4,096 bits, a network between them.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from store.resources import WebCertificate
from store.wire.identities import identity
from tests.bench.timing import Bench
from tests.support.swapping import HOST, OTHER, Hosts, hosts_served
from tests.support.tls_client import client, handshake
from tui.serving.connections import bound

_VERSIONS = ("-tls1_2", "-tls1_3")
#: s_time writes no header of its own, and takes the rest of the first line from us.
_PAGE = f"/index HTTP/1.1\r\nHost: {OTHER}\r\nX-Rest: "
_GOAL, _CORE_GOAL = 1.0, 1.5
#: Clients of the storm, its turns with the peer, and how many handshakes all clients have made in a turn.
_CLIENTS, _TURNS = 4, 5
_done: Any = None


class Server(NamedTuple):
    """A server under measurement: its process, and where it listens."""

    process: int
    place: str


class Shaken(NamedTuple):
    """A handshake, or a swap: seconds of the machine's clock, and what was shown or bound ("": failed)."""

    begun: float
    ended: float
    thumbprint: str


def main() -> None:
    """Print the counts, the rates and what they cost."""
    storm_alone = "--swaps-only" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--swaps-only"]
    bench = Bench(__doc__, "P10")
    with TemporaryDirectory() as scratch, hosts_served(Path(scratch)) as hosts:
        count, swaps = (1000, 10) if bench.quick else (10_000, 100)
        with _peer(hosts, Path(scratch)) if shutil.which("openssl") else nullcontext() as peer:
            still = int(peer.place.rpartition(":")[2]) if peer and not storm_alone else 0
            turns = [_turn_of_storm(hosts, still, count // _TURNS, swaps // _TURNS) for _ in range(_TURNS)]
            failed, stale = sum(one.failed for one in turns), sum(one.stale for one in turns)
            if bench.wordy or failed or stale:
                print(f"{count} handshakes over {swaps} swaps: {failed} failed, {stale} stale")
            if failed or stale:
                sys.exit(1)
            if peer and still:
                name = f"handshakes over {swaps} swaps, {_CLIENTS} at once"
                own, other = (median(rates) for rates in zip(*(one.rates for one in turns), strict=True))
                bench.rate(name, own, other, _GOAL, "/s")
                _compare(bench, Server(hosts.process.pid, hosts.own_place), peer)


class StormTurn(NamedTuple):
    """Handshakes that failed or showed an old certificate; handshakes a second, ours and the peer's."""

    failed: int
    stale: int
    rates: tuple[float, float]


def _turn_of_storm(hosts: Hosts, still: int, count: int, swaps: int) -> StormTurn:
    """So many handshakes over so many swaps, then as many of the peer's at port `still` (0: none)."""
    shaken, swapped = _storm(hosts.port, count, hosts, swaps)
    failed = sum(not one.thumbprint for one in shaken)
    stale = sum(_stale(one, swapped) for one in shaken)
    peers = _rate(_storm(still, count)[0]) if still else 0.0
    return StormTurn(failed, stale, (_rate(shaken), peers))


def _storm(
    port: int, count: int, hosts: Hosts | None = None, swaps: int = 0
) -> tuple[list[Shaken], list[Shaken]]:
    """All handshakes, and the swaps that `hosts` made meanwhile, evenly spread among them."""
    first = hosts.swap().thumbprint if hosts else ""
    swapped = [Shaken(0, 0, first)]
    processes = get_context("fork")
    done = processes.Value("i", 0)
    with processes.Pool(_CLIENTS, _keep, (done,)) as pool:
        asked = pool.map_async(partial(_shake, port), [count // _CLIENTS] * _CLIENTS, chunksize=1)
        while not asked.ready():
            asked.wait(0.001)
            if hosts and len(swapped) < swaps and done.value > len(swapped) * count // swaps:
                begun = time.monotonic()
                shown = hosts.swap().thumbprint
                swapped.append(Shaken(begun, time.monotonic(), shown))
        return [one for some in asked.get() for one in some], swapped


def _keep(done: Any) -> None:
    global _done
    _done = done


def _shake(port: int, count: int) -> list[Shaken]:
    """So many handshakes one after another, in a process of their own."""
    versions = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
    clients = [client(version, version) for version in versions]
    sessions: list[ssl.SSLSession | None] = [None, None]
    found = []
    for number in range(count):
        begun, which, shown = time.monotonic(), number % 2, ""
        try:
            seen, sessions[which] = handshake(clients[which], port, HOST, session=sessions[which])
            shown = seen.thumbprint
        except OSError:
            sessions[which] = None
        found.append(Shaken(begun, time.monotonic(), shown))
        with _done.get_lock():
            _done.value += 1
    return found


def _stale(one: Shaken, swapped: list[Shaken]) -> bool:
    """Whether a handshake shows neither what was bound when it began nor what was bound until it ended."""
    bound_then = max(place for place, swap in enumerate(swapped) if swap.ended <= one.begun)
    may = {swap.thumbprint for swap in swapped[bound_then:] if swap.begun <= one.ended}
    return bool(one.thumbprint) and one.thumbprint not in may


def _rate(shaken: list[Shaken]) -> float:
    """Handshakes a second, from the first one's beginning to the last one's end."""
    return len(shaken) / (max(one.ended for one in shaken) - min(one.begun for one in shaken))


@contextmanager
def _peer(hosts: Hosts, folder: Path) -> Iterator[Server]:
    """`openssl s_server` with the certificate, key, chain and page of the other host."""
    shown = identity(hosts.portal.world, hosts.portal.world.need(WebCertificate, hosts.lasting).thumbprint)
    leaf, _, above = shown.chain.partition("-----END CERTIFICATE-----\n")
    (folder / "leaf.pem").write_text(f"{leaf}-----END CERTIFICATE-----\n")
    (folder / "above.pem").write_text(above)
    (folder / "key.pem").write_text(shown.key)
    (folder / "index").write_bytes(_page(hosts))
    free = bound(0)
    place = f"127.0.0.1:{free.getsockname()[1]}"
    free.close()
    words = ["-cert", "leaf.pem", "-cert_chain", "above.pem", "-key", "key.pem", "-HTTP", "-quiet"]
    with subprocess.Popen(["openssl", "s_server", "-accept", place, *words], cwd=folder) as process:
        try:
            time.sleep(1)
            yield Server(process.pid, place)
        finally:
            process.terminate()


def _page(hosts: Hosts) -> bytes:
    """What ours answers, octet by octet."""
    request = _PAGE + "\r\n\r\n"
    address, _, port = hosts.own_place.partition(":")
    with (
        socket.create_connection((address, int(port))) as plain,
        client().wrap_socket(plain, server_hostname=OTHER) as secure,
    ):
        secure.sendall(f"GET {request}".encode())
        return b"".join(iter(lambda: secure.recv(65536), b""))


def _compare(bench: Bench, ours: Server, peer: Server) -> None:
    rounds = 2 if bench.quick else 5
    for kind in ("-new", "-reuse"):
        for clients in (1, 4):
            turns = [(_turn(ours, kind, clients), _turn(peer, kind, clients)) for _ in range(rounds)]
            words = f"{'new' if kind == '-new' else 'resumed'} sessions, {clients} at once"
            own, other = zip(*turns, strict=True)
            rates = (median(one.rate for one in own), median(one.rate for one in other))
            bench.rate(f"handshakes, {words}", *rates, _GOAL, "/s")
            if clients == 1 and own[0].core:
                cores = [one.core for one in own], [one.core for one in other]
                bench.rounds(f"core time, {words}", *cores, _CORE_GOAL)


class Turn(NamedTuple):
    """Handshakes a second, and seconds of a core for each (0 where the system does not tell)."""

    rate: float
    core: float


def _turn(server: Server, kind: str, clients: int) -> Turn:
    count, before, begun = 0, _core_seconds(server), time.perf_counter()
    for version in _VERSIONS:
        words = ["-connect", server.place, "-www", _PAGE, "-time", "1", kind, version]
        running = [
            subprocess.Popen(["openssl", "s_time", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            for _ in range(clients)
        ]
        for one in running:
            told = re.search(rb"(\d+) connections in \d+ real", one.communicate()[0])
            count += int(told[1]) if told else 0
    if not count:
        sys.exit(f"openssl s_time {kind} made no connection with {server.place}")
    return Turn(count / (time.perf_counter() - begun), (_core_seconds(server) - before) / count)


def _core_seconds(server: Server) -> float:
    """Time that the process has had of cores, all its threads together; 0 beside Linux."""
    try:
        fields = Path(f"/proc/{server.process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
