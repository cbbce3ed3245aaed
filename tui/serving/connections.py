"""Accepting connections on the loopback interface, within bounds: so many at once, so long for each step."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeAlias

from store.errors import UsageError
from store.rest.place import ADDRESS

#: Connections that are open at once; more are closed at once, so that nobody waits for ever.
MOST_CONNECTIONS = 128
#: Seconds for the TLS handshake.
HANDSHAKE_SECONDS = 5.0
#: Seconds for taking leave.
_LEAVE_SECONDS = 0.5

#: A context, or what gives the one to accept a connection with.
Tls: TypeAlias = "ssl.SSLContext | Callable[[], ssl.SSLContext] | None"
Talk: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def bound(port: int, address: str = ADDRESS) -> socket.socket:
    """A listening socket on the loopback interface; port 0 is any. Raises `UsageError` PortNotAvailable."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(MOST_CONNECTIONS)
        listening.setblocking(False)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = error.strerror if isinstance(error, OSError) else "it is no port"
        where = f"Port {port}" if address == ADDRESS else f"Port {port} of {address}"
        raise UsageError(f"{where} cannot be used: {reason}.", "PortNotAvailable") from None
    return listening


class Acceptor:
    """Hands each connection of a listening socket to `talk`, over TLS where there is a context."""

    def __init__(self, listening: socket.socket, talk: Talk, tls: Tls) -> None:
        self._listening = listening
        self._talk = talk
        self._tls = tls
        self._open: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Accept until it is cancelled; then every connection is closed."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                try:
                    accepted, _ = await loop.sock_accept(self._listening)
                except OSError:
                    # Too many files are open: some will be closed soon.
                    await asyncio.sleep(0.1)
                    continue
                self._take(accepted)
        finally:
            await self._close()

    def _take(self, accepted: socket.socket) -> None:
        if len(self._open) >= MOST_CONNECTIONS:
            accepted.close()
            return
        task = asyncio.create_task(self._connection(accepted))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _connection(self, accepted: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        with suppress(OSError):
            # asyncio does so only for sockets that were made with the protocol's number.
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # The handshake has a time limit of its own; plain connections take none.
        limit: dict[str, Any] = {}
        if self._tls is not None:
            tls = self._tls if isinstance(self._tls, ssl.SSLContext) else self._tls()
            limit = {"ssl": tls, "ssl_handshake_timeout": HANDSHAKE_SECONDS}
        try:
            transport, _ = await loop.connect_accepted_socket(lambda: protocol, accepted, **limit)
        except OSError:
            accepted.close()
            return
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            with suppress(OSError, TimeoutError):
                await self._talk(reader, writer)
        finally:
            await _closed(writer)

    async def _close(self) -> None:
        self._listening.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Close a connection, and where the other side does not take leave, at once."""
    with suppress(OSError, TimeoutError):
        writer.close()
        async with asyncio.timeout(_LEAVE_SECONDS):
            await writer.wait_closed()
    writer.transport.abort()
