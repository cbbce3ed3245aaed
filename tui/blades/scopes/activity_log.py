"""Activity log: who asked for what, when, what became of it, and what it changed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from textual.app import ComposeResult
from textual.content import Content

from store.arm.events import event
from store.errors import AzureError
from store.history import ResourceChange, changed_by
from store.resources import ActivityEntry, Subscription, name_of, subscription_of
from store.services.authorization.limits import ACTIVITY_LOG_DAYS, ACTIVITY_LOG_SPAN_HOURS
from store.services.authorization.principals import user_name
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.blades.scopes.base import ScopeBlade, scope_name
from tui.dialogs.read_text import ReadText
from tui.dialogs.what_changed import WhatChanged
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import Tone, distance, muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.pick import Pick
from tui.widgets.section import Foot, Notes, Paragraph, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import Portal, World

#: Hours of a week.
_WEEK = 168


def _span(hours: int) -> str:
    return "Last week" if hours == _WEEK else f"Last {hours} hours"


#: Spans of the log: all that Azure keeps, the portal's shorter ones, all there is.
_SPANS: dict[str, timedelta | None] = {
    f"Last {ACTIVITY_LOG_DAYS} days": timedelta(days=ACTIVITY_LOG_DAYS),
    **{_span(hours): timedelta(hours=hours) for hours in ACTIVITY_LOG_SPAN_HOURS},
    "All": None,
}
_ADMINISTRATIVE = "Administrative"
_ALL = "all"
_TONES: dict[str, Tone] = {"Succeeded": "success", "Failed": "error"}


class ActivityLog(Listing, ScopeBlade):
    """Entries of a resource and what lies below it, newest first; without a resource those of all."""

    OPENS = "Changes"
    LABEL = "Activity log"
    COPIES = "Copy correlation id"
    DEFAULT_CSS = "ActivityLog Foot > Section { height: 4; }"
    HELP_TEXT = (
        "Every write, action and deletion that was asked for, refused ones too, of the last "
        f"{ACTIVITY_LOG_DAYS} days. What the background jobs and the certificate authority did is not here: "
        "Jobs and Timeline have it. An entry opens what it changed, before and after."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._span = next(iter(_SPANS))
        self._caller = ""
        self._simulator = False

    refresh_world = refresh_verb

    @verb("f", "Timespan", f"{ACTIVITY_LOG_DAYS} days, the hours before now, or all")
    def choose_timespan(self) -> None:
        """Ask for one of the spans."""
        rows = {span: (cell(span, "$text"),) for span in _SPANS}
        self.host.ask(Pick("Timespan", (Column("TIMESPAN", 30),), rows, start=self._span), self._show_span)

    def _show_span(self, span: str) -> None:
        self._span = span
        self.update_view(force=True)

    @verb("p", "Initiated by", "Of one caller, or of all")
    def choose_caller(self) -> None:
        """Ask for one of those who appear in the log."""
        callers = dict.fromkeys(entry.caller for entry in self.world.all(ActivityEntry))
        rows: dict[str, Cells] = {_ALL: (cell("All", "$text"),)}
        rows |= {one: (cell(user_name(self.world, one), "$text"),) for one in callers}
        start = self._caller or _ALL
        picking = Pick("Event initiated by", (Column("NAME", 40, grow=True),), rows, start=start)
        self.host.ask(picking, self._show_caller)

    def _show_caller(self, caller: str) -> None:
        self._caller = "" if caller == _ALL else caller
        self.update_view(force=True)

    @verb("i", "Category", "With the simulator's own")
    def toggle_category(self) -> None:
        self._simulator = not self._simulator
        self.update_view(force=True)

    @verb("l", "Entry as JSON")
    def show_entry(self) -> None:
        """The entry as Azure's event, to read and copy."""
        if (entry := self.selected()) is not None:
            text = msgspec.json.format(msgspec.json.encode(event(self.world, entry)), indent=2).decode()
            self.app.push_screen(ReadText(entry.title, text))

    @show_entry.why_not
    def _no_entry(self) -> str:
        return "" if self.selected() else "There is no entry."

    def content(self) -> ComposeResult:
        yield Table(
            Column("OPERATION NAME", 34, least=18, grow=True),
            Column("STATUS", 11),
            Column("TIME", 10),
            Column("TIME STAMP", 19, leaves=2),
            Column("SUBSCRIPTION", 18, leaves=1),
            Column("EVENT INITIATED BY", 19, leaves=3),
            empty=muted("No events to display."),
        )
        yield Paragraph("\nWhat the jobs and the CA did is not listed here; Jobs and Timeline have it.")

    def bottom(self) -> ComposeResult:
        yield Foot(Section("Selected", Notes(id="selected")))

    def gone(self, world: World) -> bool:
        return bool(self.resource) and super().gone(world)

    def note(self) -> Content:
        parts = [self._span, f"by {user_name(self.world, self._caller)}" if self._caller else ""]
        parts.append(f"{_ADMINISTRATIVE} and Simulator" if self._simulator else _ADMINISTRATIVE)
        return muted(", ".join(filter(None, parts)))

    def refresh_view(self, world: World) -> None:
        span = _SPANS[self._span]
        oldest = None if span is None else world.now - span
        scope = f"{self.resource}/".lower()
        keys = [
            key
            for key, entry in world.table(ActivityEntry).items()
            if (self._simulator or entry.category == _ADMINISTRATIVE)
            and (oldest is None or entry.at >= oldest)
            and self._caller in ("", entry.caller)
            and (not self.resource or f"{entry.target}/".lower().startswith(scope))
        ]
        keys.reverse()
        table = world.table(ActivityEntry)
        at = {label: lambda key: table[key].at for label in ("TIME", "TIME STAMP")}
        self.query_one(Table).show(Rows(keys, lambda key: _row(world, table[key]), order_by=at))
        self._show_selected()

    def selected(self) -> ActivityEntry | None:
        """The entry under the cursor."""
        return self.world.get(ActivityEntry, self.query_one(Table).cursor_key or None)

    def on_table_moved(self) -> None:
        self._show_selected()
        self.update_chrome()

    def on_table_opened(self) -> None:
        """The resources that the entry changed, each value before and after."""
        if (entry := self.selected()) is not None:
            changed = partial(_changed, self.portal, entry)
            self.app.push_screen(WhatChanged(entry.title, _lines(self.world, entry), changed))

    def _show_selected(self) -> None:
        entry = self.selected()
        self.query_one("#selected", Notes).show(
            *(_lines(self.world, entry) if entry else (muted("nothing is selected"),))
        )

    def copy_text(self) -> str:
        entry = self.selected()
        return entry.correlation_id if entry else ""


