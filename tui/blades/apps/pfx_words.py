"""Sentences about files to be merged into a PFX: the contents of each, and the chain they make."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from textual.content import Content

from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted, status
from tui.widgets.columns import Cells
from tui.widgets.section import Banner

if TYPE_CHECKING:
    from store.services.web.pfx_assembly import PfxAssembly
    from store.x509.certificates import CertificateFacts


def file_rows(assembly: PfxAssembly) -> dict[str, Cells]:
    """Path → name, format and what the file holds, or why it cannot be read."""
    rows: dict[str, Cells] = {}
    for file in assembly.files:
        held = cell(file.holds, "$text")
        if file.problem is not None:
            # The file's name stands before the sentence already.
            held = status(file.problem.message.partition(": ")[2] or file.problem.message, "warning")
        rows[file.path] = (cell(PurePath(file.path).name, "$text"), muted(file.kind), held)
    return rows


def chain_lines(assembly: PfxAssembly) -> list[Content]:
    """The certificates of the chain leaf to root, or why there is none."""
    facts = assembly.merged.facts if assembly.merged else ()
    return [_link(place, one, len(facts)) for place, one in enumerate(facts, 1)] or [muted(_none(assembly))]


def _none(assembly: PfxAssembly) -> str:
    return assembly.problem.message if assembly.files and assembly.problem else SIGNS.impossible


def _link(place: int, facts: CertificateFacts, length: int) -> Content:
    """A certificate of the chain: its place, its role, its name, its end."""
    kind = "leaf" if place == 1 else "root" if facts.self_signed else "intermediate"
    return Content.assemble(
        muted(f"{place} of {length}  {kind:<14}"),
        cell(facts.common_name or facts.subject, "bold $text" if place == 1 else "$text"),
        muted(f"   until {facts.not_after:%Y-%m-%d}"),
    )


def show_order(banner: Banner, assembly: PfxAssembly, *, disordered: bool) -> None:
    """Say the faults of the chain; `disordered`: the order of the files is another than leaf to root."""
    merged = assembly.merged
    if merged is None or not merged.problems:
        banner.hide()
        return
    way = ("o", "Put in order") if disordered else ("", "")
    if merged.complete:
        banner.show("warning", "The export puts this right.", " ".join(merged.problems), *way)
    else:
        banner.show("error", "Something is missing.", " ".join(merged.problems), *way)
