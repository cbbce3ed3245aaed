"""One vocabulary: a label has one key on every page, and a key of the vocabulary one meaning."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from textual.binding import Binding

from tui.blades.base import Blade
from tui.navigation.routes import ROUTES
from tui.navigation.verbs import RESERVED, PageVerb
from tui.navigation.vocabulary import VOCABULARY, meaning_of, spoken

PAGES: list[Any] = list(dict.fromkeys(route.load() for route in ROUTES.values()))
VERBS: list[tuple[type[Blade], PageVerb[Any]]] = [
    (page, one) for page in PAGES if issubclass(page, Blade) for one in page._declared
]
#: Labels of two verbs of one page that mean the same: the larger thing has the capital.
LARGER = {"Add custom domain", "Delete custom domain", "Delete zone", "Purge secret"}


def test_a_label_has_the_same_key_on_every_page() -> None:
    keys = defaultdict(set)
    for _, one in VERBS:
        keys[one.label].add(one.key)
    assert {label: found for label, found in keys.items() if len(found) > 1} == {}


def test_a_word_of_the_vocabulary_has_its_key_on_every_page() -> None:
    wrong = []
    for page, one in VERBS:
        meaning = meaning_of(one.label)
        expected = meaning.key if meaning else ""
        if one.label in LARGER:
            expected = expected.upper()
        if meaning is not None and one.key != expected:
            wrong.append(f"{page.__name__}: {one.key} {one.label}, not {expected}")
    assert wrong == []


def test_a_key_of_the_vocabulary_means_nothing_else() -> None:
    wrong = []
    for page, one in VERBS:
        key = one.key.lower() if one.label in LARGER else one.key
        meaning = meaning_of(one.label)
        if key in spoken() and (meaning is None or meaning.key != key):
            wrong.append(f"{page.__name__}: {one.key} {one.label} does not {spoken()[key]}")
    assert wrong == []


def test_what_a_page_binds_beside_its_verbs_says_what_its_key_says() -> None:
    """`f2` is what the primary of a form is called; other keys of the vocabulary are left to verbs."""
    taken = {one.key for one in VOCABULARY if one.key != "f2"}
    bound = [
        f"{page.__name__}: {one.key} {one.description}"
        for page in PAGES
        if issubclass(page, Blade)
        for one in vars(page).get("BINDINGS", ())
        if isinstance(one, Binding) and taken & set(one.key.split(","))
    ]
    assert bound == []


def test_the_vocabulary_takes_no_key_of_the_frame() -> None:
    assert not set(spoken()) & RESERVED


@pytest.mark.parametrize(
    ("label", "key"),
    [("Add", "a"), ("Add TLS/SSL Binding", "a"), ("Delete zone", "d"), ("Address", None), ("Verify", None)],
)
def test_a_meaning_is_found_by_the_first_words(label: str, key: str | None) -> None:
    found = meaning_of(label)
    assert (found.key if found else None) == key
