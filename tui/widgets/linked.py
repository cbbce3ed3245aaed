"""Linked private certificates of an order: the grid, and the two thumbprints one above the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tui.text.cells import cell
from tui.text.state_words import sync_word
from tui.text.status import Tone, muted, status, thumbprint_full
from tui.widgets.columns import Cells, Column
from tui.widgets.flowing import Flowing
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.drift import CertificateMark, LinkedDrift


class LinkedGrid(Table):
    """STATUS, LINKED PRIVATE CERTIFICATE, RESOURCE GROUP, THUMBPRINT, as the portal has them.

    Before 2019 the portal had no status, and called them LINKED CERTIFICATE.
    """

    def __init__(self, *, statuses: bool = True, id: str | None = None) -> None:
        self._statuses = statuses
        columns = (
            Column(
                "LINKED PRIVATE CERTIFICATE" if statuses else "LINKED CERTIFICATE", 38, least=20, grow=True
            ),
            Column("GROUP", 10, leaves=1),
            Column("THUMBPRINT", 16, least=12, whole=True),
        )
        super().__init__(
            *((Column("STATUS", 13), *columns) if statuses else columns),
            empty=muted("No linked private certificates."),
            id=id,
        )

    def show_linked(self, linked: Sequence[LinkedDrift], current: int) -> None:
        """Show these; `current` is the number of the order's current certificate. Keys are resource ids."""
        first = 0 if self._statuses else 1
        self.show({one.certificate: _row(one, current)[first:] for one in linked})


def _row(one: LinkedDrift, current: int) -> Cells:
    return (
        status(sync_word(one), _tone(one)),
        cell(one.name, "$text"),
        muted(one.group),
        thumbprint_full(one.mark.thumbprint, one.mark.number, current),
    )


#: Cells that the portal's label and a full thumbprint take together.
_FULL = 80


class ThumbprintPair(Flowing):
    """Two thumbprints, the order's and another, aligned so that number and first group can be compared."""

    _pair: tuple[str, int, CertificateMark | None, str] | None = None

    def show_pair(
        self, thumbprint: str, current: int, other: CertificateMark | None = None, note: str = ""
    ) -> None:
        """`other` is what the selected row carries; `note` says what the difference means."""
        before, self._pair = self._pair, (thumbprint, current, other, note)
        if self._pair != before:
            self.show_anew()

    def flow(self, width: int) -> Sequence[Content]:
        if self._pair is None:
            return ()
        thumbprint, current, other, note = self._pair
        label = "Current Certificate Thumbprint" if width >= _FULL else "Current     "
        pad = " " * (len(label) + 2)
        lines = [
            Content.assemble((f"{label}  ", "$text-muted"), thumbprint_full(thumbprint, current, current))
        ]
        if other is not None:
            head = Content.styled("Selected row".ljust(len(pad)), "$text-muted")
            lines.append(head + thumbprint_full(other.thumbprint, other.number, current))
        if note:
            lines.append(Content.assemble(pad, muted(note)))
        return lines


def _tone(one: LinkedDrift) -> Tone:
    if one.ended:
        return "error"
    return "muted" if one.in_sync is None else "success" if one.in_sync else "warning"
