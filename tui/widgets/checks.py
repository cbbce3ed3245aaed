"""Several of many short words: permissions, mailboxes; as many to a line as fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.text.cells import cell
from tui.text.status import sign

#: Cells between two words.
_GAP = 2


class Checks(Widget, can_focus=True):
    """Words with a check mark each: arrows move, space checks, `a` checks all or none."""

    DEFAULT_CSS = """
    Checks { height: auto; width: 1fr; color: $text; background: transparent; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Select", key_display="←→", id="checks.previous"),
        Binding("right", "move(1)", "Select", show=False, id="checks.next"),
        Binding("up", "line(-1)", "Line", show=False, id="checks.up"),
        Binding("down", "line(1)", "Line", show=False, id="checks.down"),
        Binding("space", "check", "Check", id="checks.check"),
        Binding("a", "all", "All or none", id="checks.all"),
    ]

    @dataclass
    class Changed(Message):
        """Another set of words is checked."""

        checks: Checks

        @property
        def control(self) -> Checks:
            return self.checks

    def __init__(
        self,
        words: Sequence[str],
        checked: Iterable[str] = (),
        labels: Mapping[str, str] | None = None,
        *,
        id: str | None = None,
    ) -> None:
        """`labels`: what words are shown as that are not shown as they are."""
        super().__init__(id=id)
        self._words = words
        self._labels = labels or {}
        self._checked = set(checked)
        self._cursor = 0

    @property
    def checked(self) -> tuple[str, ...]:
        """The checked words, in the order they are shown."""
        return tuple(word for word in self._words if word in self._checked)

    def check(self, words: Iterable[str]) -> None:
        """Check these and no others."""
        self._checked = set(words)
        self.refresh()

    @property
    def _step(self) -> int:
        """Cells from one word to the next."""
        return max((len(self._label(word)) for word in self._words), default=0) + 2 + _GAP

    def _label(self, word: str) -> str:
        return self._labels.get(word, word)

    def _across(self, width: int) -> int:
        return max(1, (width + _GAP) // self._step)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return -(-len(self._words) // self._across(width)) or 1

    def render(self) -> Content:
        across = self._across(self.content_size.width)
        lines = []
        for start in range(0, len(self._words), across):
            row = range(start, min(start + across, len(self._words)))
            lines.append(Content.assemble(*(self._drawn(place) for place in row)).rstrip())
        return Content("\n").join(lines)

    def _drawn(self, place: int) -> Content:
        word = self._words[place]
        checked = word in self._checked
        here = self.has_focus and place == self._cursor
        style = "bold reverse" if here else "bold $text" if checked else "$text-muted"
        mark = sign("success" if checked else "muted")
        text = Content.assemble(mark, " ", cell(self._label(word), style))
        return text.pad_right(self._step - text.cell_length)

    def action_move(self, by: int) -> None:
        self._cursor = max(0, min(self._cursor + by, len(self._words) - 1))
        self.refresh()

    def action_line(self, by: int) -> None:
        """Up or down a line, or on to the neighbouring field at the edge."""
        target = self._cursor + by * self._across(self.content_size.width)
        if 0 <= target < len(self._words):
            self._cursor = target
            self.refresh()
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_check(self) -> None:
        self._checked ^= {self._words[self._cursor]}
        self._told()

    def action_all(self) -> None:
        self._checked = set() if len(self.checked) == len(self._words) else set(self._words)
        self._told()

    def _told(self) -> None:
        self.refresh()
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        across = self._across(self.content_size.width)
        place = offset.y * across + offset.x // self._step
        if offset.x // self._step < across and place < len(self._words):
            self._cursor = place
            self.action_check()
