"""A table says the same as a dictionary on which the same was done, and tells what differs from another."""

from __future__ import annotations

from collections.abc import Mapping
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.world.table import Table, differences, same_places

Documents = dict[str, list[int]]
#: (what is done, to which of a few keys)
_STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "remove", "look"]), st.sampled_from("abcdef")), max_size=8
)


def _do(table: Table[str, list[int]], model: Documents, steps: list[tuple[str, str]]) -> None:
    for what, key in steps:
        if what == "put":
            model[key] = [0]
            table.put(key, model[key])
        elif what == "remove":
            model.pop(key, None)
            table.remove(key)
        else:
            assert list(table.items()) == list(model.items())


def _plain_differences(
    old: Mapping[str, list[int]], new: Mapping[str, list[int]]
) -> dict[str, tuple[object, object]]:
    return {key: (old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) is not new.get(key)}


@settings(max_examples=300, deadline=None)
@given(st.lists(_STEPS, max_size=6), st.integers(0, 5), st.integers(0, 5), st.sampled_from([0, 1, 32]))
def test_every_table_of_a_history_is_what_a_dictionary_would_be(
    history: list[list[tuple[str, str]]], first: int, second: int, few: int
) -> None:
    model: Documents = {key: [1] for key in "abc"}
    tables: list[Mapping[str, list[int]]] = [dict(model)]
    models = [dict(model)]
    for steps in history:
        table = Table(tables[-1])
        with patch("store.world.table._FEW", few):
            _do(table, model, steps)
        tables.append(table)
        models.append(dict(model))
    for one, wanted in zip(tables, models, strict=True):
        assert all(one.get(key) is wanted.get(key) and (key in one) is (key in wanted) for key in "abcdef")
        assert one == wanted and list(one) == list(wanted) and len(one) == len(wanted)
    old, new = min(first, len(history)), min(second, len(history))
    found = list(differences(tables[old], tables[new]))
    assert {key: (before, after) for key, before, after in found} == _plain_differences(
        models[old], models[new]
    )
    assert len(found) == len({key for key, _, _ in found})
    if old <= new:
        kept = [key for key in models[new] if key in same_places(tables[old], tables[new])]
        assert kept == [key for key in models[old] if key in kept]


@pytest.mark.parametrize("key", ["a", "x"])
def test_what_is_not_there_is_a_key_error(key: str) -> None:
    table: Table[str, list[int]] = Table({"a": [1]})
    table.remove("a")
    with pytest.raises(KeyError):
        table[key]


def test_a_long_history_goes_on_sharing() -> None:
    table: Mapping[str, int] = {str(key): key for key in range(100)}
    model = dict(table)
    for number in range(1000, 2000):
        following = Table(table)
        key = str(50 + number % 70)
        following.put(key, number)
        assert list(differences(table, following)) == [(key, model.get(key), number)]
        model[key] = number
        table = following
    assert list(table.items()) == list(model.items())
