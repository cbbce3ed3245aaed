"""Reading scenario files: what is wrong with one is named by its line and the reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.errors import AzureError
from store.files.user_files import read_bounded
from store.training.format import Scenario
from store.training.limits import FORMAT, LARGEST_FILE

_AT = re.compile(r"\(at line (\d+), column \d+\)")
_PLACE = re.compile(r" - at `(?:key in )?\$(.*)`$")
_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[(\d+)\]|\[\.\.\.\]")


class Fault(NamedTuple):
    """What is wrong with a file: `line` counts from 1, 0 is the whole file."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason


class Faulty(AzureError):
    """A scenario file that cannot be used, and everything that was found."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        first = faults[0]
        super().__init__("ScenarioFaulty", f"{name}: {first}", "`certblade scenario check FILE` names all.")
        self.faults = tuple(faults)


def read_file(path: Path) -> tuple[Scenario, str]:
    """The scenario in a file, and the file's text; raises `AzureError` (`Faulty` for its contents)."""
    data = read_bounded(path)
    if len(data) > LARGEST_FILE:
        raise Faulty(path.name, [Fault(0, f"A scenario has at most {LARGEST_FILE // 1024} KiB.")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Faulty(path.name, [Fault(line, "The file is not UTF-8.")]) from None
    return parse(text, path.name), text


def parse(text: str, name: str = "scenario") -> Scenario:
    """The scenario of a file's text; raises `Faulty`."""
    document = _document(text, name)
    version = document.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        reason = f"It has format {version}; this program reads up to {FORMAT}. A newer certblade is needed."
        raise Faulty(name, [Fault(line_of(text, ".format"), reason)])
    try:
        return msgspec.convert(document, Scenario)
    except msgspec.ValidationError as error:
        raise Faulty(name, [_fault(text, str(error))]) from None


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = str(error).split(" (at ", 1)[0]
        raise Faulty(name, [Fault(line, f"This is no TOML: {reason}.")]) from None
    except RecursionError:
        raise Faulty(name, [Fault(0, "Its tables are nested too deeply.")]) from None


def _fault(text: str, message: str) -> Fault:
    place = _PLACE.search(message)
    reason = message[: place.start()] if place else message
    return Fault(line_of(text, place[1]) if place else 0, f"{reason} ({place[1][1:]})." if place else reason)


def line_of(text: str, place: str) -> int:
    """The line of a place such as `.objectives[2].check`: of the nearest table or key that the file has."""
    best, header, seen = 0, "", dict[str, int]()
    wanted = _parts(place)
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if found := re.match(r"\[\[([A-Za-z0-9_.-]+)\]\]|\[([A-Za-z0-9_.-]+)\]", stripped):
            header = found[2] or ""
            if found[1]:
                seen[found[1]] = seen.get(found[1], -1) + 1
                header = f"{found[1]}[{seen[found[1]]}]"
            here = _parts(f".{header}")
        elif found := re.match(r"([A-Za-z0-9_-]+)\s*=", stripped):
            here = _parts(f".{header}.{found[1]}" if header else f".{found[1]}")
        else:
            continue
        if here == wanted[: len(here)]:
            best = number + _element(text, number, wanted[len(here) :])
    return best


def _parts(place: str) -> list[str]:
    return [key or index for key, index in _STEP.findall(place)]


def _element(text: str, number: int, rest: list[str]) -> int:
    """How many lines further an element of an array stands that is written as one inline table a line."""
    if not rest or not rest[0].isdigit():
        return 0
    wanted, found = int(rest[0]), -1
    for further, line in enumerate(text.splitlines()[number - 1 :]):
        opened = line.partition("[")[2] if further == 0 else line
        if opened.strip().startswith("{"):
            found += 1
        if found == wanted:
            return further
        if line.strip() == "]":
            break
    return 0
