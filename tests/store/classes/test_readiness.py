"""Whether a class can begin: worlds that cannot be used are named, and one that is written to is none."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

from store.classes.folder import world_path
from store.classes.readiness import verdicts
from store.classes.roster import Trainee
from tests.support.class_room import ADA, GRACE, class_of


def test_a_newer_world_and_a_link_to_nothing_are_named_and_a_lock_is_no_fault(tmp_path: Path) -> None:
    eve = Trainee("eve", "Eve")
    folder = class_of(tmp_path, ADA, GRACE, eve)
    newer, locked, lost = (world_path(folder, one.login) for one in (ADA, GRACE, eve))
    text = newer.read_text()
    newer.write_text(text.replace('"schema":', '"schema": 99, "was":', 1))
    assert newer.read_text() != text
    for one in lost.parent.iterdir():
        if one.is_file():
            one.unlink()
    lost.symlink_to(tmp_path / "nowhere")
    with locked.with_name("state.json.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = {one.what: one.wrong for one in verdicts(folder)}
    assert found["world of ada"] and not found["world of grace"] and found["world of eve"]
    assert json.loads(newer.read_text())
