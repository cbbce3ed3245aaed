"""The panel "What clients see": a handshake with the front end, and its verdict in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from store.wire.host_lines import no_private_key
from tui.text.cells import cell
from tui.text.marks import current_of
from tui.text.signs import SIGNS
from tui.text.status import Fact, minute, muted, status, thumbprint_full

if TYPE_CHECKING:
    from store.wire.host_lines import HostLine
    from store.wire.seen import ClientView
    from tui.serving.hosted import Shown


def panel(
    shown: Shown | None, chosen: HostLine | None, *, started: bool
) -> tuple[tuple[Sequence[Fact], ...], tuple[Content, ...]]:
    """The facts of a handshake in two columns, and the lines of its verdict."""
    if shown is None and chosen is not None and chosen.keyless and not started:
        missing = no_private_key(chosen.mark.thumbprint)
        return (), (status("No private key", "error"), cell(missing.told))
    if shown is None:
        waiting = f"The client asks{SIGNS.cut}" if started else "Start, and a client asks for the host."
        return (), (muted(waiting),)
    if shown.refused is not None:
        return (), (status("No connection", "error"), cell(shown.refused.told))
    assert shown.seen is not None
    return _facts(shown, shown.seen), _verdict(shown.seen)


def _facts(shown: Shown, seen: ClientView) -> tuple[Sequence[Fact], ...]:
    facts = seen.facts
    return (
        (
            ("Subject", cell(facts.subject)),
            ("Issuer", cell(facts.issuer)),
            ("Thumbprint", thumbprint_full(facts.thumbprint, seen.mark.number, current_of(seen.mark))),
        ),
        (
            ("Valid", cell(f"{minute(facts.not_before)} to {minute(facts.not_after)} UTC")),
            ("Connection", cell(f"{shown.protocol}, {shown.cipher}")),
        ),
    )


def _verdict(seen: ClientView) -> tuple[Content, ...]:
    if seen.objections:
        trust = Content.assemble(status("Not trusted", "error"), "  ", cell(" ".join(seen.objections)))
    else:
        trust = Content.assemble(status("Trusted", "success"), "  ", muted(f"chain to {seen.root}"))
    word = status("In sync", "success") if seen.agrees else status("Out of sync", "warning")
    return trust, Content.assemble(word, "  ", cell(f"{seen.verdict} {seen.repair}".strip()))
