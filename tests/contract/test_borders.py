"""Who may import whom, what importing costs, and which operations a page may perform."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import store
from tests.support.performed import performed
from tui.navigation.routes import ROUTES

ROOT = Path(__file__).parents[2]
_HEAVY = ("textual", "rich", "cryptography", "asn1crypto", "tinydb", "jmespath", "platformdirs")


def _python(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **options
    )


def _loaded(statement: str) -> set[str]:
    """The modules that are there after a statement."""
    ran = _python("-c", f"{statement}\nimport sys; print(*sys.modules)")
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


def test_the_borders_between_the_rooms_hold() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_importing_the_face_loads_nothing_else() -> None:
    loaded = _loaded("import store")
    assert {name for name in loaded if name.startswith("store.")} == set()
    assert "msgspec" not in loaded


@pytest.mark.parametrize(
    "statement",
    [
        "import store.portal, store.journal.journal, store.arm, store.drift",
        "from store.operations.registry import kinds; kinds()",
        "from tui.commands.parser import parser; parser().parse_args(['list', '--json'])",
        "import tui.commands.list, tui.commands.show, tui.commands.do, tui.commands.drift",
    ],
)
def test_no_heavy_import_before_it_is_needed(statement: str) -> None:
    assert not _loaded(statement) & set(_HEAVY)


def test_the_portal_is_drawn_without_openssl_which_a_server_loads_later() -> None:
    loop = "from tui.start.command_line import _load_asyncio\n_load_asyncio()"
    begun = f"{loop}\nimport tui.blades.orders.certificates"
    assert not _loaded(begun) & {"ssl", "_ssl", "_hashlib"}
    later = "import asyncio, ssl; asyncio.run(asyncio.sleep(0)); ssl.create_default_context()"
    assert "_ssl" in _loaded(f"{begun}\n{later}")


def test_the_face_has_every_name_it_lists() -> None:
    for name in store.__all__:
        assert getattr(store, name) is not None
    with pytest.raises(AttributeError):
        _ = store.nothing_of_that_name


def test_type_checkers_see_what_the_face_hands_out() -> None:
    """The imports for type checkers name the same homes as the table that works at run time."""
    source = Path(store.__file__).read_text()
    for name, home in store._HOMES.items():
        assert f"from store.{home} import {name} as {name}" in source


def _packages(room: str) -> set[str]:
    return {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / room).rglob("*.py")
        if "__pycache__" not in path.parts
    }


def test_the_wheel_lists_every_package_and_its_data() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    assert set(tool["packages"]) == _packages("store") | _packages("tui")
    listed = {
        found
        for package, patterns in tool["package-data"].items()
        for pattern in patterns
        for found in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    data = {
        path
        for room in ("store", "tui")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and path.name != "py.typed"
    }
    manual = {ROOT / name for name in tool["data-files"]["share/man/man1"]}
    assert listed | manual == data


def test_no_test_folder_lacks_its_init() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_name_of_the_face_is_also_a_module() -> None:
    """Importing the module would put it in the place of the name."""
    modules = {path.stem for path in (ROOT / "store").iterdir()}
    assert not modules & set(store.__all__)


#: Imports in functions, which spare the start libraries of keys, the state file's format and unopened pages.
_LATE = 84


def _imports_in_functions(path: Path) -> set[int]:
    """Lines of a module on which a function imports something."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    inside = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, functions))
    imports = (ast.Import, ast.ImportFrom)
    return {node.lineno for function in inside for node in ast.walk(function) if isinstance(node, imports)}


def test_few_imports_hide_in_functions() -> None:
    """What a module depends on stands at its top; late is only what the start must not wait for."""
    files = [path for room in ("store", "tui") for path in (ROOT / room).rglob("*.py")]
    late = {str(path.relative_to(ROOT)): len(_imports_in_functions(path)) for path in files}
    assert sum(late.values()) <= _LATE, {name: count for name, count in late.items() if count}


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_states_every_operation_that_its_code_performs(route: str) -> None:
    """The help shows them as commands: `PERFORMS` of a page or dialog is what its code comes upon."""
    page: Any = ROUTES[route].load()
    assert set(page.PERFORMS) == performed(page)
