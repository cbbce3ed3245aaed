"""`python -m tests.browser class|own|typing [--environment PATH] [--picture PATH]`: the portal in a browser.

    class    two trainees of a class: ttyd, tmux, nginx and Chromium of this machine
    own      textual-serve on one's own machine, in Chromium
    typing   thirty trainees who type at once, over WebSocket: key to frame, median and 95th of a hundred

What is missing on the machine is said, and nothing is run. Drivers are put into an environment of their own,
kept in the user's cache: with 200 MB they are no part of the tests that always run. It takes about a minute.
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

from tests.support.environments import prepare
from tests.support.served_class import ROOT, missing, served_class

#: Playwright drives the browser; aiohttp speaks WebSocket; textual-serve is what `own` looks at.
PACKAGES = ("aiohttp==3.14.5", "playwright==1.65.2", "textual-serve==1.1.3")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Runs one of the checks and returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser")
    parser.add_argument("check", choices=("class", "own", "typing"))
    parser.add_argument("--environment", type=Path, help="where the drivers are, or shall be")
    parser.add_argument("--picture", type=Path, help="where a picture of the portal goes")
    parser.add_argument("--trainees", type=int, default=30, help="how many type at once")
    arguments = parser.parse_args()
    browser = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    lacking = [] if arguments.check == "own" else list(missing())
    if arguments.check != "typing" and browser is None:
        lacking.append("chromium")
    if lacking:
        print(f"skipped: not on this machine: {', '.join(lacking)}")
        return 0
    python = prepare(arguments.environment or user_cache_path("certblade") / "browser", PACKAGES)
    with tempfile.TemporaryDirectory(prefix="certblade-browser-", ignore_cleanup_errors=True) as scratch:
        return _run(arguments, python, browser or "", Path(scratch))


def _run(arguments: argparse.Namespace, python: Path, browser: str, scratch: Path) -> int:
    told: dict[str, object] = {
        "chromium": browser,
        "picture": str(arguments.picture or scratch / "picture.png"),
        "python": sys.executable,
        "folder": str(scratch / "class"),
    }
    if arguments.check == "own":
        return _story(python, "own_story", {**told, "folder": str(scratch)})
    several = [f"trainee{number:02}" for number in range(1, arguments.trainees + 1)]
    logins = ["ada", "grace"] if arguments.check == "class" else several
    options = ("--scenario", "sync-not-run") if arguments.check == "class" else ()
    with served_class(scratch / "class", logins, *options) as served:
        told |= {"url": served.url, "passwords": served.passwords}
        return _story(python, f"{arguments.check}_story", told)


def _story(python: Path, name: str, told: Mapping[str, object]) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CERTBLADE_CLASS": json.dumps(told)}
    command = [str(python), "-m", f"tests.browser.{name}"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
