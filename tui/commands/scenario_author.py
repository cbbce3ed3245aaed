"""Writing scenarios: a file to begin with, and what was done in the portal as its steps."""

from __future__ import annotations

import argparse
from pathlib import Path

from store.errors import UsageError
from store.files.private import write_private
from store.files.user_files import read_bounded
from store.operations.training.run import run_of
from store.training.reading import parse
from store.training.recording import put_into, record
from store.training.template import TEMPLATE
from tui.commands.output import say
from tui.commands.session import opened
from tui.text.counting import counted
from tui.text.plain import plain


def new(arguments: argparse.Namespace) -> int:
    """Writes the template; a file that is there is left alone."""
    path: Path = arguments.file
    write_private(path.absolute(), TEMPLATE.encode(), overwrite=False)
    path.chmod(0o644)
    say(plain(f"{path} is written. Check it: certblade scenario check {path}", 4000))
    return 0


def record_steps(arguments: argparse.Namespace) -> int:
    """Writes the operations of this world into the file, as its world's steps or as its solution."""
    path: Path = arguments.file
    text = read_bounded(path).decode("utf-8", "strict")
    with opened(arguments, create=False) as portal:
        run = run_of(portal.world)
        since = arguments.since if arguments.since is not None else run.began if run else portal.first_kept()
        found = record(portal, since)
    if not found.steps:
        raise UsageError("Nothing was done in this world since then.", "NothingRecorded")
    made = put_into(text, "steps" if arguments.part == "world" else "solution", found.steps)
    parse(made, path.name)
    write_private(path.absolute(), made.encode(), overwrite=True)
    path.chmod(0o644)
    say(plain(f"{counted(len(found.steps), 'step')} written into {path} as its {arguments.part}.", 4000))
    for number, name in found.missing:
        say(f"Step {number} had a {name} that no journal keeps: fill it in where it was used.")
    return 0
