"""`certblade class`: make a class, look at it, print its results."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from store.classes.folder import make_class, read_class, worlds_of
from store.classes.gradebook import as_csv, as_markdown
from store.classes.instructing import (
    Act,
    advance_clock,
    ask_to_take_over,
    cause_fault,
    chosen,
    end_take_over,
    in_each,
    send_hint,
    withdraw,
)
from store.classes.instructing import say as send_message
from store.classes.limits import LARGEST_FILE
from store.classes.possible import prepared_in
from store.classes.readiness import verdicts
from store.classes.recipe import recipe, serve_folder
from store.classes.results import results_of
from store.classes.roster import head_of, read_roster
from store.classes.survey import Pace, Row, Survey
from store.classes.xapi import HOME_PAGE, statements
from store.errors import AzureError, StateError, UsageError
from store.faults import fault_named, faults
from store.files.durable import make_directory, writing
from store.files.private import write_private
from store.files.user_files import read_bounded
from store.resources import Mode
from store.services.authorization.outsiders import instructor
from store.training.library import named
from store.training.start import files_folder, start
from store.world import World
from store.worlds import begin
from tui.commands.output import complain, say, say_json, say_table
from tui.commands.session import standard_input
from tui.text.plain import plain
from tui.text.real_time import span

_LONGEST = 2000


def run(arguments: argparse.Namespace) -> int:
    """Does one of its commands; returns the exit status."""
    return _DEEDS[arguments.deed](arguments)


def new(arguments: argparse.Namespace) -> int:
    """Makes a world for each trainee who has none, and writes the recipe; worlds there are stay."""
    folder = arguments.folder.absolute()
    text = _text(arguments.names)
    trainees = read_roster(text)
    if head := head_of(text):
        complain("Note", f"The first line, '{plain(head, 100)}', names the columns; it is nobody's.")
    with TemporaryDirectory() as scratch:
        files = Path(scratch)
        made = make_class(folder, arguments.title, trainees, _world(arguments, files))
        for path in made:
            _give_files(files, path)
    _write_recipe(folder)
    everybody = read_class(folder).trainees
    say(f"{len(made)} of {len(everybody)} worlds are new in {plain(folder, _LONGEST)}")
    say(f"To put the class behind a browser, read {plain(serve_folder(folder) / 'README.txt', _LONGEST)}")
    return 0


def _text(path: Path) -> str:
    data = standard_input().read(LARGEST_FILE + 1) if path == Path("-") else read_bounded(path)
    if len(data) > LARGEST_FILE:
        raise UsageError(f"A list of names has at most {LARGEST_FILE // 1024} KiB.", "InvalidTrainee")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("The list of names is not UTF-8.", "InvalidTrainee") from None


def _world(arguments: argparse.Namespace, files: Path) -> World:
    if arguments.scenario is None:
        return begin(arguments.world, seed=arguments.seed)
    found = named(arguments.scenario)
    mode = Mode.EXAM if arguments.exam else Mode.PRACTICE
    return start(found.scenario, found.source, files, mode, name=found.name)


def _give_files(files: Path, state: Path) -> None:
    """Give a trainee the files that the scenario's customer sent."""
    if any(files.iterdir()):
        shutil.copytree(files, files_folder(state), dirs_exist_ok=True)


def _write_recipe(folder: Path) -> None:
    serve = serve_folder(folder)
    with writing(serve):
        make_directory(serve)
    for name, (text, mode) in recipe(folder, _program()).items():
        path = serve / name
        # What a trainer has changed stays.
        if not os.path.lexists(path):
            write_private(path, text.encode(), overwrite=False)
            path.chmod(mode)


def _program() -> tuple[str, ...]:
    """What starts this certblade: the command beside its interpreter, where it is installed as one."""
    command = Path(sys.executable).with_name("certblade")
    return (str(command),) if command.is_file() else (sys.executable, "-m", "tui")


def show(arguments: argparse.Namespace) -> int:
    """Prints a row a trainee."""
    survey = Survey(arguments.folder)
    try:
        rows = tuple(survey.look())
    finally:
        survey.close()
    if arguments.json:
        say_json([_document(row) for row in rows])
    else:
        heads = ("LOGIN", "NAME", "PACE", "SCENARIO", "NEXT OBJECTIVE", "SCORE", "LAST OPERATION", "IDLE")
        say_table(heads, map(_cells, rows))
        for row in rows:
            if row.pace in (Pace.STUCK, Pace.BROKEN):
                say(plain(f"{row.trainee.login}: {row.why}", _LONGEST))
    return 0


def _document(row: Row) -> dict[str, object]:
    return {
        "login": row.trainee.login,
        "name": row.trainee.name,
        "path": str(row.path),
        "pace": row.pace.value,
        "scenario": row.scenario,
        "objective": row.objective,
        "score": row.score,
        "points": row.points,
        "hints": row.hints,
        "lastOperation": row.last,
        "idleSeconds": None if row.idle is None else round(row.idle.total_seconds()),
        "why": row.why,
    }


