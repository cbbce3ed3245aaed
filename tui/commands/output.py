"""Output of a command: lines, tables and JSON, safe for a terminal and for a closed pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from tui.text.plain import plain, visible_json

#: Encodings in which ASCII stands as it is.
_LIKE_ASCII = frozenset(("utf-8", "ascii", "us-ascii", "ansi_x3.4-1968", "iso-8859-1", "latin-1"))


class Closed(Exception):
    """The reader of our output has closed it; that is no error."""


class OutputFailedError(Exception):
    """The output could not be written."""


def prepare_streams() -> None:
    """Makes the streams print every text, whatever the locale; streams closed by the caller swallow it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """One line (or prepared text) on standard output, there when this returns."""
    _write(sys.stdout, text + "\n")


def say_json(document: Any) -> None:
    """JSON on standard output, indented."""
    import msgspec

    _say_data(msgspec.json.format(msgspec.json.encode(document), indent=2))


def _say_data(data: bytes) -> None:
    # The encoder writes all controls below the blank as escapes: of ASCII only one is left to look for.
    if data.isascii() and b"\x7f" not in data:
        _write_ascii(data)
    else:
        say(visible_json(data.decode(), foreign=not sys.stdout.encoding.lower().startswith("utf")))


def say_json_array(documents: Iterable[Any]) -> None:
    """The same for an array, of which one document at a time is in memory."""
    import msgspec

    encode_into = msgspec.json.Encoder().encode_into
    array = bytearray(b"[")
    for document in documents:
        if len(array) > 1:
            array += b","
        encode_into(document, array, -1)
    array += b"]"
    # Laid out together, the lines of each need not be moved in afterwards.
    _say_data(msgspec.json.format(array, indent=2))


def say_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows in aligned columns, outside text made harmless."""
    table = [tuple(plain(cell) for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in [tuple(heads), *table]) for column in range(len(heads))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [tuple(heads), *table]
    )
    say("\n".join(lines))


def complain(code: str, sentence: str) -> None:
    """`code: sentence` in one line on standard error."""
    try:
        _write(sys.stderr, f"{code}: {plain(sentence, 4000)}\n")
    except (Closed, OutputFailedError):
        return


def _write(stream: TextIO, text: str) -> None:
    with _reported(stream):
        stream.write(text)
        stream.flush()


def _write_ascii(data: bytes) -> None:
    """A line of ASCII on standard output, which nearly every encoding writes as it is."""
    stream = sys.stdout
    binary = getattr(stream, "buffer", None)
    if binary is None or stream.encoding.lower() not in _LIKE_ASCII:
        _write(stream, data.decode("ascii") + "\n")
        return
    with _reported(stream):
        # What was said before comes first.
        stream.flush()
        binary.writelines((data, b"\n"))
        binary.flush()


@contextmanager
def _reported(stream: TextIO) -> Iterator[None]:
    """Says of a stream that cannot be written who is to blame: raises `Closed`, `OutputFailedError`."""
    try:
        yield
    except OSError as error:
        # Python flushes once more at exit; there is nobody to tell that it failed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if isinstance(error, BrokenPipeError):
            raise Closed from None
        raise OutputFailedError(error.strerror) from error
