"""A trainee's run through a scenario, kept in the world that it is about."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from store.resources.base import Hidden, Moment

#: The id of the one run that a world has.
RUN = "run"


class Mode(StrEnum):
    """`practice`: hints, and a result as often as one likes; `exam`: timed, without hints, scored once."""

    PRACTICE = "practice"
    EXAM = "exam"


class TrainingRun(Hidden, frozen=True, kw_only=True, tag="_training"):
    """The scenario that a world was made for, and the trainee's progress (`id` is "run").

    `attempt` tells worlds of one file apart, `scenario` is the file's name, `source` the whole file, so that
    a world can be taken to another machine; `began_at` is simulated time; `deadline`, `opened_at` and
    `closed_at` are real time, all UTC. `baseline` holds how much of each objective was done when the run
    began; `prices` are those of the hints, in points, and `questions` the number of questions; `broken` are
    the places of forbidden outcomes that have happened, `injected` counts events that have been let loose;
    `scene` is that of a demo which is shown, from 0. In a class `trainee` is the name on the trainer's list,
    and `name` the one that the trainee chose for the result; both are "" for who works alone.
    """

    attempt: str
    scenario: str = ""
    source: str
    mode: Mode = Mode.PRACTICE
    began_at: Moment
    began: int
    baseline: tuple[int, ...] = ()
    prices: tuple[int, ...] = ()
    questions: int = 0
    hints: int = 0
    broken: tuple[int, ...] = ()
    injected: int = 0
    scene: int = -1
    trainee: str = ""
    name: str = ""
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    escalated_at: Moment | None = None
    opened_at: Moment | None = None
    deadline: Moment | None = None
    closed_at: Moment | None = None
    gave_up: bool = False

    @property
    def over(self) -> bool:
        """Whether it was given up or scored."""
        return self.closed_at is not None


class Message(Hidden, frozen=True, kw_only=True, tag="_messages"):
    """What an instructor told whoever works in this world."""

    sender: str
    text: str
    sent_at: Moment


class Planted(Hidden, frozen=True, kw_only=True, tag="_faults"):
    """A fault that an instructor lets happen in this world: now, or when its clock reaches `due_at` (UTC).

    `fault` is its code, `resource` the id of what it hits ("" for the first that fits), `say` what the
    trainee is told then; `begun` and `ended` are the revisions between which it came about (0 before), and
    `outcome` is a sentence about it, or about what stood in its way.
    """

    fault: str
    resource: str = ""
    due_at: Moment
    by: str
    say: str = ""
    begun: int = 0
    ended: int = 0
    done: bool = False
    outcome: str = ""

    def covers(self, revision: int) -> bool:
        """Whether a revision belongs to its coming about."""
        return 0 < self.begun <= revision and (not self.ended or revision <= self.ended)


class Control(StrEnum):
    """A take-over: asked for, held by the instructor, or over in one of two ways."""

    ASKED = "asked"
    HELD = "held"
    REFUSED = "refused"
    ENDED = "ended"


#: The id of the one take-over that a world has.
TAKE_OVER = "takeOver"


class TakeOver(Hidden, frozen=True, kw_only=True, tag="_takeOver"):
    """Who asked to work in this world alone, and how that stands (`id` is "takeOver")."""

    by: str
    state: Control
    asked: int

    @property
    def open(self) -> bool:
        """Whether it is asked for or held."""
        return self.state in (Control.ASKED, Control.HELD)
