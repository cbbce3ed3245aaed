"""A run in words: the ticket, its goals as they stand, hints, what is left to do, the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from textual.content import Content

from store import World
from store.operations.training.run import run_of
from store.resources import Mode, TrainingRun
from store.training.format import Pointer, Scenario
from store.training.play import scenario_of
from store.training.results import Earned, Result, shortest
from store.training.score import Goal, Standing, standing
from store.training.start import files_folder
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.plain import paragraphs
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, Tone, muted, sign, span

#: Characters of a ticket, a hint or a debrief that are drawn.
LONGEST = 4000


def text_lines(text: str, style: str = "$text") -> list[Content]:
    """A text of a scenario file as paragraphs: lines of a paragraph are joined, so that they wrap anew."""
    whole = paragraphs(text.strip(), LONGEST).split("\n\n")
    return [Content.styled(" ".join(part.split()), style) for part in whole]


def head(title: str) -> Content:
    """The title of a part of the ticket."""
    return Content.styled(title, "bold $text")


class Ticket:
    """The run of a world, ready to be drawn; `run` is None where the world is no scenario's."""

    def __init__(self, world: World, state: Path | None = None) -> None:
        """`state` is the state file, beside which the customer's files lie."""
        self.world = world
        self._state = state
        self.run = run_of(world)
        self.scenario: Scenario | None = scenario_of(self.run.source) if self.run else None
        self.standing: Standing | None = (
            standing(world, self.scenario, self.run) if self.run and self.scenario else None
        )

    @property
    def under_way(self) -> bool:
        """Whether something can still be done about it."""
        return self.run is not None and not self.run.over

    @property
    def next_goal(self) -> int | None:
        """The place of the first goal that is not met."""
        goals = self.standing.goals if self.standing else ()
        return next((place for place, goal in enumerate(goals) if not goal.met), None)

    @property
    def pointer(self) -> Pointer | None:
        """Where the next step of a guided walk happens."""
        place = self.next_goal
        if self.scenario is None or self.scenario.kind != "walk" or place is None:
            return None
        return self.scenario.objectives[place].at

    def lines(self, now: datetime) -> list[Content]:
        """All of it, top to bottom; `now` is real time (UTC)."""
        if self.run is None or self.scenario is None or self.standing is None:
            return [muted("This world is no scenario's.")]
        if self.scenario.kind == "demo":
            return list(_demo(self.scenario, self.run))
        if self.scenario.kind == "walk":
            # Where to go next comes first: a small screen has no room for more.
            return [
                cell(self.scenario.title, "bold $text"),
                *self._steps(),
                Content(""),
                *self._goals(),
                Content(""),
                *text_lines(self.scenario.ticket, "$text-muted"),
                *self._files(),
            ]
        return [
            *_opening(self.scenario),
            *self._files(),
            Content(""),
            *self._goals(),
            *_questions(self.scenario, self.run),
            *_hints(self.scenario, self.run),
            Content(""),
            head("So far"),
            *so_far(self.world, self.scenario, self.run, self.standing, now),
        ]

    def _files(self) -> Iterator[Content]:
        """Where the customer's files lie."""
        files = self.scenario.world.files if self.scenario else ()
        if files and self._state is not None:
            yield Content.assemble(muted("Files  "), cell(", ".join(one.name for one in files)))
            yield Content.assemble(muted("in     "), cell(files_folder(self._state)))

    def _goals(self) -> Iterator[Content]:
        assert self.scenario is not None and self.standing is not None
        yield head("Steps" if self.scenario.kind == "walk" else "Goals")
        for goal in self.standing.goals:
            yield goal_line(goal)

    def _steps(self) -> Iterator[Content]:
        """What to do next, in a guided walk."""
        place = self.next_goal
        if self.scenario is None or self.scenario.kind != "walk" or place is None:
            return
        goal = self.scenario.objectives[place]
        yield Content("")
        yield head("Next")
        yield from text_lines(goal.says or goal.text)
        if goal.at is not None:
            press = (
                Content.assemble(", then ", (cell(goal.at.key, "bold $key"))) if goal.at.key else Content("")
            )
            yield Content.assemble(("h", "bold $key"), muted(" opens the page"), press)


def _demo(scenario: Scenario, run: TrainingRun) -> Iterator[Content]:
    """The scene that is shown, with the presenter's notes."""
    yield cell(scenario.title, "bold $text")
    shown = scenario.scenes[run.scene] if 0 <= run.scene < len(scenario.scenes) else None
    if shown is None:
        yield Content("")
        yield from text_lines(scenario.ticket)
    else:
        yield muted(f"Scene {run.scene + 1} of {len(scenario.scenes)}")
        yield Content("")
        yield cell(shown.title, "bold $primary")
        yield from text_lines(shown.text)
        if shown.notes:
            yield Content("")
            yield head("Notes")
            yield from text_lines(shown.notes, "$text-muted")
    yield Content("")
    for key, label in (("f9", "Next scene"), ("f8", "Scene before"), ("f10", "Play by itself, or stop")):
        yield Content.assemble((key, "bold $key"), f"  {label}")


def named_resource(world: World, name: str) -> str:
    """The id of the first resource of that name, of whatever type, or "" where there is none."""
    if not name:
        return ""
    for table, documents in world.tables.items():
        if not table.startswith("_"):
            for one in documents.values():
                if one.name.lower() == name.lower():
                    return str(one.id)
    return ""


