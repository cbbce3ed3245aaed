"""Callers who are no principal of a tenant: an instructor, and the events of a scenario.

They may do what an Owner may, read and write every key vault, and are named in the Activity log as they are
called here, so that nobody takes their acts for the trainee's.
"""

from __future__ import annotations

from store.errors import UsageError

#: Characters of an instructor's name.
LONGEST_NAME = 60
#: The events of a scenario.
SCENARIO = "Scenario"
_INSTRUCTOR, _MARK = "Instructor", " (instructor)"


def instructor(name: str = "") -> str:
    """The caller that an instructor of this name is; without a name, of any.

    Raises `UsageError` InvalidName where the name has more than `LONGEST_NAME` printable characters.
    """
    if not name.isprintable() or len(name.strip()) > LONGEST_NAME:
        raise UsageError(f"A name has 1-{LONGEST_NAME} printable characters.", "InvalidName")
    return f"{name.strip()}{_MARK}" if name.strip() else _INSTRUCTOR


def is_instructor(caller: str) -> bool:
    """Whether an instructor acts. Principals have object ids, which no such name can be."""
    return caller == _INSTRUCTOR or caller.endswith(_MARK)


def is_outsider(caller: str) -> bool:
    """Whether somebody acts who is no principal of the tenant."""
    return caller == SCENARIO or is_instructor(caller)


def called(caller: str) -> str:
    """The name of an outsider, as messages and notices have it."""
    return caller.removesuffix(_MARK)