def _row(world: World, entry: ActivityEntry) -> Cells:
    payer = subscription_of(entry.target)
    subscription = scope_name(world, payer) if world.get(Subscription, payer) else ""
    return (
        cell(entry.title, "$text"),
        status(entry.status, _TONES.get(entry.status, "plain")),
        muted(distance(world.now, entry.at)),
        cell(f"{entry.at:%Y-%m-%d %H:%M:%S}"),
        muted(subscription),
        cell(user_name(world, entry.caller)),
    )


def _lines(world: World, entry: ActivityEntry) -> tuple[Content, ...]:
    target = name_of(entry.target) or "the simulator"
    who = user_name(world, entry.caller)
    lines = (
        Content.assemble(cell(f"{entry.operation}   {target}"), muted(f"   by {who}")),
        muted(f"{entry.at:%Y-%m-%d %H:%M:%S} UTC   correlation {entry.correlation_id}"),
    )
    if not entry.code:
        return lines
    return (*lines, status(f"{entry.code}: {entry.message}", "error"))


def _changed(portal: Portal, entry: ActivityEntry) -> tuple[ResourceChange, ...]:
    """What the entry changed; raises `AzureError` for one that was refused, or is older than the history."""
    if entry.status == "Failed":
        raise AzureError(entry.code, "It was refused, and changed nothing.")
    return changed_by(portal, entry.revision)
