"""Handshakes while certificates are swapped: how many fail, how many show an old one, and how fast they are.

python -m tests.bench.wire [HANDSHAKES] [SWAPS]: beside `openssl s_server` with the same certificate, which is
never swapped.

Not measured: several clients at once; hosts with RSA keys of 4,096 bits; a network between them.

Clients resume sessions, half of them with TLS 1.2 and half with TLS 1.3.
"""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from store import Portal, open_portal
from store.journal.journal import write_state
from store.operations.arguments import File
from store.operations.web.bindings import AddBinding
from store.operations.web.uploads import UploadCertificate
from store.resources import Site, WebCertificate
from store.wire.identities import identity
from store.worlds import begin
from tests.support.pfx_files import PASSWORD, pfx
from tests.support.tls_client import client, handshake
from tui.serving.connections import bound
from tui.serving.hosts import HostServer

_HOST, _APP = "contoso.com", "contoso-app"


def main() -> None:
    """Print the counts and the rates."""
    count, swaps = (int(word) for word in (*sys.argv[1:3], *("10000", "100")[len(sys.argv) - 1 :]))
    with TemporaryDirectory() as folder:
        portal, certificates = _world(Path(folder))
        with HostServer(Path(folder) / "state.json") as server:
            failed, stale, seconds = _storm(server, portal, certificates, count, swaps)
        print(f"{count} handshakes over {swaps} swaps: {failed} failed, {stale} stale")
        print(f"served with swaps      {count / seconds:8.0f} handshakes a second")
        if shutil.which("openssl"):
            rate = _beside(Path(folder), portal, certificates[0], min(count, 2000))
            print(f"openssl s_server       {rate:8.0f} handshakes a second")
            print(f"rate                   {count / seconds / rate:8.2f}")


def _world(folder: Path) -> tuple[Portal, list[str]]:
    """A portal on a world whose app has two certificates for its host; their ids."""
    write_state(folder / "state.json", begin("walk", keys="rsa2048"), replace=False)
    portal = open_portal(folder / "state.json")
    site = next(one.id for one in portal.world.all(Site) if one.name == _APP)
    for serial in (1, 2):
        path, _ = pfx(folder, _HOST, serial=serial)
        portal.perform(UploadCertificate(site=site, file=File(path), password=PASSWORD))
    return portal, [one.id for one in portal.world.all(WebCertificate)]


def _storm(
    server: HostServer, portal: Portal, certificates: list[str], count: int, swaps: int
) -> tuple[int, int, float]:
    """Failed, stale, and the seconds that the handshakes took, those of swaps and failures left out."""
    versions = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
    clients = [client(version, version) for version in versions]
    sessions: list[ssl.SSLSession | None] = [None, None]
    failed = stale = 0
    seconds, every = 0.0, max(1, count // swaps)
    current = ""
    for number in range(count):
        if number % every == 0:
            current = _swap(portal, certificates[number // every % 2])
        which, before = number % 2, time.perf_counter()
        try:
            seen, sessions[which] = handshake(clients[which], server.port, _HOST, session=sessions[which])
        except OSError:
            failed += 1
            continue
        seconds += time.perf_counter() - before
        stale += seen.thumbprint != current
    return failed, stale, seconds


def _swap(portal: Portal, certificate: str) -> str:
    """Bind this certificate; returns its thumbprint."""
    portal.perform(AddBinding(site=_APP, host=_HOST, certificate=certificate, type="SNI"))
    return portal.world.need(WebCertificate, certificate).thumbprint


def _beside(folder: Path, portal: Portal, certificate: str, count: int) -> float:
    """Handshakes a second of `openssl s_server -www` with the same certificate and clients."""
    shown = identity(portal.world, portal.world.need(WebCertificate, certificate).thumbprint)
    (folder / "chain.pem").write_text(shown.chain)
    (folder / "key.pem").write_text(shown.key)
    free = bound(0)
    port = free.getsockname()[1]
    free.close()
    words = ["-accept", f"127.0.0.1:{port}", "-cert", "chain.pem", "-key", "key.pem", "-www", "-quiet"]
    with subprocess.Popen(["openssl", "s_server", *words], cwd=folder) as process:
        try:
            _wait(lambda: handshake(client(), port, _HOST))
            clients = [client(one, one) for one in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)]
            sessions: list[ssl.SSLSession | None] = [None, None]
            before = time.perf_counter()
            for number in range(count):
                which = number % 2
                _, sessions[which] = handshake(clients[which], port, _HOST, session=sessions[which])
            return count / (time.perf_counter() - before)
        finally:
            process.terminate()


def _wait(attempt: Callable[[], object]) -> None:
    for _ in range(100):
        try:
            attempt()
        except OSError:
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    main()
