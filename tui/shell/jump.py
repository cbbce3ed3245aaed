"""Jump letters: one beside each menu entry, row and control in reach; the letter goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.blades.base import Blade
from tui.host import PortalHost
from tui.widgets.entries import Entries
from tui.widgets.rail import Rail
from tui.widgets.standing import Answered
from tui.widgets.table import Table

#: Letters in the order in which they are given out: those under the fingers first.
_LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Target(NamedTuple):
    """A place on the screen, and what going there does."""

    at: Offset
    go: Callable[[], object]


def targets(host: PortalHost, blade: Blade, rail: Rail | None) -> list[Target]:
    """What can be reached of the page in front and of the menu beside it, from top to bottom."""
    found = [*_of_menu(host, rail)] if rail is not None and rail.region else []
    for widget in blade.walk_children(Widget):
        if not (widget.focusable and widget.region and host.screen.region.overlaps(widget.region)):
            continue
        if isinstance(widget, Table):
            found += _of_table(widget)
        elif isinstance(widget, Entries):
            found += _of_entries(widget)
        else:
            found.append(Target(widget.region.offset, widget.focus))
    return found


def open_jump(host: PortalHost, blade: Blade) -> None:
    """Show the letters over the page in front."""
    rail = next(iter(host.screen.query(Rail)), None)
    host.push_screen(Jump(targets(host, blade, rail)))


def _of_menu(host: PortalHost, rail: Rail) -> Iterator[Target]:
    for line, route in rail.in_sight():
        yield Target(rail.region.offset + (0, line), partial(host.go, route, rail.resource))


def _of_table(table: Table) -> Iterator[Target]:
    top = int(table.scroll_offset.y)
    for line, key in enumerate(table.keys[top : top + table.size.height - 1], 1):
        yield Target(table.region.offset + (0, line), partial(_choose, table, key))


def _of_entries(entries: Entries) -> Iterator[Target]:
    for line, key in entries.in_sight():
        yield Target(entries.region.offset + (0, line), partial(_choose, entries, key))


def _choose(list: Table | Entries, key: str) -> None:
    list.focus()
    list.select(key)


def labels(count: int) -> Sequence[str]:
    """As many labels: of one letter where these are enough, else all of two."""
    if count <= len(_LETTERS):
        return _LETTERS[:count]
    return ["".join(pair) for pair in product(_LETTERS, repeat=2)][:count]


class Jump(Answered[None], ModalScreen[None]):
    """The page as it is with a letter at each target; what is none of them leaves."""

    DEFAULT_CSS = """
    Jump {
        background: transparent;
        & > Static {
            position: absolute; width: auto; height: 1;
            background: $primary; color: $on-primary; text-style: bold;
        }
        &:nocolor > Static { text-style: reverse bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", key_display="esc", id="jump.leave")
    ]

    def __init__(self, found: Sequence[Target]) -> None:
        super().__init__()
        self._targets = dict(zip(labels(len(found)), found, strict=False))
        self._typed = ""

    def compose(self) -> ComposeResult:
        for label, target in self._targets.items():
            letter = Static(label, markup=False, name=label)
            letter.styles.offset = target.at
            yield letter

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            return
        event.stop()
        self._typed += event.character or " "
        if (target := self._targets.get(self._typed)) is not None:
            self.dismiss(None)
            self.app.call_later(target.go)
        elif not any(label.startswith(self._typed) for label in self._targets):
            self.dismiss(None)
        else:
            for letter in self.query(Static):
                letter.display = (letter.name or "").startswith(self._typed)
