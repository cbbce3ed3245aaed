"""What is read as a document, and what is refused with the row it stands in."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import json_text
from tui.text.json_text import LONGEST, NotJsonError, read, shown
from tui.text.plain import visible_json

DEEP = 101


@pytest.mark.parametrize(
    ("text", "row", "told"),
    [
        ('{"a": 1,\n "b": {"a": 2,\n "a": 3}}', 2, "Line 3: The name 'a' stands twice in one object."),
        ('{"a": 1,\n "\\u0061": 2}', 1, "Line 2: The name 'a' stands twice in one object."),
        ('{"a":\n NaN}', 1, "Line 2: NaN is no JSON value."),
        ("[1,\n-Infinity]", 1, "Line 2: -Infinity is no JSON value."),
        ('{"nbf":\n 1e400}', 1, "Line 2: 1e400 is too large a number."),
        ("[\n18446744073709551616]", 1, "Line 2: 18446744073709551616 is too large a number."),
        (f"[\n{'9' * 5000}]", 1, f"Line 2: {'9' * 40} is too large a number."),
        ('{"a":\n "b\\ud800"}', 1, "Line 2: 'b\\ud800' has half of a surrogate pair"),
        ('{\n"\\udc00": 1}', 1, "Line 2: '\\udc00' has half of a surrogate pair"),
        ("[\n" + "[" * DEEP + "]" * DEEP + "]", 1, "Line 2: It is nested too deeply."),
        ("\n" + "[" * 50_000 + "]" * 50_000, 1, "Line 2: It is nested too deeply."),
        ('{"a": 1,\n}', 1, "Line 2, column 1: "),
        ("", 0, "Line 1, column 1: "),
        ("[" + " " * LONGEST + "]", -1, f"at most {LONGEST:,} are taken."),
    ],
)
def test_what_is_refused_is_told_with_its_row(text: str, row: int, told: str) -> None:
    with pytest.raises(NotJsonError) as caught:
        read(text)
    assert caught.value.row == row and told in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        '{"a": {"a": [{"a": 1}, {"a": 2}]}, "NaN": "NaN 1e400 \\\\", "b": "\\ud83d\\ude00"}',
        "[18446744073709551615, -9223372036854775808, 1e308, 0.1, true, null]",
        '"a \\" {[ : \\u007f"',
    ],
)
def test_what_looks_like_a_fault_and_is_none_is_read(text: str) -> None:
    assert read(text) == json.loads(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_JSON)
def test_whatever_is_read_can_be_written_again(document: Any) -> None:
    try:
        read(json.dumps(document, indent=1))
    except NotJsonError as fault:
        assert "Infinity" in fault.message
    else:
        assert msgspec.json.encode(document)


def test_of_a_long_document_no_more_is_looked_through_than_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letter by letter, an answer about 10,000 orders took thirteen seconds in a world with an umlaut."""
    looked: list[int] = []

    def visible(text: str) -> str:
        looked.append(len(text))
        return visible_json(text)

    monkeypatch.setattr(json_text, "visible_json", visible)
    told = shown([{"tag": "ü\x9b", "text": "y" * 100}] * 1000, 500)
    assert looked == [500] and len(told) == 500
    assert told.startswith('[\n  {\n    "tag": "ü\\u009b",')
