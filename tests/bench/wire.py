"""Handshakes while certificates are swapped: how many fail, how many show an old one, and how fast they are.

python -m tests.bench.wire [--quick] [--json] [--swaps-only]

First the storm: handshakes one after another, by turns with TLS 1.2 and TLS 1.3, each with the session of the
one before, while another program binds another certificate again and again. A handshake that fails, or shows
another certificate than the last one bound, ends the bench.

Then rates, beside `openssl s_server -HTTP` with the same RSA key of 2,048 bits, chain and page. Clients are
`openssl s_time`, one and four at once; each turn is half TLS 1.2, half TLS 1.3, and the servers take turns.
Both are processes of their own on all cores there are, which the clients use too: `s_server` serves one
connection after another, ours several at once. Core time is what a handshake with its page costs the server.

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
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

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


class Server(NamedTuple):
    """A server under measurement: its process, and where it listens."""

    process: int
    place: str


def main() -> None:
    """Print the counts, the rates and what they cost."""
    storm_alone = "--swaps-only" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--swaps-only"]
    bench = Bench(__doc__)
    with TemporaryDirectory() as scratch, hosts_served(Path(scratch)) as hosts:
        count, swaps = (1000, 10) if bench.quick else (10_000, 100)
        failed, stale = _storm(hosts, count, swaps)
        if bench.wordy or failed or stale:
            print(f"{count} handshakes over {swaps} swaps: {failed} failed, {stale} stale")
        if failed or stale:
            sys.exit(1)
        if shutil.which("openssl") and not storm_alone:
            with _peer(hosts, Path(scratch)) as peer:
                _compare(bench, Server(hosts.process.pid, hosts.own_place), peer)


def _storm(hosts: Hosts, count: int, swaps: int) -> tuple[int, int]:
    """Failed and stale handshakes."""
    versions = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
    clients = [client(version, version) for version in versions]
    sessions: list[ssl.SSLSession | None] = [None, None]
    failed = stale = 0
    for number in range(count):
        if number % (count // swaps) == 0:
            current = hosts.swap().thumbprint
        which = number % 2
        try:
            seen, sessions[which] = handshake(clients[which], hosts.port, HOST, session=sessions[which])
        except OSError:
            failed += 1
            continue
        stale += seen.thumbprint != current
    return failed, stale


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