def _opening(scenario: Scenario) -> Iterator[Content]:
    yield cell(scenario.title, "bold $text")
    if scenario.sender:
        yield Content.assemble(muted("From  "), cell(scenario.sender))
    yield Content("")
    yield from text_lines(scenario.ticket)


def goal_line(goal: Goal) -> Content:
    """A goal with its sign and its points."""
    tone: Tone = "success" if goal.met else "warning" if goal.judged.trouble else "muted"
    if not goal.met and goal.earned:
        tone = "time"
    points = f"  {goal.earned} of {goal.points}"
    trouble = (
        Content.assemble("  ", cell(goal.judged.trouble, TOKENS["warning"])) if goal.judged.trouble else ""
    )
    return Content.assemble(sign(tone), " ", cell(goal.text), muted(points), trouble)


def _questions(scenario: Scenario, run: TrainingRun) -> Iterator[Content]:
    if not scenario.questions:
        return
    yield Content("")
    yield head("Questions")
    for number, question in enumerate(scenario.questions, 1):
        answer = run.answers.get(str(number), "")
        yield Content.assemble(sign("success" if answer else "muted"), " ", cell(f"{number}. {question}"))
        if answer:
            yield Content.assemble("  ", cell(answer, "bold $text"))


def _hints(scenario: Scenario, run: TrainingRun) -> Iterator[Content]:
    if run.mode is Mode.EXAM or not scenario.hints or (run.over and not run.hints):
        return
    yield Content("")
    yield head("Hints")
    for hint in scenario.hints[: run.hints]:
        yield Content.assemble(sign("info"), " ", cell(hint.text), muted(f"  -{hint.price}"))
    if (left := scenario.hints[run.hints :]) and not run.over:
        price = left[0].price
        yield Content.assemble(
            muted(f"{len(left)} left, the next costs {counted(price, 'point')}.  "),
            ("h", "bold $key"),
            " Hint",
        )


def so_far(
    world: World, scenario: Scenario, run: TrainingRun, found: Standing, now: datetime
) -> Iterator[Content]:
    """Score, time and what was lost."""
    yield Content.assemble(
        muted("Score      "), cell(f"{found.score}", "bold $text"), muted(f" of {found.points}")
    )
    yield Content.assemble(muted("Simulated  "), cell(span(world.now - run.began_at)))
    if run.deadline is not None:
        left = max(0, int((run.deadline - now).total_seconds()) + 59) // 60
        tone: Tone = "time" if left > 5 else "warning"
        yield Content.assemble(muted("Exam       "), cell(f"{left} min left", TOKENS[tone]))
    for text in found.broken:
        yield Content.assemble(sign("error"), " ", cell(text, TOKENS["error"]))
    if scenario.escalate is not None or run.escalated_at is not None:
        done = run.escalated_at is not None
        yield Content.assemble(
            sign("success" if done else "muted"), " ", "Escalated" if done else "Not escalated"
        )
    if run.over:
        yield Content.assemble(sign("info"), " ", "This run is over.")


def result_lines(result: Result, earlier: Result | None, scenario: Scenario) -> list[Content]:
    """The result of a run: points, what was done and what the shortest way was, the attempt before, why."""
    spent = (result.seconds or 0) // 60
    lines = [
        Content.assemble(
            sign("success" if result.solved else "warning"),
            " ",
            cell(f"{result.score} of {result.points} points", "bold $text"),
            muted(f"   {_ending(result)}, {spent} min, {counted(result.hints, 'hint')}"),
        )
    ]
    if earlier is not None:
        difference = result.score - earlier.score
        lines.append(muted(f"The attempt before: {earlier.score} of {earlier.points} ({difference:+d})."))
    lines.append(Content(""))
    lines += [_past_goal(goal) for goal in result.goals]
    lines += [Content.assemble(sign("error"), " ", cell(text, TOKENS["error"])) for text in result.broken]
    lines += _numbered("What was done", result.deeds or ("Nothing.",))
    lines += _numbered("The shortest way", shortest(scenario))
    lines += [Content(""), head("Why"), *text_lines(scenario.debrief.text)]
    lines += [Content.assemble(sign("info"), " ", cell(cause)) for cause in scenario.causes]
    if scenario.wrong is not None:
        lines += [Content(""), head("Tempting, and no repair")]
        lines += [Content.assemble(cell(f"{scenario.wrong.text}: "), cell(scenario.wrong.why, "$text-muted"))]
    if scenario.escalate is not None:
        lines += [Content(""), head("Escalation"), *text_lines(scenario.escalate)]
    lines += [Content(""), head("Sources"), *(muted(source) for source in scenario.debrief.sources)]
    return lines


def _ending(result: Result) -> str:
    return "given up" if result.gave_up else "exam" if result.mode is Mode.EXAM else "practice"


def _past_goal(goal: Earned) -> Content:
    tone: Tone = "success" if goal.earned >= goal.points else "time" if goal.earned else "muted"
    return Content.assemble(sign(tone), " ", cell(goal.text), muted(f"  {goal.earned} of {goal.points}"))


def _numbered(title: str, lines: Sequence[str]) -> list[Content]:
    rows = [Content.assemble(muted(f"{place:>2}  "), cell(text)) for place, text in enumerate(lines, 1)]
    return [Content(""), head(title), *rows]


def mode_word(mode: Mode) -> str:
    """The mode as the catalogue says it."""
    return f"{mode.value} {SIGNS.dot} timed, no hints" if mode is Mode.EXAM else mode.value
