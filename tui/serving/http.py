"""HTTP/1.1 on a connection: requests are read within bounds, each is answered by a function.

The parsing is h11's. Source: RFC 9110 and RFC 9112.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import TypeAlias

import h11

from store.errors import AzureError
from store.rest.errors import refused
from store.rest.messages import SIMULATED, Request, Response
from store.rest.service import LONGEST_BODY

#: Octets of a request's line and headers at most.
_LONGEST_HEAD = 32 * 1024
#: Seconds until a request's head has come, on a connection kept open too, and its body after it.
HEAD_SECONDS, BODY_SECONDS, WRITE_SECONDS = 60.0, 30.0, 30.0
_CHUNK = 64 * 1024
_SERVER = ("server", "certblade")

Answer: TypeAlias = Callable[[Request], Awaitable[Response]]


class Http:
    """The HTTP of one connection after another."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection until it ends, or one of them is no request."""
        line = _Line(reader, writer)
        try:
            while (request := await line.request()) is not None:
                response = await self._answer(request)
                await line.respond(response, head=request.method == "HEAD")
                if not line.again():
                    return
        except h11.RemoteProtocolError as error:
            await line.refuse(
                AzureError("InvalidRequest", "The request is no HTTP."), error.error_status_hint
            )
        except AzureError as error:
            await line.refuse(error, 413)


class _Line:
    """A connection with its parser."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._parser = h11.Connection(h11.SERVER, max_incomplete_event_size=_LONGEST_HEAD)

    async def request(self) -> Request | None:
        """The next request, None where the client has gone.

        Raises `AzureError` RequestBodyTooLarge, `TimeoutError` for one that does not come.
        """
        async with asyncio.timeout(HEAD_SECONDS):
            head = await self._event()
        if not isinstance(head, h11.Request):
            return None
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head.headers}
        length = headers.get("content-length", "0")
        if len(length) > 12 or int(length) > LONGEST_BODY:
            raise _too_large()
        async with asyncio.timeout(BODY_SECONDS):
            body = await self._body()
        return Request(
            method=head.method.decode("latin-1").upper(),
            host=headers.get("host", ""),
            target=head.target.decode("latin-1"),
            headers=headers,
            body=body,
        )

    async def _body(self) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while isinstance(event := await self._event(), h11.Data):
            size += len(event.data)
            if size > LONGEST_BODY:
                raise _too_large()
            pieces.append(bytes(event.data))
        return b"".join(pieces)

    async def _event(self) -> object:
        while (event := self._parser.next_event()) is h11.NEED_DATA:
            if self._parser.they_are_waiting_for_100_continue:
                await self._send(h11.InformationalResponse(status_code=100, headers=[]))
            self._parser.receive_data(await self._reader.read(_CHUNK))
        return event

    async def respond(self, response: Response, *, head: bool = False) -> None:
        """Send the response; to HEAD without its body."""
        headers = [*response.headers, _SERVER]
        if response.status not in (204, 304):
            headers.append(("content-length", str(len(response.body))))
        reason = HTTPStatus(response.status).phrase.encode("ascii")
        events: list[h11.Event] = [
            h11.Response(status_code=response.status, headers=list(_octets(headers)), reason=reason)
        ]
        if response.body and not head:
            events.append(h11.Data(data=response.body))
        await self._send(*events, h11.EndOfMessage())

    async def refuse(self, error: AzureError, status: int) -> None:
        """Answer what cannot be read on, where an answer is still possible; the connection ends."""
        if self._parser.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        response = refused(error).with_headers(SIMULATED, ("connection", "close"))
        await self.respond(Response(status=status, headers=response.headers, body=response.body))

    async def _send(self, *events: h11.Event) -> None:
        data = b"".join(self._parser.send(event) or b"" for event in events)
        if data:
            self._writer.write(data)
            async with asyncio.timeout(WRITE_SECONDS):
                await self._writer.drain()

    def again(self) -> bool:
        """Whether the connection stays open for another request."""
        if self._parser.our_state is not h11.DONE or self._parser.their_state is not h11.DONE:
            return False
        self._parser.start_next_cycle()
        return True


def _octets(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[bytes, bytes]]:
    for name, value in headers:
        yield name.encode("ascii"), value.encode("latin-1", "replace")


def _too_large() -> AzureError:
    return AzureError(
        "RequestBodyTooLarge", f"The request body has more than {LONGEST_BODY} octets.", "Send less."
    )
