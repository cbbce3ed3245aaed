"""Whether a class can begin: its worlds, and what the recipe for a browser needs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from store.classes.folder import read_class, worlds_of
from store.classes.recipe import MODES, serve_folder
from store.errors import StateError
from store.files.durable import open_to_others
from store.journal.journal import Journal


class Verdict(NamedTuple):
    """A thing looked at; `wrong` says what is amiss and what to do, "" where it is in order."""

    what: str
    wrong: str = ""


def verdicts(folder: Path) -> Iterator[Verdict]:
    """Everything looked at for the class in `folder` (absolute); raises `StateError` as `read_class` does."""
    yield from _worlds(folder)
    yield from _programs()
    yield from _served(folder)


def _worlds(folder: Path) -> Iterator[Verdict]:
    for trainee, path in worlds_of(folder):
        try:
            Journal.watch(path).close(checkpoint=False)
        except StateError as error:
            yield Verdict(f"world of {trainee.login}", error.message)
            continue
        exposed = open_to_others(path) or open_to_others(path.parent)
        yield Verdict(f"world of {trainee.login}", exposed)


def _programs() -> Iterator[Verdict]:
    for name in ("ttyd", "tmux", "nginx", "openssl"):
        missing = "" if shutil.which(name) else "It is not installed; the README beside start.sh says how."
        yield Verdict(f"program {name}", missing)


def _served(folder: Path) -> Iterator[Verdict]:
    serve = serve_folder(folder)
    trainees = read_class(folder).trainees
    for name in MODES:
        there = (serve / name).is_file()
        yield Verdict(
            f"file {name}", "" if there else "It is missing; `certblade class new` writes it again."
        )
    yield Verdict("passwords", _passwords(serve / "users", {one.login for one in trainees}))
    for name in ("tls.crt", "tls.key"):
        there = (serve / name).is_file()
        wrong = "" if there else "It is missing; README.txt has a line that makes one for a trial."
        yield Verdict(f"file {name}", wrong or (open_to_others(serve / name) if name == "tls.key" else ""))
    yield Verdict("address", _address(serve / "nginx.conf"))


def _passwords(path: Path, logins: set[str]) -> str:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return f"There is no file {path}; passwords.sh beside it makes them."
    have = {
        login for login, colon, hashed in (line.partition(":") for line in lines) if colon and hashed.strip()
    }
    if missing := sorted(logins - have):
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        return f"{', '.join(missing[:3])}{more} cannot log in: {path} has no line for them."
    if strange := sorted(have - logins):
        return f"{strange[0]} can log in and is not in the class; take the line out of {path}."
    return open_to_others(path)


def _address(path: Path) -> str:
    """What is wrong with the address that nginx listens on; another network than this machine is a choice."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return f"{path} cannot be read."
    listens = re.findall(r"^\s*listen\s+([^;]+);", text, re.MULTILINE)
    if not listens:
        return f"{path} listens nowhere."
    open_ones = [one for one in listens if not one.startswith(("127.", "[::1]", "localhost"))]
    plain_ones = [one for one in open_ones if "ssl" not in one.split()]
    return f"'{plain_ones[0]}' is without TLS; add `ssl`." if plain_ones else ""
