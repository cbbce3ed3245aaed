"""Other people's TLS clients, each asked to shake hands so many times and to say what it was shown.

    with Java("contoso.com", port, folder) as client:
        client.meet(20)     [Met(thumbprint="3F2A…", resumed=False, fault=""), …]

Half of the handshakes are TLS 1.2, half TLS 1.3, and each client resumes sessions in its own way. A resumed
handshake shows no certificate: it counts as the one with which its session began, which clients take it for.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import ssl
import subprocess
import threading
from abc import abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from tests.support.tls_client import client, handshake

PROGRAMS = Path(__file__).parent / "programs"
_VERSIONS = ("1.2", "1.3")


class Met(NamedTuple):
    """A handshake: the thumbprint that was shown, whether a session was resumed, or why there was none."""

    thumbprint: str = ""
    resumed: bool = False
    fault: str = ""


class WireClient(AbstractContextManager["WireClient"]):
    """A client of the host; `needs` is the program that must be there."""

    name = ""
    needs: tuple[str, ...] = ()

    def __init__(self, host: str, port: int, folder: Path) -> None:
        self.host = host
        self.port = port
        self.folder = folder

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what runs; most have nothing that does."""

    @classmethod
    def missing(cls) -> str:
        """The program that is not installed, "" where all are."""
        return next((one for one in cls.needs if shutil.which(one) is None), "")

    @classmethod
    @abstractmethod
    def version(cls) -> str:
        """The version of the client and of what speaks TLS for it."""

    @abstractmethod
    def meet(self, count: int) -> list[Met]:
        """Shake hands `count` times, an even number, one after another."""


class PythonClient(WireClient):
    """The standard library's ssl; sessions are handed to it."""

    name = "Python"

    def __init__(self, host: str, port: int, folder: Path) -> None:
        super().__init__(host, port, folder)
        versions = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
        self._contexts = [client(version, version) for version in versions]
        self._sessions: list[ssl.SSLSession | None] = [None, None]

    @classmethod
    def version(cls) -> str:
        return ssl.OPENSSL_VERSION

    def meet(self, count: int) -> list[Met]:
        return [self._meet(number % 2) for number in range(count)]

    def _meet(self, which: int) -> Met:
        try:
            seen, session = handshake(
                self._contexts[which], self.port, self.host, session=self._sessions[which]
            )
        except OSError as error:
            return Met(fault=str(error))
        self._sessions[which] = session
        return Met(seen.thumbprint, seen.resumed)


class OpensslClient(WireClient):
    """openssl s_client, a process for each handshake; the session goes from one to the next in a file."""

    name = "openssl s_client"
    needs = ("openssl",)

    @classmethod
    def version(cls) -> str:
        return _said("openssl", "version").split(" (")[0]

    def meet(self, count: int) -> list[Met]:
        return [self._meet(_VERSIONS[number % 2]) for number in range(count)]

    def _meet(self, version: str) -> Met:
        session = self.folder / f"openssl-{version}.pem"
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-servername", self.host]
        command += [f"-tls{version.replace('.', '_')}", "-ign_eof", "-sess_out", str(session)]
        if session.exists():
            command += ["-sess_in", str(session)]
        request = f"GET / HTTP/1.1\r\nHost: {self.host}\r\n\r\n"
        done = subprocess.run(command, input=request, capture_output=True, text=True, check=False, timeout=60)
        return _met(done.stdout) or Met(fault=_last_line(done.stderr))


