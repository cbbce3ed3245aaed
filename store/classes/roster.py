"""Who is in a class: a login, which names a folder, and the name that the results show.

A list has a trainee a line: `login,name`, or a name alone, whose login is made of its letters and digits.

    Ada Lovelace            → adalovelace, Ada Lovelace
    grace,Grace Hopper      → grace, Grace Hopper
    login,name              → nobody, where it heads the list
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable

import msgspec

from store.classes.limits import LONGEST_LOGIN, MOST_TRAINEES, SERVE
from store.errors import UsageError
from store.training.limits import LONGEST_NAME

#: What a table of names calls its columns in its first line.
_HEADS = frozenset(("login", "user", "username", "id", "name", "full name", "fullname", "display name"))
#: A login becomes a folder's name and a part of a shell's command line, and so is made of little.
_LOGIN = re.compile(rf"[a-z0-9]{{1,{LONGEST_LOGIN}}}")


class Trainee(msgspec.Struct, frozen=True, order=True):
    """A person in a class."""

    login: str
    name: str


def read_roster(text: str) -> tuple[Trainee, ...]:
    """The trainees of a list, in its order.

    Empty lines, those that begin with `#`, and a first line that names the columns are passed over. Raises
    `UsageError` InvalidTrainee, which names the line.
    """
    lines = _lines(text)
    if lines and heads_columns(lines[0][1]):
        del lines[0]
    if not lines:
        raise UsageError("The list names nobody. It has a trainee a line: login,name.", "InvalidTrainee")
    if len(lines) > MOST_TRAINEES:
        raise UsageError(
            f"The list names {len(lines)} trainees; a class has at most {MOST_TRAINEES}.", "InvalidTrainee"
        )
    found: dict[str, tuple[int, Trainee]] = {}
    for number, line in lines:
        trainee = _trainee(number, line)
        if trainee.login in found:
            raise UsageError(
                f"Line {number}: the login '{trainee.login}' is that of line {found[trainee.login][0]} too. "
                "Give each line a login of its own: login,name.",
                "InvalidTrainee",
            )
        found[trainee.login] = number, trainee
    return tuple(trainee for _, trainee in found.values())


def heads_columns(line: str) -> bool:
    """Whether a line names columns, and nobody: `login,name`."""
    fields = [field.strip().strip('"').lower() for field in line.split(",")]
    return len(fields) == 2 and set(fields) <= _HEADS and fields[0] != fields[1]


def head_of(text: str) -> str:
    """The first line of a list where it names its columns, "" where it has none such."""
    first = next((line for _, line in _lines(text)), "")
    return first if heads_columns(first) else ""


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines that say something, each with its number, without the blanks around them."""
    # Not `splitlines`, which takes control characters for ends of lines.
    numbered = enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1)
    lines = ((number, line.strip()) for number, line in numbered)
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def _trainee(number: int, line: str) -> Trainee:
    try:
        fields = [field.strip() for field in next(csv.reader([line], strict=True))]
    except csv.Error as error:
        raise UsageError(f"Line {number} is no line of a CSV file: {error}.", "InvalidTrainee") from None
    if len(fields) > 2:
        raise UsageError(
            f"Line {number} has {len(fields)} fields. A line is: login,name; a name with a comma is quoted.",
            "InvalidTrainee",
        )
    name = fields[-1] or fields[0]
    login = fields[0] if len(fields) == 2 else login_of(name)
    if reason := _fault(login, name):
        raise UsageError(f"Line {number}: {reason}", "InvalidTrainee")
    return Trainee(login, name)


def _fault(login: str, name: str) -> str:
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        return f"a name has 1-{LONGEST_NAME} printable characters."
    if login == SERVE:
        return f"'{login}' is the folder of what puts the class behind a browser; give another login."
    if not _LOGIN.fullmatch(login):
        return f"a login has 1-{LONGEST_LOGIN} letters a-z and digits; give '{name}' one: login,name."
    return ""


def is_login(text: str) -> bool:
    """Whether a text can be a login."""
    return _LOGIN.fullmatch(text) is not None


def login_of(name: str) -> str:
    """The login made of a name: its letters without marks, and its digits; "" where it has none of ASCII."""
    plain = unicodedata.normalize("NFKD", name).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())[:LONGEST_LOGIN]


def names(trainees: Iterable[Trainee]) -> dict[str, str]:
    """Login → name."""
    return {one.login: one.name for one in trainees}
