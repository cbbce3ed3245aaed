"""Small rooms: how long a file, class or function may be, how many parameters, how many loose files.

A file is read in one go, a function on one screen. Where there is more, a part of it needs a name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Lines of a file, by package.
FILE_LINES = {"store": 300, "tui": 300, "tests": 400}
CLASS_LINES = 200
FUNCTION_LINES = 40
#: Parameters of a function, `self` not counted.
PARAMETERS = 6
#: Files in the root of `store/` and of `tui/`: whatever else there is has a folder.
ROOT_FILES = 6


def test_every_file_class_and_function_is_small() -> None:
    assert [found for top in FILE_LINES for found in _longer(top)] == []


def test_no_loose_files_pile_up_in_the_roots() -> None:
    for top in ("store", "tui"):
        files = sorted(path.name for path in (ROOT / top).iterdir() if path.is_file())
        assert len(files) <= ROOT_FILES, files


def test_the_measure_sees_what_is_too_long() -> None:
    lines = "\n".join(f"    x{number} = 0" for number in range(200))
    tree = ast.parse(
        f"class Long:\n{lines}\n\ndef wide(a, b, c, /, d, *e, f, **g): ...\n\ndef long():\n{lines}\n"
    )
    assert dict(_longer_parts(tree)) == {
        "Long": "a class of 201 lines",
        "wide": "7 parameters",
        "long": "a function of 201 lines",
    }


def _longer(top: str) -> Iterator[tuple[str, str]]:
    """(path and name, measure) of whatever in a package is longer than its limit."""
    for path in sorted((ROOT / top).rglob("*.py")):
        name, text = path.relative_to(ROOT).as_posix(), path.read_text()
        if text.count("\n") > FILE_LINES[top]:
            yield name, f"a file of {text.count(chr(10))} lines"
        for part, what in _longer_parts(ast.parse(text)):
            yield f"{name} {part}", what


def _longer_parts(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and _lines(node) > CLASS_LINES:
            yield node.name, f"a class of {_lines(node)} lines"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if _lines(node) > FUNCTION_LINES:
                yield node.name, f"a function of {_lines(node)} lines"
            if len(_parameters(node)) > PARAMETERS:
                yield node.name, f"{len(_parameters(node))} parameters"


def _lines(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    own = node.args
    named = [*own.posonlyargs, *own.args, *own.kwonlyargs, own.vararg, own.kwarg]
    return [each.arg for each in named if each is not None and each.arg not in ("self", "cls")]
