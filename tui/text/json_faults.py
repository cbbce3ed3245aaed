"""Faults that a JSON text can have although its grammar is right, each with the row it stands in.

Programs read such a text differently, or not at all: a name twice in an object, a number beyond 64 bits, half
of a surrogate pair, a depth without end. Source: RFC 8259, sections 4, 6, 8.2 and 9.

    >>> fault_in('{"a": 1,\\n "a": 2}')
    ("The name 'a' stands twice in one object.", 1)
"""

from __future__ import annotations

import json
import math
import re

#: Objects and lists in one another at most; resources have some ten.
_DEEPEST = 100
#: Characters of a part that are repeated in a sentence about it.
_LONGEST_PART = 40
_PARTS = re.compile(
    r'(?P<bracket>[{}\[\]])|(?P<text>"(?:[^"\\]|\\.)*+")(?P<colon>\s*:)?|(?P<value>[-+.\w]++)', re.DOTALL
)
_HALF = re.compile("[\ud800-\udfff]")
_WORDS = ("true", "false", "null")


def fault_in(text: str) -> tuple[str, int]:
    """The first fault in a sentence, and its row (from 0); ("", -1) where there is none."""
    names: list[set[str]] = []
    for found in _PARTS.finditer(text):
        bracket, word, value = found.group("bracket", "text", "value")
        if bracket:
            told = _nested(bracket, names)
        elif value:
            told = _valued(value)
        else:
            told = _written(json.loads(word), names[-1] if found["colon"] else set())
        if told:
            return told, text.count("\n", 0, found.start())
    return "", -1


def _nested(bracket: str, names: list[set[str]]) -> str:
    """Enter an object or a list, or leave one; `names` has the names in each that is open."""
    if bracket in "{[":
        names.append(set())
    elif names:
        names.pop()
    return "It is nested too deeply." if len(names) > _DEEPEST else ""


def _valued(value: str) -> str:
    if value in _WORDS:
        return ""
    try:
        whole = value.removeprefix("-").isdecimal()
        fits = -(2**63) <= int(value) < 2**64 if whole else math.isfinite(float(value))
    except ValueError:
        # More digits than Python reads.
        fits = False
    if fits:
        return ""
    wrong = "is too large a number" if value.lstrip("-")[:1].isdecimal() else "is no JSON value"
    return f"{value[:_LONGEST_PART]} {wrong}."


def _written(text: str, names: set[str]) -> str:
    """What is wrong with a text; a name is none of those before it, and one of them afterwards."""
    shown = text.encode(errors="backslashreplace").decode()[:_LONGEST_PART]
    if _HALF.search(text):
        return f"'{shown}' has half of a surrogate pair, which is no character."
    if text in names:
        return f"The name '{shown}' stands twice in one object."
    names.add(text)
    return ""
