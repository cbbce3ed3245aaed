"""Activity log: who asked for what, when, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from textual.app import ComposeResult

from store.arm.events import event
from store.resources import ActivityEntry, Subscription, name_of, subscription_of
from store.services.authorization.limits import ACTIVITY_LOG_DAYS
from store.services.authorization.principals import user_name
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.blades.scopes.base import ScopeBlade, scope_name
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import Tone, distance, muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from textual.content import Content

    from store import World

#: How long Azure keeps its Activity log.
_RETENTION = timedelta(days=ACTIVITY_LOG_DAYS)
_ADMINISTRATIVE = "Administrative"
_TONES: dict[str, Tone] = {"Succeeded": "success", "Failed": "error"}


class ActivityLog(Listing, ScopeBlade):
    """Entries of a resource and what lies below it, newest first; without a resource those of all."""

    LABEL = "Activity log"
    COPIES = "Copy correlation id"
    DEFAULT_CSS = "ActivityLog > Section { margin: 0 2; height: 4; }"
    HELP_TEXT = (
        "Every write, action and deletion that was asked for, refused ones too, of the last "
        f"{ACTIVITY_LOG_DAYS} days. What the background jobs and the certificate authority did is not here: "
        "Jobs and Timeline have it."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._all_days = False
        self._simulator = False

    refresh_world = refresh_verb

    @verb("f", "Timespan", f"{ACTIVITY_LOG_DAYS} days, or all")
    def toggle_timespan(self) -> None:
        self._all_days = not self._all_days
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

    def bottom(self) -> ComposeResult:
        yield Section("Selected", Notes(id="selected"))

    def gone(self, world: World) -> bool:
        return bool(self.resource) and super().gone(world)

    def note(self) -> Content:
        days = "all" if self._all_days else f"last {_RETENTION.days} days"
        what = f"{_ADMINISTRATIVE} and Simulator" if self._simulator else _ADMINISTRATIVE
        return muted(f"Timespan: {days}   Category: {what}")

    def refresh_view(self, world: World) -> None:
        oldest = None if self._all_days else world.now - _RETENTION
        scope = f"{self.resource}/".lower()
        keys = [
            key
            for key, entry in world.table(ActivityEntry).items()
            if (self._simulator or entry.category == _ADMINISTRATIVE)
            and (oldest is None or entry.at >= oldest)
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
        self.press(self.show_entry)

    def _show_selected(self) -> None:
        entry = self.selected()
        self.query_one("#selected", Notes).show(
            *(_lines(entry) if entry else (muted("nothing is selected"),))
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


def _lines(entry: ActivityEntry) -> tuple[Content, ...]:
    target = name_of(entry.target) or "the simulator"
    lines = (
        cell(f"{entry.operation}   {target}"),
        muted(f"{entry.at:%Y-%m-%d %H:%M:%S} UTC   correlation {entry.correlation_id}"),
    )
    if not entry.code:
        return lines
    return (*lines, status(f"{entry.code}: {entry.message}", "error"))
