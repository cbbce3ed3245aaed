"""A class of a test: two trainees on the same scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from store import open_portal
from store.classes.folder import make_class, world_path
from store.classes.roster import Trainee
from store.portal import Portal
from store.resources import Mode
from store.training.deeds import EndRun
from store.training.start import start
from store.world import World
from tests.support.scenarios import SOUND, scenario

ADA, GRACE = Trainee("ada", "Ada Lovelace"), Trainee("grace", "Grace Hopper")
#: The real time at which tests end a run.
ENDS = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


@cache
def scenario_world(mode: Mode = Mode.PRACTICE) -> World:
    """The world in which the scenario begins; made once, since worlds never change."""
    with TemporaryDirectory() as folder:
        return start(scenario(), SOUND, Path(folder), mode)


def class_of(folder: Path, *trainees: Trainee, mode: Mode = Mode.PRACTICE) -> Path:
    """A class in this folder; of Ada and Grace where nobody is named."""
    make_class(folder, "October", trainees or (ADA, GRACE), scenario_world(mode))
    return folder


@contextmanager
def at_work(folder: Path, trainee: Trainee) -> Iterator[Portal]:
    """A trainee at the own portal."""
    portal = open_portal(world_path(folder, trainee.login))
    try:
        yield portal
    finally:
        portal.close()


def end_run(portal: Portal, *, gave_up: bool = False) -> None:
    """End the run of a portal's world."""
    portal.perform(EndRun(at=ENDS, gave_up=gave_up))
