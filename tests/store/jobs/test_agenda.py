"""The agenda of the demo world, as its module's docstring shows it."""

from __future__ import annotations

import re

from store.jobs import agenda
from store.jobs.sources import AGENDA
from store.worlds import begin


def test_the_example_of_the_agenda_is_what_the_demo_world_has() -> None:
    shown = re.findall(r"^    (\d{4}-\d\d-\d\d \d\d:\d\d)  (.+?)  ", agenda.__doc__ or "", re.MULTILINE)
    assert len(shown) > 5
    world = begin("demo", seed=1, keys="ec")
    assert [(f"{due.at:%Y-%m-%d %H:%M}", due.kind) for due in AGENDA.entries(world)] == shown
