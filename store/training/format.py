"""The format of a scenario file: TOML, read strictly, versioned.

    format = 1
    title = "The job has not run yet"
    …
    [world]
    begins = "ready"
    steps = [{ operation = "Rekey", order = "contosocert" }]

A file is a *scenario* (a ticket to be solved), a *walk* (guided steps) or a *demo* (scenes that play
themselves); all three build a world from operations and check it in the same way.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from store.training.checks import AnyCheck
from store.training.limits import MOST_PARTS, MOST_STEPS

Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
Line: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Points: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=1000)]
#: An operation as `certblade apply` takes it; a value may be a table {ask, type} that is asked of the world.
Step: TypeAlias = dict[str, Any]
Steps: TypeAlias = Annotated[tuple[Step, ...], msgspec.Meta(max_length=MOST_STEPS)]
_SEVERAL = msgspec.Meta(max_length=MOST_PARTS)


class Part(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """A table of a scenario file."""


class PfxFile(Part, frozen=True, kw_only=True):
    """A PFX file that the customer sends: written into the folder of the trainee's files."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$")]
    hosts: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=20)]
    password: str = ""
    days: Annotated[int, msgspec.Meta(ge=1, le=825)] = 365
    encryption: Literal["3des", "aes256"] = "3des"
    key: Literal["rsa2048", "rsa1024", "ec"] = "rsa2048"
    chain: bool = True


class Beginning(Part, frozen=True, kw_only=True):
    """The world at the start: a base world, and operations on it.

    `begins` is a world of `certblade new`, or "ready": issued, imported, bound and in sync. `speed` is that
    of the clock while the trainee works.
    """

    begins: Literal["walk", "demo", "cloud", "empty", "ready"] = "ready"
    era: Literal["2018", "2019", "2022", "2026"] = "2022"
    now: datetime | None = None
    seed: int = 0
    keys: Literal["rsa2048", "ec"] = "rsa2048"
    speed: Literal[0, 1, 60, 1440] = 0
    files: Annotated[tuple[PfxFile, ...], _SEVERAL] = ()
    steps: Steps = ()


class Inject(Part, frozen=True, kw_only=True):
    """An event while the trainee works: after a simulated span ("2h"), or after real minutes."""

    say: Line
    after: str = ""
    real_minutes: Annotated[int, msgspec.Meta(ge=1, le=600)] | None = None
    steps: Steps = ()


class Pointer(Part, frozen=True, kw_only=True):
    """Where a guided step happens: a page of the portal, the resource it shows, and the key to press."""

    page: str
    resource: str = ""
    key: str = ""


class Objective(Part, frozen=True, kw_only=True):
    """A goal with its points; `says` tells the way in a walk, `at` is where it happens."""

    text: Line
    check: AnyCheck
    points: Points = 1
    says: Text | None = None
    at: Pointer | None = None


class Hint(Part, frozen=True, kw_only=True):
    """A hint and its price in points."""

    text: Text
    price: Points = 1


class Forbidden(Part, frozen=True, kw_only=True):
    """An outcome that must not happen, not even for a while, and its cost in points."""

    text: Line
    check: AnyCheck
    cost: Points = 1


class Wrong(Part, frozen=True, kw_only=True):
    """The tempting repair that does not help, and why."""

    text: Line
    why: Text
    steps: Steps = ()


class Debrief(Part, frozen=True, kw_only=True):
    """What happened and why, and the documents it comes from."""

    text: Text
    sources: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=10)]


class Scene(Part, frozen=True, kw_only=True):
    """A scene of a demo: the page, the operations that happen, the words on screen, notes for the presenter.

    `seconds` is how long it stays when the demo plays itself.
    """

    title: Line
    page: str
    resource: str = ""
    text: Text
    notes: Text = ""
    steps: Steps = ()
    seconds: Annotated[int, msgspec.Meta(ge=2, le=120)] = 8


class Scenario(Part, frozen=True, kw_only=True):
    """A scenario file. `escalate` is the line for the next level of support, where that is the right answer.

    `causes` are what is wrong, in the trainer's words; `topic` groups the catalogue.
    """

    format: int
    kind: Literal["scenario", "walk", "demo"] = "scenario"
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    level: Literal["easy", "medium", "hard"] = "easy"
    topic: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]
    minutes: Annotated[int, msgspec.Meta(ge=1, le=240)]
    sender: Annotated[str, msgspec.Meta(max_length=60)] = ""
    ticket: Text
    causes: Annotated[tuple[Line, ...], msgspec.Meta(max_length=5)] = ()
    escalate: Line | None = None
    world: Beginning
    injects: Annotated[tuple[Inject, ...], _SEVERAL] = ()
    questions: Annotated[tuple[Line, ...], _SEVERAL] = ()
    objectives: Annotated[tuple[Objective, ...], _SEVERAL] = ()
    hints: Annotated[tuple[Hint, ...], _SEVERAL] = ()
    forbidden: Annotated[tuple[Forbidden, ...], _SEVERAL] = ()
    solution: Steps = ()
    wrong: Wrong | None = None
    scenes: Annotated[tuple[Scene, ...], _SEVERAL] = ()
    debrief: Debrief

    @property
    def points(self) -> int:
        """The points of all objectives."""
        return sum(one.points for one in self.objectives)


def schema() -> dict[str, Any]:
    """The JSON schema of a scenario file, for editors."""
    made = msgspec.json.schema(Scenario)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "certblade scenario", **made}
