"""`certblade az-session`: a shell, or one command, in which the Azure CLI and the SDKs work on this world."""

from __future__ import annotations

import argparse
import os
import subprocess
from pathlib import Path

from store.errors import UsageError
from tui.commands.output import complain
from tui.commands.serve import server_of


def run(arguments: argparse.Namespace) -> int:
    """Runs it with the environment set and returns its exit status; nothing of the session stays.

    Raises `UsageError` CommandNotFound.
    """
    command = [*arguments.words] or [os.environ.get("SHELL") or "/bin/sh"]
    if command[0] == "--":
        del command[0]
    server = server_of(arguments, quiet=True)
    with server, server.session(arguments.principal, azure_cli=True) as session:
        if not arguments.words:
            complain(
                "Session", f"`az` works on the simulated Azure at {server.place.origin}; `exit` ends it."
            )
        environment = {**os.environ, **session.variables(), "CERTBLADE_SESSION": "1"}
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        except OSError as error:
            raise UsageError(
                f"'{Path(command[0]).name}' cannot be run: {error.strerror}.", "CommandNotFound"
            ) from None
