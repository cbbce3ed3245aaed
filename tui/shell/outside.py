"""A text in the user's own editor, which has the terminal meanwhile.

    the portal lets the terminal go     the text lies in a private folder, to be read only where nothing
                                        can come back
    the editor ends well                the page takes what was written, as if it had been typed there
    it does not, or nothing changed     the page is as it was, and the reason is said

The editor is started without a shell. The event loop goes on: what others write is followed, and a signal
that ends the program ends the editor too.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import stat
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from store.errors import AzureError

if TYPE_CHECKING:
    from types import FrameType

    from textual.worker import Worker

    from tui.host import Outside, PortalHost

TITLE = "Editor"
#: Bytes of a text that are taken back at most.
LARGEST = 1024 * 1024
#: Seconds that an editor is given to end when the program does, and between two looks.
_ENDING, _A_LOOK = 1.0, 0.02
#: What editors switch on: mouse, focus, pastes in brackets, the other screen; and the cursor that they hide.
_PUT_BACK = (
    b"".join(b"\x1b[?%dl" % mode for mode in (1000, 1002, 1003, 1004, 1006, 2004, 1049)) + b"\x1b[?25h"
)
_VARIABLES = ("VISUAL", "EDITOR")
_END = "\n"
_NO_NAME = re.compile(r"[^\w.-]+")


def why_not(host: PortalHost) -> str:
    """Why no text can be opened outside, "" where it can."""
    if host.is_web:
        return "A browser has no terminal for an editor to be in."
    if not any(os.environ.get(name, "").strip() for name in _VARIABLES):
        return "No editor is named. Set VISUAL or EDITOR, such as EDITOR=vim, and start again."
    return ""


def open_outside(host: PortalHost, text: Outside, stands: Callable[[], bool]) -> None:
    """Open it in the editor, and have taken what comes back."""
    _: Worker[None] = host.run_worker(
        partial(_edit, host, text, stands), group="editor", exclusive=True, exit_on_error=False
    )


async def _edit(host: PortalHost, text: Outside, stands: Callable[[], bool]) -> None:
    try:
        written = await _written(host, text)
    except AzureError as error:
        host.say(TITLE, error.message, "error", code=error.code, repair=error.next_step)
        return
    if written is None:
        host.say(TITLE, "The text was left as it is.", "info", keep=False)
    elif text.take is None:
        host.say(TITLE, "What this page shows cannot be changed: nothing was taken over.", "warning")
    elif stands():
        text.take(written)
    else:
        host.say(TITLE, "The page was closed meanwhile; what you wrote is kept in a file.", "warning")
        host.save_file(text.name, text.ending, written)


async def _written(host: PortalHost, text: Outside) -> str | None:
    """What was made of a text, None where it is the same; raises `AzureError`."""
    words = _editor()
    with _lying(text) as path:
        with _away(host):
            status = await _run([*words, str(path)])
        if status:
            ended = f"by signal {-status}" if status < 0 else f"with status {status}"
            raise AzureError("EditorFailed", f"The editor ended {ended}: nothing was taken over.")
        found = await asyncio.to_thread(_read, path)
    if not text.text.endswith("\n"):
        found = found.removesuffix("\n")
    return None if found == _plain(text.text) else found


def _editor() -> list[str]:
    """The words that start the user's editor."""
    for name in _VARIABLES:
        if line := os.environ.get(name, "").strip():
            try:
                return shlex.split(line)
            except ValueError as error:
                told = f"{name} cannot be read as a command: {error}."
                raise AzureError("EditorNotStarted", told, "Name a program and its options.") from None
    raise AzureError("EditorNotStarted", "No editor is named.", "Set VISUAL or EDITOR.")


@contextmanager
def _lying(text: Outside) -> Iterator[Path]:
    """The text in a file for its owner alone, which is gone afterwards with all that lies beside it."""
    name = _NO_NAME.sub("-", text.name)[:80].strip(".-") or "document"
    try:
        with TemporaryDirectory(prefix="certblade-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / f"{name}.{text.ending}"
            mode = 0o600 if text.take is not None else 0o400
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as file:
                # Most editors take a text without a line end at its end for one that was cut.
                file.write(f"{text.text.removesuffix(_END)}\n".encode())
            yield path
    except OSError as error:
        told = f"The text cannot be laid down for an editor: {error.strerror}."
        raise AzureError("EditorNotStarted", told, "Look at TMPDIR and the room there.") from None


@contextmanager
def _away(host: PortalHost) -> Iterator[None]:
    """The terminal is the editor's, and its ctrl+c too; where nothing is drawn, nothing is put away."""
    before = {one: signal.signal(one, _let_pass) for one in (signal.SIGINT, signal.SIGQUIT)}
    driver, failed = host._driver, None
    try:
        if driver is None or driver.is_headless:
            yield
        else:
            with host.suspend(), _as_it_was():
                try:
                    yield
                except Exception as error:
                    # Textual takes the terminal back only where nothing is raised.
                    failed = error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if failed is not None:
        raise failed


@contextmanager
def _as_it_was() -> Iterator[None]:
    """The terminal as it is now, also where an editor was ended and could not put it back."""
    fd = sys.__stderr__.fileno() if sys.__stderr__ is not None else -1
    try:
        modes = termios.tcgetattr(fd)
        yield
    except asyncio.CancelledError:
        with suppress(OSError, termios.error):
            termios.tcsetattr(fd, termios.TCSANOW, modes)
            os.write(fd, _PUT_BACK)
        raise


def _let_pass(number: int, frame: FrameType | None) -> None:
    """A signal that is meant for the editor alone; ignored, it would be ignored by the editor as well."""


async def _run(words: Sequence[str]) -> int:
    """The exit status of the editor, negative for a signal; raises `AzureError` where it does not start."""
    try:
        process = await asyncio.create_subprocess_exec(*words)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        told = f"The editor '{words[0][:80]}' cannot be started: {why}."
        raise AzureError("EditorNotStarted", told, "VISUAL, else EDITOR, names it.") from None
    try:
        return await process.wait()
    except asyncio.CancelledError:
        _end(process.pid)
        raise


def _end(pid: int) -> None:
    """End the editor, which has the terminal: alive, it would share it with whatever comes after us.

    It is waited for here, since the program that leaves lets no task of its own wait.
    """
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + _ENDING
        while time.monotonic() < until:
            # A thread of asyncio's takes in how it ended; then there is no such process.
            time.sleep(_A_LOOK)
            os.kill(pid, 0)
        os.kill(pid, signal.SIGKILL)


def _read(path: Path) -> str:
    """What the editor left there; raises `AzureError`."""
    step = "What the page shows is as it was."
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise AzureError("EditorTextUnusable", "The editor left no file.", step)
            data = file.read(LARGEST + 1)
    except OSError as error:
        told = f"What the editor left cannot be read: {error.strerror}."
        raise AzureError("EditorTextUnusable", told, step) from None
    if len(data) > LARGEST:
        raise AzureError("EditorTextUnusable", f"The text has more than {LARGEST:,} bytes.", step)
    try:
        return _plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        told = f"The text is not UTF-8: byte {error.start:,} is none of it."
        raise AzureError("EditorTextUnusable", told, step) from None


def _plain(text: str) -> str:
    """The text with the line ends that are edited here."""
    return text.replace("\r\n", "\n")
