"""What Azure PowerShell (Az 16, PowerShell 7) accepts, for lines that this program prints.

`azure_powershell_16.json` has, for each cmdlet that is used, its parameter sets as the reference lists them:
the parameters that must be given, and others; "Name:type" where its value is no text. A line is read by
the part of PowerShell's grammar that such lines need ("about_Parsing", "about_Quoting_Rules").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_SINGLE, _DOUBLE = "'\u2018\u2019\u201a\u201b", '"\u201c\u201d\u201e'
_SIGN = re.compile(
    rf"\s*(?P<text>[{_SINGLE}](?:[^{_SINGLE}]|[{_SINGLE}]{{2}})*[{_SINGLE}])"
    rf"|\s*(?P<told>[{_DOUBLE}](?:[^{_DOUBLE}`$]|`u\{{[0-9a-f]+\}}|`.)*[{_DOUBLE}])"
    r"|\s*(?P<hash>@\{)|\s*(?P<list>@\()|\s*(?P<static>\[[A-Za-z.]+\])|\s*(?P<variable>\$\w+)"
    r"|\s*(?P<parameter>-[A-Za-z]\w*)|\s*(?P<number>-?\d+)|\s*(?P<cmdlet>[A-Z]\w+-[A-Z]\w+)"
    r"|(?P<member>\.\w+)|(?P<colons>::\w+)|\s*(?P<sign>[(){}=;,|])"
)


class RefusedError(Exception):
    """PowerShell or the cmdlet would not take the line."""


class Value(NamedTuple):
    """An expression: its type, and what is known of its value."""

    type: str
    value: Any = None


class Call(NamedTuple):
    """A cmdlet with its parameters, in the order in which they are worked out."""

    cmdlet: str
    parameters: dict[str, Value]


def parse(text: str) -> list[Call]:
    """The calls of these lines, inner ones first; raises `RefusedError` where one cannot be made."""
    return [call for line in text.split("\n") for call in _Line(line).calls]


class _Line:
    """Reads a statement from left to right."""

    def __init__(self, line: str) -> None:
        self._signs = list(_signs(line))
        self.calls: list[Call] = []
        if self._sees("variable") and ("sign", "=") in self._signs[:3]:
            # What follows is kept in a variable, or in a member of one.
            del self._signs[: self._signs.index(("sign", "=")) + 1]
        self._pipeline()
        if self._signs:
            raise RefusedError(f"{self._signs[0][1]} stands where the statement has ended: {line}")

    def _next(self, *kinds: str) -> str:
        if not self._signs or self._signs[0][0] not in kinds and self._signs[0][1] not in kinds:
            raise RefusedError(f"expected {kinds}, found {self._signs[:1]}")
        return self._signs.pop(0)[1]

    def _sees(self, *kinds: str) -> bool:
        return bool(self._signs) and (self._signs[0][0] in kinds or self._signs[0][1] in kinds)

    def _pipeline(self) -> Value:
        found = self._command() if self._sees("cmdlet") else self._expression()
        while self._sees("|"):
            self._next("|")
            found = self._command(found)
        return found

    def _command(self, given: Value | None = None) -> Value:
        cmdlet, parameters = self._next("cmdlet"), {} if given is None else {"InputObject": given}
        while self._sees("parameter"):
            name = self._next("parameter")[1:]
            if name in parameters:
                raise RefusedError(f"-{name} is given twice")
            valued = self._signs and not self._sees("parameter", "|", ")", "}", ";", ",")
            parameters[name] = self._expression() if valued else Value("switch")
        _check(cmdlet, parameters)
        self.calls.append(Call(cmdlet, parameters))
        return Value({"ConvertTo-SecureString": "securestring"}.get(cmdlet, "object"), cmdlet)

    def _expression(self) -> Value:
        found = self._primary()
        while self._sees("member"):
            name = self._next("member")[1:]
            if self._sees("("):
                self._items("(")
            found = Value({"ToUniversalTime": "datetime", "Token": "securestring"}.get(name, "object"))
        return found

    def _primary(self) -> Value:
        kind = self._signs[0][0] if self._signs else ""
        word = self._next("text", "told", "number", "variable", "static", "hash", "list", "(")
        if kind == "static":
            return self._of_type()
        if kind == "hash":
            return Value("hashtable", self._pairs())
        if kind == "list":
            return Value("array", self._items())
        if kind == "sign":
            found = self._pipeline()
            self._next(")")
            return found
        if kind == "variable":
            return Value({"$true": "bool", "$false": "bool"}.get(word, "object"), word == "$true")
        return Value("int", int(word)) if kind == "number" else Value("string", _told(word))

    def _of_type(self) -> Value:
        """What follows a type: the text that becomes it, or a call of it."""
        if not self._sees("colons"):
            return Value("object", self._primary())
        self._next("colons")
        self._items("(")
        return Value("object")

    def _items(self, opening: str = "") -> list[Value]:
        if opening:
            self._next(opening)
        found = []
        while not self._sees(")"):
            found.append(self._pipeline())
            if not self._sees(")"):
                self._next(",")
        self._next(")")
        return found

    def _pairs(self) -> dict[str, Value]:
        found = {}
        while not self._sees("}"):
            name = _told(self._next("text", "told"))
            self._next("=")
            found[name] = self._pipeline()
            if not self._sees("}"):
                self._next(";")
        self._next("}")
        return found


def _signs(line: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(line.rstrip()):
        found = _SIGN.match(line, at)
        if found is None:
            raise RefusedError(f"PowerShell cannot read {line[at : at + 20]!r}")
        assert found.lastgroup is not None
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _told(word: str) -> str:
    """The text that a word in quotes says."""
    if word[0] in _SINGLE:
        return re.sub(rf"([{_SINGLE}])[{_SINGLE}]", r"\1", word[1:-1])
    read = re.sub(r"`u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), word[1:-1])
    return re.sub(r"`(.)", r"\1", read)


def _check(cmdlet: str, given: dict[str, Value]) -> None:
    """Raises `RefusedError` unless one parameter set of the cmdlet takes exactly these."""
    if cmdlet not in _cmdlets():
        raise RefusedError(f"there is no cmdlet {cmdlet}")
    problems = []
    for one in _cmdlets()[cmdlet]:
        required = dict(_typed(one["required"]))
        known = required | dict(_typed(one["optional"]))
        problems.append([f"-{name} is missing" for name in required.keys() - given.keys()])
        problems[-1] += [f"there is no -{name}" for name in given.keys() - known.keys()]
        problems[-1] += [
            f"-{name} takes {known[name]}, not {value.type}"
            for name, value in given.items()
            if name in known and not _fits(known[name], value)
        ]
    if all(problems):
        raise RefusedError(f"{cmdlet}: {min(problems, key=len)}")


def _typed(parameters: list[str]) -> list[tuple[str, str]]:
    return [(name, type or "string") for name, _, type in (one.partition(":") for one in parameters)]


def _fits(wanted: str, value: Value) -> bool:
    if wanted == "string[]":
        return value.type == "array" and all(one.type == "string" for one in value.value)
    taken = {"string": ("string", "object"), "object": ("object", "hashtable", "array", "string")}
    return value.type in taken.get(wanted, (wanted,))


@cache
def _cmdlets() -> Any:
    return json.loads(Path(__file__).with_name("azure_powershell_16.json").read_text(encoding="utf-8"))
