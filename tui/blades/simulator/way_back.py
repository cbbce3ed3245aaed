"""Undo and Redo: what the next step back or forward is, and what it changes, before it is taken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from store.errors import AzureError
from store.operations.simulator.undo import Back, Redo, Step, Undo, steps_of
from store.resources import name_of
from tui.blades.simulator.bookmarks import return_to_bookmark, set_bookmark
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import minute, muted
from tui.widgets.actions import ActionRow
from tui.widgets.card import Card
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from store import Portal, World

#: Steps after the next one that are named.
_NAMED = 4


class WayBack(Card[None]):
    """The next step and those after it; it stays open, so that one goes on step by step."""

    WIDTH = 90
    OPERATION: ClassVar[Back]
    #: Names of the operations it performs, as `Blade.PERFORMS`.
    PERFORMS: ClassVar[tuple[str, ...]]
    DOES: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("U", "step('undo')", "Undo", id="way_back.undo"),
        Binding("ctrl+y", "step('redo')", "Redo", key_display="^y", id="way_back.redo"),
        Binding("b", "set_bookmark", "Set a bookmark", id="way_back.set_bookmark"),
        Binding("r", "return", "Return to a bookmark", id="way_back.return"),
    ]

    def __init__(self) -> None:
        super().__init__(self.OPERATION.title)
        self._revision = -1
        #: Whether there is a step to take, as far as is known.
        self._possible = True

    def content(self) -> ComposeResult:
        yield Notes(id="next")
        yield Notes(id="after")

    def bottom(self) -> ComposeResult:
        yield ActionRow(self.OPERATION.title, cancel="Close")

    def on_mount(self) -> None:
        self.query_one(ActionRow).focus_one(primary=True)
        self.world_changed()

    def world_changed(self) -> None:
        """Another world: look at its next step."""
        world = self.host.portal.world
        if world.revision == self._revision:
            return
        self._revision = world.revision
        steps = self._steps(world)
        self.query_one("#next", Notes).show(*self._next(steps))
        self.query_one(ActionRow).wait(f"{self.OPERATION.title} waits: reading what it changes.")
        foretold = partial(_foretold, self.OPERATION, self.host.portal, world)
        self.host.work.look("way_back", foretold, self._show, keys_wait=True)

    def _steps(self, world: World) -> list[Step]:
        """The steps in this direction, the next one first."""
        done, undone = steps_of(world)
        if isinstance(self.OPERATION, Undo):
            return done[::-1]
        return [one.step for one in reversed(undone)]

    def _next(self, steps: list[Step], told: str = SIGNS.cut) -> list[Content]:
        if not steps:
            return []
        head = Content.assemble((f"{self.DOES}  ", "$text-muted"), _line(steps[0], "bold $text"))
        return [head, muted(" " * (len(self.DOES) + 2) + told), Content("")]

    def _show(self, found: tuple[str | AzureError, int]) -> None:
        if not self.stands:
            return
        told, first = found
        row, steps = self.query_one(ActionRow), self._steps(self.host.portal.world)
        if isinstance(told, AzureError):
            self.query_one("#next", Notes).show(cell(told.message, limit=300), muted(told.next_step))
            self.query_one("#after", Notes).show()
            row.wait(f"There is nothing to {self.OPERATION.title.lower()}.")
            row.focus_one(primary=False)
        else:
            self.query_one("#next", Notes).show(*self._next(steps, told))
            self.query_one("#after", Notes).show(*_named(steps[1:], first))
            row.wait("")
        self._possible = not row.waits
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) and (action != "confirm" or self._possible)

    def action_step(self, direction: str) -> None:
        """Take the step that is shown, or show the one in the other direction."""
        if direction == self.OPERATION.title.lower():
            self.query_one(ActionRow).confirm()
            return
        self.dismiss()
        self.host.go(direction)

    def action_set_bookmark(self) -> None:
        self.dismiss()
        set_bookmark(self.host)

    def action_return(self) -> None:
        self.dismiss()
        return_to_bookmark(self.host)

    def on_action_row_confirmed(self) -> None:
        self.query_one(ActionRow).wait(f"{self.OPERATION.title} is under way.")
        self.host.perform(self.OPERATION, title=self.OPERATION.title)


class UndoStep(WayBack):
    """What Undo takes back."""

    OPERATION = Undo()
    PERFORMS = ("Undo", "SetBookmark", "ReturnToBookmark")
    DOES = "Takes back"


class RedoStep(WayBack):
    """What Redo does again."""

    OPERATION = Redo()
    PERFORMS = ("Redo", "SetBookmark", "ReturnToBookmark")
    DOES = "Does again"


def _foretold(operation: Back, portal: Portal, world: World) -> tuple[str | AzureError, int]:
    """What the next step changes, or why there is none; and the first revision that is kept."""
    try:
        return operation.foretell(world, portal.at), portal.first_kept()
    except AzureError as error:
        return error, portal.first_kept()


def _line(step: Step, style: str) -> Content:
    """Name, subject and time of an operation."""
    entry = step.entry
    subject = cell(f"  {name_of(entry.target)}") if entry.target else Content("")
    return Content.assemble(cell(entry.title, style), subject, muted(f"   {minute(entry.at)} UTC"))


def _named(steps: list[Step], first: int) -> list[Content]:
    """The steps after the next one, the first of them by name, as far as the history that is kept goes."""
    kept = [step for step in steps if step.before >= first]
    if not kept:
        return [muted("Then this is the beginning of the history that is kept.")] if steps else []
    more = len(kept) - _NAMED
    rest = [muted(f"and {more:,} more")] if more > 0 else []
    return [muted("Then"), *(_line(step, "$text") for step in kept[:_NAMED]), *rest]
