"""A CONNECT proxy that leads the names of the simulated Azure to its listener, and nothing anywhere else.

Names such as `contoso-kv.vault.localhost` are the loopback interface's, but not every resolver knows that; a
client that is told of a proxy asks no resolver. Source: RFC 9110, 9.3.6.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import h11

from store.rest.place import ADDRESS, Place

_LONGEST_HEAD = 8 * 1024
_HEAD_SECONDS, _CONNECT_SECONDS, _IDLE_SECONDS = 10.0, 5.0, 120.0
_CHUNK = 64 * 1024


class Proxy:
    """Connects clients to the listener of this place."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client: its CONNECT, then octets both ways until either side is done."""
        parser = h11.Connection(h11.SERVER, max_incomplete_event_size=_LONGEST_HEAD)
        try:
            async with asyncio.timeout(_HEAD_SECONDS):
                while (event := parser.next_event()) is h11.NEED_DATA:
                    parser.receive_data(await reader.read(_CHUNK))
        except h11.RemoteProtocolError:
            return
        if not isinstance(event, h11.Request):
            return
        if event.method != b"CONNECT":
            await _refuse(parser, writer, 405, "Only CONNECT is answered.")
        elif self._place.vault_at(event.target.decode("latin-1")) is None:
            await _refuse(parser, writer, 403, "Only the simulated Azure can be reached by this proxy.")
        else:
            await self._connect(parser, reader, writer)

    async def _connect(
        self, parser: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        async with asyncio.timeout(_CONNECT_SECONDS):
            inner_reader, inner = await asyncio.open_connection(ADDRESS, self._place.port)
        try:
            writer.write(parser.send(h11.Response(status_code=200, headers=[])))
            inner.write(parser.trailing_data[0])
            async with asyncio.TaskGroup() as both:
                both.create_task(_copy(reader, inner))
                both.create_task(_copy(inner_reader, writer))
        finally:
            inner.close()


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError, TimeoutError):
        while True:
            async with asyncio.timeout(_IDLE_SECONDS):
                data = await source.read(_CHUNK)
            if not data:
                break
            sink.write(data)
            async with asyncio.timeout(_IDLE_SECONDS):
                await sink.drain()
    with suppress(OSError, RuntimeError):
        sink.close()


async def _refuse(parser: h11.Connection, writer: asyncio.StreamWriter, status: int, sentence: str) -> None:
    body = f"{sentence}\n".encode()
    headers = [("content-type", "text/plain"), ("content-length", str(len(body))), ("connection", "close")]
    for event in (
        h11.Response(status_code=status, headers=headers, reason=sentence.encode()),
        h11.Data(data=body),
        h11.EndOfMessage(),
    ):
        writer.write(parser.send(event) or b"")
    with suppress(OSError):
        await writer.drain()
