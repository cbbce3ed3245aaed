"""Generations: checkpoints with the journals that go on from them, kept in `PATH.history/`.

A demo world after three sessions of four operations, and an operation in a fourth:

    state.json                 the world at revision 47
    state.json.journal         the line of revision 48
    state.json.history/
        000000000035.json      the world as it was made
        000000000035.journal   the lines of 36 to 39
        000000000039.journal   the lines of 40 to 43
        000000000043.json      the world at 43
        000000000043.journal   the lines of 44 to 47

A checkpoint and the lines after it make every later world. Revision 41 is checkpoint 35 with six lines; if
`state.json` is damaged, revision 48 is checkpoint 43 with five. Checkpoint 39 was removed, since four lines
make it again in no time. A new generation is written in three steps: `prepare` writes its checkpoint, slowly
and without the lock; `keep_pair` gives the present files their names in the history; `switch` puts the new
files in their place. The state opens at every moment between.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from store.errors import StateError
from store.files.durable import (
    keep_as,
    make_directory,
    open_regular,
    put_new,
    read_regular,
    reading,
    stamp_of,
)
from store.journal.checkpoint import MIGRATIONS, SCHEMA, Migrations, broken, parse, peek, uncollected
from store.journal.line_file import LineFile, read_lines
from store.journal.lines import Header, Line, fold, lines_from
from store.journal.packed import unpacked
from store.journal.packing import worth_packing
from store.journal.state_paths import StatePaths
from store.world import Stored, Tables, World
from store.world.integrity import incomplete

#: How many of the last commits can be opened.
KEPT_COMMITS = 1000
#: A journal is folded into a checkpoint when it has more bytes than this and than half the checkpoint.
LEAST_DUE = 1_000_000
_NAME = re.compile(r"(\d{12})(?:-\d+)?\.(json|journal|packed)")


def due(checkpoint: int, journal: int) -> bool:
    """Whether a journal is long enough for a new checkpoint; both sizes in bytes."""
    return journal > max(LEAST_DUE, checkpoint // 2)


class History:
    """The folder of earlier generations: `REVISION.json`, `REVISION.journal`, named by where they begin."""

    def __init__(self, paths: StatePaths) -> None:
        self._paths = paths
        self.folder = paths.history

    def files(self, kind: str) -> list[tuple[int, Path]]:
        """Revision and file of a kind ("json", "journal", "packed"), oldest first."""
        try:
            paths = sorted(self.folder.iterdir())
        except OSError:
            return []
        found = ((_NAME.fullmatch(path.name), path) for path in paths)
        return [(int(match[1]), path) for match, path in found if match and match[2] == kind]

    def keep(self, source: Path, revision: int, kind: str) -> None:
        """Give a file of the present generation a name in the folder, unless it has one.

        Two journals can begin at the same revision: a mended state begins a new journal.
        """
        for number in count(1):
            path = self.name(revision, kind, number)
            try:
                keep_as(source, path)
            except FileExistsError:
                if kind == "journal" and not path.samefile(source):
                    continue
            return

    def name(self, revision: int, kind: str, number: int = 1) -> Path:
        """The path of a kind's file that begins at a revision; `number` counts files of the same revision."""
        again = "" if number == 1 else f"-{number}"
        return self.folder / f"{revision:012d}{again}.{kind}"

    def save_torn(self, revision: int, data: bytes) -> Path:
        """Keep the bytes of an unfinished line before it is cut off."""
        make_directory(self.folder)
        for number in count(1):
            path = self.name(revision, "torn", number)
            with suppress(FileExistsError):
                put_new(path, data)
                break
        return path

    def world_id(self) -> str:
        """The id of the world that the folder is the history of, "" where no checkpoint can be read."""
        for _, path in reversed(self.files("json")):
            with suppress(StateError, FileNotFoundError):
                return peek(path).world
        return ""

    def prune(self, revision: int) -> None:
        """Remove the files that no world of the last `KEPT_COMMITS` commits before `revision` needs."""
        for _, path in self.files("packed")[:-1]:
            path.unlink(missing_ok=True)
        checkpoints = dict(self.files("json"))
        oldest = max((one for one in checkpoints if one <= revision - KEPT_COMMITS), default=0)
        for one in [one for one in checkpoints if one < oldest] + self._between(checkpoints):
            checkpoints[one].unlink(missing_ok=True)
        journals = self.files("journal")
        needed = max((base for base, _ in journals if base <= oldest), default=0)
        for base, path in journals:
            if base < needed:
                path.unlink(missing_ok=True)

    def _between(self, checkpoints: dict[int, Path]) -> list[int]:
        """The checkpoints that few lines make again: many short sessions shall not fill the disk."""
        journals = [(base, path.stat().st_size) for base, path in self.files("journal")]
        spare: list[int] = []
        kept = list(checkpoints)[:1]
        for one, after in zip(list(checkpoints)[1:], list(checkpoints)[2:], strict=False):
            lines = sum(size for base, size in journals if kept[-1] <= base < after)
            if due(checkpoints[one].stat().st_size, lines):
                kept.append(one)
            else:
                spare.append(one)
        return spare


def not_found(paths: StatePaths) -> StateError:
    """There is no state at the path."""
    return StateError("StateNotFound", f"There is no state at {paths.path}. Make one with: certblade new")


