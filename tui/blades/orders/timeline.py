"""Timeline: what happened to the order at the CA, oldest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from store.history import changed_with
from store.resources import ActionType, OrderLedger
from tui.blades.orders.base import OrderBlade
from tui.dialogs.what_changed import WhatChanged
from tui.text.cells import cell
from tui.text.status import Tone, muted, status
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Notes, Paragraph, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from textual.content import Content

    from store import World
    from store.resources import OrderAction

_TONES: dict[ActionType, Tone] = {
    ActionType.ISSUED: "success",
    ActionType.DOMAIN_VALIDATED: "success",
    ActionType.FRAUD_CLEARED: "success",
    ActionType.ORDER_CREATED: "plain",
    ActionType.SAN_DROP: "warning",
    ActionType.EXPIRATION_WARNING: "warning",
    ActionType.FRAUD_DOCUMENTATION: "warning",
    ActionType.FRAUD_DETECTED: "error",
    ActionType.ORDER_CANCELED: "error",
    ActionType.REVOKED: "error",
    ActionType.EXPIRED: "error",
}


class Timeline(OrderBlade):
    """ACTION and TIME STAMP; the portal has no command bar here."""

    OPENS = "Changes"
    LABEL = "Timeline"
    COPIES = "Copy action"
    HELP_TEXT = (
        "The Timeline holds what the certificate authority did with the order. Clicks on Sync, Rekey and "
        "Renew are not in it: those are in the Activity log. An action opens what changed with it."
    )

    def content(self) -> ComposeResult:
        yield Table(
            Column("ACTION", 30),
            Column("TIME STAMP", 24),
            Column("", 20, leaves=1, grow=True),
            empty=muted("Nothing has happened yet."),
        )
        yield Section("Selected", Notes(id="note"), id="selected")
        yield Paragraph("\nSync, Rekey and Renew are not listed here; the Activity log has them.")

    def refresh_view(self, world: World) -> None:
        actions = world.need(OrderLedger, self.resource).actions
        self.query_one(Table).show({str(place): _row(action) for place, action in enumerate(actions)})
        self._show_selected()

    def on_table_moved(self) -> None:
        self._show_selected()

    def on_table_opened(self) -> None:
        """What changed of the order and its secret when the action happened."""
        if (action := self._selected()) is not None:
            changed = partial(changed_with, self.portal, self.resource, action)
            self.app.push_screen(WhatChanged(action.action_type.value, _head(action), changed))

    def _show_selected(self) -> None:
        action = self._selected()
        self.query_one("#selected", Section).display = bool(action and action.note)
        self.query_one("#note", Notes).show(cell(action.note if action else ""))

    def _selected(self) -> OrderAction | None:
        key = self.query_one(Table).cursor_key
        # An undo may have taken it back since the rows were drawn.
        actions = self.world.need(OrderLedger, self.resource).actions
        return actions[int(key)] if key and int(key) < len(actions) else None

    def copy_text(self) -> str:
        action = self._selected()
        if action is None:
            return ""
        return f"{action.action_type.value} {action.created_at:%Y-%m-%dT%H:%M:%SZ} {action.note}".strip()


def _row(action: OrderAction) -> Cells:
    return (
        status(action.action_type.value, _TONES.get(action.action_type, "plain")),
        cell(f"{action.created_at:%Y-%m-%d %H:%M:%S} UTC"),
        muted(action.note),
    )


def _head(action: OrderAction) -> tuple[Content, ...]:
    at = muted(f"{action.created_at:%Y-%m-%d %H:%M:%S} UTC")
    return (cell(action.note), at) if action.note else (at,)
