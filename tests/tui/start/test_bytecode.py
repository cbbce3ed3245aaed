"""The file with the bytecode of a start: what is found in it, and when Python looks itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

from tui.start.bytecode import KeptTogether

#: A package, a module in it, and a module in no package.
_SOURCES = {"fruit/__init__.py": "KIND = 'fruit'", "fruit/apple.py": "COLOUR = 'red'", "stone.py": "HARD = 9"}
_NAMES = ("fruit", "fruit.apple", "stone")


class Library:
    """A folder of modules on Python's path, and the file that keeps their bytecode."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self.folder, self.kept = folder, kept

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(f"{text}\n")

    def start(self) -> dict[str, bool]:
        """Import all as a program that starts; module → whether it came from the file."""
        for name in _NAMES:
            sys.modules.pop(name, None)
        together = KeptTogether()
        together._path = str(self.kept)
        with together:
            modules = {name: import_module(name) for name in _NAMES}
        return {name: type(module.__loader__) is not SourceFileLoader for name, module in modules.items()}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    library = Library(tmp_path / "library", tmp_path / "kept" / "start.all.pyc")
    library.kept.parent.mkdir()
    for name, text in _SOURCES.items():
        library.write(name, text)
    empty = tmp_path / "script"
    empty.mkdir()
    monkeypatch.setattr(sys, "path", [str(empty), str(library.folder), *sys.path[1:]])
    yield library
    for name in _NAMES:
        sys.modules.pop(name, None)
    sys.path_importer_cache.pop(str(library.folder), None)


def _all(found: dict[str, bool]) -> set[bool]:
    return set(found.values())


def test_the_second_start_finds_all_in_the_file(library: Library) -> None:
    assert _all(library.start()) == {False}
    assert _all(library.start()) == {True}
    apple = sys.modules["fruit.apple"]
    assert apple.COLOUR == "red"
    assert apple.__file__ == str(library.folder / "fruit" / "apple.py")
    assert apple.__cached__ and Path(apple.__cached__).exists()
    assert list(sys.modules["fruit"].__path__) == [str(library.folder / "fruit")]
    assert list(library.kept.parent.iterdir()) == [library.kept]


def test_a_module_that_was_edited_is_loaded_as_it_is_and_kept_again(library: Library) -> None:
    library.start()
    library.write("stone.py", "HARD = 10")
    assert library.start() == {"fruit": True, "fruit.apple": True, "stone": False}
    assert sys.modules["stone"].HARD == 10
    assert _all(library.start()) == {True}


def test_a_module_that_is_gone_is_not_found(library: Library) -> None:
    library.start()
    (library.folder / "fruit" / "apple.py").unlink()
    with pytest.raises(ModuleNotFoundError):
        library.start()


def test_the_file_is_not_used_where_the_path_has_changed(library: Library) -> None:
    library.start()
    os.utime(library.folder, ns=(1, 1))
    assert _all(library.start()) == {False}
    assert _all(library.start()) == {True}


def test_what_stands_in_the_first_folder_of_the_path_counts(library: Library, tmp_path: Path) -> None:
    library.start()
    (tmp_path / "script" / "stone.py").write_text("HARD = 1\n")
    assert _all(library.start()) == {False}
    assert sys.modules["stone"].HARD == 1
    # Where it is gone, the file that was written before fits.
    (tmp_path / "script" / "stone.py").unlink()
    (tmp_path / "script" / "letter.txt").touch()
    sys.path_importer_cache.clear()
    library.start()
    assert sys.modules["stone"].HARD == 9


@pytest.mark.parametrize("cut", [0, 4, 40, 0.5, 0.9])
def test_of_a_damaged_file_python_loads_what_is_missing(library: Library, cut: float) -> None:
    library.start()
    data = library.kept.read_bytes()
    library.kept.write_bytes(data[: int(cut * len(data)) if cut < 1 else int(cut)])
    library.start()
    assert sys.modules["fruit.apple"].COLOUR == "red"
    assert sys.modules["stone"].HARD == 9


def test_a_folder_that_is_not_to_be_written_stays_without_it(library: Library) -> None:
    sys.dont_write_bytecode = True
    library.start()
    assert not library.kept.exists()
    sys.dont_write_bytecode = False
    library.kept.parent.rmdir()
    library.start()
    assert not library.kept.parent.exists()


def test_a_command_takes_its_modules_from_there(tmp_path: Path) -> None:
    """After a first run, nothing of the program or its libraries is searched for on the path."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-v", "-m", "tui", "list"]
    runs = [subprocess.run(command, env=environment, capture_output=True, text=True) for _ in range(3)]
    assert [run.returncode for run in runs] == [3, 3, 3]
    # Python writes what it compiled in the first run, and says of each file that it reads whether it matches.
    assert ["tui/text/plain.cpython" in run.stderr for run in runs] == [True, False, False]
    assert "matches" in runs[1].stderr


@pytest.mark.parametrize("options", [[], ["-O"], ["-OO"], ["-X", "pycache_prefix=/tmp/compiled"]])
def test_compiled_files_are_looked_for_where_python_keeps_them(options: list[str]) -> None:
    """Code that was compiled without assertions is not that with them."""
    asked = (
        "from importlib.util import cache_from_source as by_python\n"
        "from tui.start.bytecode import __file__ as source, compiled_of\n"
        "print(compiled_of(source) == by_python(source))"
    )
    told = subprocess.run([sys.executable, *options, "-c", asked], capture_output=True, text=True)
    assert told.stdout == "True\n", told.stderr
