"""Pictures and tables saved to files: in the current folder, or the user's data folder where it is closed.

Behind a browser they are downloads of it, and no file is written.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from platformdirs import user_data_path
from textual.app import App
from textual.command import CommandPalette

from store.errors import AzureError
from store.files.private import write_private
from tui.host import PortalHost
from tui.shell.svg import drawn, taken
from tui.widgets.columns import Cells

if TYPE_CHECKING:
    from tui.widgets.table import Table

#: Seconds until the palette that asked for a picture has left the screen.
_CLEARED = 0.1
#: Names that are tried before one that is free.
_TRIES = 1000

#: What stands in no file's name: whatever is no letter, digit, dot or dash.
_NO_LETTER = re.compile(r"[^\w.-]+")


def picture(app: App[Any]) -> str:
    """The screen as SVG."""
    return drawn([taken(app)], app.title)


def save_picture(host: PortalHost, name: str) -> None:
    """Save the screen as an SVG file."""
    _when_clear(host, lambda: _write(host, name, "svg", partial(str, picture(host))))


def save_text(host: PortalHost, name: str) -> None:
    """Save the screen as text."""

    def save() -> None:
        lines = ["".join(run.text for run in row).rstrip() for row in taken(host).rows]
        _write(host, name, "txt", lambda: "\n".join([*lines, ""]))

    _when_clear(host, save)


def save_table(host: PortalHost, name: str, table: Table, ending: str) -> None:
    """Save the rows of a table that are to be seen, all of their columns, as "csv" or "json"."""
    labels = _labels([column.label for column in table.columns])
    form = _csv if ending == "csv" else _json
    _write(host, name, ending, partial(form, labels, table.rows, table.keys))


def save_document(host: PortalHost, name: str, ending: str, text: str) -> None:
    """Save a text, such as a report."""
    _write(host, name, ending, lambda: text)


def _when_clear(host: PortalHost, save: Callable[[], None]) -> None:
    """Save once nothing lies over the page that came with the question."""
    host.clear_notifications()

    def look() -> None:
        if isinstance(host.screen, CommandPalette):
            host.set_timer(_CLEARED, look)
        else:
            save()

    host.set_timer(_CLEARED, look)


def _write(host: PortalHost, name: str, ending: str, make: Callable[[], str]) -> None:
    """Write what `make` gives to a file of a free name, in a thread, and say where."""

    def work() -> None:
        stem, data = f"certblade-{_NO_LETTER.sub('-', name)}", make().encode()
        if host.is_web:
            host.call_later(host.hand_over, f"{stem}.{ending}", data)
            host.call_later(partial(host.say, "Saved", f"{stem}.{ending} went to the browser."))
            return
        try:
            path = _write_new(stem, ending, data)
        except AzureError as error:
            host.call_later(partial(host.say, "Not saved", error.message, "error", code=error.code))
        else:
            host.call_later(partial(host.say, "Saved", str(path)))

    host.run_worker(work, group="save", thread=True, exit_on_error=False)


def _write_new(name: str, ending: str, data: bytes) -> Path:
    """Write a file that only its owner may read, under a name that is free; raises `AzureError`."""
    folder = _folder()
    for number in count(1):
        again = "" if number == 1 else f"-{number}"
        path = folder / f"{name}{again}.{ending}"
        try:
            write_private(path, data, overwrite=False)
        except AzureError as error:
            if error.code != "FileExists" and error.code != "FileNotRegular" or number == _TRIES:
                raise
        else:
            return path
    raise AssertionError


def _folder() -> Path:
    here = Path.cwd()
    if os.access(here, os.W_OK):
        return here
    folder = user_data_path("certblade", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _labels(labels: Sequence[str]) -> list[str]:
    """A name for every column, no two alike."""
    named = [label or f"COLUMN {place}" for place, label in enumerate(labels, 1)]
    return [label if named.count(label) == 1 else f"{label} {place}" for place, label in enumerate(named, 1)]


def _lines(rows: Mapping[str, Cells], keys: Sequence[str]) -> list[list[str]]:
    return [[cell.plain.strip() for cell in rows[key]] for key in keys]


def _csv(labels: Sequence[str], rows: Mapping[str, Cells], keys: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([labels, *_lines(rows, keys)])
    return text.getvalue()


def _json(labels: Sequence[str], rows: Mapping[str, Cells], keys: Sequence[str]) -> str:
    found = [dict(zip(labels, line, strict=True)) for line in _lines(rows, keys)]
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
