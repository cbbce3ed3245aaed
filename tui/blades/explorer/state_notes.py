"""The states of a document in words, each with the line it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.text.cells import cell
from tui.text.json_places import row_of
from tui.text.plain import short_ids
from tui.text.status import Tone, muted, sign

if TYPE_CHECKING:
    from store.arm.states import State

#: The key that leads to the repair of the first state which needs one.
REPAIR = "u"
_GOOD = ("Succeeded", "Issued", "Enabled", "Initialized")
_WAITING = ("InProgress", "Pendingissuance", "PendingRekey", "WaitingOnCertificateOrder", "Pendingrevocation")


def tone_of(state: State) -> Tone:
    """How a state is drawn: by its way out first, then by its value."""
    if state.value in _WAITING:
        return "time"
    if state.way_out is not None:
        return "warning" if state.value in _GOOD else "error"
    return "success" if state.value in _GOOD else "warning"


def lines_of(states: tuple[State, ...], text: str) -> list[Content]:
    """A line for each state: its line number in the text, its value and meaning, the key to its repair."""
    lines = []
    longest = max((len(state.value) for state in states), default=0)
    for state in states:
        number = f"{row_of(text, state.place) + 1:>4} "
        told = Content.assemble(
            muted(number),
            sign(tone_of(state)),
            " ",
            cell(state.value, "bold $text").pad_right(longest - len(state.value)),
            "  ",
            cell(short_ids(state.meaning)),
        )
        if state.way_out is not None and state is troubled(states):
            told = Content.assemble(
                told, " ", cell(state.way_out.text), "   ", (REPAIR, "bold $key"), " Repair"
            )
        lines.append(told)
    return lines


def troubled(states: tuple[State, ...]) -> State | None:
    """The first state that something is to be done about."""
    return next((state for state in states if state.way_out is not None), None)
