"""HTTP/1.1 of one connection without its socket: what to read, to write and to answer, step by step.

    steps = conversation()
    step = next(steps)
    while True:
        step = steps.send(what was read, the response, or None after writing)

The parsing is h11's. Source: RFC 9110 and RFC 9112.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple, TypeAlias

import h11

from store.errors import AzureError
from store.rest.errors import refused
from store.rest.messages import SIMULATED, Request, Response
from store.rest.service import LONGEST_BODY

#: Octets of a request's line and headers at most.
_LONGEST_HEAD = 32 * 1024
#: Seconds until a request's head has come, on a connection kept open too, and its body after it.
HEAD_SECONDS, BODY_SECONDS = 60.0, 30.0
_SERVER = ("server", "certblade")


class Read(NamedTuple):
    """Read some octets, and send them back (none: the other side has ended).

    `until` is a moment of `time.monotonic`: later than that there is nothing to wait for.
    """

    until: float


class Write(NamedTuple):
    """Write these octets; nothing is sent back."""

    data: bytes


#: A request is to be answered: send its response back.
Step: TypeAlias = Read | Write | Request


def conversation() -> Generator[Step, Any, None]:
    """The steps of a connection until it ends, or one of its requests is no request."""
    parser = h11.Connection(h11.SERVER, max_incomplete_event_size=_LONGEST_HEAD)
    try:
        while (request := (yield from _request(parser))) is not None:
            response: Response = yield request
            if request.method != "HEAD" and response.header("connection") == "close":
                yield Write(last_octets(response))
                return
            yield Write(_octets_of(parser, response, head=request.method == "HEAD"))
            if not _goes_on(parser):
                return
    except h11.RemoteProtocolError as error:
        fault = AzureError("InvalidRequest", "The request is no HTTP.")
        yield from _refuse(parser, fault, error.error_status_hint)
    except AzureError as error:
        yield from _refuse(parser, error, 413)


@lru_cache(maxsize=256)
def whole_request(data: bytes) -> Request | None:
    """The GET request that these octets are, None where they are another or not the whole of one.

    Clients send the same octets again and again, and h11 need not read them each time.
    """
    steps = conversation()
    next(steps)
    try:
        step = steps.send(data)
    except StopIteration:
        return None
    return step if isinstance(step, Request) and step.method == "GET" else None


def _request(parser: h11.Connection) -> Generator[Step, Any, Request | None]:
    """The next request, None where the client has gone; raises `AzureError` RequestBodyTooLarge."""
    head = yield from _event(parser, time.monotonic() + HEAD_SECONDS)
    if not isinstance(head, h11.Request):
        return None
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head.headers}
    length = headers.get("content-length", "0")
    if len(length) > 12 or int(length) > LONGEST_BODY:
        raise _too_large()
    body = yield from _body(parser, time.monotonic() + BODY_SECONDS)
    return Request(
        method=head.method.decode("latin-1").upper(),
        host=headers.get("host", ""),
        target=head.target.decode("latin-1"),
        headers=headers,
        body=body,
    )


def _body(parser: h11.Connection, until: float) -> Generator[Step, Any, bytes]:
    pieces: list[bytes] = []
    size = 0
    while isinstance(event := (yield from _event(parser, until)), h11.Data):
        size += len(event.data)
        if size > LONGEST_BODY:
            raise _too_large()
        pieces.append(bytes(event.data))
    return b"".join(pieces)


def _event(parser: h11.Connection, until: float) -> Generator[Step, Any, object]:
    while (event := parser.next_event()) is h11.NEED_DATA:
        if parser.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[])
            yield Write(parser.send(go_on) or b"")
        data: bytes = yield Read(until)
        parser.receive_data(data)
    return event


def _octets_of(parser: h11.Connection, response: Response, *, head: bool = False) -> bytes:
    """The response as it is sent; to HEAD without its body."""
    headers = [*response.headers, _SERVER]
    if response.status not in (204, 304):
        headers.append(("content-length", str(len(response.body))))
    reason = HTTPStatus(response.status).phrase.encode("ascii")
    events: list[h11.Event] = [
        h11.Response(status_code=response.status, headers=list(_octets(headers)), reason=reason)
    ]
    if response.body and not head:
        events.append(h11.Data(data=response.body))
    return b"".join(parser.send(event) or b"" for event in (*events, h11.EndOfMessage()))


@lru_cache(maxsize=128)
def last_octets(response: Response) -> bytes:
    """The response after which a connection ends: as it is sent, whatever the request was."""
    return _octets_of(h11.Connection(h11.SERVER), response)


def _refuse(parser: h11.Connection, error: AzureError, status: int) -> Generator[Step, Any, None]:
    """Answer what cannot be read on, where an answer is still possible; the connection ends."""
    if parser.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
        return
    response = refused(error).with_headers(SIMULATED, ("connection", "close"))
    yield Write(_octets_of(parser, Response(status=status, headers=response.headers, body=response.body)))


def _goes_on(parser: h11.Connection) -> bool:
    """Whether the connection stays open for another request."""
    if parser.our_state is not h11.DONE or parser.their_state is not h11.DONE:
        return False
    parser.start_next_cycle()
    return True


def _octets(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[bytes, bytes]]:
    for name, value in headers:
        yield name.encode("ascii"), value.encode("latin-1", "replace")


def _too_large() -> AzureError:
    return AzureError(
        "RequestBodyTooLarge", f"The request body has more than {LONGEST_BODY} octets.", "Send less."
    )
