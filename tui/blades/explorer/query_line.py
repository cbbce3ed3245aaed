"""A JMESPath question to the document that is shown, answered while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from store.arm.queries import answer, compiled
from store.errors import UsageError
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.json_text import LONGEST, shown
from tui.text.plain import visible_json
from tui.text.signs import SIGNS
from tui.text.status import muted, sign
from tui.widgets.input import Input

if TYPE_CHECKING:
    from collections.abc import Callable

#: Characters of an answer that stand beside the question, and questions that are remembered.
_SHORT, _REMEMBERED = 160, 50


class _Told(NamedTuple):
    """Why a question has no answer, or the answer in short and, where it is asked for, whole."""

    fault: str = ""
    short: Content = Content()
    text: str = ""


class Question(Input):
    """The field; up and down go through what was asked before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "earlier(1)", "Earlier", key_display="↑↓", id="query.earlier"),
        Binding("down", "earlier(-1)", "Later", show=False, id="query.later"),
    ]
    host = getters.app(PortalHost)
    _back = 0

    def action_earlier(self, by: int) -> None:
        """Bring back a question that was asked before."""
        asked = self.host.questions
        self._back = min(max(self._back + by, 0), len(asked))
        self.value = asked[-self._back] if self._back else ""
        self.cursor_position = len(self.value)


class QueryLine(Horizontal):
    """`Answered` follows a question that was entered; its answer in short stands beside the field."""

    DEFAULT_CSS = """
    QueryLine {
        height: 1; margin: 0 0 1 0;
        & > .query--label { width: 10; }
        & > Question { width: 1fr; min-width: 20; max-width: 50; }
        & > .query--answer { width: 1fr; padding: 0 0 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    host = getters.app(PortalHost)

    @dataclass
    class Answered(Message):
        """The whole answer to a question as text; "" for both when the document is to be shown again."""

        question: str
        answer: str

    def __init__(self, documents: Callable[[], Any]) -> None:
        """`documents` gives what is asked; it is called in a thread."""
        super().__init__()
        self._documents = documents
        self._question = Question(compact=True, max_length=1000, placeholder="JMESPath, as az --query")
        self._answer = Static(classes="query--answer")

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble(("i", "bold $key"), (" Query ", "$text-muted")), classes="query--label")
        yield self._question
        yield self._answer

    @property
    def question(self) -> str:
        """The question in the field."""
        return self._question.value.strip()

    def renew(self) -> None:
        """Answer the question of another document."""
        self._ask(whole=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._ask(whole=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        asked = self.host.questions
        if self.question and asked[-1:] != [self.question]:
            asked.append(self.question)
            del asked[:-_REMEMBERED]
        self._question._back = 0
        self._ask(whole=True)

    def _ask(self, *, whole: bool) -> None:
        question, documents = self.question, self._documents
        if not question:
            self._answer.update("")
            if whole:
                self.post_message(self.Answered("", ""))
            return

        def work() -> _Told:
            try:
                found = answer(compiled(question), documents())
            except UsageError as error:
                return _Told(fault=error.message)
            return _Told(short=_short(found), text=shown(found, LONGEST) if whole else "")

        def told(found: _Told) -> None:
            if not self.is_attached:
                return
            self._answer.update(_fault(found.fault) if found.fault else found.short)
            if whole and found.fault:
                self.host.say("Query", found.fault, "warning", keep=False)
            elif whole:
                self.post_message(self.Answered(question, found.text))

        self.host.work.look("query", work, told)


def _fault(sentence: str) -> Content:
    """Its reason, without the words that every such sentence begins with: there is little room."""
    reason = sentence.partition(": ")[2] or sentence
    return Content.assemble(sign("warning"), " ", cell(reason, "$text-warning", _SHORT))


def _short(result: Any) -> Content:
    if result is None:
        return muted(f"{SIGNS.impossible} null: nothing of the document is meant")
    # A cell more than is shown says that there is more.
    text = result if isinstance(result, str) else msgspec.json.encode(result).decode()
    text = visible_json(text[: _SHORT + 1])
    return Content.assemble(sign("success"), " ", cell(text, "bold $text", _SHORT))
