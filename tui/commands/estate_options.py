"""Options of `certblade estate`."""

from __future__ import annotations

import argparse

#: What more there is to say of the command.
ABOUT = """\
Reads what az, Resource Graph, SDKs, PowerShell, exported templates and Terraform say about the real Azure. No
secret is read in, nothing is sent. Writes a new world to --state; exit status 1: something needs somebody.
"""


def add(command: argparse.ArgumentParser) -> None:
    """Their arguments."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; - is standard input")
    command.add_argument(
        "--as-of", metavar="DATE", help="the day of the export (UTC); the clock begins there"
    )
    command.add_argument("--dry-run", action="store_true", help="report only, write no world")
    gathers = "print the read-only az script that gathers a complete export"
    command.add_argument("--commands", nargs="?", const="", metavar="SUBSCRIPTION", help=gathers)
    rehearsed = "print what was rehearsed in --state as az and PowerShell lines"
    command.add_argument("--changes", action="store_true", help=rehearsed)
    command.add_argument("--calendar", action="store_true", help="print the dates as iCalendar")
    command.add_argument("--json", action="store_true", help="print JSON")
