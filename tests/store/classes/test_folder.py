"""The folder of a class: worlds for all, kept when the class grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import read_world
from store.classes.folder import make_class, read_class, world_path
from store.classes.roster import Trainee
from store.errors import StateError
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.training.run import run_of
from tests.support.class_room import ADA, GRACE, at_work, class_of, scenario_world


def test_everybody_gets_the_same_world(tmp_path: Path) -> None:
    folder = class_of(tmp_path / "class")
    first, second = (read_world(world_path(folder, one.login))[0] for one in (ADA, GRACE))
    runs = [run_of(world) for world in (first, second)]
    assert [run.trainee for run in runs if run] == [ADA.name, GRACE.name]
    assert {**first.tables, "_training": None} == {**second.tables, "_training": None}
    assert read_class(folder).title == "October"
    assert world_path(folder, "ada").stat().st_mode & 0o077 == 0


def test_a_class_can_grow_and_nobody_loses_a_world(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    with at_work(folder, ADA) as portal:
        portal.perform(SyncOrder(order="contosocert"))
        revision = portal.world.revision
    made = make_class(folder, "", (GRACE,), scenario_world())
    assert made == (world_path(folder, "grace"),)
    assert [one.login for one in read_class(folder).trainees] == ["ada", "grace"]
    assert read_class(folder).title == "October"
    assert read_world(world_path(folder, "ada"))[0].revision == revision


def test_a_trainee_named_again_takes_the_new_name(tmp_path: Path) -> None:
    folder = class_of(tmp_path, ADA)
    make_class(folder, "", (Trainee("ada", "Ada King"),), scenario_world())
    assert read_class(folder).trainees == (Trainee("ada", "Ada King"),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "ClassNotFound"),
        (b"{", "ClassDamaged"),
        (b'{"format": 1, "more": 1}', "ClassDamaged"),
        (b'{"format": 1, "trainees": [{"login": "../ada", "name": "Ada"}]}', "ClassDamaged"),
        (b'{"format": 2}', "ClassNewer"),
        (b'"' + b"x" * 300_000 + b'"', "ClassDamaged"),
    ],
)
def test_a_class_file_that_cannot_be_used_says_why(tmp_path: Path, text: bytes | None, code: str) -> None:
    if text is not None:
        (tmp_path / "class.json").write_bytes(text)
    with pytest.raises(StateError) as refused:
        read_class(tmp_path)
    assert refused.value.code == code
