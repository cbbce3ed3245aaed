"""Coming events as lines: the moment, its distance, the resource, the event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.text.cells import cell
from tui.text.status import distance, minute, muted, sign

if TYPE_CHECKING:
    from store import World
    from store.jobs.events import Event
    from store.resources import CertificateOrder


def event_lines(now: datetime, events: Iterable[Event], *, subjects: bool = True) -> list[Content]:
    """One line an event, or the sentence that nothing is due; without `subjects` on the page of the one."""
    lines = []
    for event in events:
        subject = cell(event.subject, "$text").truncate(16, ellipsis=True, pad=True) if subjects else ""
        away = (f"{distance(now, event.at):>11}  ", "$text-muted")
        text = cell(event.text) if event.ok else Content.assemble(sign("error"), " ", cell(event.text))
        lines.append(Content.assemble(Content.styled(minute(event.at), "$time"), away, subject, " ", text))
    return lines or [muted("Nothing is due.")]


def coming(world: World, limit: int) -> Sequence[Event]:
    """The next events of the world; over thousands of orders the first look at it takes its time."""
    from store.jobs.upcoming import upcoming

    return upcoming(world, limit)


def agenda_lines(world: World, order: CertificateOrder, limit: int) -> list[Content]:
    """The next events that concern the order: its own, and those of the certificates that follow it."""
    from store.jobs.upcoming import upcoming_for

    return event_lines(world.now, upcoming_for(world, order, limit))
