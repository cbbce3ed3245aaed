"""Bytecode of all modules that starts have loaded, in a single file beside Python's own compiled ones.

For each import Python looks through the folders of its path, compares the source with the compiled file, and
opens and reads that: for the six hundred modules of a start a sixth of its time. The file answers at once:

    length     of the index
    index      Python, folders of its path, home of each package, module → its source's time and size, …
    bytecode   as Python's compiled files have it after their header ("PEP 3147", "PEP 552")

A module counts as Python's own compiled file does: while its source has the time and size of the index. All
others Python finds by itself, and all where the folders of its path have changed; then the file is written
anew at the end (`tui.start.bytecode_writer`). Where Python writes no compiled files there is none
(PYTHONDONTWRITEBYTECODE, a folder without permission).

This module is loaded before the file can help, and imports only what Python itself has loaded by then.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib import import_module
from importlib.machinery import ExtensionFileLoader, ModuleSpec, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set
    from types import CodeType, TracebackType
    from typing import Any

    #: Time and size of the source, whether it is a package, where its bytecode begins and how long that is;
    #: of a library that was compiled for the machine its file. Time in whole seconds and size in bytes, both
    #: modulo 2³², as in compiled files.
    Entry = tuple[int, int, bool, int, int] | str

#: Bytes of the length that the file begins with.
LENGTH = 8
#: How the names of compiled files end in this Python, with this optimisation: ".cpython-311.opt-1.pyc".
_ENDING = (__spec__.cached or "").rpartition("bytecode")[2]
#: Time and size of a file that is not there.
GONE = (-1, -1)
#: What reading a damaged file may raise; the modules are then found as without it.
DAMAGED = (OSError, EOFError, ValueError, TypeError, KeyError, IndexError)


class KeptTogether:
    """While it is entered, imports come from the file; what did not is in it afterwards."""

    def __init__(self) -> None:
        compiled = __spec__.cached
        #: "" where Python itself keeps no compiled files.
        self._path = f"{compiled.removesuffix('.pyc')}.all.pyc" if compiled else ""
        self._before: Set[str] = frozenset()
        self._bytecode: Bytecode | None = None

    def __enter__(self) -> None:
        if self._path:
            self._before = frozenset(sys.modules)
            self._bytecode = opened(self._path)
        if self._bytecode is not None:
            sys.meta_path.insert(0, self._bytecode)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        bytecode = self._bytecode
        if self._may_write and any(came_past(bytecode, self._before)):
            import_module("tui.start.bytecode_writer").gather(self._path, bytecode, self._before)
        if bytecode is not None:
            sys.meta_path.remove(bytecode)
            bytecode.close()

    @property
    def _may_write(self) -> bool:
        folder = self._path.rpartition(os.sep)[0]
        return folder != "" and not sys.dont_write_bytecode and os.access(folder, os.W_OK)


class Bytecode:
    """The file, open: a finder of modules ("importlib.abc.MetaPathFinder").

    `homes` has, of each module that is in no package, the folder of the path that it is in.
    """

    def __init__(
        self, descriptor: int, modules: Mapping[str, Entry], homes: Mapping[str, str], bodies: int
    ) -> None:
        self._descriptor = descriptor
        self._bodies = bodies
        self.modules = modules
        self.homes = homes

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """The module's spec, or None where Python is to look itself."""
        entry = self.modules.get(name)
        if entry is None:
            return None
        if isinstance(entry, str):
            if stamp(entry) == GONE:
                return None
            spec = ModuleSpec(name, ExtensionFileLoader(name, entry), origin=entry)
            spec.has_location = True
            return spec
        time, size, package, start, length = entry
        source = self.source(name, package=package)
        if (time, size) != stamp(source):
            return None
        loader = _Loader(name, source, self, start, length)
        spec = ModuleSpec(name, loader, origin=source, is_package=package)
        spec.has_location = True
        spec.cached = compiled_of(source)
        if package:
            spec.submodule_search_locations = [source.rpartition(os.sep)[0]]
        return spec

    def source(self, name: str, *, package: bool) -> str:
        """Where the source of a module in the file is."""
        return source_of(name, self.homes[name.partition(".")[0]], package=package)

    def body(self, start: int, length: int) -> bytes:
        """The bytecode of a module, as a compiled file has it."""
        return os.pread(self._descriptor, length, self._bodies + start)

    def close(self) -> None:
        os.close(self._descriptor)


