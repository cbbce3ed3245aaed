"""A secret shows itself only when asked."""

from __future__ import annotations

import copy
import pickle

import pytest

from store.secret import Secret


def test_no_ordinary_way_of_printing_shows_it() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {secret!s} {[secret]} {vars(Secret)}"
    assert secret.reveal() == "hunter2"


def test_equality_and_truth() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert not Secret("")
    assert Secret("ü\ud800") == Secret("ü\ud800")
    assert len({Secret("a"), Secret("a")}) == 1


def test_it_cannot_be_dumped() -> None:
    secret = Secret("hunter2")
    assert copy.copy(secret) is copy.deepcopy(secret) is secret
    with pytest.raises(TypeError):
        pickle.dumps(secret)
