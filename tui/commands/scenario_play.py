"""Playing a scenario from the command line: the plain mode, and its verbs one by one for scripts."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp

from store.errors import AzureError, StateError, UsageError
from store.operations.training.run import AnswerQuestion, Escalate, TakeHint
from store.portal import Portal
from store.resources import Mode
from store.training.begin import begin_run
from store.training.demo import Stage
from store.training.library import named, own_folder
from store.training.play import Play
from store.training.results import keep, result_of
from tui.commands import parser
from tui.commands.output import say
from tui.commands.scenario_words import VERBS, changes, debrief, goals, scene, score, ticket
from tui.commands.session import input_lines, opened, state_path
from tui.text.plain import plain

_LONGEST = 4000
#: What is no verb of a run: it shows or makes another world, or begins what does not end.
_NO_VERBS = (None, "az-session", "class", "demo", "estate", "new", "scenario", "serve")


def begin(arguments: argparse.Namespace) -> Path:
    """Make the scenario's world in the state file, and return its path; `try` has a temporary one of its own.

    A world that is there has to be given up by --replace. Raises `StateError` StateExists, `AzureError`.
    """
    if arguments.deed == "try":
        arguments.state = Path(mkdtemp(prefix="certblade-try-")) / "state.json"
    path = state_path(arguments)
    entry = named(arguments.name, arguments.folder or own_folder())
    if os.path.lexists(path) and not arguments.replace:
        raise StateError(
            "StateExists", f"{path} holds a world; --replace sets it aside, --state PATH names another."
        )
    begin_run(path, entry, Mode.EXAM if arguments.exam else Mode.PRACTICE, datetime.now(UTC))
    return path


def play(arguments: argparse.Namespace) -> int:
    """Begins it and reads verbs, a line each, until the end of the input, `quit` or the end of the run."""
    begin(arguments)
    return resume(arguments)


def resume(arguments: argparse.Namespace) -> int:
    """Goes on with the run of the state's world, in plain lines."""
    with opened(arguments, create=False) as portal:
        runner = Play(portal)
        runner.open(datetime.now(UTC))
        _say(ticket(runner, portal.path))
        _say(_status(portal, runner))
        _say(VERBS.splitlines())
        for line in input_lines():
            if not _line(portal, runner, line.decode("utf-8", "replace").strip(), arguments):
                break
    return 0


def status(arguments: argparse.Namespace) -> int:
    """Prints ticket and goals of the state's world, and what happened since."""
    with opened(arguments, create=False) as portal:
        runner = Play(portal)
        _say(runner.look(datetime.now(UTC)))
        _say(ticket(runner, portal.path))
        _say(_status(portal, runner))
    return 0


def finish(arguments: argparse.Namespace) -> int:
    """Ends the run, scored or given up, and prints the debrief; 1 where it is not solved."""
    with opened(arguments, create=False) as portal:
        runner = Play(portal)
        _end(portal, runner, gave_up=arguments.give_up)
        return 0 if runner.standing().solved and not arguments.give_up else 1


def _status(portal: Portal, runner: Play) -> Iterable[str]:
    return scene(Stage(portal)) if runner.scenario.kind == "demo" else goals(runner)


def _end(portal: Portal, runner: Play, *, gave_up: bool) -> None:
    found = runner.end(datetime.now(UTC), gave_up=gave_up)
    keep(portal.path, result_of(portal.world, runner.scenario, runner.run, found))
    _say(debrief(runner, portal.path))


def _line(portal: Portal, runner: Play, line: str, arguments: argparse.Namespace) -> bool:
    """Do what a line says; False where nothing follows it."""
    old = runner.standing()
    portal.follow()
    try:
        going_on = _verb(portal, runner, line, arguments)
        portal.follow()
        if not runner.run.over:
            _say(runner.look(datetime.now(UTC)))
            _say(changes(old, runner.standing()))
            run = runner.run
            if run.deadline is not None and datetime.now(UTC) >= run.deadline:
                _say(["Time is up."])
                _end(portal, runner, gave_up=False)
                return False
    except AzureError as error:
        _say([f"{error.code}: {error.told}"])
    except (UsageError, StateError) as error:
        _say([f"{error.code}: {error.message}"])
    else:
        return going_on
    return True


def _verb(portal: Portal, runner: Play, line: str, arguments: argparse.Namespace) -> bool:
    match line.lower().split(maxsplit=2):
        case []:
            return True
        case ["quit" | "exit"]:
            _say(["The run is kept. To go on: certblade scenario resume"])
            return False
        case ["help"]:
            _say(VERBS.splitlines())
        case ["ticket"]:
            _say(ticket(runner, portal.path))
        case ["goals"]:
            _say(_status(portal, runner))
        case ["hint"]:
            portal.perform(TakeHint())
            _say([f"Hint: {' '.join(runner.scenario.hints[runner.run.hints - 1].text.split())}"])
            _say([score(runner.standing())])
        case ["answer", number, _] if number.isdecimal():
            answer = line.split(maxsplit=2)[2]
            _say([portal.perform(AnswerQuestion(question=int(number), answer=answer)).result])
        case ["escalate"]:
            _say([portal.perform(Escalate()).result])
        case ["next" | "back" as way]:
            stage = Stage(portal)
            moved = stage.forward() if way == "next" else stage.back()
            _say(scene(stage) if moved else ["There is no scene that way."])
        case ["finish"] | ["give", "up"]:
            _end(portal, runner, gave_up=line.lower() != "finish")
            return False
        case _:
            _command(line, arguments)
    return True


def _command(line: str, arguments: argparse.Namespace) -> None:
    """A line as a command of `certblade` on the same world."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UsageError(f"The line cannot be read: {error}.") from None
    try:
        read = parser.parser().parse_args(["--state", str(state_path(arguments)), *words])
    except SystemExit:
        # The parser has said what is wrong.
        return
    if read.command in _NO_VERBS:
        raise UsageError("That is no verb of a run; help names them.", "UnknownVerb")
    import_module(f"tui.commands.{read.command}").run(read)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        say(plain(line, _LONGEST))


def hint(arguments: argparse.Namespace) -> int:
    """Takes the next hint and prints it with the score after it."""
    with opened(arguments, create=False) as portal:
        runner = Play(portal)
        _verb(portal, runner, "hint", arguments)
    return 0
