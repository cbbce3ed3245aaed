"""Training in the program: the runner of a scenario's world, its ticket beside the pages, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from store.errors import AzureError
from store.resources import TrainingRun
from tui.shell.frame import Frame
from tui.shell.session import Session

if TYPE_CHECKING:
    from tui.shell.trainer import Trainer


class Training(Session):
    """A session with a runner, where the world is a scenario's; everything else costs a look into a table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hint", "Hint", id="portal.hint"),
        Binding("T", "ticket", "Ticket", id="portal.ticket"),
        Binding("H", "ticket_drawer", "Finish the ticket", show=False, id="portal.ticket_drawer"),
        Binding("f9", "scene(1)", "Next scene", id="portal.scene_next"),
        Binding("f8", "scene(-1)", "Scene before", show=False, id="portal.scene_back"),
        Binding("f10", "play", "Play", id="portal.scene_play"),
    ]
    #: The runner of the world that is shown; None where it is no scenario's.
    trainer: Trainer | None = None
    #: The attempt that the runner, where there is one, is for; "" where the world is no scenario's.
    _attempt = ""

    @property
    def frame(self) -> Frame | None:
        """The frame, when a portal is shown."""
        for screen in self.screen_stack:
            if isinstance(screen, Frame):
                return screen
        return None

    def _begin(self) -> None:
        super()._begin()
        self._follow_run()

    def _follow_run(self) -> None:
        """Have a runner for the run of the world that is shown: another program may replace both."""
        runs = () if self.watching or self.looks_on else self.portal.world.table(TrainingRun).values()
        attempt = next((run.attempt for run in runs), "")
        if attempt == self._attempt:
            return
        self._end_training()
        self._attempt = attempt
        if attempt:
            self._begin_training()

    def _begin_training(self) -> None:
        from tui.shell.trainer import Trainer

        try:
            self.trainer = Trainer(self)
            self.call_after_refresh(self.show_ticket)
        except AzureError as error:
            self.say("The scenario cannot be resumed", error.message, "warning", code=error.code)

    def _end_training(self) -> None:
        self._attempt = ""
        if self.trainer is not None:
            self.trainer.stop()
            self.trainer = None

    def _end(self) -> None:
        self._end_training()
        super()._end()

    def look_at_training(self) -> None:
        """The world has changed: the runner looks, and the ticket is drawn anew."""
        self._follow_run()
        if self.trainer is not None:
            self.trainer.look()
        self.show_ticket()

    def show_ticket(self) -> None:
        """Draw the ticket beside the pages, or take it away where the world has none."""
        frame = self.frame
        if frame is None or not frame.is_mounted or not frame.stands:
            return
        wanted = self.trainer is not None and self.trainer.open
        frame.set_class(wanted, "-ticket")
        if self.trainer is not None and wanted:
            self.trainer.show(frame)

    def point(self) -> None:
        self.update_frame()
        if self.frame is not None and self.frame.blade is not None:
            self.frame.blade.update_chrome()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("scene", "play"):
            return self.trainer is not None and self.trainer.presents and isinstance(self._front, Frame)
        if action == "hint" and self.trainer is not None and (self.trainer.over or self.trainer.presents):
            return False
        if action in ("hint", "ticket", "ticket_drawer"):
            return self.trainer is not None and isinstance(self._front, Frame)
        return super().check_action(action, parameters)

    @property
    def _front(self) -> Any:
        return next(reversed(self.screen_stack), None)

    def action_hint(self) -> None:
        if self.trainer is not None:
            self.trainer.hint()

    def action_ticket(self) -> None:
        """Show or hide the pane; where there is no room for it, open the drawer."""
        frame = self.frame
        if self.trainer is None or frame is None:
            return
        if frame.has_class("-narrow"):
            self.action_ticket_drawer()
            return
        self.trainer.open = not self.trainer.open
        self.show_ticket()

    def action_scene(self, by: int) -> None:
        """One scene on, or back."""
        if self.trainer is not None and self.trainer.presenter is not None:
            self.trainer.presenter.step(by)

    def action_play(self) -> None:
        """Let the demo play itself, or stop it."""
        if self.trainer is not None and self.trainer.presenter is not None:
            self.trainer.presenter.play()

    def action_ticket_drawer(self) -> None:
        self.go("training.ticket")
