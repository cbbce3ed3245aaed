"""`certblade export`: an order's certificate with its key as a PFX file."""

from __future__ import annotations

import argparse

from store.operations.arguments import build
from store.operations.registry import kind_named
from tui.commands.do import perform
from tui.commands.session import password_from_stdin


def run(arguments: argparse.Namespace) -> int:
    """Writes the file; without a password it is what "Download as a certificate" gives."""
    password = password_from_stdin(arguments.password_stdin)
    values = {"order": arguments.order, "path": str(arguments.output), "overwrite": arguments.overwrite}
    if password:
        values["password"] = password.reveal()
    perform(build(kind_named("ExportCertificate"), values), arguments, create=False)
    return 0
