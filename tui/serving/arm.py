"""The simulated Azure as a server: Resource Manager, login, Graph and key vaults over TLS, and their proxy.

with ArmServer(path, open_installation(folder)) as server:
    print(server.place.origin)
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from store import open_portal
from store.errors import AzureError, StateError
from store.rest.messages import Request, Response
from store.rest.place import Place
from store.rest.service import Served, Service
from store.rest.tokens import Tokens
from store.world import World
from tui.serving.connections import Acceptor, bound
from tui.serving.environment import Session, login
from tui.serving.http import Http
from tui.serving.installation import Installation
from tui.serving.proxy import Proxy

#: Requests that are answered side by side; what they do to the world is done one after the other anyway.
_WORKERS = 4
#: Requests that are remembered.
MOST_REMEMBERED = 500
_TICK_SECONDS = 1.0


class ArmServer:
    """Serves the world in `path` from a thread of its own, until `stop`.

    It has the world open for itself, as another program would: a portal beside it follows what clients do.
    `watch` is called for every request, in a thread of the server.
    """

    def __init__(
        self,
        path: Path,
        installation: Installation,
        *,
        port: int = 0,
        watch: Callable[[Served], None] | None = None,
        allow_older: bool = False,
        read_only: bool = False,
    ) -> None:
        """Opens the world and the ports; raises `StateError`, and `UsageError` PortNotAvailable."""
        self.installation = installation
        self._portal = open_portal(path, allow_older=allow_older, read_only=read_only)
        try:
            self._listening = bound(port)
            self._proxying = bound(0)
        except BaseException:
            self._portal.close()
            raise
        self.place = Place(port=self._listening.getsockname()[1])
        self.proxy_port: int = self._proxying.getsockname()[1]
        self.tokens = Tokens(installation.token_key, time.time)
        #: The last requests, oldest first, and how many there were.
        self.served: deque[Served] = deque(maxlen=MOST_REMEMBERED)
        self.count = 0
        self._counting = threading.Lock()
        self._watch = watch
        self._service = Service(self._portal, self.place, self.tokens)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="certblade-arm")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="certblade-serving", daemon=True)
        self._stopping = asyncio.Event()

    def __enter__(self) -> ArmServer:
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

    @contextmanager
    def session(self, principal: str = "", *, azure_cli: bool = False) -> Iterator[Session]:
        """What leads clients here, logged in as a principal (you without one); its folder goes after it.

        Raises `AzureError` PrincipalNotFound.
        """
        who = login(self.world, self.tokens, principal)
        authority = self.installation.authority
        session = Session(self.world, self.place, self.proxy_port, authority, who, azure_cli=azure_cli)
        try:
            yield session
        finally:
            session.close()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End it; requests under way are finished, connections are closed."""
        if self._thread.is_alive():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(timeout=10)
        # Stopped before it ever accepted, nobody else has closed them.
        self._listening.close()
        self._proxying.close()
        self._pool.shutdown(wait=True)
        self._portal.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.installation.certificate, self.installation.key)
        tasks = [
            asyncio.create_task(Acceptor(self._listening, Http(self._answer).talk, tls).run()),
            asyncio.create_task(Acceptor(self._proxying, Proxy(self.place).talk, None).run()),
            asyncio.create_task(self._tick()),
        ]
        await self._stopping.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, request: Request) -> Response:
        """The operation may be slow (keys are made), so the loop goes on meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._answered, request)

    def _answered(self, request: Request) -> Response:
        response, served = self._service.answer(request)
        with self._counting:
            self.served.append(served)
            self.count += 1
        if self._watch is not None:
            self._watch(served)
        return response

    async def _tick(self) -> None:
        """The running clock, where no portal moves it; and the journal, which grows with every write."""
        loop = asyncio.get_running_loop()
        while True:
            before = time.monotonic()
            await asyncio.sleep(_TICK_SECONDS)
            with suppress(AzureError, StateError):
                await loop.run_in_executor(self._pool, self._beat, time.monotonic() - before)

    def _beat(self, elapsed: float) -> None:
        self._portal.follow()
        self._portal.tick(min(elapsed, 2 * _TICK_SECONDS))
        self._portal.checkpoint_if_due()
