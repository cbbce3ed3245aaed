"""Expressions of a template, as far as an export uses them for names and ids.

    [parameters('sites_contoso_shop_name')]
    [concat(parameters('sites_contoso_shop_name'), '/www.contoso.com')]
    [resourceId('Microsoft.Web/serverfarms', parameters('serverfarms_plan_shop_name'))]

Source: "ARM template functions" (Azure docs, 2024).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from store.estates.limits import DEEPEST_EXPRESSION, LONGEST_EXPRESSION, LONGEST_TEXT


class Scope(NamedTuple):
    """What expressions of a template refer to: its parameters (by lower-case name), variables, and place."""

    parameters: Mapping[str, Any]
    variables: Mapping[str, Any]
    place: str


class Unresolved(Exception):
    """The value follows from something that is not in the template."""


_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([A-Za-z_][A-Za-z0-9_]*)|(-?\d+)|([(),.\[\]]))")


def is_expression(text: str) -> bool:
    """Whether a text of a template is an expression; `[[` stands for a bracket."""
    return text[:1] == "[" and text[-1:] == "]" and text[:2] != "[["


def resolved(text: str, scope: Scope) -> str:
    """The text of a template, its expression worked out; raises `Unresolved`."""
    if not is_expression(text):
        return text[1:] if text[:2] == "[[" else text
    if len(text) > LONGEST_EXPRESSION:
        raise Unresolved
    value = _Parser(text[1:-1], scope).whole()
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Unresolved
    # A parameter's default may be an expression itself; one that is again one is nothing an export writes.
    if is_expression(value):
        raise Unresolved
    return value


class _Parser:
    """Reads one expression from left to right, and works out what it reads."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._tokens = self._split(text)
        self._at = 0
        self._scope = scope

    @staticmethod
    def _split(text: str) -> list[tuple[str, str]]:
        found, at = [], 0
        while at < len(text.rstrip()):
            token = _TOKEN.match(text, at)
            if token is None:
                raise Unresolved
            kind = next(index for index in range(1, 5) if token[index] is not None)
            found.append((["text", "name", "number", "sign"][kind - 1], token[kind]))
            at = token.end()
        return found

    def whole(self) -> Any:
        value = self._value(0)
        if self._at != len(self._tokens):
            raise Unresolved
        return value

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise Unresolved
        self._at += 1
        return self._tokens[self._at - 1]

    def _sees(self, sign: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == ("sign", sign):
            self._at += 1
            return True
        return False

    def _value(self, depth: int) -> Any:
        if depth > DEEPEST_EXPRESSION:
            raise Unresolved
        kind, token = self._next()
        if kind == "text":
            return token.replace("''", "'")
        if kind == "number":
            return token
        if kind != "name" or not self._sees("("):
            raise Unresolved
        value = _call(token.lower(), self._arguments(depth), self._scope)
        while self._sees("."):
            kind, name = self._next()
            value = value.get(name.lower()) if isinstance(value, Mapping) else None
        return value

    def _arguments(self, depth: int) -> list[Any]:
        found: list[Any] = []
        while not self._sees(")"):
            if found and not self._sees(","):
                raise Unresolved
            found.append(self._value(depth + 1))
        return found


def _call(name: str, arguments: list[Any], scope: Scope) -> Any:
    """A function's value; raises `Unresolved` for one that an export has no use for."""
    if name == "subscription":
        return {"subscriptionid": scope.place.split("/")[2], "id": "/".join(scope.place.split("/")[:3])}
    if name == "resourcegroup":
        return {"name": scope.place.rsplit("/", 1)[-1], "id": scope.place}
    if any(not isinstance(one, str) for one in arguments):
        raise Unresolved
    match name, arguments:
        case "parameters", [key]:
            return scope.parameters.get(key.lower())
        case "variables", [key]:
            return scope.variables.get(key)
        case "concat", _:
            return "".join(arguments)
        case "tolower", [one]:
            return one.lower()
        case "toupper", [one]:
            return one.upper()
        case "string", [one]:
            return one
        case "format", [form, *values]:
            for index, value in enumerate(values):
                form = form.replace(f"{{{index}}}", value)
            return form
        case "resourceid", _:
            return _resource_id(arguments, scope)
    raise Unresolved


def _resource_id(arguments: list[str], scope: Scope) -> str:
    """`resourceId([subscription], [group], type, name…)`: the type is the first argument with a slash."""
    at = next((index for index, one in enumerate(arguments) if "/" in one), -1)
    if at < 0 or at > 2:
        raise Unresolved
    provider, *kinds = arguments[at].split("/")
    names = arguments[at + 1 :]
    if len(kinds) != len(names):
        raise Unresolved
    parts = scope.place.split("/")
    if at >= 1:
        parts[4] = arguments[at - 1]
    if at == 2:
        parts[2] = arguments[0]
    path = "/".join(f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True))
    return f"{'/'.join(parts)}/providers/{provider}/{path}"
