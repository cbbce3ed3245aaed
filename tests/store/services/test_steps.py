"""The way to a step of Certificate Configuration is spelt in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from store.services import steps

_ROOT = Path(store.__file__).parents[1]
_HOME = Path(steps.__file__)


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Every text a module shows: its literals, without the docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, documented)]
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("title", [steps.STORE_TITLE, steps.VERIFY_TITLE, steps.ASSIGN_TITLE])
def test_no_sentence_spells_the_title_of_a_step_itself(title: str) -> None:
    modules = [path for room in ("store", "tui") for path in (_ROOT / room).rglob("*.py") if path != _HOME]
    assert len(modules) > 100
    spelt = [
        path for path in modules if any(title in text for text in _sentences(ast.parse(path.read_text())))
    ]
    assert spelt == []


def test_the_way_to_a_step_begins_at_the_menu() -> None:
    assert steps.STORE == "Certificate Configuration > Step 1: Store"
    assert steps.EMAIL_INSTRUCTIONS.startswith(steps.VERIFY)
