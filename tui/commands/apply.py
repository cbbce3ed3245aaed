"""`certblade apply`: perform operations from JSON lines, one acknowledgement a line."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from store.errors import UsageError
from store.operations.registry import from_json
from tui.commands.session import acknowledge, opened, standard_input

if TYPE_CHECKING:
    from store.operations.operation import Operation

#: Octets of one line at most; operations are small.
_LONGEST = 1 << 20


def run(arguments: argparse.Namespace) -> int:
    """Performs them in order and stops at the first that is refused or malformed."""
    with _source(arguments.file) as source, opened(arguments, create=True) as portal:
        for operation in _operations(source):
            acknowledge(portal, operation, tell=None)
    return 0


def _source(name: str) -> BinaryIO:
    """The lines' file; a pipe without a writer does not hold us up."""
    if name == "-":
        return standard_input()
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise UsageError(f"'{name}' cannot be read: {error}.", "FileUnreadable") from None
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UsageError(f"'{name}' is a directory.", "FileUnreadable")
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "rb")


def _operations(source: BinaryIO) -> Iterator[Operation]:
    number = 0
    while line := _read(source):
        number += 1
        if len(line) > _LONGEST:
            raise UsageError(f"Line {number} has more than {_LONGEST} octets.", "LineTooLong")
        if line.strip():
            yield _operation(line, number)


def _read(source: BinaryIO) -> bytes:
    try:
        return source.readline(_LONGEST + 1)
    except OSError as error:
        raise UsageError(f"The lines cannot be read: {error.strerror}.", "FileUnreadable") from None


def _operation(line: bytes, number: int) -> Operation:
    try:
        return from_json(msgspec.json.decode(line))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"Line {number} is not JSON: {error}.") from None
    except UsageError as error:
        raise UsageError(f"Line {number}: {error.message}", error.code) from None
