"""The bell: what toasts said, kept until dismissed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from tui.text.cells import cell
from tui.text.plain import short_ids
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, minute, muted, sign
from tui.widgets.card import Drawer
from tui.widgets.entries import Entries, Entry
from tui.widgets.line import Line, Part
from tui.work.notices import Notice


class Notifications(Drawer):
    """Newest first; those that it shows are marked as read when it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "dismiss_all", "Dismiss all", id="notifications.dismiss_all"),
        Binding("c", "copy", "Copy", id="notifications.copy"),
        Binding("b", "leave", "Close", show=False, id="notifications.leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        #: What is listed: others may come meanwhile, before the first of these.
        self._listed: tuple[Notice, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="drawer"):
            yield Line(id="head")
            yield Line(id="keys")
            yield Entries(empty=muted("No notifications."))

    def on_mount(self) -> None:
        self.app.clear_notifications()
        self._show()
        self.query_one(Entries).focus()

    def _show(self) -> None:
        notices = self.host.notices
        self._listed = notices.all
        new = muted(f"{notices.unread} new" if notices.unread else "")
        self.query_one("#head", Line).show((Part(cell("Notifications", "bold $text")), Part(new, right=True)))
        keys = (
            ("x", "Dismiss all", "screen.dismiss_all"),
            ("c", "Copy", "screen.copy"),
            ("enter", "Open resource", "screen.open"),
            ("esc", "Close", "screen.leave"),
        )
        self.query_one("#keys", Line).show(
            Part(Content.assemble((key, "bold $key"), " ", label), action) for key, label, action in keys
        )
        now = self.host.portal.world.now
        entries = [_entry(str(place), notice, now) for place, notice in enumerate(self._listed)]
        self.query_one(Entries).show(entries)

    def action_dismiss_all(self) -> None:
        self.host.notices.dismiss()
        self._show()

    def action_copy(self) -> None:
        key = self.query_one(Entries).cursor_key
        if key:
            notice = self._listed[int(key)]
            self.host.copy(f"{notice.title}: {notice.code} {notice.text} {notice.repair}".strip())

    def action_open(self) -> None:
        self.query_one(Entries).action_open()

    def on_entries_opened(self, event: Entries.Opened) -> None:
        """Open the resource a notice is about, where it has a page."""
        notice = self._listed[int(event.key)]
        self.action_leave()
        if notice.resource:
            self.host.open_resource(notice.resource)
        elif notice.route:
            self.host.go(notice.route)

    def action_leave(self) -> None:
        self.host.notices.read(self._listed)
        self.host.update_frame()
        super().action_leave()


def _entry(key: str, notice: Notice, now: datetime) -> Entry:
    dot = Content.styled(SIGNS.unread if notice.unread else " ", "$primary")
    when = Content.assemble(muted(_when(notice.at, now)), "  ")
    text = cell(short_ids(notice.text))
    lines = [when + cell(notice.code), text] if notice.code else [when + text]
    lines += [Content.assemble(("Repair  ", "$text-muted"), cell(notice.repair))] if notice.repair else []
    head = Content.assemble(
        dot, " ", sign(notice.tone), " ", cell(notice.title, f"bold {TOKENS[notice.tone]}")
    )
    return Entry(key, head, tuple(lines))


def _when(at: datetime | None, now: datetime) -> str:
    """The time alone for what was said today."""
    if at is None:
        return SIGNS.impossible
    return f"{at:%H:%M}" if at.date() == now.date() else minute(at)
