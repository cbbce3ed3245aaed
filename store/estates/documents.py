"""From the bytes of a file to JSON documents: one, several after one another, or one a line.

Tools write UTF-8 with and without a byte order mark and, by `>` in Windows PowerShell 5.1, UTF-16; they
append answers to one file, and the Azure SDK for Python prints dictionaries in Python's notation. Sources:
"about_Character_Encoding" (PowerShell docs), RFC 8259, "JSON Lines".
"""

from __future__ import annotations

import ast
import codecs
import json
import re
from typing import Any, NoReturn

import msgspec

from store.estates.limits import DEEPEST, LONGEST_NUMBER, LONGEST_PYTHON_TEXT

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Octets that are looked at to see which of a pair is NUL.
_SAMPLE = 4096


class NotText(Exception):
    """The bytes are no text in an encoding that exports have."""


class NotJson(Exception):
    """The text is no JSON; the message says where, and never quotes it."""


def text_of(data: bytes) -> str:
    """The text of a file, by its byte order mark, else by its NULs, else UTF-8; raises `NotText`."""
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding)
        sample = data[:_SAMPLE]
        if b"\0" in sample:
            return data.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be")
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotText from None


def documents_in(text: str) -> list[Any]:
    """All JSON documents of a text, in their order; raises `NotJson`."""
    if not text.strip():
        return []
    try:
        found = [msgspec.json.decode(text)]
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        found = _one_after_another(text)
    for document in found:
        _refuse_deep(document)
    return found


def _one_after_another(text: str) -> list[Any]:
    try:
        return _stream(text)
    except json.JSONDecodeError as error:
        if not _looks_like_python(text):
            raise NotJson(f"line {error.lineno}, column {error.colno}") from None
    try:
        return _stream(_as_json(text))
    except json.JSONDecodeError as error:
        raise NotJson(f"line {error.lineno}, column {error.colno}") from None


def _stream(text: str) -> list[Any]:
    found, at = [], _skip(text, 0)
    while at < len(text):
        try:
            document, at = _DECODER.raw_decode(text, at)
        except RecursionError:
            raise NotJson(_TOO_DEEP) from None
        found.append(document)
        at = _skip(text, at)
    return found


_SPACE = re.compile(r"\s*")


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise NotJson(f"a number of more than {LONGEST_NUMBER} digits")
    return int(digits)


def _constant(_word: str) -> None:
    """NaN and Infinity are no JSON: a value of that kind is none."""


#: Not strict: a console that wraps its lines breaks ids over lines, inside the quotes.
_DECODER = json.JSONDecoder(strict=False, parse_int=_integer, parse_constant=_constant)
_TOO_DEEP = f"objects nested more than {DEEPEST} deep"


def _refuse_deep(document: Any) -> None:
    level = [document]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below.extend(value for value in one.values() if isinstance(value, dict | list))
            elif isinstance(one, list):
                below.extend(value for value in one if isinstance(value, dict | list))
        if not below:
            return
        level = below
    raise NotJson(_TOO_DEEP)


#: What Python writes differently: texts in single quotes, and three words.
_PYTHON = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|\b(?:None|True|False)\b")
_WORDS = {"None": "null", "True": "true", "False": "false"}


def _looks_like_python(text: str) -> bool:
    return len(text) <= LONGEST_PYTHON_TEXT and re.match(r"\s*(?:\[\s*)?\{\s*'", text) is not None


def _as_json(text: str) -> str:
    return _PYTHON.sub(_token, text)


def _token(found: re.Match[str]) -> str:
    token = found[0]
    if token in _WORDS:
        return _WORDS[token]
    try:
        # A single quoted text, never an expression: the pattern lets nothing else through.
        return json.dumps(ast.literal_eval(token))
    except (ValueError, SyntaxError):
        _refuse_token()


def _refuse_token() -> NoReturn:
    raise NotJson("a text in Python's notation that is none")
