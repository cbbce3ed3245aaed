"""Tabs of a page: a row of names with counts, and one page of them shown at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.widgets.unscrolled import Unscrolled


@dataclass(frozen=True)
class Tab:
    """A tab: `key` is the id of its page, `count` follows the label (None: not counted)."""

    key: str
    label: str
    count: int | None = None


class TabRow(Unscrolled, Widget):
    """The names; a click shows the tab."""

    DEFAULT_CSS = "TabRow { height: 1; padding: 0 1; }"
    ALLOW_SELECT = False
    #: Blank cells between names.
    GAP = 4

    @dataclass
    class Clicked(Message):
        """The name of a tab was clicked."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self._tabs: Sequence[Tab] = ()
        self._chosen = ""

    def show(self, tabs: Sequence[Tab], chosen: str) -> None:
        """Show these tabs with one of them chosen."""
        if (tabs, chosen) != (self._tabs, self._chosen):
            self._tabs, self._chosen = tabs, chosen
            self.refresh()

    def _names(self) -> list[Content]:
        """The names with their counts; what is in brackets goes when there is no room for it."""
        whole = self._spelt(self._tabs)
        room = self.content_size.width
        if sum(name.cell_length for name in whole) + 2 * len(whole) <= room:
            return whole
        return self._spelt([replace(tab, label=tab.label.partition(" (")[0]) for tab in self._tabs])

    def _spelt(self, tabs: Sequence[Tab]) -> list[Content]:
        return [
            Content.assemble(
                (tab.label, "bold underline $primary" if tab.key == self._chosen else "$text-muted"),
                (f" {tab.count}" if tab.count is not None else "", "$text"),
            )
            for tab in tabs
        ]

    def _gap(self, names: Sequence[Content]) -> int:
        free = self.content_size.width - sum(name.cell_length for name in names)
        return max(1, min(self.GAP, free // max(1, len(names) - 1)))

    def render(self) -> Content:
        names = self._names()
        return Content(" " * self._gap(names)).join(names)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        names, x = self._names(), 0
        for tab, name in zip(self._tabs, names, strict=True):
            if offset is not None and x <= offset.x < x + name.cell_length:
                self.post_message(self.Clicked(tab.key))
            x += name.cell_length + self._gap(names)


class Tabs(Unscrolled, VerticalGroup):
    """Holds a `TabRow` and pages, whose ids are the keys of the tabs; `←→` goes from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Tab", key_display="←→", id="tabs.previous"),
        Binding("right", "step(1)", "Tab", show=False, id="tabs.next"),
    ]

    @dataclass
    class Switched(Message):
        """Another tab is shown."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self._keys: Sequence[str] = ()
        self._tabs: Sequence[Tab] = ()
        self.chosen = ""

    def show(self, tabs: Sequence[Tab]) -> None:
        """Show these tabs; the chosen one stays while it is among them."""
        self._tabs, self._keys = tabs, [tab.key for tab in tabs]
        if self.chosen not in self._keys:
            self.chosen = self._keys[0]
        self._draw()

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the tabs, from left to right."""
        return self._keys

    def choose(self, key: str) -> None:
        """Show this tab and put the focus on its first part that takes it."""
        if key == self.chosen or key not in self._keys:
            return
        self.chosen = key
        self._draw()
        self.post_message(self.Switched(key))

    def _draw(self) -> None:
        self.query_one(TabRow).show(self._tabs, self.chosen)
        for page in self.query_children(VerticalGroup):
            page.display = page.id == self.chosen

    def action_step(self, by: int) -> None:
        place = self._keys.index(self.chosen) + by
        self.choose(self._keys[place % len(self._keys)])

    def on_tab_row_clicked(self, event: TabRow.Clicked) -> None:
        self.choose(event.key)
