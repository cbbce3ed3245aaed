"""The catalogue: every scenario, walk and demo, with level, topic and the best result so far."""

from __future__ import annotations

import os
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from store.errors import AzureError, StateError
from store.resources import Mode
from store.training.library import Entry, from_folder, own_folder, shipped
from store.training.results import Result, best, results
from tui.blades.training.words import mode_word, text_lines
from tui.dialogs.confirm import Confirm
from tui.host import PortalHost
from tui.navigation.routes import SIMULATOR
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.status import TOKENS, Tone, muted, nothing
from tui.widgets.columns import Cells, Column
from tui.widgets.keybar import KeyBar
from tui.widgets.line import Line, Part
from tui.widgets.section import Notes, Section
from tui.widgets.standing import Answered
from tui.widgets.table import Table
from tui.widgets.topbar import BRAND

_ALL = "all"
_LEVELS: dict[str, Tone] = {"easy": "success", "medium": "warning", "hard": "error"}
_KINDS = {"scenario": "Ticket", "walk": "Walk", "demo": "Demo"}


class Catalogue(Answered[None], ModalScreen[None]):
    """Own scenarios first. `enter` begins one for practice, `x` as an exam; filters go by key."""

    OPENS = "Practice"
    DEFAULT_CSS = """
    Catalogue {
        & > .catalogue--top { background: $top; color: $top-text; }
        & > #filters { margin: 1 2 0 2; }
        & Table { height: 1fr; margin: 1 2 0 2; }
        & > Section { margin: 1 2 0 2; height: 9; }
        & > Section VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    }
    Catalogue.-low > Section { height: 6; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "exam", "Exam", id="training.exam"),
        Binding("i", "kind", "Kind", id="training.kind"),
        Binding("l", "level", "Level", id="training.level"),
        Binding("f", "topic", "Topic", id="training.topic"),
        Binding("escape", "leave", "Back", key_display="esc", id="training.leave"),
    ]
    host = getters.app(PortalHost)
    PERFORMS: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, Entry] = {}
        self._results: tuple[Result, ...] = ()
        self._level = self._topic = self._kind = _ALL
        self._asked = False

    def compose(self) -> ComposeResult:
        top = (
            Part(Content.styled(BRAND, "bold $top-text")),
            Part(Content.styled(f"Training   {SIMULATOR}", "$top-muted"), right=True),
        )
        yield Line(top, classes="catalogue--top")
        yield Line(id="filters")
        yield Table(
            Column("KIND", 6, leaves=1),
            Column("LEVEL", 6),
            Column("TITLE", 46, least=24, grow=True),
            Column("TOPIC", 20, leaves=2),
            Column("MIN", 3, right=True),
            Column("BEST", 9),
            empty=muted("No scenario is left by these filters."),
        )
        with Section("Selected"), VerticalScroll(can_focus=False):
            yield Notes(id="selected")
        yield KeyBar()

    def on_mount(self) -> None:
        self._load()
        self._show()
        self.query_one(Table).focus()

    def _load(self) -> None:
        entries = [*shipped()]
        try:
            folder = own_folder()
            own, unreadable = from_folder(folder) if folder else ((), ())
            self._results = results(self.host.path)
        except (AzureError, StateError) as error:
            self.host.say("Training", error.message, "warning", code=error.code, keep=False)
            own, unreadable = (), ()
        for one in unreadable:
            self.host.say("A scenario is left out", one.error.message, "warning", keep=False)
        self._entries = {one.name: one for one in [*own, *entries]}

    def _shown(self) -> dict[str, Entry]:
        return {
            name: one
            for name, one in self._entries.items()
            if self._level in (_ALL, one.scenario.level)
            and self._topic in (_ALL, one.scenario.topic)
            and self._kind in (_ALL, one.scenario.kind)
        }

    def _show(self) -> None:
        shown = self._shown()
        solved = sum(bool((found := best(self._results, name)) and found.solved) for name in self._entries)
        self.query_one("#filters", Line).show(
            (
                _filter("Kind", "i", _KINDS.get(self._kind, _ALL)),
                _filter("Level", "l", self._level),
                _filter("Topic", "f", self._topic),
                Part(muted(f"{len(shown)} of {len(self._entries)}, {solved} solved"), rank=1, right=True),
            )
        )
        self.query_one(Table).show({name: self._row(one) for name, one in shown.items()})
        self._show_selected()

    def _row(self, one: Entry) -> Cells:
        found = one.scenario
        return (
            muted(_KINDS[found.kind]),
            cell(found.level, TOKENS[_LEVELS[found.level]]),
            cell(found.title, "$text"),
            muted(found.topic),
            muted(found.minutes),
            self._best(one),
        )

    def _best(self, one: Entry) -> Content:
        found = best(self._results, one.name)
        if found is None:
            return nothing()
        tone: Tone = "success" if found.solved else "muted"
        return cell(f"{found.score}/{found.points}", TOKENS[tone])

    def on_table_moved(self) -> None:
        self._show_selected()

    def _show_selected(self) -> None:
        one = self._entries.get(self.query_one(Table).cursor_key)
        notes = self.query_one("#selected", Notes)
        if one is None:
            notes.show(muted("nothing is selected"))
            return
        found = one.scenario
        facts = (one.name, f"era {found.world.era}", counted(found.points, "point"))
        sender = [Content.assemble(muted("From  "), cell(found.sender))] if found.sender else []
        notes.show(
            *text_lines(found.ticket), *sender, muted("   ".join((*facts, counted(len(found.hints), "hint"))))
        )

    def on_table_opened(self) -> None:
        self._ask(Mode.PRACTICE)

    def action_exam(self) -> None:
        self._ask(Mode.EXAM)

    def action_level(self) -> None:
        self._level = _after(self._level, [_ALL, *_LEVELS])
        self._show()

    def action_kind(self) -> None:
        self._kind = _after(self._kind, [_ALL, *_KINDS])
        self._show()

    def action_topic(self) -> None:
        topics = sorted({one.scenario.topic for one in self._entries.values()})
        self._topic = _after(self._topic, [_ALL, *topics])
        self._show()

    def action_leave(self) -> None:
        self.dismiss(None)

    def _ask(self, mode: Mode) -> None:
        one = self._entries.get(self.query_one(Table).cursor_key)
        if one is None:
            return
        if mode is Mode.EXAM and one.scenario.kind != "scenario":
            self.host.say("Exam", "A walk or a demo is no exam.", "warning", keep=False)
            return
        lines = [Content.assemble(cell(one.scenario.title, "bold $text"), muted(f"   {mode_word(mode)}"))]
        if os.path.lexists(self.host.path):
            lines.append(muted("The world in this file is set aside; nothing of it is deleted:"))
            lines.append(cell(self.host.path))
        self.host.ask(Confirm("Begin?", *lines, does="Begin"), lambda _: self._begin(one, mode))

    def _begin(self, one: Entry, mode: Mode) -> None:
        self.query_one("#selected", Notes).show(muted("Making the world: keys and certificates …"))
        self.host.begin_scenario(one, mode)


def _filter(label: str, key: str, value: str) -> Part:
    text = Content.assemble((f"{label} ", "$text-muted"), (key, "bold $key"), "  ", cell(value, "bold $text"))
    return Part(text, f"app.simulate_key({key!r})")


def _after(value: str, values: list[str]) -> str:
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]
