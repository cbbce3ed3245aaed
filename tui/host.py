"""The program's services to its pages, dialogs and widgets.

They import this class, never the program itself, so each can be read, tested and drawn without the shell.
A widget reaches it by `host = getters.app(PortalHost)`; pages, cards and drawers have that attribute.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.settings.file import Settings
from tui.text.status import Tone
from tui.work.deeds import Deeds, Page
from tui.work.notices import Notices
from tui.work.threads import Work

if TYPE_CHECKING:
    from store import AzureError, Done, Portal
    from store.operations.operation import Operation
    from store.resources import Mode
    from store.training.format import Pointer
    from store.training.library import Entry
    from tui.serving.hosted import HostedArm, HostedFrontEnd

    _AnyApp = App[None]
else:
    # What it is mixed into: Textual looks through all of an app for each class of it.
    _AnyApp = object

Answer = TypeVar("Answer")


class Outside(Struct, frozen=True):
    """A text for the user's own editor: the name and ending of its file, and who takes what is made of it.

    Without `take` it is only to be read.
    """

    name: str
    ending: str
    text: str
    take: Callable[[str], object] | None = None


class Saying(_AnyApp):
    """The program as it says things to its user, and hands things over."""

    @abstractmethod
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
        """A toast of a few lines; the bell keeps it (unless it only explains a disabled verb)."""

    @abstractmethod
    def copy(self, text: str, what: str = "Copy") -> None:
        """Send a name or thumbprint to the terminal's clipboard (nothing says whether it took it).

        `what` is said of it: "Copy thumbprint". A text of several lines keeps its line ends and tabs.
        """

    @abstractmethod
    def save_file(self, name: str, ending: str, text: str) -> None:
        """Save a text to a file of a free name that only its owner may read, in a thread; it says where."""

    @abstractmethod
    def why_not_outside(self) -> str:
        """Why no text can be opened in the user's own editor, "" where it can."""

    @abstractmethod
    def open_outside(self, text: Outside, stands: Callable[[], bool]) -> None:
        """Open a text of a page in the user's own editor, which has the terminal meanwhile.

        What comes back is given to `text.take` while the page `stands`, and kept in a file when it does not.
        """

    @abstractmethod
    def hand_over(self, name: str, data: bytes) -> None:
        """Give a file to the browser (`is_web`), which saves it; nothing of it stays on this machine."""


