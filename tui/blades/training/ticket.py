"""The ticket: a pane beside the portal, and a drawer with all that can be done with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from store.operations.training.run import AnswerQuestion, Escalate, TakeHint
from store.resources import Mode
from store.training.deeds import EndRun
from tui.blades.training.answer import AskAnswer
from tui.blades.training.ask_name import AskName
from tui.blades.training.words import LONGEST, Ticket, named_resource
from tui.dialogs.confirm import Confirm
from tui.navigation.routes import ROUTES, SIMULATOR
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.plain import plain
from tui.text.status import muted
from tui.widgets.card import Drawer
from tui.widgets.line import Line, Part
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from store import World
    from store.training.format import Objective
    from tui.host import PortalHost

#: What is said where no step of a walk is left.
WALKED = "Every step is done. H, then f, ends the walk."
#: What can be done about a run, and its names.
_DEEDS = {
    "hint": "Hint",
    "answer": "Answer",
    "escalate": "Escalate",
    "finish": "Finish",
    "give_up": "Give up",
    "result": "Result",
}
_KEYS = {"h": "hint", "a": "answer", "e": "escalate", "f": "finish", "u": "give_up", "r": "result"}
#: Those of them that stand in a row.
_ROW = 4
_HIDE = ("T", "Hide")
_UNDER_WAY, _OVER = ("H", "Answer, finish, give up"), ("H", "Result, other scenarios")


def _possible(ticket: Ticket) -> frozenset[str]:
    """What can be done about the run as it stands: a demo is only shown, and a walk is no support case."""
    if ticket.run is None or ticket.scenario is None:
        return frozenset()
    kind = ticket.scenario.kind
    if ticket.run.over:
        return frozenset(("result",))
    if kind == "demo":
        return frozenset()
    deeds = {"hint", "finish", "give_up"}
    deeds |= {"escalate"} if kind != "walk" else set()
    return frozenset(deeds | {"answer"} if ticket.scenario.questions else deeds)


class TicketPane(VerticalScroll, can_focus=False):
    """The ticket of a run, live, at the right edge of the portal."""

    DEFAULT_CSS = """
    TicketPane {
        width: 41; height: 1fr; background: $background; padding: 0 2; scrollbar-size-vertical: 1;
        & Notes { text-wrap: wrap; }
        & #pane-keys { color: $text-muted; margin: 1 0 0 0; }
    }
    /* It stands beside the page; the resource menu gives way but on a very wide screen. */
    Frame TicketPane { display: none; }
    Frame.-ticket.-wide TicketPane, Frame.-ticket.-pane TicketPane, Frame.-ticket.-three TicketPane {
        display: block;
    }
    Frame.-ticket.-wide TicketPane { width: 34; }
    """
    SCOPED_CSS = False

    def compose(self) -> ComposeResult:
        yield Notes(id="pane-text")
        yield Notes(id="pane-keys")

    def show(self, ticket: Ticket) -> None:
        """Show the run as it stands."""
        self.query_one("#pane-text", Notes).show(*ticket.lines(datetime.now(UTC)))
        keys = (_HIDE, _UNDER_WAY if ticket.under_way else _OVER)
        lines = (Content.assemble((key, "bold $key"), " ", label) for key, label in keys)
        self.query_one("#pane-keys", Notes).show(*lines)


class TicketDrawer(Drawer):
    """The whole ticket, and the trainee's deeds: hint, answer, escalate, finish, give up."""

    DEFAULT_CSS = """
    TicketDrawer {
        & VerticalScroll { height: 1fr; margin: 1 2 0 0; scrollbar-size-vertical: 1; }
        & Notes { text-wrap: wrap; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hint", "Hint", id="ticket.hint"),
        Binding("a", "answer", "Answer", id="ticket.answer"),
        Binding("e", "escalate", "Escalate", id="ticket.escalate"),
        Binding("f", "finish", "Finish", id="ticket.finish"),
        Binding("u", "give_up", "Give up", id="ticket.give_up"),
        Binding("r", "result", "Result", id="ticket.result"),
        Binding("l", "catalogue", "Other scenarios", id="ticket.catalogue"),
        Binding("T,H", "leave", "Close", show=False, id="ticket.leave"),
    ]

    PERFORMS: ClassVar[tuple[str, ...]] = ("AnswerQuestion", "Escalate", "TakeHint")

    def compose(self) -> ComposeResult:
        with Vertical(classes="drawer"):
            yield Line(id="head")
            yield Line(id="keys")
            yield Line(id="more-keys")
            with VerticalScroll(can_focus=True) as body:
                body.can_focus = True
                yield Notes(id="text")

    def on_mount(self) -> None:
        self._show()
        self.query_one(VerticalScroll).focus()

    def _show(self) -> None:
        ticket = Ticket(self.host.portal.world, self.host.path)
        mode = ticket.run.mode.value if ticket.run else ""
        right = " ".join(part for part in (mode, SIMULATOR) if part)
        head = (Part(cell("Ticket", "bold $text")), Part(muted(right), right=True))
        self.query_one("#head", Line).show(head)
        possible = _possible(ticket)
        keys = [_key(key, _DEEDS[deed]) for key, deed in _KEYS.items() if deed in possible]
        keys += [_key("l", "Other scenarios"), _key("escape", "Close", shown="esc")]
        self.query_one("#keys", Line).show(keys[:_ROW])
        more = self.query_one("#more-keys", Line)
        more.show(keys[_ROW:])
        more.display = len(keys) > _ROW
        self.query_one("#text", Notes).show(*ticket.lines(datetime.now(UTC)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _DEEDS:
            return action in _possible(Ticket(self.host.portal.world))
        return super().check_action(action, parameters)

    def action_hint(self) -> None:
        take_hint(self.host)
        self.dismiss()

    def action_answer(self) -> None:
        ticket = Ticket(self.host.portal.world)
        questions = ticket.scenario.questions if ticket.scenario else ()
        host = self.host
        self.dismiss()
        given = dict(ticket.run.answers) if ticket.run else {}

        def answered(found: tuple[int, str]) -> None:
            host.perform(AnswerQuestion(question=found[0], answer=found[1]), title="Answer")

        host.ask(AskAnswer(questions, given), answered)

    def action_escalate(self) -> None:
        host = self.host
        self.dismiss()
        lines = (muted("The ticket goes to the next line of support, with your answers as evidence."),)
        question = Confirm("Escalate the ticket?", *lines, does="Escalate")
        host.ask(question, lambda _: host.perform(Escalate(), title="Escalate"))

    def action_finish(self) -> None:
        host = self.host
        self.dismiss()
        run = Ticket(host.portal.world).run
        if run is not None and run.trainee and not run.name:
            host.ask(AskName(run.trainee), lambda name: end(host, gave_up=False, name=name))
            return
        lines = (muted("The run is scored as it stands, and ends."),)
        host.ask(Confirm("Finish?", *lines, does="Finish"), lambda _: end(host, gave_up=False))

    def action_give_up(self) -> None:
        host = self.host
        self.dismiss()
        lines = (muted("The run ends, and the solution is shown."),)
        host.ask(Confirm("Give up?", *lines, does="Give up"), lambda _: end(host, gave_up=True))

    def action_result(self) -> None:
        """The result of the run that is over."""
        host = self.host
        self.dismiss()
        host.go("training.result")

    def action_catalogue(self) -> None:
        host = self.host
        self.dismiss()
        host.go("training")


def _key(key: str, label: str, shown: str = "") -> Part:
    """A key that can be clicked; `shown` is what it is called where that is not its name."""
    action = f"app.simulate_key({key!r})"
    return Part(Content.assemble((shown or key, "bold $key"), " ", label), action)


def end(host: PortalHost, *, gave_up: bool, at: datetime | None = None, name: str = "") -> None:
    """End the run of the world that is shown, at a moment of real time (UTC) or now; the result follows.

    `name` is what the result of a class is called by, "" for the name on the trainer's list.
    """
    host.perform(
        EndRun(at=at or datetime.now(UTC), gave_up=gave_up, name=name),
        title="Give up" if gave_up else "Finish",
        then=lambda _: host.go("training.result"),
    )


def take_hint(host: PortalHost) -> None:
    """Ask whether the next hint is worth its price, or in a walk open the page of the next step."""
    ticket = Ticket(host.portal.world)
    place = ticket.next_goal
    if ticket.scenario is not None and ticket.scenario.kind == "walk":
        if place is None:
            host.say("Ticket", WALKED, "info", keep=False)
        else:
            show_step(host, ticket.world, place)
        return
    run = ticket.run
    if run is None or run.mode is Mode.EXAM or run.hints >= len(run.prices):
        host.perform(TakeHint(), title="Hint")
        return
    price = run.prices[run.hints]
    text = f"Hint {run.hints + 1} of {len(run.prices)} costs {counted(price, 'point')}."
    host.ask(
        Confirm("Take a hint?", muted(text), does="Take it"),
        lambda _: host.perform(TakeHint(), title="Hint", then=lambda _: _say_hint(host)),
    )


def _say_hint(host: PortalHost) -> None:
    ticket = Ticket(host.portal.world)
    if ticket.run and ticket.scenario and ticket.standing:
        hint = ticket.scenario.hints[ticket.run.hints - 1]
        host.say(f"Hint ({ticket.standing.score} of {ticket.standing.points})", hint.text, "info")


def show_step(host: PortalHost, world: World, place: int) -> None:
    """Open the page where a step of a walk happens."""
    scenario = Ticket(world).scenario
    pointer = scenario.objectives[place].at if scenario else None
    if pointer is None or pointer.page not in ROUTES:
        host.say("Where?", "This step happens on no page of its own.", "info", keep=False)
        return
    if pointer.resource and not named_resource(world, pointer.resource):
        host.say("Next", f"'{pointer.resource}' is not there yet.", "info", keep=False)
        return
    host.go(pointer.page, named_resource(world, pointer.resource), fresh=True)
    assert scenario is not None
    say_step(host, scenario.objectives[place])


def say_step(host: PortalHost, goal: Objective, done: str = "") -> None:
    """Say what is to be done next in a walk; with `done`, the step that is behind, or how one gets there."""
    way = plain(" ".join((goal.says or goal.text).split()), LONGEST)
    key = f" Press {goal.at.key} on this page." if goal.at and goal.at.key and not done else ""
    title = f"{done}: {goal.text}" if done else f"Next: {goal.text}"
    host.say(plain(title), f"{way}{' h opens the page.' if done else key}", "info", keep=False)
