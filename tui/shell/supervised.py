"""A world that an instructor may work in: what was prepared happens, a take-over is asked for and seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

import store
from store.errors import AzureError, StateError
from store.resources import Control, Planted, TakeOver
from store.resources.training import TAKE_OVER
from store.services.authorization.outsiders import called, is_instructor
from store.services.authorization.taking_over import taking_over
from tui.navigation.routes import loaded
from tui.shell.frame import Frame
from tui.shell.training import Training
from tui.work.pulse import Changed

if TYPE_CHECKING:
    from store import Portal


class Supervised(Training):
    """A session in which an instructor's acts arrive; of a world without any it reads two empty tables."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Training.BINDINGS,
        Binding("ctrl+e", "end_take_over", "End the take-over", key_display="^e", id="portal.end_take_over"),
    ]
    #: In whose name the portal acts; "" is the person whose portal it is.
    acts_as = ""
    #: The take-over that was spoken of last.
    _spoken: TakeOver | None = None
    #: Whether what is due is being let happen; the revision at which that could not be done.
    _letting = False
    _failed = -1

    def _begin(self) -> None:
        if self.acts_as:
            self.portal.caller = self.acts_as
        self._spoken = None
        self._letting, self._failed = False, -1
        super()._begin()
        # Somebody may have asked while nobody was here.
        self.call_after_refresh(self._look_around)

    def look_at_training(self) -> None:
        super().look_at_training()
        self._look_around()

    def _look_around(self) -> None:
        if self.at_work and isinstance(self.frame, Frame):
            self._let_loose()
            self._look_at_take_over()

    def _let_loose(self) -> None:
        """Let happen, in a thread, what was prepared for a moment that has come."""
        world = self.portal.world
        due = (one for one in world.table(Planted).values() if not one.begun and one.due_at <= world.now)
        if not self.looks_on and not self._letting and world.revision != self._failed and any(due):
            self._letting = True
            self.work.look("prepared", partial(_let_loose, self.portal), self._let)

    def _let(self, error: AzureError | StateError | None) -> None:
        self._letting = False
        if error is not None:
            self._failed = self.portal.world.revision
            self.say("The state file", error.message, "error", code=error.code)
        # Own work is no news to the pulse, which says so of others'.
        self.post_message(Changed())

    def _look_at_take_over(self) -> None:
        """Speak of a take-over that stands otherwise than before: the trainee is asked, both are told."""
        found = self.portal.world.get(TakeOver, TAKE_OVER)
        before, self._spoken = self._spoken, found
        if found is None or found == before or (before is None and not found.open):
            return
        if is_instructor(self.portal.caller):
            if found.by == self.portal.caller and found.state in _TOLD:
                self.say("Take-over", _TOLD[found.state], "info")
        elif found.state is Control.ASKED:
            asked = loaded("tui.dialogs.asked_to_take_over:AskedToTakeOver")
            self.ask(asked(called(found.by), self._ends), self._answer)
        elif found.state is Control.HELD:
            self.say(
                "Take-over", f"{called(found.by)} works here; you look on. {self._ends} ends it.", "warning"
            )
        elif found.state is Control.ENDED and before is not None and before.state is Control.HELD:
            self.say("Take-over", "It is over: you go on.", "success")
        self.update_frame()

    @property
    def _ends(self) -> str:
        """The key that ends a take-over."""
        return self.key("portal.end_take_over", "ctrl+e")

    def _answer(self, allow: bool) -> None:
        from store.operations.training.taking_over import AnswerTakeOver

        self.perform(AnswerTakeOver(allow=allow), title="Take-over")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "end_take_over":
            shown = self.has_portal and isinstance(self._front, Frame)
            return shown and taking_over(self.portal.world) is not None
        return super().check_action(action, parameters)

    def action_end_take_over(self) -> None:
        """Go on alone, or let the trainee go on."""
        from store.operations.training.taking_over import EndTakeOver

        self.perform(EndTakeOver(), title="Take-over")


_TOLD = {
    Control.HELD: "It is allowed: you work here alone until one of you ends it.",
    Control.REFUSED: "It was refused. You can still work here together.",
    Control.ENDED: "It is over: the trainee goes on.",
}


def _let_loose(portal: Portal) -> AzureError | StateError | None:
    try:
        store.let_loose(portal)
    except (AzureError, StateError) as error:
        return error
    return None
