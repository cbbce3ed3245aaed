"""A small world, and operations on it that need nothing but the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.journal.in_memory import MemoryJournal
from store.journal.journal import Journal
from store.resources import Clock, Mail, ResourceGroup, WorldFacts
from store.world import Draft, Stored, World

START = datetime(2022, 8, 1, 9, tzinfo=UTC)
GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-web"


def small_world() -> World:
    """Revision 0: a clock, the facts, and a resource group."""
    documents: tuple[Stored, ...] = (
        Clock(id="clock", now=START),
        WorldFacts(id="world", name="small", era="2022", seed=1, created_at=START),
        ResourceGroup(id=GROUP, name="rg-web", location="westeurope"),
    )
    draft = Draft(World({}, -1))
    for document in documents:
        draft.put(document)
    return draft.finish()


def state(folder: Path, commits: int = 0) -> Path:
    """A state file in `folder` with that many commits in its journal."""
    path = folder / "state.json"
    journal = Journal.open(path, begin=small_world)
    for _ in range(commits):
        add_mail(journal)
    journal.close(checkpoint=False)
    return path


def add_mail(journal: Journal | MemoryJournal, subject: str = "", *, who: str = "me") -> str:
    """One commit of two documents, and every third time of a removed one; returns its correlation id."""
    with journal.locked() as world:
        draft = Draft(world)
        number = draft.revision
        draft.put(
            Mail(
                id=f"Mail-{number}",
                order="o",
                to=("ada@contoso.com",),
                sent_at=world.now,
                subject=subject or f"{who} {number}",
                body="x" * (number * 37 % 400),
            )
        )
        draft.put(Clock(id="clock", now=world.now + timedelta(hours=1)))
        gone = draft.get(Mail, f"mail-{number - 2}")
        if gone is not None and number % 3 == 0:
            draft.remove(gone)
        correlation = f"{who}-{number}"
        journal.commit(draft, id=correlation, caller=who, operation={"operation": "AddMail"})
    return correlation


def contents(world: World) -> tuple[int, Mapping[str, Mapping[str, Stored]]]:
    """Revision and documents, for comparing; a table without documents is no table."""
    return world.revision, {name: dict(table) for name, table in world.tables.items() if table}


def expected(commits: int) -> list[tuple[int, Mapping[str, Mapping[str, Stored]]]]:
    """What the small world holds after 0, 1, … commits, from a journal without files."""
    journal = MemoryJournal(small_world())
    worlds = [contents(journal.world)]
    for _ in range(commits):
        add_mail(journal)
        worlds.append(contents(journal.world))
    return worlds


def every_byte(folder: Path) -> bytes:
    """All files below a folder, one after the other, each once."""
    files = {path.stat().st_ino: path for path in sorted(folder.rglob("*")) if path.is_file()}
    return b"\n".join(path.read_bytes() for path in files.values())
