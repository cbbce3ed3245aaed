"""Open an estate…: exports of the real Azure become a world of their own, beside the one that is open."""

from __future__ import annotations

from pathlib import Path

from tui.dialogs.ask_path import AskPath
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.status import muted


def open_estate(host: PortalHost) -> None:
    """Ask for the exports, then for the file of the new world, and open it."""
    lines = (
        cell("A file or a folder of exports: az, az rest, Resource Graph, PowerShell, templates, Terraform."),
        muted("No secret is read in, and nothing is sent to Azure. certblade estate --commands gathers one."),
    )

    def named(exports: str) -> None:
        state = _beside(Path(exports))
        told = (cell("The world to rehearse in is written to a file of its own."),)
        ask = AskPath("Open an estate", *told, does="Open", start=str(state), why_not=_free)
        host.ask(ask, lambda path: host.begin_estate(exports, path))

    host.ask(AskPath("Open an estate", *lines, does="Next", why_not=_there), named)


def _beside(exports: Path) -> Path:
    """A name for the new world that is not taken: beside the exports."""
    folder, stem = exports.resolve().parent, exports.resolve().stem
    names = (f"{stem}-rehearsal{number}.json" for number in ("", *(f"-{n}" for n in range(2, 100))))
    return next((folder / name for name in names if not _free(folder / name)), folder / f"{stem}.json")


def _there(path: Path) -> str:
    """Why a path cannot be read from, "" when it may be."""
    try:
        return "" if path.is_file() or path.is_dir() else "There is no such file or folder."
    except (OSError, ValueError) as error:
        return f"This path cannot be used ({type(error).__name__})."


def _free(path: Path) -> str:
    """Why a path cannot be written to, "" when it may be: an estate is never put onto a world."""
    try:
        return "There is a file already: an estate gets one of its own." if path.exists() else ""
    except (OSError, ValueError) as error:
        return f"This path cannot be used ({type(error).__name__})."
