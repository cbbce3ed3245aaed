"""Columns sort by what they mean: numbers by size, states by gravity, nothing last in either direction."""

from __future__ import annotations

import random

from textual.content import Content

from tui.text.status import Tone, nothing, status
from tui.widgets.columns import Cells, Rows
from tui.widgets.ordering import natural, naturals, ordered, state_column


def rows(*texts: str | Content) -> dict[str, Cells]:
    return {
        str(place): (Content(text) if isinstance(text, str) else text,) for place, text in enumerate(texts)
    }


def said(found: dict[str, Cells], turned: bool = False) -> list[str]:
    return [found[key][0].plain for key in ordered(found, 0, "", turned=turned)]


def test_numbers_in_texts_sort_by_their_size_and_letters_in_any_case() -> None:
    assert said(rows("cert10", "Cert2", "cert1")) == ["cert1", "Cert2", "cert10"]
    assert said(rows("1,250", "999", "20")) == ["20", "999", "1,250"]
    assert said(rows("2023-01-31", "2022-12-01")) == ["2022-12-01", "2023-01-31"]


def test_a_column_of_texts_sorts_as_each_of_them_does() -> None:
    chance = random.Random(11)
    for letters in ("ab1207", "aB09 ,", "x7\n-"):
        texts = ["".join(chance.choices(letters, k=chance.randrange(14))) for _ in range(60)]
        assert naturals(texts) == [natural(text) for text in texts]
    assert naturals([]) == []
    names = {"x": "c10", "y": "", "z": "c9"}
    listed = Rows(list(names), rows().__getitem__, order_by={"NAME": names.__getitem__})
    assert ordered(listed, 0, "NAME") == ("z", "x", "y")
    assert ordered(listed, 0, "NAME", turned=True) == ("x", "z", "y")


def test_a_number_comes_before_letters_and_its_zeros_do_not_count() -> None:
    assert said(rows("a-b", "ab", "a1", "a")) == ["a", "a1", "a-b", "ab"]
    assert said(rows("v007b", "v7a", "v8")) == ["v7a", "v007b", "v8"]
    assert said(rows("b", "10", "9", "0")) == ["0", "9", "10", "b"]


def test_lengths_of_time_sort_by_how_long_they_are() -> None:
    assert said(rows("2 d", "17 h", "90 min", "", "in 3 h")) == ["90 min", "in 3 h", "17 h", "2 d", ""]
    assert said(rows("now", "18 min ago", "in 2 d", "364 d ago")) == [
        "364 d ago",
        "18 min ago",
        "now",
        "in 2 d",
    ]


def test_states_sort_by_gravity_then_by_word() -> None:
    tones: list[tuple[str, Tone]] = [
        ("Ready", "success"), ("Rekeying", "time"), ("Denied", "error"), ("Verify", "warning"),
        ("Idle", "muted"),
    ]  # fmt: skip
    random.Random(7).shuffle(tones)
    found = rows(*(status(word, tone) for word, tone in tones))
    assert [text.split()[1] for text in said(found)] == ["Denied", "Verify", "Rekeying", "Idle", "Ready"]
    assert state_column({"a": (Content("contoso"), status("Ready", "success"))}) == 1
    assert state_column({"a": (Content("contoso"),)}) is None


def test_what_has_no_value_stands_last_in_both_directions_and_equals_keep_their_order() -> None:
    found = {
        "a": (nothing(),),
        "b": (Content("2"),),
        "c": (Content("1"),),
        "d": (Content("2"),),
        "e": (Content(""),),
    }
    assert ordered(found, 0, "") == ("c", "b", "d", "a", "e")
    assert ordered(found, 0, "", turned=True) == ("b", "d", "c", "a", "e")


def test_a_list_sorts_by_the_values_it_gives() -> None:
    ages = {"a": 3600, "b": 60, "c": None}
    texts = {"a": "1 h ago", "b": "2 min ago", "c": ""}
    found = Rows(list(texts), lambda key: (Content(texts[key]),), order_by={"AGE": ages.__getitem__})
    assert ordered(found, 0, "AGE") == ("b", "a", "c")
