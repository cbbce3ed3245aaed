"""The face of the store: a small Azure in a file.

Programs that open worlds import from here; importing costs almost nothing, because each name is fetched from
its own module at its first use. `open_portal` opens a world, `Portal.perform` is the only way to change it.
Rules are imported from the module that holds them (`store.services`, `store.drift`, `store.jobs`), so that an
import tells where to read on.

    >>> from store import open_portal
    >>> portal = open_portal(path)
    >>> portal.perform(CreateOrder(name="contosocert", host="contoso.com"))
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack

    from store.errors import AzureError as AzureError
    from store.errors import StateError as StateError
    from store.errors import UsageError as UsageError
    from store.faults.causing import advance as advance
    from store.faults.causing import let_loose as let_loose
    from store.files.finding import Finding
    from store.portal import Done as Done
    from store.portal import Portal as Portal
    from store.secret import Secret as Secret
    from store.world import View as View
    from store.world import World as World
    from store.worlds import Beginning

__version__ = "1.0.0"
#: The day of this version.
__released__ = "2026-11-30"

#: Where each name of the face lives that is not defined here.
_HOMES = {
    "AzureError": "errors",
    "Done": "portal",
    "Portal": "portal",
    "Secret": "secret",
    "StateError": "errors",
    "UsageError": "errors",
    "View": "world",
    "World": "world",
    "advance": "faults.causing",
    "let_loose": "faults.causing",
}

__all__ = [*sorted(_HOMES), "default_state_path", "examine_state", "new_world", "open_portal", "read_world"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'store' has no attribute '{name}'")
    value = getattr(import_module(f"store.{home}"), name)
    globals()[name] = value
    return value


def default_state_path() -> Path:
    """The state of whoever names no other: `CERTBLADE_STATE`, else in the user's data directory."""
    named = os.environ.get("CERTBLADE_STATE")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("certblade", appauthor=False) / "state.json"


def open_portal(
    path: Path, *, create: bool = False, allow_older: bool = False, read_only: bool = False
) -> Portal:
    """The portal of the world in `path`; `create` begins an empty world where there is none.

    With `read_only` it writes nothing: no operation, no mending, no lock.

    Raises `StateError` (StateNotFound without `create`; JournalMissing where the state lacks its journal,
    unless `allow_older` goes on from its last checkpoint; others where the state cannot be read).
    """
    from store.journal.journal import Journal
    from store.portal import Portal

    if read_only:
        return Portal(Journal.watch(path, allow_older=allow_older))
    return Portal(Journal.open(path, begin=_empty_world if create else None, allow_older=allow_older))


def read_world(
    path: Path, *, allow_older: bool = False, read_only: bool = False
) -> tuple[World, tuple[str, ...]]:
    """The world in `path`, and warnings about its files.

    No file stays open but that of the packed documents of a large world, as long as the world is in use.
    With `read_only` files that need mending are left as they are, and say so.

    Raises `StateError` as `open_portal` does.
    """
    from store.journal.journal import Journal

    how = Journal.watch if read_only else Journal.open
    journal = how(path, allow_older=allow_older)
    journal.close(checkpoint=False)
    return journal.world, journal.warnings


def examine_state(path: Path) -> tuple[Finding, ...]:
    """What can be said of the files of the state at `path`: readable, private, locked."""
    from store.journal.examine import examine

    return examine(path)


def new_world(
    path: Path,
    name: str = "walk",
    *,
    replace: bool = False,
    **options: Unpack[Beginning],
) -> None:
    """Makes the world `name` ("walk", "demo", "cloud", "empty" or "fleet") and writes it to `path`.

    The options are those of `worlds.begin`. Raises `StateError` StateExists where `path` holds a world
    already, unless `replace` sets that one aside; `AzureError` as `worlds.begin`.
    """
    from store.journal.journal import write_state
    from store.worlds import begin

    write_state(path, begin(name, **options), replace=replace)


def _empty_world() -> World:
    from store.worlds import begin

    return begin("empty")
