"""Requests and responses as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

#: On every response, so that nobody takes it for Azure's.
SIMULATED = ("x-ms-simulated", "certblade; this is not Azure")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP request: `target` is path and query as sent, names of `headers` are in lower case."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    body: bytes = b""

    def __repr__(self) -> str:
        # Bodies and headers have keys, passwords and tokens.
        return f"Request({self.method})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP response with its headers in order."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def __repr__(self) -> str:
        return f"Response({self.status})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

    def header(self, name: str) -> str:
        """The value of the header with this lower-case name, "" where there is none."""
        return next((value for known, value in self.headers if known == name), "")

    def with_headers(self, *more: tuple[str, str]) -> Response:
        """The same response with these headers after its own."""
        return msgspec.structs.replace(self, headers=(*self.headers, *more))

    def json(self) -> Any:
        """The body as a JSON value; None for an empty one."""
        return msgspec.json.decode(self.body) if self.body else None


def answer(document: Any, status: int = 200, *headers: tuple[str, str]) -> Response:
    """A response with a JSON document."""
    kind = ("content-type", "application/json; charset=utf-8")
    return Response(status=status, headers=(kind, *headers), body=msgspec.json.encode(document))


def nothing(status: int = 204, *headers: tuple[str, str]) -> Response:
    """A response without a body."""
    return Response(status=status, headers=headers)
