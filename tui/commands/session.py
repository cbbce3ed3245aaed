"""One command's way to the world: open its portal, perform, acknowledge, close."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import store
from store import Secret, default_state_path, open_portal, read_world
from store.errors import StateError, UsageError
from store.resources import Planted
from store.services.key_vault.limits import LONGEST_SECRET_VALUE
from tui.commands.looking import read_only
from tui.commands.output import complain, say
from tui.text.plain import plain

if TYPE_CHECKING:
    import argparse

    from store import Done, Portal, World
    from store.operations.operation import Operation


def state_path(arguments: argparse.Namespace) -> Path:
    """The file that holds the world: --state, else what the environment says, else the user's own."""
    if arguments.state is not None:
        named: Path = arguments.state
        return named
    return default_state_path()


def world_of(arguments: argparse.Namespace) -> World:
    """The command's world, read-only; warnings of opening it go to stderr. Raises `StateError`."""
    path, older = state_path(arguments), arguments.allow_older
    try:
        world, warnings = read_world(path, allow_older=older, read_only=True)
    except StateError:
        # Files that need mending are mended, unless nothing is to be written.
        if read_only(arguments):
            raise
        world, warnings = read_world(path, allow_older=older)
    _warn(warnings)
    return world


def _warn(warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        complain("Warning", warning)


@contextmanager
def opened(arguments: argparse.Namespace, *, create: bool) -> Iterator[Portal]:
    """The portal of the command's world; warnings of opening it go to stderr. Raises `StateError`."""
    portal = open_portal(
        state_path(arguments),
        create=create,
        allow_older=arguments.allow_older,
        read_only=read_only(arguments),
    )
    try:
        _warn(portal.warnings)
        yield portal
        if portal.world.table(Planted) and not portal.looks_on:
            # What an instructor prepared may be due by now.
            store.let_loose(portal)
    finally:
        portal.close()


def say_result(done: Done) -> None:
    """Prints what an operation says of itself."""
    say(plain(done.result, 2000))


def acknowledge(
    portal: Portal, operation: Operation, *, tell: Callable[[Done], object] | None = say_result
) -> None:
    """Performs it and prints what was done, then `ACK` and its correlation id, once it is on disk."""
    done = portal.perform(operation)
    if tell is not None:
        tell(done)
    say(f"ACK {done.correlation_id}")
    with suppress(StateError):
        # What was done is on disk: without a checkpoint only the next start is slower.
        portal.checkpoint_if_due()


def standard_input() -> BinaryIO:
    """What is piped in; raises `UsageError` InputUnreadable where the caller has closed it."""
    # None where the descriptor is closed, whatever the stubs say.
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise UsageError("Standard input is closed.", "InputUnreadable")
    return stream.buffer


@contextmanager
def reading_input() -> Iterator[BinaryIO]:
    """Standard input; what cannot be read there becomes a `UsageError` InputUnreadable."""
    try:
        yield standard_input()
    except OSError as error:
        raise UsageError(f"Standard input cannot be read: {error.strerror}.", "InputUnreadable") from None


def input_lines() -> Iterator[bytes]:
    """The lines of standard input, each when it comes; raises as `reading_input`."""
    while True:
        with reading_input() as stream:
            line = stream.readline()
        if not line:
            return
        yield line


def password_from_stdin(wanted: bool) -> Secret:
    """The first line of standard input as a password, or the empty one where none was announced."""
    if not wanted:
        return Secret()
    # A password is short; a whole file on standard input is a mistake.
    with reading_input() as stream:
        line = stream.readline(_LONGEST_PASSWORD + 2)
    text = line.removesuffix(b"\n").removesuffix(b"\r")
    if len(text) > _LONGEST_PASSWORD:
        raise UsageError(f"The password has more than {_LONGEST_PASSWORD} octets.")
    return _secret_text(text, "password")


def value_from_stdin() -> Secret:
    """All of standard input as the value of a secret, without the line end that closes it.

    How long a value may be says the key vault; here only what no vault keeps is not read.
    """
    with reading_input() as stream:
        text = stream.read(_LONGEST_VALUE + 1)
    if len(text) > _LONGEST_VALUE:
        raise UsageError(f"The value has more than {_LONGEST_VALUE} octets.")
    return _secret_text(text.removesuffix(b"\n").removesuffix(b"\r"), "value")


def _secret_text(text: bytes, what: str) -> Secret:
    try:
        return Secret(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise UsageError(f"The {what} on standard input is not UTF-8.") from None


_LONGEST_PASSWORD = 4096
#: Four octets for each character of the longest value of a secret, and its line end.
_LONGEST_VALUE = 4 * LONGEST_SECRET_VALUE + 2


def moment(text: str) -> datetime:
    """A date or a date and time, UTC where it names no zone; raises `UsageError`."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is not a date such as 2022-08-01 or 2022-08-01T09:00:00Z.") from None
    zoned = read if read.tzinfo else read.replace(tzinfo=UTC)
    try:
        return zoned.astimezone(UTC)
    except OverflowError:
        raise UsageError(f"'{text}' is outside the calendar.") from None
