"""How a state is opened: as it lies where its files are whole, else mended or begun under the lock."""

from __future__ import annotations

from collections.abc import Callable

from store.errors import StateError
from store.files.durable import make_directory, writing
from store.journal.checkpoint import Migrations
from store.journal.generations import not_found, set_aside
from store.journal.lock import Lock
from store.journal.recovery import Allowed, Found, NeedsMending, look, open_mended
from store.journal.state_paths import StatePaths
from store.journal.succession import create
from store.world import World

#: Seconds a writer waits for the others.
LOCK_TIMEOUT = 10.0


def create_first(paths: StatePaths, world: World) -> list[str]:
    """Write the first files of a state, the lock held; those of an earlier state are set aside."""
    with writing(paths.path):
        aside = set_aside(paths, "other")
        create(paths, world)
    return [f"The journal or history of an earlier world was set aside as {aside}."] if aside else []


def _open_locked(
    paths: StatePaths,
    lock: Lock,
    begin: Callable[[], World] | None,
    migrations: Migrations,
    *,
    allow_older: bool,
) -> tuple[Found, list[str]]:
    """Mend a state that does not simply open, or begin one; also what to tell the user."""
    with lock.hold(LOCK_TIMEOUT):
        try:
            return open_mended(paths, migrations, allow_older=allow_older)
        except FileNotFoundError:
            if begin is None:
                raise not_found(paths) from None
            said = create_first(paths, begin())
            return look(paths, migrations), said


def opened(
    paths: StatePaths,
    lock: Lock,
    begin: Callable[[], World] | None,
    migrations: Migrations,
    *,
    allow_older: bool,
) -> tuple[Found, list[str]]:
    """Open a state as `Journal.open` does; also what to tell the user."""
    try:
        return look(paths, migrations, Allowed(alone=allow_older)), []
    except FileNotFoundError:
        if begin is None:
            raise not_found(paths) from None
        with writing(paths.path.parent):
            make_directory(paths.path.parent)
        return _open_locked(paths, lock, begin, migrations, allow_older=allow_older)
    except NeedsMending as need:
        try:
            return _open_locked(paths, lock, begin, migrations, allow_older=allow_older)
        except StateError as error:
            if error.code != "StateNotWritten":
                raise
            raise StateError(need.error.code, f"{need.error.message} (Not mended: {error.message})") from None