class PortalHost(Saying):
    """The program as its pages see it; `tui.shell.app` is the only one."""

    #: The state file.
    path: Path
    #: What was said, as the bell keeps it.
    notices: Notices
    #: What was done from its pages, as commands.
    deeds: Deeds
    #: Whether an operation has been under way for so long that the page says so.
    reading: bool
    #: Why the clock would not move if it ran, and the files cannot be used ("" where all is well).
    standstill: str
    #: What the user chose in the settings file; keys that are none of ours are left out.
    choices: Settings
    #: Where the next step of a guided walk happens; None where nothing is walked through.
    pointer: Pointer | None = None
    #: Whether the theme that is shown is only tried, and not remembered.
    trying_theme: bool = False
    #: The JMESPath questions that were asked of documents since the program began, the last one last.
    questions: list[str]

    def key(self, id: str, default: str) -> str:
        """The key with this id, as the user has it."""
        return self.choices.keys.get(id, default)

    # The world

    @property
    @abstractmethod
    def has_portal(self) -> bool:
        """Whether a portal is shown; only the first screen lives without one."""

    @property
    @abstractmethod
    def portal(self) -> Portal:
        """The portal that is shown."""

    @property
    @abstractmethod
    def work(self) -> Work:
        """The threads of this portal."""

    @abstractmethod
    def begin_world(self, name: str, era: str, keys: str, now: datetime | None = None) -> None:
        """Make a new world in the state file, setting aside the one that is there, and show it.

        Without `now` (UTC) it begins in its era's year.
        """

    @abstractmethod
    def begin_scenario(self, entry: Entry, mode: Mode) -> None:
        """Make the world of a scenario, as `begin_world` does, and show it with its ticket."""

    @abstractmethod
    def begin_estate(self, exports: str, path: str) -> None:
        """Read exports of the real Azure into a new world in `path`, and show what it needs."""

    @abstractmethod
    def open_file(self, path: str, *, allow_older: bool = False) -> None:
        """Replace the shown world by the world in another file (see `open_portal`)."""

    @abstractmethod
    def refresh_world(self) -> None:
        """Load the changes of other instances and redraw the page."""

    # Serving it to other programs

    @property
    @abstractmethod
    def served(self) -> HostedArm | None:
        """The server that this program runs on its world, None while it runs none."""

    @abstractmethod
    def serve(self, wanted: bool) -> None:
        """Start it, or stop it, in a thread; what prevents it is said."""

    @property
    @abstractmethod
    def front_end(self) -> HostedFrontEnd | None:
        """The TLS front end of its apps that this program runs, None while it runs none."""

    @abstractmethod
    def serve_hosts(self, ports: tuple[int, int] | None) -> None:
        """Start it on these ports (TLS, HTTP; 0 is any that is free), or stop it, as `serve` does."""

    # Going

    @abstractmethod
    def go(self, route: str, resource: str = "", *, fresh: bool = False) -> None:
        """Open a route for a resource (its id); `fresh` begins a new breadcrumb at the route's list.

        A route whose class is a modal opens over the page.
        """

    @property
    @abstractmethod
    def page(self) -> Page:
        """The page in front, dialogs over it aside."""

    @abstractmethod
    def back(self) -> None:
        """One page back, as `esc` does."""

    @abstractmethod
    def open_resource(self, resource: str) -> None:
        """Open the page of the resource with this id, where it has one."""

    @abstractmethod
    def in_front(self, page: Widget) -> bool:
        """Whether this page is in front, dialogs over it aside."""

    @abstractmethod
    def uncovered(self, page: Widget) -> bool:
        """Whether this page is in front and nothing lies over it."""

    @abstractmethod
    def action_home(self) -> None:
        """Open the first screen over the portal."""

    # Asking and doing

    @abstractmethod
    def ask(self, dialog: ModalScreen[Answer], then: Callable[[Answer], object]) -> None:
        """Push a question; `then` gets the answer unless it was left with escape or Cancel."""

    @abstractmethod
    def perform(
        self, operation: Operation, *, title: str, then: Callable[[Done], object] | None = None
    ) -> None:
        """Perform an operation in a thread; `then` is called with what was done, on the screen's side.

        A refusal is said by toast and bell, and the page that asked shows it (`Blade.refused`).
        """

    @abstractmethod
    def perform_each(
        self, operations: Mapping[str, Operation], *, title: str, then: Callable[[], object] | None = None
    ) -> None:
        """Perform operations in turn, by the name of what each is about; `then` is called at the end.

        The outcome of each is said: how many were done, and which were refused, with the reason.
        """

    @abstractmethod
    def advance(self, until: datetime) -> None:
        """Move the clock to a moment (UTC) in slices, with a bar that can be left.

        What happened on the way is said at the end.
        """

    @abstractmethod
    def hold(self) -> Callable[[], None]:
        """Let keys wait, for a moment at most, until what this returns is called."""

    @abstractmethod
    def lost(self, where: MessagePump, error: AzureError) -> None:
        """Say that what a page or dialog (`where`) shows is not there any more; a dialog is closed."""

    # Showing

    @abstractmethod
    def update_frame(self) -> None:
        """Redraw the frame around the page: top bar, rail, key bar."""

    @abstractmethod
    def point(self) -> None:
        """Mark where the next step of a guided walk happens, in the menu and in the bar of verbs."""

    @abstractmethod
    def show_ticket(self) -> None:
        """Draw the ticket of a scenario's world anew."""

    @abstractmethod
    def keep_theme(self, name: str) -> None:
        """Show a theme and remember it for the next start."""

    @abstractmethod
    def first_frame_done(self) -> None:
        """Something is on the screen for the first time."""
