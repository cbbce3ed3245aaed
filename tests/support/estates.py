"""Sample exports of estates, and worlds made of them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from store.estates.exports import Export, read_exports
from store.estates.report import Report, report
from store.estates.world import estate_world
from store.world import World

SAMPLES = Path(__file__).parents[1] / "store" / "estates" / "samples"
NAMES = tuple(sorted(path.name for path in SAMPLES.iterdir() if path.is_dir()))
#: A day on which no sample's certificate has expired that is valid in it.
DAY = datetime.fromisoformat("2026-11-28T09:00:00Z")


def expected(name: str) -> dict[str, Any]:
    """What is to be found about a sample."""
    found: dict[str, Any] = json.loads((SAMPLES / name / "expected.json").read_text())
    return found


def sample_world(name: str) -> World:
    """The world of a sample, on the day of its export."""
    as_of = datetime.fromisoformat(expected(name)["as_of"])
    return estate_world(read_exports([str(SAMPLES / name)]), as_of)


def world_of(*documents: object, as_of: datetime = DAY) -> World:
    """The world of documents, each in a file of its own: a text as it is, anything else as JSON."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in documents]
    exports = [Export(f"{number}.json", text.encode(), None) for number, text in enumerate(texts, 1)]
    return estate_world(exports, as_of)


def report_on(*documents: object, as_of: datetime = DAY) -> Report:
    """The report on such a world."""
    return report(world_of(*documents, as_of=as_of))


def codes(made: Report) -> set[tuple[str, str]]:
    """The problems of a report by code and resource."""
    return {(one.code, one.resource) for one in made.problems}


def notices(made: Report) -> set[tuple[str, str]]:
    """The notices of a report by code and resource."""
    return {(one.code, one.resource) for one in made.notices}
