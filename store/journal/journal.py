"""The durable world: one line per operation, synced before it is acknowledged, shared by many processes.

`PATH` is the checkpoint (see `store.journal.checkpoint`), `PATH.journal` the operations since, `PATH.lock`
keeps writers apart, `PATH.history/` holds earlier generations. A commit is: lock, take in what others wrote,
append one line, sync.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from store.errors import StateError
from store.files.durable import Scratch, keep_as, make_directory, read_regular, stamp_of, unwritten, writing
from store.journal.checkpoint import MIGRATIONS, SCHEMA, Migrations, parse
from store.journal.follower import Follower
from store.journal.generations import History, copied_aside, due, not_found
from store.journal.line_file import LineFile, NotTakenBack
from store.journal.lines import Header, check, encode, make_line
from store.journal.lock import Lock
from store.journal.opening import LOCK_TIMEOUT, create_first, opened
from store.journal.recovery import Allowed, Found, NeedsMending, look, to_take_in
from store.journal.state_paths import StatePaths, sweep
from store.journal.succession import Successor, create, keep_pair, prepare, switch
from store.world import Draft, World


def write_state(path: Path, world: World, *, replace: bool) -> None:
    """Write a fresh state. `replace` sets an existing one aside, with its journal and history.

    Raises `StateError`: StateExists without `replace`, StateNotAFile, StateNotWritten, StateLocked.
    """
    paths = StatePaths(path)
    with writing(paths.path.parent):
        make_directory(paths.path.parent)
    with closing(Lock(paths.lock)) as lock, lock.hold(LOCK_TIMEOUT):
        sweep(paths)
        try:
            read_regular(paths.path)
        except FileNotFoundError:
            create_first(paths, world)
            return
        if not replace:
            raise StateError(
                "StateExists",
                f"{paths.path} exists. Give another path, or --replace to set it aside under a new name.",
            )
        with writing(paths.path), copied_aside(paths, "replaced"):
            create(paths, world)


def _written_here(path: Path, header: Header | None, world_id: str, migrations: Migrations) -> int | None:
    """Revision of the checkpoint file there, or None where it is not one that this world wrote."""
    with suppress(StateError, FileNotFoundError):
        if header is not None and stamp_of(path.stat()) == header.checkpoint:
            return header.base
        data, stamp = read_regular(path)
        checkpoint = parse(path, data, stamp, None, migrations)
        if checkpoint.intact and checkpoint.meta.world == world_id:
            return checkpoint.meta.revision
    return None


class _Locked:
    """A journal that is held: `with` yields its world. A class, as it is entered for each operation."""

    __slots__ = ("_journal", "_timeout")

    def __init__(self, journal: Journal, timeout: float) -> None:
        self._journal = journal
        self._timeout = timeout

    def __enter__(self) -> World:
        journal = self._journal
        journal.check_writable()
        journal._lock.acquire(self._timeout)
        try:
            journal._catch_up(mending=True)
            if journal.barred:
                journal.check_writable()
            journal._make_ready()
        except BaseException:
            journal._lock.release()
            raise
        journal._trouble = ""
        return journal.world

    def __exit__(self, *_: object) -> None:
        self._journal._lock.release()


class Journal(Follower):
    """The world of a state file, followed and written. Thread-safe."""

    _swept = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        begin: Callable[[], World] | None = None,
        migrations: Migrations = MIGRATIONS,
        allow_older: bool = False,
    ) -> Journal:
        """Open the state at `path`; `begin` makes the first world where there is none.

        Raises `StateError`: StateNotFound without `begin`; JournalMissing for a checkpoint without its
        journal, unless `allow_older` goes on from it; and for every file that cannot be used.
        """
        paths = StatePaths(path)
        lock = Lock(paths.lock)
        try:
            found, said = opened(paths, lock, begin, migrations, allow_older=allow_older)
            return cls(paths, lock, found, said, migrations)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def watch(cls, path: Path, *, allow_older: bool = False) -> Journal:
        """Open the state at `path` to look on: no file is written, mended or locked.

        Raises `StateError` as `open` does.
        """
        paths = StatePaths(path)
        try:
            found = look(paths, MIGRATIONS, Allowed(alone=allow_older))
            journal = cls(paths, Lock(paths.lock), found, [], MIGRATIONS)
            journal.barred = "it was opened read-only. Without --read-only it can be changed."
            return journal
        except FileNotFoundError:
            raise not_found(paths) from None
        except NeedsMending as need:
            raise need.error from None

    def locked(self, timeout: float = LOCK_TIMEOUT) -> _Locked:
        """Hold the lock; yields the world to change, with all that others wrote.

        Raises `StateError`: StateLocked after `timeout` seconds, StateReadOnly, or what the files say.
        """
        return _Locked(self, timeout)

    def check_writable(self) -> None:
        """Raise `StateError` StateReadOnly where this instance never writes."""
        if self.barred:
            raise StateError("StateReadOnly", f"{self.path} is only read here: {self.barred}")

    def _make_ready(self) -> None:
        """Leave nothing torn, and a journal of this schema that ends at this world."""
        if not self._swept:
            sweep(self._paths)
            self._swept = True
        line_file = self._line_file
        if line_file is not None and not line_file.writable:
            with writing(line_file.path):
                line_file.make_writable()
        if line_file is None or line_file.revision < self.world.revision or line_file.header.schema != SCHEMA:
            with writing(self.path), Scratch(self.path) as scratch:
                self._install(prepare(self._paths, scratch, self.world, self._world_id))
        elif line_file.torn:
            with writing(line_file.path):
                kept = History(self._paths).save_torn(line_file.revision, line_file.unfinished())
                line_file.cut()
            self._said.append(
                f"{line_file.path} ended in an unfinished line; it was cut off and kept as {kept}."
            )

    def commit(self, draft: Draft, *, id: str, caller: str, operation: Mapping[str, Any]) -> World:
        """Append the line of an operation that wrote this draft, inside `locked()`; durable on return.

        Returns the world that it has become. Raises `StateError`: StateNotWritten, and those of
        `encode` and `check`; all is as before then.
        """
        line_file = self._line_file
        if not self._lock.held or line_file is None or draft.revision != line_file.revision + 1:
            raise RuntimeError("A commit belongs inside locked(), on the world it yields.")
        line = make_line(draft, id=id, caller=caller, operation=operation)
        text = encode(line)

        def meanwhile() -> World:
            # The medium takes longer than this, and what it has of a line that fails is taken back.
            check(line, text)
            made = draft.finish()
            # Kept by the world for the next operation, which has no such time to spare.
            _ = made.next_correlation
            return made

        try:
            world = line_file.append(text, meanwhile)
        except OSError as error:
            raise unwritten(line_file.path, error) from None
        except NotTakenBack as error:
            self._stop(f"a line was written in part and cannot be taken back ({error}). Start again.")
            self.check_writable()
        self._go_on(world)
        return world

    @property
    def lines_size(self) -> int:
        """Bytes of the journal's header and lines, without the room after them."""
        return self._line_file.offset if self._line_file is not None else 0

    def checkpoint_due(self) -> bool:
        """Whether the journal is long enough to be folded into a checkpoint, and this instance may."""
        line_file = None if self.barred else self._line_file
        return line_file is not None and due(line_file.header.checkpoint.size, line_file.offset)

    def checkpoint(self) -> None:
        """Write the world as the new checkpoint and begin a new journal; other writers go on meanwhile.

        Raises `StateError`; the state is as before then.
        """
        with self.locked() as world:
            line_file = self._line_file
            if line_file is None or line_file.header.base == world.revision:
                return
            offset = line_file.offset
            with writing(self.path):
                scratch = Scratch(self.path)
        with scratch:
            successor = prepare(self._paths, scratch, world, self._world_id)
            with self.locked():
                if self._line_file is line_file:
                    self._install(successor, line_file.raw_from(offset))

    def _install(self, successor: Successor, newer: bytes = b"") -> None:
        """Make a checkpoint the state's; the files before it go to the history. The lock is held."""
        with writing(self.path):
            if self._line_file is not None:
                # Lines of others that we took in may not be synced yet, and the checkpoint has them.
                self._line_file.trim()
                self._line_file.sync()
            self._keep_present()
            switch(self._paths, successor, newer)
            History(self._paths).prune(self.world.revision)
        found = LineFile.open(self._paths.journal)
        if found is not None:
            try:
                found.read()
            except BaseException:
                found.close()
                raise
        self._adopt(Found(self.world, self._world_id, found))

    def _keep_present(self) -> None:
        """Keep the pair that is there now: in the history, or beside it where we did not write it."""
        if History(self._paths).world_id() not in ("", self._world_id):
            aside = self._paths.set_aside_as("other").history
            self._paths.history.rename(aside)
            self._said.append(f"The history of another world was set aside as {aside}.")
        header = self._line_file.header if self._line_file else None
        revision = _written_here(self.path, header, self._world_id, self._migrations)
        if revision is None and self.path.exists():
            changed = self._paths.set_aside_as("edited").path
            keep_as(self.path, changed)
            self._said.append(
                f"{self.path} was changed by something else while it was open; that file is now {changed}. "
                f"{to_take_in(changed)}"
            )
        keep_pair(self._paths, header.base if header else None, revision)

    def hold_clock(self) -> bool:
        """Whether this instance runs the clock: it does from its first call, unless another instance does."""
        return not self.read_only and self._clock.keep()

    def close(self, *, checkpoint: bool) -> None:
        """Close the files, with a checkpoint first where asked for and possible."""
        self._lock.leave()
        if checkpoint and not self.read_only:
            with suppress(StateError):
                # The journal has every line: without a checkpoint only the next start is slower.
                self.checkpoint()
        if self._line_file is not None and self._line_file.written:
            # The file is at rest plain text; where others write just then, the room serves them.
            with suppress(StateError, OSError), self._lock.hold(0):
                self._line_file.trim()
        with self._lock.threads_only(wait=True):
            self._stop("it is closed.")
            if self._line_file is not None:
                self._line_file.close()
                self._line_file = None
            self._lock.close()
            self._clock.close()
