"""Writes the file that keeps bytecode together, with what was loaded past it (see `tui.start.bytecode`)."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import TYPE_CHECKING

from tui.start.bytecode import DAMAGED, LENGTH, came_past, compiled_of, folders, lead_there, source_of, stamp

if TYPE_CHECKING:
    from tui.start.bytecode import Bytecode, Entry

#: Bytes of a compiled file before its bytecode.
_HEADER = 16


def gather(path: str, bytecode: Bytecode | None, before: Set[str]) -> None:
    """Write the file at `path` anew: what `bytecode` has of it, and modules that Python found itself.

    `before` were loaded before the file could help, and are left out. Where it cannot be written or read, it
    is as it was, and the next start as slow as this one.
    """
    with suppress(*DAMAGED):
        _gather(path, bytecode, before)


def _gather(path: str, bytecode: Bytecode | None, before: Set[str]) -> None:
    homes = {} if bytecode is None else dict(bytecode.homes)
    modules: dict[str, Entry] = {}
    bodies: list[bytes] = []
    start = 0
    for name, entry, body in (*_found_by_python(bytecode, before, homes), *_kept(bytecode)):
        if name in modules:
            continue
        modules[name] = entry if isinstance(entry, str) else (*entry[:3], start, len(body))
        bodies.append(body)
        start += len(body)
    known = folders()
    if lead_there(known, homes):
        index = {"python": sys.version, "folders": known, "homes": homes, "modules": modules}
        _write(Path(path), marshal.dumps(index), bodies)


def _kept(bytecode: Bytecode | None) -> Iterator[tuple[str, Entry, bytes]]:
    """What is in the file and as it was."""
    if bytecode is None:
        return
    for name, entry in bytecode.modules.items():
        if isinstance(entry, str):
            yield name, entry, b""
        elif stamp(bytecode.source(name, package=entry[2])) == entry[:2]:
            yield name, entry, bytecode.body(*entry[3:])


def _found_by_python(
    bytecode: Bytecode | None, before: Set[str], homes: dict[str, str]
) -> Iterator[tuple[str, Entry, bytes]]:
    """The modules that came past the file; `homes` takes in where their outermost packages are."""
    for name, spec in came_past(bytecode, before):
        origin, package = str(spec.origin), spec.submodule_search_locations is not None
        top = name.partition(".")[0]
        home = homes.get(top) or _home(sys.modules[top].__spec__)
        if type(spec.loader) is ExtensionFileLoader:
            homes[top] = home
            yield name, origin, b""
            continue
        # A package may have modules elsewhere than in its folder; Python goes on finding those.
        if source_of(name, home, package=package) == origin:
            time, size = stamp(origin)
            if body := _compiled(Path(compiled_of(origin)), time, size):
                homes[top] = home
                yield name, (time, size, package, 0, len(body)), body


def _compiled(path: Path, time: int, size: int) -> bytes:
    """The bytecode in a compiled file; empty where it is not of that source."""
    try:
        data = path.read_bytes()
    except OSError:
        return b""
    # Flags of 0: valid by the source's time and size.
    header = MAGIC_NUMBER + b"".join(
        (number & 0xFFFFFFFF).to_bytes(4, "little") for number in (0, time, size)
    )
    return data[_HEADER:] if data.startswith(header) else b""


def _home(spec: ModuleSpec | None) -> str:
    """The folder of the path that a module was found in, of one that is in no package."""
    if spec is None or not spec.origin:
        return ""
    return str(Path(spec.origin).parents[0 if spec.submodule_search_locations is None else 1])


def _write(path: Path, index: bytes, bodies: Iterable[bytes]) -> None:
    """Whole or not at all, as Python writes compiled files."""
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with scratch.open("xb") as file:
            file.write(len(index).to_bytes(LENGTH, "little") + index)
            file.writelines(bodies)
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
