"""A class that is served by the real ttyd and nginx: who gets a terminal, and who is refused."""

from __future__ import annotations

import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator

import pytest

from tests.support.served_class import Served, missing, served_class

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {', '.join(missing())}")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Ada and Grace; the folder's name is one that shells and nginx could trip over."""
    folder = tmp_path_factory.mktemp("served") / "it's a $class" / ("x" * 80)
    with served_class(folder, ["ada", "grace"]) as served:
        yield served


class Visit:
    """One request for a terminal, as a page makes it."""

    def __init__(self, room: Served, **headers: str) -> None:
        tls = ssl.create_default_context()
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        self._socket = tls.wrap_socket(socket.create_connection(("127.0.0.1", room.port)))
        lines = {
            "Host": f"localhost:{room.port}",
            "Origin": f"https://localhost:{room.port}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": b64encode(b"0123456789abcdef").decode(),
            "Sec-WebSocket-Protocol": "tty",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        self._socket.sendall(f"GET /ws HTTP/1.1\r\n{head}\r\n".encode())
        self.status = int(self._socket.recv(4096).split()[1] or 0)

    def begin(self) -> None:
        """Ask for the terminal, in one masked frame (RFC 6455, section 5.2)."""
        text = b'{"AuthToken": "", "columns": 80, "rows": 24}'
        self._socket.sendall(bytes([0x82, 0x80 | len(text)]) + bytes(4) + text)

    def close(self) -> None:
        """Close the tab."""
        self._socket.close()


def login(room: Served, who: str, password: str = "") -> str:
    """The header of a login."""
    return f"Basic {b64encode(f'{who}:{password or room.passwords[who]}'.encode()).decode()}"


@pytest.mark.parametrize("authorization", ["", "Basic x", "Basic YWRhOm5v", "Bearer x"])
def test_without_the_password_there_is_no_terminal(room: Served, authorization: str) -> None:
    visit = Visit(room, Authorization=authorization)
    visit.close()
    assert visit.status == 401


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", "https://localhost", "http://127.0.0.1:1"]
)
def test_a_page_of_another_origin_gets_no_terminal(room: Served, origin: str) -> None:
    visit = Visit(room, Authorization=login(room, "ada"), Origin=origin)
    visit.close()
    assert visit.status != 101


def test_a_forged_name_opens_the_world_of_who_logged_in(room: Served) -> None:
    visit = Visit(room, Authorization=login(room, "ada"), X_Trainee="grace", TTYD_USER="grace")
    assert visit.status == 101
    visit.begin()
    sockets = room.folder / "serve" / "run"
    until = time.monotonic() + 20
    while not (sockets / "ada.tmux").exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    visit.close()
    assert not (sockets / "grace.tmux").exists()