def _cells(row: Row) -> tuple[object, ...]:
    score = f"{row.score} of {row.points}" if row.points else ""
    idle = "" if row.idle is None else span(row.idle)
    return row.trainee.login, row.trainee.name, row.pace, row.scenario, row.objective, score, row.last, idle


def first_world(folder: Path) -> Path:
    """The first world of a class that is there; raises `StateError`."""
    for _, path in worlds_of(folder):
        if os.path.lexists(path):
            return path
    raise StateError("StateNotFound", f"No trainee of the class in {folder} has a world.")


def results(arguments: argparse.Namespace) -> int:
    """Prints the results in the asked form; files that cannot be read go to stderr and make the status 1."""
    found, unreadable = results_of(arguments.folder)
    known = read_class(arguments.folder)
    if arguments.form == "csv":
        say(plain_lines(as_csv(known.trainees, found)))
    elif arguments.form == "markdown":
        title = known.title or arguments.folder.absolute().name
        say(plain_lines(as_markdown(title, known.trainees, found)))
    elif arguments.form == "xapi":
        page = (arguments.home_page or HOME_PAGE).rstrip("/")
        for one in found:
            for statement in statements(one, page):
                say(_json_line(statement))
    else:
        say_json([one.document() for one in found])
    for path, error in unreadable:
        complain(error.code, f"{path}: {error.message}")
    return int(bool(unreadable))


def plain_lines(text: str) -> str:
    """The lines of a text made harmless, without the last end of line."""
    return "\n".join(plain(line, 100_000) for line in text.removesuffix("\n").split("\n"))


def _json_line(document: object) -> str:
    import json

    # ASCII, so that no terminal takes a part of a name for a command.
    return json.dumps(document, ensure_ascii=True)


def check(arguments: argparse.Namespace) -> int:
    """Prints what was looked at, line by line; 1 where something is wrong."""
    found = tuple(verdicts(arguments.folder.absolute()))
    if arguments.json:
        say_json([one._asdict() for one in found])
    else:
        for one in found:
            line = f"wrong  {one.what}: {one.wrong}" if one.wrong else f"ok     {one.what}"
            say(plain(line, _LONGEST))
    return int(any(one.wrong for one in found))


def acting(name: str) -> str:
    """The caller that an instructor of this name is; raises `UsageError` InvalidName."""
    return instructor(name)


def act(arguments: argparse.Namespace) -> int:
    """Does what an instructor asks for in each trainee's world; 1 where it was not done in one."""
    if arguments.deed == "fault" and arguments.fault is None:
        return _menu()
    logins = [arguments.login] if arguments.deed == "take-over" else arguments.to
    worlds = chosen(arguments.folder, logins)
    refused = 0
    for trainee, told, error in in_each(worlds, _act_of(arguments)):
        if error is None:
            say(plain(f"{trainee.login}: {told}", _LONGEST))
        else:
            refused += 1
            step = error.next_step if isinstance(error, AzureError) else ""
            complain(error.code, plain(f"{trainee.login}: {error.message} {step}".rstrip(), _LONGEST))
    return int(bool(refused))


def _act_of(arguments: argparse.Namespace) -> Act:
    by = instructor(arguments.acting)
    match arguments.deed:
        case "fault" if arguments.withdraw:
            return withdraw(fault_named(arguments.fault), by)
        case "fault":
            fault = fault_named(arguments.fault)
            return cause_fault(fault, by, at=arguments.at, on=arguments.on, say=arguments.say)
        case "message":
            return send_message(arguments.text, by)
        case "hint":
            return send_hint(by)
        case "advance":
            return advance_clock(arguments.by, by)
    return end_take_over(by) if arguments.end else ask_to_take_over(by)


def events(arguments: argparse.Namespace) -> int:
    """Prints the faults of each world, those that wait first; 1 where a world cannot be read."""
    unreadable = 0
    for trainee, path in chosen(arguments.folder, arguments.to):
        try:
            found = prepared_in(path)
        except StateError as error:
            unreadable += 1
            complain(error.code, plain(f"{trainee.login}: {error.message}", _LONGEST))
            continue
        for one in found:
            say(plain(f"{trainee.login}: {one.line}", _LONGEST))
    return int(bool(unreadable))


def _menu() -> int:
    """Prints everything that can happen."""
    heads = ("NO.", "FAULT", "WHAT HAPPENS", "CLOCK", "NEEDS")
    clock = {True: "moves", False: ""}
    say_table(heads, ((one.event, one.code, one.title, clock[one.clock], one.needs) for one in faults()))
    return 0


_DEEDS: dict[str, Callable[[argparse.Namespace], int]] = {
    **dict.fromkeys(("fault", "message", "hint", "advance", "take-over"), act),
    "new": new,
    "list": show,
    "events": events,
    "results": results,
    "check": check,
}
