"""`python -m tests.browser class|own|typing [--environment PATH] [--picture PATH]`: the portal in a browser.

    class    two trainees of a class: ttyd, tmux, nginx and Chromium
    own      textual-serve on one's own machine, in Chromium
    typing   thirty trainees who type at once, over WebSocket: key to frame, median and 95th of a hundred
    prepare  the environment alone

Drivers, and ttyd where the machine has none, are put into an environment of their own, kept in the user's
cache: with 200 MB they are no part of what every developer installs. What is missing on the machine is said,
and nothing is run. A story takes about a quarter of a minute, the environment another.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_cache_path

from tests.browser.ttyd import PACKAGE, place_ttyd
from tests.support.environments import prepare
from tests.support.served_class import ROOT, missing, served_class

#: Playwright drives the browser; aiohttp speaks WebSocket; textual-serve is what `own` looks at.
PACKAGES = ("aiohttp==3.14.5", "playwright==1.65.2", "textual-serve==1.1.3")
CHROMIUM = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")


def main() -> int:
    """Runs one of the checks and returns its exit status: 0 as well where it has to be left out."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser")
    parser.add_argument("check", choices=("class", "own", "typing", "prepare"))
    parser.add_argument("--environment", type=Path, help="where the drivers are, or shall be")
    parser.add_argument("--picture", type=Path, help="where a picture of the portal goes")
    parser.add_argument("--trainees", type=int, default=30, help="how many type at once")
    arguments = parser.parse_args()
    home = arguments.environment or user_cache_path("certblade") / "browser"
    if lacking := _lacking(arguments.check):
        return _skipped(f"not on this machine: {', '.join(lacking)}")
    try:
        python = prepare(home, PACKAGES if shutil.which("ttyd") else (*PACKAGES, PACKAGE))
    except (OSError, subprocess.CalledProcessError) as error:
        return _skipped(f"the drivers cannot be installed: {error}")
    place_ttyd(home)
    os.environ["PATH"] += f"{os.pathsep}{home / 'bin'}"
    if arguments.check == "prepare":
        return 0
    if arguments.check != "own" and shutil.which("ttyd") is None:
        return _skipped("ttyd is not on this machine, and none is published for it")
    if why := _unstartable(python):
        return _skipped(f"the driver does not start: {why}")
    with tempfile.TemporaryDirectory(prefix="certblade-browser-", ignore_cleanup_errors=True) as scratch:
        return _run(arguments, python, Path(scratch))


def _lacking(check: str) -> list[str]:
    """The programs that the machine does not have; ttyd comes with the drivers."""
    lacking = [] if check in ("own", "prepare") else [name for name in missing() if name != "ttyd"]
    if check in ("own", "class") and _browser() is None:
        lacking.append("chromium")
    return lacking


def _browser() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def _unstartable(python: Path) -> str:
    """Why Playwright's own Node cannot run here: a bare machine may lack a library."""
    tried = [str(python), "-m", "playwright", "--version"]
    ended = subprocess.run(tried, capture_output=True, check=False, text=True)
    return (ended.stderr or ended.stdout).strip() if ended.returncode else ""


def _skipped(why: str) -> int:
    print(f"skipped: {why}", flush=True)
    return 0


def _run(arguments: argparse.Namespace, python: Path, scratch: Path) -> int:
    folder = scratch / arguments.check
    told: dict[str, object] = {
        "chromium": _browser(),
        "picture": str(arguments.picture or scratch / "picture.png"),
        "python": sys.executable,
        "folder": str(folder),
    }
    if arguments.check == "own":
        folder.mkdir()
        return _story(python, "own_story", told)
    several = [f"trainee{number:02}" for number in range(1, arguments.trainees + 1)]
    logins = ["ada", "grace"] if arguments.check == "class" else several
    options = ("--scenario", "sync-not-run") if arguments.check == "class" else ()
    with served_class(folder, logins, *options) as served:
        told |= {"url": served.url, "passwords": served.passwords}
        return _story(python, f"{arguments.check}_story", told)


def _story(python: Path, name: str, told: Mapping[str, object]) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CERTBLADE_CLASS": json.dumps(told)}
    command = [str(python), "-m", f"tests.browser.{name}"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
