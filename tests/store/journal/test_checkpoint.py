"""The checkpoint file as TinyDB sees it, its digest, and the way from one schema to the next."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from store.errors import StateError
from store.journal import checkpoint as database
from store.journal.checkpoint import Migrations
from store.journal.journal import Journal
from store.journal.state_paths import StatePaths
from store.resources import TABLES
from store.world import World
from store.world.integrity import misplaced
from tests.support.damages import without_check
from tests.support.small_states import add_mail, contents, expected, small_world, state
from tests.support.syscalls import Child, Disk, killed
from tests.support.worlds import walk_world


def alone(path: Path) -> None:
    """Leave a state without journal and history, as one that was sent by mail."""
    shutil.rmtree(StatePaths(path).history)
    StatePaths(path).journal.unlink()


def test_stock_tinydb_opens_the_state(tmp_path: Path) -> None:
    path = state(tmp_path, commits=5)
    Journal.open(path).close(checkpoint=True)
    world = Journal.open(path).world
    with TinyDB(path, access_mode="r") as tiny:
        (facts,) = tiny.table("_meta").all()
        assert facts["revision"] == 5
        assert facts["schema"] == database.SCHEMA
        assert tiny.tables() - {"_meta"} == {name for name, table in world.tables.items() if table}
        for name, table in world.tables.items():
            assert [one.doc_id for one in tiny.table(name)] == list(range(1, len(table) + 1))
        assert tiny.table("_mails").get(where("id") == "Mail-5")["subject"] == "me 5"


def test_a_state_written_by_stock_tinydb_opens(tmp_path: Path) -> None:
    path = state(tmp_path, commits=3)
    Journal.open(path).close(checkpoint=True)
    alone(path)
    with TinyDB(path) as tiny:
        tiny.table("_mails").update({"subject": "changed"}, where("id") == "Mail-2")
    journal = Journal.open(path, allow_older=True)
    assert [mail.subject for mail in journal.world.tables["_mails"].values()] == ["changed", "me 3"]
    add_mail(journal)
    assert contents(Journal.open(path).world) == contents(journal.world)


def test_the_state_is_indented_text_for_people(tmp_path: Path) -> None:
    text = state(tmp_path).read_text(encoding="utf-8")
    assert text.startswith('{\n  "_clock": {\n    "1": {\n      "type": "_clock",\n      "id": "clock",\n')
    assert text.endswith('"\n    }\n  }\n}\n')
    assert json.loads(text)["Microsoft.Resources/resourceGroups"]["1"]["name"] == "rg-web"


def test_a_world_of_every_kind_comes_back_whole(tmp_path: Path) -> None:
    world = walk_world()
    path = tmp_path / "state.json"
    Journal.open(path, begin=lambda: world).close(checkpoint=False)
    assert contents(Journal.open(path).world) == contents(world)
    assert misplaced(world) == ""
    alone(path)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    assert contents(Journal.open(path, allow_older=True).world) == contents(world), (
        "also after somebody wrote it anew"
    )


def test_tables_are_written_whatever_their_number_of_documents(tmp_path: Path) -> None:
    path = state(tmp_path)
    journal = Journal.open(path)
    for _ in range(300):
        add_mail(journal, "x" * 3000)
    journal.close(checkpoint=True)
    assert path.stat().st_size > 2 * database._BUFFER
    assert contents(Journal.open(path).world) == contents(journal.world)
    assert Journal.open(path).warnings == ()


@pytest.mark.parametrize(
    "old, new", [('"revision": 2', '"revision": 1'), ("me 2", "me 3"), ("\n}\n", "\n} \n")]
)
def test_the_digest_tells_an_edited_file_from_a_copied_one(tmp_path: Path, old: str, new: str) -> None:
    path = state(tmp_path, commits=2)
    Journal.open(path).close(checkpoint=True)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    assert Journal.open(path).warnings == ()
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert Journal.open(path).warnings != ()


def older(data: bytes) -> bytes:
    """The same state as schema 0, where the name of a world was its title."""
    return data.replace(b'"schema": 1', b'"schema": 0').replace(b'"schema":1', b'"schema":0')


def to_names(tiny: TinyDB) -> None:
    """The migration from that schema."""
    for facts in tiny.table("_world").all():
        tiny.table("_world").update({"name": facts["title"]}, doc_ids=[facts.doc_id])
    tiny.table("_world").update(lambda facts: facts.pop("title"))


MIGRATIONS: Migrations = {0: to_names}


def of_schema_0(folder: Path) -> Path:
    """A state of the older schema, with two commits in its checkpoint and three in its journal."""
    path = state(folder, commits=2)
    Journal.open(path).close(checkpoint=True)
    journal = Journal.open(path)
    for _ in range(3):
        add_mail(journal)
    path.write_bytes(older(path.read_bytes()).replace(b'"name": "small"', b'"title": "small"'))
    lines = StatePaths(path).journal
    lines.write_bytes(older(b"".join(map(without_check, lines.read_bytes().splitlines(True)))))
    return path


def test_an_older_state_moves_up_and_is_kept(tmp_path: Path) -> None:
    path = of_schema_0(tmp_path)
    before = path.read_bytes(), StatePaths(path).journal.read_bytes()
    journal = Journal.open(path, migrations=MIGRATIONS)
    assert contents(journal.world) == expected(5)[5]
    aside = tmp_path / "state.json.schema-0-1"
    assert (aside.read_bytes(), StatePaths(aside).journal.read_bytes()) == before
    assert any(str(aside) in warning for warning in journal.warnings)
    add_mail(journal)
    again = Journal.open(path)
    assert contents(again.world) == expected(6)[6]
    assert again.warnings == ()
    assert contents(Journal.open(aside, migrations=MIGRATIONS).world) == expected(5)[5]


def test_an_older_state_that_nothing_moves_up_is_left_alone(tmp_path: Path) -> None:
    path = of_schema_0(tmp_path)
    before = path.read_bytes()
    with pytest.raises(StateError, match="SchemaInvalid"):
        Journal.open(path)
    with pytest.raises(StateError, match="StateDamaged"):
        Journal.open(path, migrations={0: lambda tiny: None})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "old, new",
    [
        (b'"id": "clock"', b'"di": "clock"'),
        (b'"_clock": {', b'"_clock": [],  "x": {'),
    ],
)
def test_an_older_state_in_disorder_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = of_schema_0(tmp_path)
    path.write_bytes(path.read_bytes().replace(old, new))

    def migrate(tiny: TinyDB) -> None:
        tiny.table("_world").update({"era": "2022"})

    with pytest.raises(StateError, match=r"state\.json is not a certblade state") as caught:
        Journal.open(path, migrations={0: migrate})
    assert caught.value.code == "StateDamaged"


def test_no_kill_while_moving_up_loses_anything(tmp_path: Path) -> None:
    at = 0
    while True:
        at += 1
        path = of_schema_0(tmp_path / str(at))
        disk = Disk(at, killed, lasting=False)

        def work(said: Any, path: Path, disk: Disk) -> None:
            with disk.in_place():
                add_mail(Journal.open(path, migrations=MIGRATIONS))

        status = Child(partial(work, path=path, disk=disk)).wait()[1]
        journal = Journal.open(path, migrations=MIGRATIONS)
        assert contents(journal.world) == expected(6)[journal.world.revision]
        assert journal.world.revision == (6 if status == 0 else journal.world.revision)
        add_mail(journal)
        assert Journal.open(path).world.revision == journal.world.revision
        if status == 0:
            break
    assert at > 10


def test_every_kind_of_document_has_a_table() -> None:
    assert len(TABLES) == len(set(TABLES.values()))
    assert contents(World(small_world().tables, 0)) == contents(small_world())
