"""The server on real sockets: who is let in, what is refused, and that nothing waits for ever."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store import open_portal
from store.errors import StateError, UsageError
from store.journal.journal import write_state
from store.resources import ActivityEntry, Principal
from store.rest.service import LONGEST_BODY
from store.services.authorization.access import DEFAULT_USER
from tests.support.rest import ORDERS, SUBSCRIPTION
from tests.support.worlds import demo_world
from tui.serving import connections, conversation
from tui.serving.arm import ArmServer
from tui.serving.environment import login
from tui.serving.installation import open_installation

ORDER = f"{ORDERS}/contosocert?api-version=2024-11-01"
LOCK = f"{ORDERS}/contosocert/providers/Microsoft.Authorization/locks/AppServiceCertificateLock"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ArmServer]:
    write_state(tmp_path / "state.json", demo_world(), replace=False)
    with ArmServer(tmp_path / "state.json", open_installation(tmp_path / "installation")) as server:
        yield server


def _trust(server: ArmServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.installation.authority)


def _connection(server: ArmServer) -> http.client.HTTPSConnection:
    return http.client.HTTPSConnection("localhost", server.place.port, timeout=10, context=_trust(server))


def _token(server: ArmServer) -> str:
    who = login(server.world, server.tokens)
    line = _connection(server)
    form = f"grant_type=client_credentials&client_id={who.client}&client_secret={who.secret}"
    line.request("POST", f"/{who.tenant}/oauth2/v2.0/token", f"{form}&scope={server.place.origin}/.default")
    token = json.loads(line.getresponse().read())["access_token"]
    line.close()
    return str(token)


def _ask(
    server: ArmServer, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, Any]:
    line = _connection(server)
    headers = {"Authorization": f"Bearer {_token(server)}", **headers}
    line.request(method, path, headers=headers)
    response = line.getresponse()
    text = response.read()
    line.close()
    return response.status, json.loads(text) if text else None


def _raw(server: ArmServer, octets: bytes, *, finish: bool = False) -> bytes:
    """What comes back for these octets over TLS until the server closes."""
    with (
        socket.create_connection(("127.0.0.1", server.place.port), timeout=10) as plain,
        _trust(server).wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall(octets)
        if finish:
            line.shutdown(socket.SHUT_WR)
        received = b""
        while piece := line.recv(65536):
            received += piece
        return received


def test_a_client_that_logs_in_reads_and_changes_and_a_portal_beside_sees_who_did_it(
    server: ArmServer, tmp_path: Path
) -> None:
    beside = open_portal(tmp_path / "state.json")
    assert _ask(server, "GET", ORDER)[1]["name"] == "contosocert"
    assert _ask(server, "DELETE", f"{LOCK}?api-version=2016-09-01")[0] == 200
    assert beside.follow()
    entry = list(beside.world.all(ActivityEntry))[-1]
    caller = beside.world.need(Principal, entry.caller)
    assert (entry.title, caller.id) == ("Delete management lock", DEFAULT_USER)
    assert [one.operations for one in server.served][-1] == ("DeleteLock",)
    beside.close()


def test_another_user_of_the_machine_is_not_let_in(server: ArmServer) -> None:
    line = _connection(server)
    line.request("GET", ORDER)
    assert line.getresponse().status == 401
    line.close()
    assert _ask(server, "GET", ORDER, Authorization="Bearer of.another.installation")[0] == 401


def test_files_of_an_installation_are_its_users_alone_and_are_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "installation"
    made = open_installation(folder)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = made.certificate.read_bytes()
    again = open_installation(folder)
    assert (again.certificate.read_bytes(), again.token_key) == (before, made.token_key)
    (folder / "ca.pem").write_text("damaged")
    with pytest.raises(StateError, match="Delete that folder"):
        open_installation(folder)


def test_a_request_for_another_host_changes_nothing(server: ArmServer) -> None:
    revision = server.world.revision
    status, answer = _ask(server, "DELETE", f"{LOCK}?api-version=2016-09-01", Host="management.azure.com")
    assert (status, answer["error"]["code"]) == (421, "MisdirectedRequest")
    assert server.world.revision == revision


@pytest.mark.parametrize(
    "head",
    [
        f"PUT {ORDER} HTTP/1.1\r\nHost: a\r\nContent-Length: {LONGEST_BODY + 1}\r\n\r\n",
        f"PUT {ORDER} HTTP/1.1\r\nHost: a\r\nContent-Length: {10**15}\r\n\r\n",
    ],
)
def test_a_body_beyond_the_limit_is_refused_before_it_is_read(server: ArmServer, head: str) -> None:
    received = _raw(server, head.encode())
    assert received.startswith(b"HTTP/1.1 413 ")
    assert b"RequestBodyTooLarge" in received


def test_a_body_in_pieces_beyond_the_limit_is_refused(
    server: ArmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "LONGEST_BODY", 10)
    pieces = b"6\r\nabcdef\r\n" * 2
    received = _raw(server, b"PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces)
    assert received.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("octets", [b"no http\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /" + b"x" * 40_000])
def test_what_is_no_request_is_refused_and_the_line_closed(server: ArmServer, octets: bytes) -> None:
    assert _raw(server, octets).split(b" ")[1] in (b"400", b"431")
    assert server.running


def test_a_client_that_says_nothing_is_hung_up_on(server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "HEAD_SECONDS", 0.2)
    began = time.monotonic()
    assert _raw(server, b"GET / HTTP/1.1\r\nHost") == b""
    assert time.monotonic() - began < 5


def test_more_connections_than_are_kept_are_closed_and_those_before_go_on(
    server: ArmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)
    held = [socket.create_connection(("127.0.0.1", server.place.port), timeout=5) for _ in range(3)]
    time.sleep(0.2)
    with socket.create_connection(("127.0.0.1", server.place.port), timeout=5) as one_more:
        assert one_more.recv(1) == b""
    for line in held:
        line.close()
    time.sleep(0.2)
    assert _ask(server, "GET", ORDER)[0] == 200


def _connect(server: ArmServer, target: str, method: str = "CONNECT") -> bytes:
    with socket.create_connection(("127.0.0.1", server.proxy_port), timeout=5) as line:
        line.sendall(f"{method} {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
        return line.recv(4096)


def test_the_proxy_leads_to_the_simulated_azure_and_nowhere_else(server: ArmServer) -> None:
    port = server.place.port
    for target in (f"localhost:{port}", f"contoso-kv.vault.localhost:{port}"):
        assert _connect(server, target).startswith(b"HTTP/1.1 200 ")
    foreign = ("example.com:443", "localhost:22", f"127.0.0.2:{port}", f"kv.vault.localhost.evil:{port}")
    for target in foreign:
        assert _connect(server, target).startswith(b"HTTP/1.1 403 ")
    assert _connect(server, "http://localhost/", "GET").startswith(b"HTTP/1.1 405 ")


def test_a_vault_is_reached_through_the_proxy_by_its_own_name(server: ArmServer) -> None:
    line = http.client.HTTPSConnection("127.0.0.1", server.proxy_port, timeout=10, context=_trust(server))
    line.set_tunnel("contoso-kv.vault.localhost", server.place.port)
    line.request("GET", "/secrets?api-version=7.4")
    response = line.getresponse()
    assert response.status == 401
    assert f"https://vault.localhost:{server.place.port}" in response.headers["WWW-Authenticate"]
    line.close()


def test_a_port_in_use_is_named(server: ArmServer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"Port {server.place.port} cannot be used"):
        ArmServer(tmp_path / "state.json", server.installation, port=server.place.port)


def test_a_stopped_server_is_gone_and_several_requests_on_one_line_were_answered(
    server: ArmServer,
) -> None:
    headers = {"Authorization": f"Bearer {_token(server)}"}
    line = _connection(server)
    for _ in range(3):
        line.request("GET", f"{SUBSCRIPTION}?api-version=2022-12-01", headers=headers)
        assert json.loads(line.getresponse().read())["state"] == "Enabled"
    server.stop()
    with pytest.raises((ConnectionError, http.client.HTTPException, OSError)):
        line.request("GET", "/subscriptions")
        line.getresponse()
    line.close()
