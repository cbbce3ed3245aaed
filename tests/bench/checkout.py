"""An earlier build beside the present one: its checkout, its environment, and how its benches are run.

    with checkout("efebdf7") as build:
        build.figures("commit", quick=True)

The script of today runs on the earlier `store` and `tui` where it can; where a module that it needs has
another name there, the script of that time runs in its place. Figures are told apart by `Build.own_scripts`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.bench.timing import Figure

ROOT = Path(__file__).parents[2]


class Failed(Exception):
    """A bench that gave no figures; the text is the last it said."""


class Build:
    """A tree of `store`, `tui` and `tests`, and the Python that has what its pins ask for."""

    def __init__(self, python: str, trees: Sequence[Path]) -> None:
        self._python = python
        self._trees = trees
        #: The benches that only the last of the trees could run.
        self.own_scripts: set[str] = set()

    def figures(self, name: str, *, quick: bool) -> list[Figure]:
        """Run one bench of this build; raises `Failed`."""
        said = ""
        for tree in self._trees:
            try:
                found = self._run(tree, name, quick)
            except Failed as failed:
                said = said or str(failed)
                continue
            if tree is not self._trees[0]:
                self.own_scripts.add(name)
            return found
        raise Failed(said)

    def _run(self, tree: Path, name: str, quick: bool) -> list[Figure]:
        words = [self._python, "-m", f"tests.bench.{name}", "--json", *(["--quick"] if quick else [])]
        # What the caller's environment names would be found before the tree.
        env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        done = subprocess.run(words, cwd=tree, env=env, capture_output=True, text=True, check=False)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode or not lines:
            raise Failed((done.stderr.strip() or done.stdout.strip() or "no figures").splitlines()[-1])
        return [msgspec.json.decode(line, type=Figure) for line in lines]


def present() -> Build:
    """The tree that this file is in."""
    return Build(sys.executable, [ROOT])


@contextmanager
def checkout(revision: str) -> Iterator[Build]:
    """A build of another revision in a temporary folder; raises `CalledProcessError` where there is none."""
    with TemporaryDirectory(prefix="certblade-bench-") as folder:
        own, mixed = Path(folder) / "own", Path(folder) / "mixed"
        _git("worktree", "add", "--detach", "--quiet", str(own), revision)
        try:
            mixed.mkdir()
            for name, tree in (("store", own), ("tui", own), ("tests", ROOT)):
                (mixed / name).symlink_to(tree / name)
            yield Build(_python(own, Path(folder) / "venv"), [mixed, own])
        finally:
            _git("worktree", "remove", "--force", str(own))


def _git(*words: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *words], check=True)


def _python(tree: Path, venv: Path) -> str:
    """The present Python where it has all that the tree pins, else that of an environment made for it."""
    pins = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    if all(_has(*re.split("==", pin, maxsplit=1)) for pin in pins):
        return sys.executable
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = str(venv / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *pins], check=True)
    return python


def _has(package: str, wanted: str = "") -> bool:
    try:
        return version(package) == wanted
    except PackageNotFoundError:
        return False
