"""The hardened reader: what it refuses, and where it says things stand."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.cscfg.faults import Unreadable
from store.cscfg.limits import DEEPEST, LONGEST_TEXT
from store.cscfg.reader import read_xml


def refused(text: str) -> tuple[str, int, int]:
    """Code, line and column of why a text is not read."""
    with pytest.raises(Unreadable) as caught:
        read_xml(text)
    fault = caught.value.fault
    assert fault.message.endswith(".") and fault.next_step
    return fault.code, fault.line, fault.column


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///dev/null'>]><a>&b;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>",
        "<!DOCTYPE a PUBLIC '-//A//B' 'http://127.0.0.1:9/a.dtd'><a/>",
        "<!DOCTYPE a [<!ENTITY % b 'c'> %b;]><a/>",
    ],
)
def test_a_document_type_is_refused_before_anything_of_it_is_read(text: str) -> None:
    assert refused(f"\n{text}")[:2] == ("DocumentTypeForbidden", 2)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("no markup", 1, 1),
        ("<a>\n  <b>\n</a>", 3, 3),
        ("<a b='1' b='2'/>", 1, 10),
        ("<a>&nbsp;</a>", 1, 4),
        ("<a/>\n<b/>", 2, 1),
        ("<a>\x0b</a>", 1, 4),
        ("<a>\n\ud800</a>", 2, 1),
        ("<p:a/>", 1, 1),
    ],
)
def test_what_is_not_well_formed_has_its_place(text: str, line: int, column: int) -> None:
    assert refused(text) == ("ConfigurationNotWellFormed", line, column)


def test_a_text_is_read_up_to_the_limit_and_refused_beyond_it() -> None:
    longest = "<a>" + "x" * (LONGEST_TEXT - 7) + "</a>"
    assert read_xml(longest).name == "a"
    assert refused(longest + " ")[0] == "ConfigurationTooLong"


def test_a_document_of_megabytes_is_refused_at_once() -> None:
    began = time.perf_counter()
    assert refused("<a>" + "<b/>" * 2_000_000 + "</a>")[0] == "ConfigurationTooLong"
    assert time.perf_counter() - began < 1


def test_elements_stand_in_one_another_up_to_the_limit() -> None:
    deep = "<a>" * DEEPEST + "</a>" * DEEPEST
    assert read_xml(deep).name == "a"
    code, line, column = refused("<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1))
    assert (code, line, column) == ("ConfigurationTooDeep", 1, DEEPEST * 3 + 1)


def test_places_count_lines_and_characters_as_a_reader_does() -> None:
    text = "<a>\r\n  <ü\r\n\tx = 'é'\n y=\"\U0001f511z\"\r name='n'/></a>"
    [found] = read_xml(text).children
    assert (found.line, found.column) == (2, 3)
    assert found.places == {"x": (3, 7), "y": (4, 5), "name": (5, 8)}
    assert found.attributes == {"x": "é", "y": "\U0001f511z", "name": "n"}
    assert found.place("missing") == found.place() == (2, 3)


def test_a_declared_encoding_does_not_make_text_unreadable() -> None:
    assert read_xml('<?xml version="1.0" encoding="utf-16"?><a b="ü"/>').attributes == {"b": "ü"}


@given(st.text(alphabet="<>/ab=\"'&;![]-?\n\r\t \x00\u2028ü"))
def test_whatever_the_text_it_is_read_or_refused_in_words(text: str) -> None:
    try:
        read_xml(text)
    except Unreadable as error:
        assert error.fault.line >= 1 and error.fault.column >= 1
        assert error.fault.message


def test_the_parser_is_loaded_when_something_is_read() -> None:
    asked = "import store.cscfg.configuration, sys; print('defusedxml' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
