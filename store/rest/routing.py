"""Routes: a method and a path whose parts in braces are names, and the function that answers there.

    Route("GET", "/subscriptions/{subscription}/resourcegroups/{group}", show_group)

Azure compares paths without regard to case, decodes `%2F` before it looks for a route, and takes empty parts
for none: its clients send all of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl, unquote

from store.errors import AzureError
from store.rest.call import Call
from store.rest.messages import Response

Handler: TypeAlias = Callable[[Call], Response]


class Route(NamedTuple):
    """`template` is in lower case but for the names in braces."""

    method: str
    template: str
    handler: Handler


class Target(NamedTuple):
    """A request's target taken apart: the parts of its path, decoded, and its query."""

    parts: tuple[str, ...]
    query: Mapping[str, str]

    @property
    def path(self) -> str:
        return "/" + "/".join(self.parts)


def read_target(target: str) -> Target:
    """The parts of a path and its query; raises `AzureError` InvalidRequestUri."""
    path, _, query = target.partition("?")
    try:
        parts = tuple(part for part in unquote(path, errors="strict").split("/") if part)
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise AzureError("InvalidRequestUri", "The request's URI cannot be read.") from None
    if not all(part.isprintable() for part in (*parts, *(one for pair in pairs for one in pair))):
        raise AzureError("InvalidRequestUri", "The request's URI has characters that cannot be printed.")
    return Target(parts, {name.lower(): value for name, value in pairs})


class Table:
    """Routes by method and number of parts."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes: dict[int, list[tuple[str, tuple[str, ...], Handler]]] = {}
        for method, template, handler in routes:
            parts = tuple(part for part in template.split("/") if part)
            self._routes.setdefault(len(parts), []).append((method, parts, handler))

    def find(self, method: str, parts: tuple[str, ...]) -> tuple[Handler, dict[str, str]] | None:
        """The function that answers there and the names in the path; None where nothing does.

        Raises `AzureError` MethodNotAllowed where only other methods are answered.
        """
        low = tuple(part.lower() for part in parts)
        others: list[str] = []
        for known, template, handler in self._routes.get(len(parts), ()):
            if not all(
                want in (part, "") or want[0] == "{" for want, part in zip(template, low, strict=True)
            ):
                continue
            if known == method:
                names = {
                    want[1:-1]: part for want, part in zip(template, parts, strict=True) if want[0] == "{"
                }
                return handler, names
            others.append(known)
        if not others:
            return None
        message = f"The method '{method}' is not simulated here."
        raise AzureError("MethodNotAllowed", message, f"Served are {', '.join(dict.fromkeys(others))}.")
