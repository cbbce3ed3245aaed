"""The host names of a world over real TLS on the loopback interface, as App Service's front ends serve them.

    with HostServer(path) as server:
        print(*server.lines(), sep="\\n")

The shared front end is 127.0.0.1; each IP based binding has an address of its own from 127.0.0.2 on.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType

from store import open_portal
from store.errors import AzureError, StateError, UsageError
from store.rest.messages import Request, Response
from store.wire.answers import answer
from store.wire.front_ends import FrontEnd, front_ends
from store.wire.identities import Identity, identity, platform_identity
from store.world import World
from tui.serving.connections import Acceptor, bound
from tui.serving.contexts import Contexts
from tui.serving.http import Http

#: Seconds between two looks for addresses that came or went.
_LOOK_SECONDS = 0.5
_SHARED = "127.0.0.1"
#: The last number of a loopback address that a front end gets.
_LAST = 250


class HostServer:
    """Serves the world in `path` from a thread of its own; starts when asked, and stops with `stop`.

    Each new connection is answered by the world as it is then: what another program commits is seen at once.
    """

    def __init__(self, path: Path, *, port: int = 0, plain_port: int = 0, allow_older: bool = False) -> None:
        """Opens the world and the ports; raises `StateError`, and `UsageError` PortNotAvailable."""
        self._portal = open_portal(path, allow_older=allow_older)
        try:
            listening = bound(port, _SHARED)
            self._plain = bound(plain_port, _SHARED)
        except BaseException:
            self._portal.close()
            raise
        self.port: int = listening.getsockname()[1]
        self.plain_port: int = self._plain.getsockname()[1]
        #: What could not be served, by sentence.
        self.faults: dict[str, None] = {}
        self._platform: Identity | None = None
        self._table: tuple[World, tuple[FrontEnd, ...]] | None = None
        self._sockets = {"": listening}
        #: IP address in Azure ("" for the shared one) → address of the loopback interface.
        self.addresses = {"": _SHARED}
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="certblade-hosts", daemon=True)
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
        self._thread.start()

    def stop(self) -> None:
        """End it: nothing listens any more, connections are closed."""
        if self._thread.is_alive():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(timeout=10)
        for one in (*self._sockets.values(), self._plain):
            one.close()
        self._portal.close()

    def lines(self) -> Iterator[str]:
        """Lines to try: each bound host with a client that shows its certificate."""
        at = int(self.world.now.timestamp())
        for front in self.table():
            address = self.addresses.get(front.address, _SHARED)
            for name, shown in front.names.items():
                if shown.thumbprint and (front.address or not self._has_own(name)):
                    yield (
                        f"openssl s_client -connect {address}:{self.port} -servername {name} "
                        f"-attime {at} </dev/null"
                    )
                    yield f"curl -k --resolve {name}:{self.port}:{address} https://{name}:{self.port}/"
        yield f"curl -i http://127.0.0.1:{self.plain_port}/ -H 'Host: contoso.com'"

    def _has_own(self, name: str) -> bool:
        return any(name in front.names for front in self.table()[1:])

    def table(self) -> tuple[FrontEnd, ...]:
        """The front ends of the world as it is on disk now."""
        with suppress(AzureError, StateError):
            self._portal.follow()
        world = self._portal.world
        if self._table is None or self._table[0] is not world:
            self._table = world, front_ends(world)
        return self._table[1]

    def _front(self, address: str) -> FrontEnd:
        table = self.table()
        return next((one for one in table if one.address == address), table[0])

    def _identity(self, thumbprint: str) -> Identity:
        if thumbprint:
            return identity(self._portal.world, thumbprint)
        if self._platform is None:
            self._platform = platform_identity(self._portal.world.now)
        return self._platform

    def _fault(self, error: Exception) -> None:
        self.faults[str(error)] = None

    def _listen(self) -> list[str]:
        """Listen on an address for each front end that has none yet; returns theirs in Azure."""
        added = []
        for front in self.table():
            if front.address in self._sockets or len(self._sockets) >= _LAST:
                continue
            place = f"127.0.0.{len(self._sockets) + 1}"
            try:
                self._sockets[front.address] = bound(self.port, place)
            except UsageError as error:
                self.faults[error.message] = None
                continue
            self.addresses[front.address] = place
            added.append(front.address)
        return added

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        tasks = [self._accept(address) for address in self._sockets]
        plain = Http(partial(self._answer, secure=False)).talk
        tasks.append(asyncio.create_task(Acceptor(self._plain, plain, None).run()))
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._stopping.wait()
            tasks += [self._accept(address) for address in self._listen()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _accept(self, address: str) -> asyncio.Task[None]:
        contexts = Contexts(self._identity, lambda: self._front(address), self._fault)
        talk = Http(partial(self._answer, secure=True)).talk
        return asyncio.create_task(Acceptor(self._sockets[address], talk, contexts.listener).run())

    async def _answer(self, request: Request, *, secure: bool) -> Response:
        host = request.host.partition(":")[0]
        shown = self.table()[0].shown(host)
        response = answer(self.world, request, secure=secure, thumbprint=shown.thumbprint if secure else "")
        # A client that keeps its connection would not see the certificate after a swap.
        return response.with_headers(("connection", "close"))