class _Loader(SourceFileLoader):
    """Loads a module from the file; its source is where it always was."""

    def __init__(self, name: str, source: str, bytecode: Bytecode, start: int, length: int) -> None:
        super().__init__(name, source)
        self._bytecode, self._start, self._length = bytecode, start, length

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            code: CodeType = marshal.loads(self._bytecode.body(self._start, self._length))
        except DAMAGED:
            return super().get_code(fullname)
        return code


def source_of(name: str, home: str, *, package: bool) -> str:
    """Where a module's source is, in a folder of the path."""
    place = f"{home}{os.sep}{name.replace('.', os.sep)}"
    return f"{place}{os.sep}__init__.py" if package else f"{place}.py"


def compiled_of(source: str) -> str:
    """Where Python keeps what it compiles of a source ("PEP 3147", PYTHONPYCACHEPREFIX)."""
    folder, _, name = source.rpartition(os.sep)
    place = f"{sys.pycache_prefix}{folder}" if sys.pycache_prefix else f"{folder}{os.sep}__pycache__"
    return f"{place}{os.sep}{name.removesuffix('.py')}{_ENDING}"


def opened(path: str) -> Bytecode | None:
    """The file at `path`; None where there is none that fits this Python and the folders of its path."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        length = int.from_bytes(os.read(descriptor, LENGTH), "little")
        index: dict[str, Any] = marshal.loads(os.pread(descriptor, length, LENGTH))
        if index["python"] == sys.version and lead_there(index["folders"], index["homes"]):
            return Bytecode(descriptor, index["modules"], index["homes"], LENGTH + length)
    except DAMAGED:
        pass
    os.close(descriptor)
    return None


def came_past(bytecode: Bytecode | None, before: Set[str]) -> Iterator[tuple[str, ModuleSpec]]:
    """The modules that Python itself found since, and that are not in the file as they are."""
    known = {} if bytecode is None else bytecode.modules
    for name, module in list(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        if name in before or spec is None or spec.name != name or not spec.origin:
            continue
        kind = type(spec.loader)
        if kind is SourceFileLoader or (kind is ExtensionFileLoader and known.get(name) != spec.origin):
            yield name, spec


def stamp(source: str) -> tuple[int, int]:
    """Time and size of a file, as compiled files have them."""
    try:
        status = os.stat(source)  # noqa: PTH116 - a Path costs more than the rest of an import
    except OSError:
        return GONE
    return int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF


def folders() -> list[tuple[str, int]]:
    """The folders of the path but the first, and when they changed last, in nanoseconds (0: not there)."""
    found = []
    for folder in sys.path[1:]:
        try:
            found.append((folder, os.stat(folder).st_mtime_ns))  # noqa: PTH116 - as above
        except OSError:
            found.append((folder, 0))
    return found


def lead_there(known: Sequence[tuple[str, int]], homes: Mapping[str, str]) -> bool:
    """Whether the path leads to the same modules still; `homes` has the folder of each that is in no package.

    Its first folder may be any that has no module of these names: that of the script, or the working folder.
    """
    if known != folders():
        return False
    try:
        first = sys.path[0] or os.getcwd()  # noqa: PTH109 - as above
        names = os.listdir(first)  # noqa: PTH208 - as above
    except (OSError, IndexError):
        return True
    return all(homes.get(name.partition(".")[0], first) == first for name in names)