def unread(paths: StatePaths, header: Header, migrations: Migrations) -> World | None:
    """The world of a large checkpoint that is as it was written, its documents unread; else None."""
    try:
        with reading(paths.path):
            # Opened, though nothing is read: whoever may not read the checkpoint has no world.
            fd = open_regular(paths.path)
    except FileNotFoundError:
        return None
    stamp = stamp_of(os.fstat(fd))
    os.close(fd)
    if stamp != header.checkpoint or not worth_packing(stamp.size) or header.schema != SCHEMA:
        return None

    def spare() -> Tables:
        try:
            data, found = read_regular(paths.path)
        except FileNotFoundError:
            raise not_found(paths) from None
        checkpoint = parse(paths.path, data, found, None, migrations)
        if (checkpoint.meta.world, checkpoint.meta.revision) != (header.world, header.base):
            raise broken(paths.path, "it was exchanged while it was open")
        return checkpoint.world().tables

    path = History(paths).name(header.base, "packed")
    tables = unpacked(path, header.world, header.base, stamp, spare)
    if tables is None:
        return None
    world = World(tables, header.base)
    return None if incomplete(world) else world


def _base(paths: StatePaths, path: Path, world_id: str) -> World | None:
    """The world of a checkpoint of the state or its history, or None where it is not whole, or of another."""
    if path == paths.path and (header := _header(paths)) is not None and header.world == world_id:
        world = unread(paths, header, MIGRATIONS)
        if world is not None:
            return world
    data, stamp = read_regular(path)
    checkpoint = parse(path, data, stamp, None, MIGRATIONS)
    ours = checkpoint.intact and checkpoint.meta.world == world_id and checkpoint.meta.schema == SCHEMA
    return checkpoint.world() if ours else None


def _header(paths: StatePaths) -> Header | None:
    """The header of the present journal, or None where there is none."""
    line_file = LineFile.open(paths.journal)
    if line_file is None:
        return None
    line_file.close()
    return line_file.header


class Gap(StateError):
    """The fault of operations missing between two journals."""

    def __init__(self, path: Path, revision: int, base: int) -> None:
        super().__init__(
            "JournalDamaged",
            f"{path} begins after revision {base}, and the operations from {revision + 1} on "
            "are in no journal. Put the missing file back into the history folder.",
        )


def rebuild(paths: StatePaths, world_id: str, revision: int | None = None) -> World | None:
    """The world with this id at a revision (None: the last), from a checkpoint and the lines after it.

    None where no checkpoint before it can be read, or lines are missing.
    """
    candidates = History(paths).files("json")
    with suppress(StateError, FileNotFoundError):
        # The history may have the same revision, whole where this file was edited; this one opens unread.
        candidates.insert(0, (peek(paths.path).revision, paths.path))
    newest_first = sorted(candidates, key=lambda one: one[0], reverse=True)
    for path in (path for one, path in newest_first if revision is None or one <= revision):
        with suppress(StateError, FileNotFoundError):
            base = _base(paths, path, world_id)
            if base is not None:
                with uncollected():
                    world = fold(base, lines_after(paths, world_id, base.revision, revision))
                if revision in (None, world.revision):
                    return world
    return None


def first_kept(paths: StatePaths, world_id: str) -> int | None:
    """The revision of the oldest checkpoint of the world with this id, None where there is none to read."""
    for path in [*(path for _, path in History(paths).files("json")), paths.path]:
        with suppress(StateError, FileNotFoundError):
            meta = peek(path)
            if meta.world == world_id and meta.schema == SCHEMA:
                return meta.revision
    return None


def lines_after(paths: StatePaths, world_id: str, revision: int, last: int | None) -> Iterator[Line[Stored]]:
    """The lines after a revision up to `last` (or the end), from kept journals and the current one.

    Raises `StateError` JournalDamaged where one of them is missing.
    """
    kept = History(paths).files("journal")
    # A journal goes on at least to where the next one begins.
    start = max((base for base, _ in kept if base <= revision), default=0)
    for path in [*(path for base, path in kept if base >= start), paths.journal]:
        if last is not None and revision >= last:
            return
        found = read_lines(path)
        if found is None or found[0].world != world_id:
            continue
        header, raw = found
        end = len(raw) if last is None else min(len(raw), last - header.base)
        if header.base > revision:
            raise Gap(path, revision, header.base)
        if header.base + end > revision:
            yield from lines_from(raw, header.base, revision + 1, path, last)
            revision = header.base + end


def set_aside(paths: StatePaths, why: str) -> Path | None:
    """Move journal and history away under a new name, which opens as the world they hold."""
    free = paths.set_aside_as(why)
    moved = False
    for source, target in ((paths.history, free.history), (paths.journal, free.journal)):
        if os.path.lexists(source):
            source.rename(target)
            moved = True
    return free.path if moved else None


@contextmanager
def copied_aside(paths: StatePaths, why: str) -> Iterator[Path]:
    """Give the whole state a second name, which opens as the first, while another state takes its place.

    The files stay where they are until they are replaced, and come back when that fails.
    """
    free = paths.set_aside_as(why)
    try:
        with suppress(FileNotFoundError):
            # The journal is written in place, so a second name for it would not keep it.
            put_new(free.journal, read_regular(paths.journal)[0])
        keep_as(paths.path, free.path)
        with suppress(FileNotFoundError):
            paths.history.rename(free.history)
        yield free.path
    except BaseException:
        for back, target in ((free.path, paths.path), (free.journal, paths.journal)):
            with suppress(OSError):
                back.replace(target)
                # Two names of one file stay two when one replaces the other.
                back.unlink()
        with suppress(OSError):
            free.history.rename(paths.history)
        raise
