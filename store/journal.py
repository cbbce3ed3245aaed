"""The durable world: one line per operation, synced before it is acknowledged, shared by many processes.

`PATH` is the checkpoint (see `store.database`), `PATH.journal` the operations since, `PATH.lock` keeps
writers apart, `PATH.history/` holds earlier generations. A commit is: lock, take in what others wrote,
append one line, sync. Reading takes no lock.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from store.database import MIGRATIONS, SCHEMA, Migrations, parse
from store.errors import AzureError, StateError
from store.files import Places, Scratch, keep_as, make_directory, open_to_others, read_regular, reading, sweep, writing
from store.generations import (
    Gap,
    History,
    Successor,
    copied_aside,
    create,
    due,
    keep_pair,
    lines_after,
    prepare,
    rebuild,
    set_aside,
    switch,
)
from store.lines import Line, decode_lines, encode, fold, make_line
from store.lines import difference as difference
from store.lock import Lock
from store.memory import MemoryJournal as MemoryJournal
from store.memory import not_kept
from store.opening import Found, NeedsMending, look, not_found, open_mended
from store.tape import NotTakenBack, Rewritten, Tape
from store.world import Changes, Stored, World

#: Seconds a writer waits for the others.
LOCK_TIMEOUT = 10.0


def write_state(path: Path, world: World, *, replace: bool) -> None:
    """Write a fresh state. `replace` sets an existing one aside, with its journal and history.

    Raises `StateError`: StateExists without `replace`, StateNotAFile, StateNotWritten, StateLocked.
    """
    places = Places(path)
    with _made(places).hold(LOCK_TIMEOUT), writing(places.path):
        sweep(places.path)
        with reading(places.path):
            there = _is_there(places)
        if not there:
            _create(places, world)
        elif replace:
            with copied_aside(places, "replaced"):
                create(places, world, secrets.token_hex(16))
        else:
            raise StateError(
                "StateExists", f"{places.path} exists. Give another path, or --replace to set it aside under a new name."
            )


def _is_there(places: Places) -> bool:
    try:
        read_regular(places.path)
    except FileNotFoundError:
        return False
    return True


def _made(places: Places) -> Lock:
    """The lock of a state whose directory may have to be made."""
    with writing(places.path.parent):
        make_directory(places.path.parent)
    return Lock(places.lock)


def _create(places: Places, world: World) -> list[str]:
    """Begin a state where none is, the lock held; what is left of an earlier one is set aside."""
    aside = set_aside(places, "other")
    create(places, world, secrets.token_hex(16))
    return [f"The journal or history of an earlier world was set aside as {aside}."] if aside else []


class Journal:
    """A world in files. `world` is the last one taken in; it is replaced, never changed. Thread-safe."""

    def __init__(self, places: Places, lock: Lock, found: Found, said: list[str], migrations: Migrations) -> None:
        self.path = places.path
        self._places = places
        self._lock = lock
        self._migrations = migrations
        self._swept = False
        self._stopped = ""
        self._trouble = ""
        self._said = said
        self._exposed = [
            warning
            for one in (places.path.parent, places.path, places.journal)
            if (warning := open_to_others(one))
        ]
        self._tape: Tape | None = None
        self._adopt(found)

    @classmethod
    def open(
        cls, path: Path, *, begin: Callable[[], World] | None = None, migrations: Migrations = MIGRATIONS
    ) -> Journal:
        """Open the state at `path`; `begin` makes the first world where there is none.

        Raises `StateError`: StateNotFound without `begin`, and for every file that cannot be used.
        """
        places = Places(path)
        lock = Lock(places.lock)
        said: list[str] = []
        try:
            found = look(places, migrations)
        except FileNotFoundError:
            if begin is None:
                raise not_found(places) from None
            found, said = _begin(places, begin(), migrations)
        except NeedsMending:
            with lock.hold(LOCK_TIMEOUT):
                found, said = open_mended(places, migrations)
        return cls(places, lock, found, said, migrations)

    def _adopt(self, found: Found) -> None:
        if self._tape is not None:
            self._tape.close()
        self.world, self._world_id, self._tape = found

    @property
    def read_only(self) -> str:
        """Why this instance cannot write, or ""."""
        return self._stopped or self._trouble

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is worth telling the user: files set aside, files open to others."""
        return (*self._said, *self._exposed)

    @contextmanager
    def locked(self, timeout: float = LOCK_TIMEOUT) -> Iterator[World]:
        """Hold the lock, with everything taken in that others wrote; yields the world to change.

        Raises `StateError`: StateLocked after `timeout` seconds, StateReadOnly, or what the files say.
        """
        self._check_writable()
        with self._lock.hold(timeout):
            self._take_in(mending=True)
            self._check_writable()
            self._make_ready()
            self._trouble = ""
            yield self.world

    def _check_writable(self) -> None:
        if self._stopped:
            raise StateError("StateReadOnly", f"{self.path} is only read here: {self._stopped}")

    def _make_ready(self) -> None:
        """Leave nothing torn, and a journal that ends at this world."""
        if not self._swept:
            sweep(self.path)
            sweep(self._places.journal)
            self._swept = True
        tape = self._tape
        if tape is None or tape.revision != self.world.revision:
            with writing(self.path), Scratch(self.path) as scratch:
                self._install(prepare(scratch, self.world, self._world_id))
        elif tape.torn:
            with writing(tape.path):
                kept = History(self._places).save_torn(tape.revision, tape.unfinished())
                tape.cut()
            self._said.append(f"{tape.path} ended in an unfinished line; it was cut off and kept as {kept}.")

    def commit(
        self, world: World, changes: Changes, *, id: str, caller: str, operation: Mapping[str, Any]
    ) -> None:
        """Append the line of an operation that led to `world`, inside `locked()`; durable on return.

        Raises `StateError` StateNotWritten or NotUnicode; the file and `self.world` are as before then.
        """
        tape = self._tape
        if not self._lock.held or tape is None or world.revision != tape.revision + 1:
            raise RuntimeError("A commit belongs inside locked(), on the world it yields.")
        line = encode(make_line(world, changes, id=id, caller=caller, operation=operation))
        with writing(tape.path):
            try:
                tape.append(line)
            except NotTakenBack as error:
                self._stopped = f"a line that could not be written could not be taken back ({error}). Start again."
                self._check_writable()
        self.world = world

    def follow(self) -> bool:
        """Take in what others wrote; True when the world changed. Waits for nothing and raises nothing.

        Files that cannot be read leave the world as it is and are told by `read_only`.
        """
        with self._lock.threads_only() as alone:
            if not alone or self._stopped:
                return False
            try:
                changed = self._take_in(mending=False)
                self._trouble = ""
            except StateError as error:
                self._trouble = error.message
                return False
            return changed

    def _take_in(self, *, mending: bool) -> bool:
        """Read on; `mending` (the lock is held) may change files that do not open any more."""
        before, tape = self.world, self._tape
        try:
            if tape is None:
                if self._places.journal.exists():
                    self._open_again(mending)
            elif tape.changed():
                self._read_on(tape)
                if tape.replaced():
                    self._change_over(mending)
        except Rewritten:
            self._open_again(mending)
        return self.world is not before

    def _read_on(self, tape: Tape) -> None:
        first = tape.revision + 1
        raw = tape.read()
        if raw:
            self.world = fold(self.world, decode_lines(raw, first, tape.path))

    def _change_over(self, mending: bool) -> None:
        """Another instance made a checkpoint: go on in its journal, which repeats what came after the snapshot."""
        following = Tape.open(self._places.journal)
        if following is None:
            return
        header, known = following.header, self.world.revision
        raw = following.read() if header.schema == SCHEMA and header.world == self._world_id else []
        if not raw and header.base != known or not header.base <= known <= following.revision:
            following.close()
            self._open_again(mending)
            return
        lines = decode_lines(raw[known - header.base :], known + 1, following.path)
        self._adopt(Found(fold(self.world, lines) if lines else self.world, self._world_id, following))

    def _open_again(self, mending: bool) -> None:
        try:
            if mending:
                found, said = open_mended(self._places, self._migrations)
                self._said += said
            else:
                found = look(self._places, self._migrations)
        except NeedsMending as need:
            raise need.error from None
        except FileNotFoundError:
            raise not_found(self._places) from None
        except StateError as error:
            if error.code == "SchemaNewer":
                self._stopped = error.message
            raise
        self._adopt(found)

    def checkpoint_due(self) -> bool:
        """Whether the journal is long enough to be folded into a checkpoint."""
        tape = self._tape
        return tape is not None and due(tape.header.checkpoint.size, tape.offset)

    def checkpoint(self) -> None:
        """Write the world as the new checkpoint and begin a new journal; other writers go on meanwhile.

        Raises `StateError`; the state is as before then.
        """
        with self.locked() as world:
            tape = self._tape
            if tape is None or tape.header.base == world.revision:
                return
            offset = tape.offset
            with writing(self.path):
                scratch = Scratch(self.path)
        with scratch:
            successor = prepare(scratch, world, self._world_id)
            with self.locked():
                if self._tape is tape:
                    self._install(successor, tape.raw_from(offset))

    def _install(self, successor: Successor, newer: bytes = b"") -> None:
        """Make a written checkpoint the state's, and keep the pair before it; the lock is held."""
        with writing(self.path):
            if self._tape is not None:
                # Lines of others that we took in may not be synced yet, and the checkpoint has them.
                self._tape.sync()
            self._keep_present()
            switch(self._places, successor, newer)
            History(self._places).prune(self.world.revision)
        found = Tape.open(self._places.journal)
        if found is not None:
            found.read()
        self._adopt(Found(self.world, self._world_id, found))

    def _keep_present(self) -> None:
        history = History(self._places)
        if history.world_id() not in ("", self._world_id):
            aside = self._places.set_aside_as("other")
            self._places.history.rename(aside.history)
            self._said.append(f"The history of another world was set aside as {aside.history}.")
        header = self._tape.header if self._tape else None
        revision = self._present_revision(header.checkpoint if header else None)
        if revision is None and self.path.exists():
            aside = self._places.set_aside_as("edited")
            keep_as(self.path, aside.path)
            self._said.append(f"{self.path} was changed by something else; that file is now {aside.path}.")
        keep_pair(self._places, header.base if header else None, revision)

    def _present_revision(self, written: object) -> int | None:
        """Revision of the checkpoint file there now, or None where it is not the one that was written."""
        with suppress(StateError, FileNotFoundError):
            data, mark = read_regular(self.path)
            checkpoint = parse(self.path, data, mark, None, self._migrations)
            if (mark == written or checkpoint.intact) and checkpoint.meta.world == self._world_id:
                return checkpoint.meta.revision
        return None

    def at(self, revision: int) -> World:
        """The world as it was at a revision; raises `AzureError` RevisionNotKept."""
        if revision == self.world.revision:
            return self.world
        found = None
        if 0 <= revision < self.world.revision:
            # A second look, because a checkpoint made meanwhile moves files to the history.
            found = rebuild(self._places, self._world_id, revision) or rebuild(self._places, self._world_id, revision)
        if found is None:
            raise not_kept(revision)
        return found

    def lines(self, first: int, last: int) -> list[Line[Stored]]:
        """The operations of these revisions, both ends included; raises `AzureError` RevisionNotKept."""
        try:
            lines = list(lines_after(self._places, self._world_id, first - 1, last))
        except Gap:
            raise not_kept(first) from None
        if len(lines) != last - first + 1:
            raise not_kept(last)
        return lines

    def close(self, *, checkpoint: bool) -> None:
        """Close the files, with a checkpoint first where asked for and possible."""
        if checkpoint and not self.read_only:
            with suppress(StateError):
                # The journal has every line: without the checkpoint the next start is slower, and that is all.
                self.checkpoint()
        if self._tape is not None:
            self._tape.close()
            self._tape = None
        self._lock.close()


def _begin(places: Places, world: World, migrations: Migrations) -> tuple[Found, list[str]]:
    with _made(places).hold(LOCK_TIMEOUT), writing(places.path):
        try:
            return open_mended(places, migrations)
        except FileNotFoundError:
            said = _create(places, world)
            return look(places, migrations), said
