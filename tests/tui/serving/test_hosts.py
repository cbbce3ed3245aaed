"""Certificates on the wire: what clients are shown by name and address, before a swap and after it."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from store import open_portal
from store.errors import UsageError
from store.journal.journal import write_state
from store.operations.registry import from_json
from store.resources import CertificateOrder, Site, WebCertificate
from store.wire.identities import identity
from store.world import World
from store.x509.certificates import describe
from tests.support.pfx_parts import needs_openssl
from tests.support.problem_case import APP, Bench
from tests.support.tls_client import client, handshake
from tests.support.worlds import demo_world, walk_world
from tui.serving import workers
from tui.serving.connections import bound
from tui.serving.handshake import shake_hands
from tui.serving.hosts import HostServer


@contextmanager
def serving(folder: Path, world: World) -> Iterator[HostServer]:
    path = folder / "state.json"
    write_state(path, world, replace=False)
    with HostServer(path) as server:
        yield server


def do(folder: Path, operation: str, **arguments: object) -> None:
    """What another program does to the world that is served."""
    portal = open_portal(folder / "state.json")
    portal.perform(from_json({"operation": operation, **arguments}))
    portal.close()


def binding(world: World, host: str) -> str:
    return next(
        state.thumbprint or ""
        for site in world.all(Site)
        for state in site.custom_hosts
        if state.name == host
    )


def test_each_name_is_shown_its_certificate_and_an_unknown_one_the_platforms(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        for host in ("contoso.com", "shop.contoso.com", "CONTOSO.com"):
            seen, _ = handshake(client(), server.port, host)
            assert seen.thumbprint == binding(server.world, host.lower())
        others = {handshake(client(), server.port, name)[0].thumbprint for name in ("nobody.example", None)}
        assert len(others) == 1 and binding(server.world, "contoso.com") not in others


def test_the_platforms_certificate_does_not_end_while_the_clock_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        sent = shake_hands("127.0.0.1", server.port, "nobody.example").chain[0]
        do(tmp_path, "AdvanceClock", by="400d")
        assert shake_hands("127.0.0.1", server.port, "nobody.example").chain[0] == sent
        facts = describe(sent)
        assert facts.not_before < server.world.now < facts.not_after


def test_an_ip_based_binding_has_an_address_and_shows_its_certificate_without_sni(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        address = next(place for azure, place in server.addresses.items() if azure)
        seen, _ = handshake(client(), server.port, None, address=address)
        assert seen.thumbprint == binding(server.world, "www.contoso.com")
        assert f"-connect {address}:{server.port} -servername www.contoso.com" in "\n".join(server.lines())


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_key_that_is_served_leaves_no_file(
    in_memory: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL reads files: of the system's memory where it has them, else one that is gone at once."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made: list[str] = []
    named = tempfile.NamedTemporaryFile

    def kept(*given: Any, **options: Any) -> Any:
        file = named(*given, **options)
        made.append(file.name)
        return file

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", kept)
    if not in_memory:
        monkeypatch.delattr(os, "memfd_create", raising=False)
    with serving(tmp_path, demo_world()) as server:
        seen, _ = handshake(client(), server.port, "contoso.com")
        assert seen.thumbprint == binding(server.world, "contoso.com")
        assert len(made) == (0 if in_memory and sys.platform == "linux" else 2)
        assert not any(Path(one).exists() for one in made)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=str)
def test_after_a_sync_nobody_sees_the_old_certificate_resumed_or_not(
    tmp_path: Path, version: ssl.TLSVersion
) -> None:
    with serving(tmp_path, demo_world()) as server:
        context = client(version, version)
        old, session = handshake(context, server.port, "contoso.com")
        again, session = handshake(context, server.port, "contoso.com", session=session)
        assert again.resumed and again.thumbprint == old.thumbprint
        do(tmp_path, "SyncOrder", order="contosocert")
        new, _ = handshake(context, server.port, "contoso.com", session=session)
        order = next(server.world.all(CertificateOrder))
        assert new.thumbprint == order.thumbprint != old.thumbprint
        assert not new.resumed


def test_a_connection_from_before_the_swap_is_shown_the_new_certificate(tmp_path: Path) -> None:
    """Also where it comes with a session that showed the old one."""
    with serving(tmp_path, demo_world()) as server:
        context = client()
        _, session = handshake(context, server.port, "contoso.com")
        with socket.create_connection(("127.0.0.1", server.port)) as plain:
            do(tmp_path, "SyncOrder", order="contosocert")
            with context.wrap_socket(plain, server_hostname="contoso.com", session=session) as secure:
                assert not secure.session_reused
                shown = ssl.DER_cert_to_PEM_cert(secure.getpeercert(binary_form=True) or b"")
        assert shown in identity(server.world, next(server.world.all(CertificateOrder)).thumbprint).chain


def test_the_least_tls_version_is_that_of_each_app(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        do(tmp_path, "SetMinTlsVersion", site="contoso-app", version="1.0")
        old = client(ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1)
        assert handshake(old, server.port, "contoso.com")[0].version == "TLSv1"
        with pytest.raises((ssl.SSLError, OSError)):
            handshake(old, server.port, "shop.contoso.com")
        do(tmp_path, "SetMinTlsVersion", site="shop-app", version="1.1")
        with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
            handshake(old, server.port, "shop.contoso.com")
        newer = client(ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
        assert handshake(newer, server.port, "shop.contoso.com")[0].version == "TLSv1.1"
        assert handshake(old, server.port, "contoso.com")[0].version == "TLSv1"
        assert handshake(client(), server.port, "shop.contoso.com")[0].version == "TLSv1.3"


@needs_openssl
def test_https_only_redirects_and_curl_reads_the_page(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        plain = f"http://127.0.0.1:{server.plain_port}/a?b=c"

        def curl(*words: str) -> str:
            command = ["curl", "-sik", "--noproxy", "*", *words]
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout

        assert "200 OK" in curl(plain, "-H", "Host: contoso.com")
        do(tmp_path, "SetHttpsOnly", site="contoso-app", enabled=True)
        told = curl(plain, "-H", "Host: contoso.com")
        assert "301" in told and "location: https://contoso.com/a?b=c" in told
        to = f"contoso.com:{server.port}:127.0.0.1"
        page = curl("--resolve", to, f"https://contoso.com:{server.port}/")
        assert "contoso.com is served by app 'contoso-app'." in page
        assert "404 Web Site not found" in curl(plain, "-H", "Host: nobody.example")
        do(tmp_path, "StopSite", site="contoso-app")
        assert "403" in curl("--resolve", to, f"https://contoso.com:{server.port}/")


@needs_openssl
def test_lines_to_try_of_a_wild_card_ask_for_a_name_it_stands_for(tmp_path: Path) -> None:
    bench = Bench(demo_world(), tmp_path)
    bench.do("AddRecord", zone="contoso.com", type="CNAME", name="*", value=f"{APP}.azurewebsites.net")
    bench.do("MapHost", site=APP, host="*.contoso.com")
    held = next(one for one in bench.world.all(WebCertificate) if "rg-web" in one.name)
    bench.do("AddBinding", site=APP, host="*.contoso.com", certificate=held.id)
    bench.do("RemoveBinding", site=APP, host="contoso.com")
    with serving(tmp_path, bench.world) as server:
        lines = list(server.lines())
        assert not any("*" in line for line in lines)
        (ours,) = (line for line in lines if line.startswith("curl -k") and "any.contoso.com" in line)
        shown = subprocess.run(["bash", "-c", ours], capture_output=True, text=True, check=True).stdout
        assert "any.contoso.com is served by app" in shown and held.thumbprint in shown
        plain = next(line for line in lines if line.startswith("curl -i"))
        shown = subprocess.run(["bash", "-c", plain], capture_output=True, text=True, check=True).stdout
        assert "200 OK" in shown


def test_clients_that_send_garbage_or_nothing_harm_nobody(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
        for data in (b"GET / HTTP/1.0\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"\0" * 300, b"\0" * 5000):
            with socket.create_connection(("127.0.0.1", server.port)) as plain:
                plain.sendall(data)
        assert handshake(client(), server.port, "contoso.com")[0].version == "TLSv1.3"
        for one in idle:
            one.close()


def test_a_handshake_that_never_ends_is_ended_and_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "HANDSHAKE_SECONDS", 0.3)
    monkeypatch.setattr(workers, "MOST_CONNECTIONS", 3)
    with serving(tmp_path, demo_world()) as server:
        begun = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(5)]
        for one in begun:
            one.sendall(b"\x16\x03\x01\x02\x00\x01")
        assert handshake(client(), server.port, "contoso.com")[0].version == "TLSv1.3"
        for one in begun:
            assert one.recv(1) == b""
            one.close()


def test_clients_that_come_one_after_another_keep_few_threads_busy(tmp_path: Path) -> None:
    count, seen = 60, set[int | None]()
    with serving(tmp_path, demo_world()) as server:
        for _ in range(count):
            handshake(client(), server.port, "contoso.com")
            seen |= {one.native_id for one in threading.enumerate() if one.name == "certblade-host"}
    # One for each port, and some more where the machine has other things to do.
    assert len(seen) < count / 3


@needs_openssl
def test_a_name_that_is_not_ascii_ends_its_handshake_without_a_word_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, demo_world()) as server:
        command = [
            "openssl",
            "s_client",
            "-connect",
            f"127.0.0.1:{server.port}",
            "-servername",
            "bücher.example",
        ]
        done = subprocess.run(command, input="", capture_output=True, text=True, check=False)
        assert "alert internal error" in done.stderr
        assert handshake(client(), server.port, "xn--bcher-kva.example")[0].version == "TLSv1.3"
        assert not server.faults
    assert capfd.readouterr().err == ""


def test_a_server_that_stops_ends_what_is_open(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        silent = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        plain = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        waiting = client().wrap_socket(plain, server_hostname="contoso.com")
        waiting.sendall(b"GET / HTTP/1.1\r\n")
        begun = time.monotonic()
    assert time.monotonic() - begun < 2
    for one in (silent, waiting):
        with suppress(ConnectionError):
            assert one.recv(1) == b""
        one.close()


def test_what_is_no_http_is_answered_in_words_and_headers_without_end_are_not_read(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        for sent, status in (
            (b"\x00\xff nonsense\r\n\r\n", b"400"),
            (b"GET / HTTP/1.1\r\nA: " + b"a" * 40_000, b"431"),
        ):
            with socket.create_connection(("127.0.0.1", server.plain_port), timeout=10) as plain:
                plain.sendall(sent)
                assert plain.recv(100).startswith(b"HTTP/1.1 " + status)


def test_a_world_without_bindings_is_served_with_the_platforms_certificate(tmp_path: Path) -> None:
    with serving(tmp_path, walk_world()) as server:
        seen, _ = handshake(client(), server.port, "contoso.com")
        assert seen.thumbprint and not server.faults


def test_a_certificate_without_its_key_is_not_served_and_says_so(tmp_path: Path) -> None:
    with serving(tmp_path, demo_world()) as server:
        do(tmp_path, "DeleteLock", lock="AppServiceCertificateLock")
        do(tmp_path, "DeleteVault", vault="contoso-kv")
        do(tmp_path, "PurgeVault", vault="contoso-kv")
        seen, _ = handshake(client(), server.port, "contoso.com")
        assert seen.thumbprint != binding(server.world, "contoso.com")
        assert any("without its private key" in fault for fault in server.faults)


def test_a_port_in_use_is_refused_in_words_and_a_stopped_server_leaves_it(tmp_path: Path) -> None:
    with serving(tmp_path, walk_world()) as server:
        with pytest.raises(UsageError, match=f"Port {server.port} cannot be used"):
            HostServer(tmp_path / "state.json", port=server.port)
        port = server.port
    bound(port).close()