class CurlClient(WireClient):
    """curl, one process for each TLS version over all swaps, which keeps its sessions.

    It is given all addresses at the start. Those of a gate are between them: the gate answers when the next
    handshakes are asked for.
    """

    name = "curl"
    needs = ("curl",)
    #: Addresses that a process is given at most.
    _MOST = 20_000

    def __init__(self, host: str, port: int, folder: Path) -> None:
        super().__init__(host, port, folder)
        self._runs: list[_Curl] = []

    @classmethod
    def version(cls) -> str:
        return " ".join(_said("curl", "--version").split()[1:5:3])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.end()

    def meet(self, count: int) -> list[Met]:
        each = count // 2
        if not self._runs:
            self._runs = [_Curl(self, version, each, self._MOST // each) for version in _VERSIONS]
        return [met for run in self._runs for met in run.meet()]


class _Curl:
    """A process of curl that does `each` handshakes whenever its gate opens."""

    def __init__(self, given: CurlClient, version: str, each: int, times: int) -> None:
        self._each = each
        self._gate = _Gate()
        page = f"https://{given.host}:{given.port}/"
        listed = [self._gate.url, *[page] * each] * times
        addresses = given.folder / f"curl-{version}.txt"
        addresses.write_text("".join(f'url = "{one}"\noutput = "/dev/null"\n' for one in listed))
        command = ["curl", "-q", "-skv", "--noproxy", "*", "--tls-max", version]
        command += [f"--tlsv{version}", "--resolve", f"{given.host}:{given.port}:127.0.0.1"]
        command += [
            "-w",
            "%{stderr}%{certs}\n%{scheme} ended %{exitcode} %{errormsg}\n",
            "-K",
            str(addresses),
        ]
        # What it says of a handshake and after a transfer comes in order on its stderr alone.
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace")

    def meet(self) -> list[Met]:
        self._gate.open()
        return [met for met in (self._transfer() for _ in range(1 + self._each)) if met is not None]

    def _transfer(self) -> Met | None:
        """The next one; None for the gate's."""
        assert self._process.stderr is not None
        told: list[str] = []
        while True:
            line = self._process.stderr.readline()
            told.append(line)
            ended = re.match(r"(\w*) ended (\d+) (.*)", line)
            if ended and ended[1] == "HTTP":
                return None
            if ended and ended[2] != "0":
                return Met(fault=ended[3])
            if ended or not line:
                return _met("".join(told)) or Met(fault="curl said nothing")

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()
        self._gate.close()


class _Gate:
    """A page that is answered once for each time that the gate is opened."""

    def __init__(self) -> None:
        opened = threading.Semaphore(0)

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                opened.acquire()
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._opened = opened
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def open(self) -> None:
        self._opened.release()

    def close(self) -> None:
        self._opened.release()
        self._server.shutdown()
        self._server.server_close()


class _Program(WireClient):
    """A program of ours in another language, which reads a number and prints a line for each handshake."""

    def __init__(self, host: str, port: int, folder: Path) -> None:
        super().__init__(host, port, folder)
        self._process = subprocess.Popen(
            [*self.command(folder), str(port), host], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    @abstractmethod
    def command(self, folder: Path) -> Sequence[str]:
        """What starts it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def meet(self, count: int) -> list[Met]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        lines = [self._process.stdout.readline().strip() for _ in range(count)]
        return [_told(line) for line in lines]


class JavaClient(_Program):
    """JSSE, which resumes by itself."""

    name = "Java"
    needs = ("javac", "java")

    @classmethod
    def version(cls) -> str:
        return _said("java", "--version").split(" (")[0]

    def command(self, folder: Path) -> Sequence[str]:
        source = PROGRAMS / "WireClient.java"
        subprocess.run(["javac", "-d", str(folder), str(source)], check=True)
        return ["java", "-cp", str(folder), "WireClient"]


class NodeClient(_Program):
    """Node's tls; sessions are handed to it, as its agent does."""

    name = "Node"
    needs = ("node",)

    @classmethod
    def version(cls) -> str:
        return _said("node", "-p", "`${process.version} OpenSSL ${process.versions.openssl}`")

    def command(self, folder: Path) -> Sequence[str]:
        return ["node", str(PROGRAMS / "wire_client.js")]


ALL: tuple[type[WireClient], ...] = (OpensslClient, CurlClient, PythonClient, JavaClient, NodeClient)


def _told(line: str) -> Met:
    shown, _, rest = line.partition(" ")
    return Met(shown, rest == "resumed") if re.fullmatch("[0-9A-F]{40}", shown) else Met(fault=rest or line)


def _met(told: str) -> Met | None:
    """What a client printed with the certificate as PEM; None where there is no certificate."""
    found = re.search("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", told, re.DOTALL)
    if found is None:
        return None
    shown = hashlib.sha1(ssl.PEM_cert_to_DER_cert(found[0])).hexdigest().upper()
    # curl says which messages came; openssl prints the certificate of the session where none came.
    resumed = "\nReused, TLS" in told or (
        "TLS handshake, Server hello" in told and "Certificate (11)" not in told
    )
    return Met(shown, resumed)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2] or "nothing was said"
