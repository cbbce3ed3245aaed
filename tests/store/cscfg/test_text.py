"""Texts from files and back from an editor, as the user wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.cscfg.configuration import read_configuration
from store.cscfg.faults import Unreadable
from store.cscfg.text import as_written, decoded
from tests.support.configurations import FIRST, SECOND, TWO_ROLES


def shown(text: str) -> list[str]:
    """The lines of an editor: as Textual's document has them."""
    lines = text.splitlines()
    return [*lines, ""] if not text or text.endswith(("\n", "\r")) else lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_editors_write(encoding: str) -> None:
    assert decoded(TWO_ROLES.encode(encoding)) == TWO_ROLES


def test_a_file_that_is_no_text_has_the_place_where_it_ceases_to_be() -> None:
    with pytest.raises(Unreadable) as caught:
        decoded(b"<a>\nab\xff</a>")
    fault = caught.value.fault
    assert (fault.code, fault.line, fault.column) == ("ConfigurationNotText", 2, 3)


def test_an_untouched_configuration_is_kept_to_the_letter() -> None:
    assert as_written(TWO_ROLES, shown(TWO_ROLES)) == TWO_ROLES


def test_one_changed_value_changes_nothing_else() -> None:
    lines = [line.replace(FIRST, SECOND) for line in shown(TWO_ROLES)]
    saved = as_written(TWO_ROLES, lines)
    assert saved == TWO_ROLES.replace(FIRST, SECOND)
    assert read_configuration(saved).accepted


def test_a_new_line_ends_as_most_lines_do_and_the_others_keep_their_ends() -> None:
    original = "one\r\ntwo\nthree\r\nfour"
    assert as_written(original, ["one", "new", "two", "three", "four", ""]) == (
        "one\r\nnew\r\ntwo\nthree\r\nfour\r\n"
    )


def test_a_line_without_end_gets_one_when_it_is_the_last_no_more() -> None:
    assert as_written("a\nb", ["a", "b", "c"]) == "a\nb\nc"
    assert as_written("", ["a", ""]) == "a\n"


@given(
    st.lists(st.tuples(st.text("ab<é \t"), st.sampled_from(["\n", "\r\n", "\r", "\x85", "\u2028"]))),
    st.text("ab"),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_lines_keep_their_ends_whatever_is_written_between(
    written: list[tuple[str, str]], last: str, data: st.DataObject
) -> None:
    original = "".join(line + end for line, end in written) + last
    lines = shown(original)
    assert as_written(original, lines) == original
    place = data.draw(st.integers(0, len(lines)))
    saved = as_written(original, [*lines[:place], "NEW", *lines[place:]])
    assert saved.splitlines() == shown(saved)[: len(saved.splitlines())]
    assert [line for line in shown(saved) if line != "NEW"] in (lines, lines[:-1])
