"""A binding in few cells: its certificate as its order numbers it, its type as the year's portal calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from store.resources import SslState
from tui.text.signs import SIGNS
from tui.text.status import muted, thumbprint_short

if TYPE_CHECKING:
    from store.drift import CertificateMark
    from store.eras import Era


def type_label(era: Era, state: SslState) -> str:
    """The type of a binding as the year's portal calls it, "" for none."""
    return {SslState.SNI: era.sni_label, SslState.IP: era.ip_label}.get(state, "")


def current_of(mark: CertificateMark) -> int:
    """The number to draw a mark against: its own when current, else a higher one."""
    number = mark.number or 0
    return number if mark.current else number + 1


def short_mark(mark: CertificateMark, *, tail: bool = True) -> Content:
    """Number and thumbprint of a binding's certificate; words where there is none."""
    if not mark.thumbprint:
        return muted(f"{SIGNS.impossible} no certificate")
    return thumbprint_short(mark.thumbprint, mark.number, current_of(mark), tail=tail)
