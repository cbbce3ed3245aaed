"""HTTP/1.1 on connections: a conversation over the streams of asyncio, or over a socket in a thread."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeAlias

from store.rest.messages import Request, Response
from tui.serving.conversation import (
    HEAD_SECONDS,
    Read,
    Step,
    Write,
    conversation,
    last_octets,
    whole_request,
)

#: Seconds until a response has been taken.
WRITE_SECONDS = 30.0
_CHUNK = 64 * 1024
#: Octets that a connection takes without waiting for the other side.
_AT_ONCE = 1024
#: Octets of a request that is kept, as it was read, for the next time that it comes.
_LONGEST_KNOWN = 4096
#: Requests whose answers are kept.
_MOST_KNOWN = 256

Answer: TypeAlias = Callable[[Request], Awaitable[Response]]


class Http:
    """The HTTP of one connection after another; a request is answered by a coroutine."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection; raises `OSError`, and `TimeoutError` where it stands still."""
        steps = conversation()
        step = _after(steps, None)
        while step is not None:
            given: bytes | Response | None = None
            if isinstance(step, Read):
                async with asyncio.timeout(step.until - time.monotonic()):
                    given = await reader.read(_CHUNK)
            elif isinstance(step, Write):
                writer.write(step.data)
                async with asyncio.timeout(WRITE_SECONDS):
                    await writer.drain()
            else:
                given = await self._answer(step)
            step = _after(steps, given)


class Answers:
    """The answers to requests, both as octets, in one world; for another they are made anew. Thread-safe."""

    def __init__(self) -> None:
        self._of: tuple[object, dict[bytes, bytes]] = None, {}

    def of(self, world: object, data: bytes, answer: Callable[[Request], Response]) -> bytes | None:
        """What to send for `data`; None where it is no GET request, or not the whole of one."""
        known, octets = self._of
        if known is not world or len(octets) >= _MOST_KNOWN:
            octets = {}
            self._of = world, octets
        if (found := octets.get(data)) is not None:
            return found
        request = whole_request(data) if len(data) <= _LONGEST_KNOWN else None
        if request is None:
            return None
        octets[data] = found = last_octets(_closing(answer(request)))
        return found


def talk(
    connection: socket.socket,
    world: Callable[[], object],
    answer: Callable[[Request], Response],
    answers: Answers,
) -> None:
    """Answer one request, for which this thread waits, and no other on this connection.

    `world` gives what the answer is made from once the request has come; a request that came before in the
    same world is answered from `answers`. Raises `OSError`, and `TimeoutError` where it stands still.
    """
    connection.settimeout(HEAD_SECONDS)
    data = connection.recv(_CHUNK)
    if not data:
        # It came for the handshake alone.
        return
    octets = answers.of(world(), data, answer)
    if octets is not None:
        if len(octets) > _AT_ONCE:
            connection.settimeout(WRITE_SECONDS)
        connection.sendall(octets)
        return
    steps = conversation()
    _after(steps, None)
    step = _after(steps, data)
    while step is not None:
        given: bytes | Response | None = None
        if isinstance(step, Read):
            # A socket without any time left would not wait, and say so by another error.
            connection.settimeout(max(step.until - time.monotonic(), 0.001))
            given = connection.recv(_CHUNK)
        elif isinstance(step, Write):
            connection.settimeout(WRITE_SECONDS)
            connection.sendall(step.data)
        else:
            given = _closing(answer(step))
        step = _after(steps, given)


def _closing(response: Response) -> Response:
    return response.with_headers(("connection", "close"))


def _after(steps: Generator[Step, Any, None], given: bytes | Response | None) -> Step | None:
    """The next step, None after the last one."""
    try:
        return steps.send(given)
    except StopIteration:
        return None
