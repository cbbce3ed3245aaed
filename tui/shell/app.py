"""The portal program: the portal it shows, and the words blades use to go, do and say."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from store.errors import AzureError, StateError
from store.services.authorization.outsiders import instructor
from store.services.provenance import imported
from tui.host import Answer, Outside
from tui.navigation.journey import Place
from tui.navigation.routes import ROUTES, loaded
from tui.shell.frame import Frame
from tui.shell.performer import Performer
from tui.shell.program import Program
from tui.shell.supervised import Supervised
from tui.shell.toasts import toast
from tui.text.plain import document, plain
from tui.text.status import Tone
from tui.widgets.standing import Answered
from tui.widgets.table import Table
from tui.work.notices import Notice

if TYPE_CHECKING:
    from textual.command import Provider

    from tui.blades.simulator.home import Home


#: Characters of a text of several lines that go to the clipboard.
_COPIED = 512 * 1024
#: What is left out of the name of a download.
_NO_NAME = re.compile(r"[^\w.-]+", re.ASCII)


def _palette() -> type[Provider]:
    verbs: type[Provider] = loaded("tui.shell.palette:Verbs")
    return verbs


class PortalApp(Performer, Program, App[None]):
    """The portal on the world in `path`; where there is none, the first screen asks for one."""

    TITLE = "certblade"
    CSS_PATH = Path(__file__).parents[1] / "styles" / "portal.tcss"
    COMMANDS: ClassVar[set[Any]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        *Supervised.BINDINGS,
        Binding("ctrl+p", "command_palette", "Palette", key_display="^p", priority=True, id="portal.palette"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="portal.quit_ctrl"),
    ]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        path: Path,
        *,
        settings: Path | None = None,
        allow_older: bool = False,
        read_only: bool | None = None,
        followed: Path | None = None,
        caller: str = "",
    ) -> None:
        """Opens the world in `path`, where there is one; raises `StateError` as `open_portal` does.

        `settings` is the file that remembers the theme; without one nothing is remembered. `read_only` asks
        it to write nothing of a world; where it is None, the settings say whether. `followed` is the folder
        of a class: its page comes first, and leads to its worlds, which are looked on. `caller` is in whose
        name it acts, "" for the person whose portal it is.
        """
        super().__init__(path, settings, allow_older=allow_older, read_only=read_only)
        self.watching = followed is not None
        self.acts_as = caller or (instructor() if followed is not None else "")
        self._start = Place("certificates") if followed is None else Place("class", str(followed))
        #: The first screen, once it has been shown.
        self._first_screen: Home | None = None
        self.questions = []

    def get_default_screen(self) -> Screen[Any]:
        if self._portal is None:
            return self._home()
        return Frame(self._first)

    @property
    def _first(self) -> Place:
        """The first page: of an imported estate what it needs."""
        return Place("estate") if not self.watching and imported(self.portal.world) else self._start

    def _home(self) -> Screen[Any]:
        first: Home = loaded("tui.blades.simulator.home:Home")()
        self._first_screen = first
        return first

    def show_start(self) -> None:
        frame = self.frame
        if frame is None:
            self.push_screen(Frame(self._first))
        else:
            self._uncover(frame)
            here = Place("estate") if imported(self.portal.world) else Place("certificates")
            frame.restart(self._first, here)

    def opening_failed(self, error: AzureError | StateError) -> None:
        if self._first_screen is not None and self._first_screen in self.screen_stack:
            self._first_screen.failed(error)

    def first_frame_done(self) -> None:
        # From now on memory is looked through for garbage.
        if not gc.isenabled():
            gc.enable()
            # What was read so far stays to the end.
            gc.freeze()

    # What blades say

    def go(self, route: str, resource: str = "", *, fresh: bool = False) -> None:
        target = ROUTES[route].load()
        if issubclass(target, ModalScreen):
            self.push_screen(target(resource) if resource else target())
            return
        frame = self.frame
        if frame is None:
            return
        self._uncover(frame)
        (frame.journey.jump if fresh else frame.journey.go)(Place(route, resource))
        frame.walk()

    def back(self) -> None:
        if self.frame is not None:
            self.frame.action_back()

    def in_front(self, page: Widget) -> bool:
        return self.frame is not None and self.frame.blade is page

    def open_resource(self, resource: str) -> None:
        if route := loaded("tui.shell.go_to:home_of")(resource):
            self.go(route, resource, fresh=True)

    def _uncover(self, frame: Frame) -> None:
        """Close what lies over the frame."""
        while self.screen is not frame:
            self.pop_screen()

    def opening(self) -> bool:
        return self.frame is not None and self.frame.pages.walking

    def ask(self, dialog: ModalScreen[Answer], then: Callable[[Answer], object]) -> None:
        def answered(answer: Answer | None) -> None:
            if answer is None:
                return
            try:
                then(answer)
            except AzureError as error:
                self.lost(self, error)

        self.push_screen(dialog, answered)

    def _handle_exception(self, error: Exception) -> None:
        # Textual brings here what composes a dialog raises: it may ask for what has gone since it was opened.
        if isinstance(error, AzureError):
            self.lost(self.screen, error)
        else:
            super()._handle_exception(error)

    def lost(self, where: MessagePump, error: AzureError) -> None:
        if isinstance(where, Answered):
            where.dismiss(None)
        title = "Not there any more" if error.code == "ResourceNotFound" else "Not possible now"
        self.say(title, error.message, "warning", code=error.code, repair=error.next_step)
        if self.frame is not None:
            self.frame.world_changed(force=True)

    def say(
        self,
        title: str,
        text: str,
        tone: Tone = "success",
        *,
        code: str = "",
        repair: str = "",
        keep: bool = True,
    ) -> None:
        now = self.portal.world.now if self._portal is not None else None
        notice = Notice(title, text, tone, now, code, repair, self.page[1])
        if keep:
            self.notices.add(notice)
        toast(self, notice)
        self.update_frame()

    def copy(self, text: str, what: str = "Copy") -> None:
        if not text:
            self.say(what, "There is nothing to copy: nothing is selected.", "warning", keep=False)
            return
        self.copy_to_clipboard(document(text[:_COPIED]) if "\n" in text else plain(text))
        self.say(what, f"{plain(text, 60)} was sent to the terminal's clipboard.", "info", keep=False)

    def save_file(self, name: str, ending: str, text: str) -> None:
        loaded("tui.shell.saving:save_document")(self, name, ending, text)

    def why_not_outside(self) -> str:
        reason: str = loaded("tui.shell.outside:why_not")(self)
        return reason

    def open_outside(self, text: Outside, stands: Callable[[], bool]) -> None:
        if reason := self.why_not_outside():
            self.say("Editor", reason, "warning", keep=False)
        else:
            loaded("tui.shell.outside:open_outside")(self, text, stands)

    def hand_over(self, name: str, data: bytes) -> None:
        # The name stands in a header as it is; of the directory only the browser's own counts.
        self.deliver_binary(BytesIO(data), save_directory="/", save_filename=_NO_NAME.sub("-", name))

    def on_table_whole(self, event: Table.Whole) -> None:
        """Show a row whole that leads nowhere else."""
        self.push_screen(loaded("tui.dialogs.read_text:ReadText")(event.title, event.text))

    def refresh_world(self) -> None:
        self.portal.follow()
        self.tell_warnings()
        if self.frame is not None:
            self.frame.world_changed(force=True)
        self.look_at_training()

    def update_frame(self) -> None:
        frame = self.frame
        if frame is not None and frame.is_mounted and frame.stands:
            frame.update_chrome()

    # Textual

    def action_command_palette(self) -> None:
        palette = loaded("tui.shell.palette:Palette")
        if not any(isinstance(screen, palette) for screen in self.screen_stack):
            # Without an id: the last palette may still be on its way out.
            self.push_screen(palette())

    def action_home(self) -> None:
        if self.screen is not self._first_screen:
            self.push_screen(self._home())
