"""The host names of a world over real TLS on the loopback interface, as App Service's front ends serve them.

    with HostServer(path) as server:
        print(*server.lines(), sep="\\n")

The shared front end is 127.0.0.1; each IP based binding has an address of its own from 127.0.0.2 on.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType

from store import open_portal
from store.errors import AzureError, UsageError
from store.rest.errors import refused
from store.rest.messages import Request, Response
from store.wire.answers import answer, asked_for
from store.wire.front_ends import FrontEnd, front_ends
from store.wire.host_lines import named_by_a_client
from store.wire.identities import Identity, identity, platform_identity
from store.wire.lines import curl_line, openssl_line, plain_line, revocation_line, roots_line
from store.wire.revocations import ROOTS, list_of
from store.world import World
from tui.serving.connections import bound
from tui.serving.contexts import Contexts
from tui.serving.http import Answers, talk
from tui.serving.workers import Workers, strange_names

#: Seconds for which a request is answered by the look that was made at its connection's greeting.
_RECENT_SECONDS = 0.05
#: Seconds between two looks for addresses that came or went.
_LOOK_SECONDS = 0.5
_SHARED = "127.0.0.1"
#: The last number of a loopback address that a front end gets.
_LAST = 250


class HostServer:
    """Serves the world in `path` from threads of its own; starts when asked, and stops with `stop`.

    Each new connection is answered by the world as it is then: what another program commits is seen at once.
    """

    def __init__(
        self,
        path: Path,
        *,
        port: int = 0,
        plain_port: int = 0,
        allow_older: bool = False,
        read_only: bool = False,
    ) -> None:
        """Opens the world and the ports; raises `StateError`, and `UsageError` PortNotAvailable."""
        with ExitStack() as making:
            self._portal = open_portal(path, allow_older=allow_older, read_only=read_only)
            making.callback(self._portal.close)
            listening = making.enter_context(bound(port, _SHARED))
            plain = making.enter_context(bound(plain_port, _SHARED))
            making.pop_all()
        self.port: int = listening.getsockname()[1]
        self.plain_port: int = plain.getsockname()[1]
        #: What could not be served, by sentence.
        self.faults: dict[str, None] = {}
        self._platform: Identity | None = None
        self._table: tuple[World, tuple[FrontEnd, ...]] | None = None
        #: By whether they are over TLS.
        self._answers = {True: Answers(), False: Answers()}
        self._looked = 0.0
        #: One thread at a time looks for what others committed: who comes meanwhile must not miss it.
        self._looking = threading.Lock()
        #: IP address in Azure ("" for the shared one) → address of the loopback interface.
        self.addresses = {"": _SHARED}
        self._plain = Workers(plain, partial(self._talk, secure=False), None, self._fault)
        self._workers = {"": self._secure("", listening)}
        self._held = ExitStack()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look, name="certblade-hosts", daemon=True)
        self._listen()

    def __enter__(self) -> HostServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def world(self) -> World:
        """The world that is served, as it is now."""
        return self._portal.world

    def start(self) -> None:
        self._held.enter_context(strange_names())
        for one in (*self._workers.values(), self._plain):
            one.start()
        self._thread.start()

    def stop(self) -> None:
        """End it: nothing listens any more, connections are closed."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        for one in (*self._workers.values(), self._plain):
            one.stop()
        self._held.close()
        self._portal.close()

    def lines(self) -> Iterator[str]:
        """Lines to try: each bound host with a client that shows its certificate; is one revoked?"""
        table, plain = self.table(), f"http://{_SHARED}:{self.plain_port}"
        now = self.world.now
        asked: dict[str, str] = {}
        bound_names: list[str] = []
        for front in table:
            address = self.addresses.get(front.address, _SHARED)
            for host, shown in front.names.items():
                if shown.thumbprint and (front.address or not self._has_own(host)):
                    name = named_by_a_client(host)
                    bound_names.append(name)
                    yield openssl_line(name, address, self.port, now)
                    yield curl_line(name, address, self.port)
                    if path := list_of(self.world, shown.thumbprint):
                        line = revocation_line(name, address, self.port, now, plain + path)
                        asked.setdefault(path, line)
        yield plain_line(next(iter(bound_names or map(named_by_a_client, table[0].names)), ""), plain)
        if asked:
            yield roots_line(plain + ROOTS)
        yield from asked.values()

    def _has_own(self, name: str) -> bool:
        return any(name in front.names for front in self.table()[1:])

    def table(self) -> tuple[FrontEnd, ...]:
        """The front ends of the world as it is on disk now."""
        with self._looking:
            # It raises nothing: files that do not open leave the world as it is.
            self._portal.follow()
            world = self._portal.world
            if self._table is None or self._table[0] is not world:
                self._table = world, front_ends(world)
            self._looked = time.monotonic()
            return self._table[1]

    def _seen(self, *, secure: bool) -> tuple[World, tuple[FrontEnd, ...]]:
        """The world that answers a request that has come, as at its connection's greeting or since."""
        held = self._table
        if held is None or not secure or time.monotonic() - self._looked > _RECENT_SECONDS:
            self.table()
            held = self._table
        assert held is not None
        return held

    def _front(self, address: str) -> FrontEnd:
        table = self.table()
        for front in table:
            if front.address == address:
                return front
        return table[0]

    def _identity(self, thumbprint: str) -> Identity:
        if thumbprint:
            return identity(self._portal.world, thumbprint)
        if self._platform is None:
            self._platform = platform_identity(self._portal.world.now)
        return self._platform

    def _fault(self, error: Exception) -> None:
        self.faults[str(error) or type(error).__name__] = None

    def _secure(self, address: str, listening: socket.socket) -> Workers:
        contexts = Contexts(self._identity, partial(self._front, address), self._fault)
        return Workers(listening, partial(self._talk, secure=True), contexts.listener, self._fault)

    def _listen(self) -> list[Workers]:
        """Listen on an address for each front end that has none yet; returns what accepts there."""
        added = []
        for front in self.table():
            if front.address in self._workers or len(self._workers) >= _LAST:
                continue
            place = f"127.0.0.{len(self._workers) + 1}"
            try:
                listening = bound(self.port, place)
            except UsageError as error:
                self.faults[error.message] = None
                continue
            self._workers[front.address] = self._secure(front.address, listening)
            self.addresses[front.address] = place
            added.append(self._workers[front.address])
        return added

    def _look(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            for one in self._listen():
                one.start()

    def _talk(self, connection: socket.socket, *, secure: bool) -> None:
        # Once for each connection: a client that keeps it would not see the certificate after a swap.
        answer = partial(self._answer, secure=secure)
        talk(connection, lambda: self._seen(secure=secure)[0], answer, self._answers[secure])

    def _answer(self, request: Request, *, secure: bool) -> Response:
        world, table = self._table or self._seen(secure=secure)
        shown = table[0].shown(asked_for(request)[0])
        thumbprint = shown.thumbprint if secure else ""
        try:
            return answer(world, request, secure=secure, thumbprint=thumbprint)
        except AzureError as error:
            self._fault(error)
            return refused(error)
