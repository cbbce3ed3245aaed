"""`certblade`: the portal, or one command of the command line.

Exit status: 0 done, 1 refused or a negative verdict, 2 wrong usage, 3 the state cannot be read or written;
129 and 143 when the terminal hung up or SIGTERM came: what was acknowledged is kept then too.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from store import __version__, default_state_path
from store.errors import AzureError, Place, StateError, UsageError, WayOut
from tui.commands.output import Closed, OutputFailedError, complain, prepare_streams, say
from tui.settings import asked_to_look
from tui.text.plain import plain

if TYPE_CHECKING:
    import argparse

WRONG_USAGE = 2
INTERRUPTED = 130
#: What textual-serve sets `TEXTUAL_DRIVER` to.
TEXTUAL_SERVE = "textual.drivers.web_driver:WebDriver"
#: What the portal is drawn by then.
BROWSER = "tui.shell.browser:Browser"
#: Command → its module, where a word of Python cannot be a module's name.
_MODULES = {"az-session": "az_session", "class": "classes"}
#: Commands that end before garbage counts.
_SHORT = frozenset(("list", "show"))
#: Place of a way out → the list that it is in.
_LISTED = {
    Place.APP: "sites",
    Place.DNS_ZONES: "dnsZones",
    Place.KEY_VAULTS: "vaults",
    Place.LOCKS: "locks",
    Place.SUBSCRIPTION: "subscriptions",
}
#: Characters of a path that are printed; a cut one would be another.
_LONGEST_PATH = 5000


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status; errors end as one line on stderr."""
    prepare_streams()
    if sys.platform == "win32":
        complain("NotOnWindows", "certblade needs Linux or macOS; on Windows, run it inside WSL.")
        return 3
    words = sys.argv[1:] if argv is None else argv
    if argv is None:
        # What libraries warn of is for programmers; on the terminal it would stand in the page.
        warnings.simplefilter("ignore")
    try:
        if (path := _only_path(words)) is not None:
            return _portal(path)
        return _run(import_module("tui.commands.parser").parser(words).parse_args(words))
    except Closed:
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _status(error)
    finally:
        if argv is None and not gc.isenabled():
            # It only read, and the process ends: Python would look through the world for garbage once more.
            gc.freeze()


def _only_path(words: Sequence[str]) -> Path | None:
    """The world to open where words say no more: the start does not wait for the options of commands."""
    match words:
        case []:
            return default_state_path()
        case ["--state", path] if path and not path.startswith("-"):
            return Path(path)
    return None


def _run(arguments: argparse.Namespace) -> int:
    if arguments.version:
        say(f"certblade {__version__}")
        return 0
    looks = arguments.read_only
    if arguments.command is None:
        path = arguments.state or default_state_path()
        return _portal(path, allow_older=arguments.allow_older, read_only=looks)
    import_module("tui.commands.looking").check(arguments)
    if arguments.command == "demo":
        return _terminal_missing() or _portal(
            import_module("tui.commands.demo").demo_world(arguments), read_only=looks
        )
    if arguments.command == "class" and arguments.deed == "watch":
        folder = arguments.folder.absolute()
        classes = import_module("tui.commands.classes")
        first, caller = classes.first_world(folder), classes.acting(arguments.acting)
        return _portal(first, followed=folder, caller=caller, read_only=looks)
    if arguments.command == "scenario" and arguments.deed in ("play", "try") and not arguments.plain:
        return _portal(import_module("tui.commands.scenario_play").begin(arguments), read_only=looks)
    module = _MODULES.get(arguments.command, arguments.command)
    run: Callable[[argparse.Namespace], int] = import_module(f"tui.commands.{module}").run
    if module not in _SHORT:
        gc.enable()
    return run(arguments)


def _terminal_missing() -> int:
    """The exit status where there is no terminal, which is said; 0 where there is one."""
    # Textual draws on stderr and reads keys from stdin; without a terminal it would wait for ever.
    if all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__)):
        return 0
    if os.environ.get("TEXTUAL_DRIVER") == TEXTUAL_SERVE:
        # It speaks by pipes, for a browser.
        os.environ["TEXTUAL_DRIVER"] = BROWSER
        return 0
    complain("NoTerminal", "The portal needs a terminal; `certblade --help` names what does not.")
    return WRONG_USAGE


def _portal(
    path: Path,
    *,
    allow_older: bool = False,
    read_only: bool | None = None,
    followed: Path | None = None,
    caller: str = "",
) -> int:
    """The portal on a world; on the page of a class that is followed, whose clocks it leaves alone."""
    if missing := _terminal_missing():
        return missing
    _load_asyncio()
    from tui.settings.file import settings_path
    from tui.shell.app import PortalApp

    app = PortalApp(
        path,
        settings=settings_path(),
        allow_older=allow_older,
        read_only=asked_to_look(read_only),
        followed=followed,
        caller=caller,
    )
    app.run()
    for warning in app.untold:
        complain("StateFile", warning)
    if app.return_code == 0 and app.has_portal and followed is None and not app.is_web:
        gone = (
            "" if os.path.lexists(app.path) else f"{app.path} is not there any more: it was moved or removed."
        )
        if why := app.left_with or gone:
            complain("StateFile", why)
        else:
            say(_way_back(app.path))
    return app.return_code or 0


def _load_asyncio() -> None:
    """Loads the event loop without OpenSSL, as a Python that was built without it does.

    That spares each start 4 MiB and 5 ms. The loop speaks no TLS: servers have threads and sockets of their
    own, and load `ssl` when they are begun.
    """
    if sys.modules.keys().isdisjoint(("asyncio", "ssl")):
        sys.modules["ssl"] = None  # type: ignore[assignment]
        try:
            import_module("asyncio")
        finally:
            del sys.modules["ssl"]


def _way_back(path: Path) -> str:
    """Where the world is that was left, and what opens it again."""
    quoted = import_module("shlex").quote(str(path))
    named = "" if path == default_state_path() else f" --state {quoted}"
    where = plain(path, _LONGEST_PATH)
    return f"The world is kept in {where}. To return: certblade{plain(named, _LONGEST_PATH)}"


def _pointer(way_out: WayOut | None) -> str:
    """The command that shows what is to be changed, "" where a refusal names no place that has one."""
    if way_out is None:
        return ""
    listed = _LISTED.get(way_out.place, "")
    if way_out.resource and way_out.place is not Place.LOCKS:
        return f" (certblade show {import_module('shlex').quote(way_out.resource)})"
    return f" (certblade list {listed})" if listed else ""


def _status(error: Exception) -> int:
    """Says an error in one line; never a traceback, not even for an unexpected exception."""
    match error:
        case AzureError():
            complain(error.code, f"{error.told}{_pointer(error.way_out)}")
            return 1
        case UsageError():
            complain(error.code, error.message)
            return WRONG_USAGE
        case StateError():
            complain(error.code, error.message)
            return 3
        case OutputFailedError():
            complain("OutputFailed", f"The output could not be written: {error}.")
            return 1
    complain("UnexpectedError", f"{type(error).__name__}: {error}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
