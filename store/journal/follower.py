"""A world on disk, followed while other programs write it: reading takes no lock and waits for nothing.

Two portals have the same state open. The second sees at its next `follow` what the first did:

    the first portal                  the second portal
    performs an operation             reads the line that was appended, and folds it into its world
    makes a checkpoint                reads the old journal to its end, then goes on in the new file, which
                                      repeats the lines after the checkpoint
    is killed in the middle of a      leaves the torn line alone; if lines it had read are gone (a power cut
    line                              takes lines that were not synced), it opens the state again
    leaves files that do not open     keeps its world, and `read_only` says why

Damaged files are mended by a writer only, which holds the lock (`mending`).
"""

from __future__ import annotations

import os

from store.errors import AzureError, StateError
from store.files.durable import open_to_others
from store.journal.checkpoint import SCHEMA, Migrations
from store.journal.generations import Gap, first_kept, lines_after, not_found, rebuild
from store.journal.in_memory import revision_not_kept
from store.journal.line_file import LineFile, Rewritten
from store.journal.lines import Line, decode_lines, fold, lines_from
from store.journal.lock import Lock
from store.journal.recovery import Found, NeedsMending, look, open_mended
from store.journal.state_paths import StatePaths
from store.world import Stored, Tables, World

#: Earlier worlds that are kept in memory.
_IN_REACH = 8


class Follower:
    """A world in files. `world` is the world as last read; it is replaced, never changed. Thread-safe."""

    def __init__(
        self, paths: StatePaths, lock: Lock, found: Found, said: list[str], migrations: Migrations
    ) -> None:
        self.path = paths.path
        self._paths = paths
        self._lock = lock
        self._clock = Lock(paths.clock)
        self._migrations = migrations
        self._stopped = ""
        self._trouble = ""
        #: Why this instance will not write whatever happens to the files, or "".
        self.barred = ""
        self._said = said
        exposed = (open_to_others(one) for one in (paths.path.parent, paths.path, paths.journal))
        self._exposed = [warning for warning in exposed if warning]
        self.world, self._world_id, self._line_file = found
        #: The tables of the worlds before this one, by revision; they share almost everything with it.
        self._earlier: dict[int, Tables] = {}

    def _stop(self, why: str) -> None:
        """Neither write nor follow any more."""
        self._stopped = self.barred = why

    @property
    def read_only(self) -> str:
        """Why this instance cannot write, or ""."""
        return self.barred or self._trouble

    @property
    def trouble(self) -> str:
        """Why the files cannot be read, or ""."""
        return self._stopped or self._trouble

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the user: files set aside, files open to others."""
        return (*self._said, *self._exposed)

    def follow(self) -> bool:
        """Read what others wrote; True when the world changed. Waits for nothing and raises nothing.

        Files that cannot be read leave the world as it is; `read_only` says why.
        """
        with self._lock.threads_only() as alone:
            if not alone or self._stopped:
                return False
            try:
                changed = self._catch_up(mending=False)
            except StateError as error:
                self._trouble = error.message
                return False
            self._trouble = ""
            return changed

    def at(self, revision: int) -> World:
        """The world as it was at a revision; raises `AzureError` RevisionNotKept."""
        if revision == self.world.revision:
            return self.world
        if (tables := self._earlier.get(revision)) is not None:
            return World(tables, revision)
        if 0 <= revision < self.world.revision:
            # A second look, because a checkpoint made meanwhile moves files to the history.
            for _ in range(2):
                found = rebuild(self._paths, self._world_id, revision)
                if found is not None:
                    return found
        raise self._not_kept(revision)

    def _not_kept(self, revision: int) -> AzureError:
        return revision_not_kept(revision, self.first_kept(), self.world.revision)

    def first_kept(self) -> int:
        """The first revision that is kept; reads the ends of files."""
        first = first_kept(self._paths, self._world_id)
        return self.world.revision if first is None else first

    def lines(self, first: int, last: int) -> list[Line[Stored]]:
        """The operations of these revisions, both ends included; raises `AzureError` RevisionNotKept."""
        try:
            lines = list(lines_after(self._paths, self._world_id, first - 1, last))
        except Gap:
            raise self._not_kept(first) from None
        if len(lines) != last - first + 1:
            raise self._not_kept(last)
        return lines

    def _catch_up(self, *, mending: bool) -> bool:
        """Bring the world up to date; with `mending` (the lock is held) files that do not open are mended."""
        before, line_file = self.world, self._line_file
        try:
            if line_file is None:
                # `os.path`: a Path raises where it may not look.
                if os.path.exists(self._paths.journal):  # noqa: PTH110
                    self._open_again(mending)
            elif line_file.changed():
                self._read_on(line_file)
                if line_file.replaced():
                    self._switch_journal()
        except Rewritten:
            self._open_again(mending)
        return self.world is not before

    def _read_on(self, line_file: LineFile) -> None:
        """Fold the lines that were appended into the world."""
        first = line_file.revision + 1
        raw = line_file.read()
        try:
            lines = decode_lines(raw, first, line_file.path)
        except StateError:
            line_file.unread(raw)
            raise
        if lines:
            self._go_on(fold(self.world, lines))

    def _go_on(self, world: World) -> None:
        """Have the next world, and keep the one before in reach: it is what an undo goes back to."""
        self._earlier[self.world.revision] = self.world.tables
        if len(self._earlier) > _IN_REACH:
            del self._earlier[next(iter(self._earlier))]
        self.world = world

    def _switch_journal(self) -> None:
        """Go on in the new journal of a checkpoint that another program made."""
        following = LineFile.open(self._paths.journal)
        if following is not None:
            try:
                ours = following.header.world == self._world_id and following.header.schema == SCHEMA
                raw = following.read() if ours else []
                base, revision = following.header.base, self.world.revision
                if not ours or not base <= revision <= following.revision:
                    raise Rewritten
                fresh = lines_from(raw, base, revision + 1, following.path)
            except BaseException:
                following.close()
                raise
            if fresh:
                self._go_on(fold(self.world, fresh))
        self._adopt(Found(self.world, self._world_id, following))

    def _open_again(self, mending: bool) -> None:
        """Open the files as a program that has just started does."""
        try:
            if mending:
                found, said = open_mended(self._paths, self._migrations)
                self._said += said
            else:
                found = look(self._paths, self._migrations)
        except NeedsMending as need:
            raise need.error from None
        except FileNotFoundError:
            raise not_found(self._paths) from None
        except StateError as error:
            if error.code == "SchemaNewer":
                self._stop(error.message)
            raise
        self._adopt(found)

    def _adopt(self, found: Found) -> None:
        if self._line_file is not None:
            self._line_file.close()
        if found.world_id != self._world_id:
            self._said.append(f"Another world has taken the place of the one in {self.path}.")
        if found.world is not self.world:
            self._earlier.clear()
        self.world, self._world_id, self._line_file = found
