"""The first screen: which world, which era, which keys."""

from __future__ import annotations

import os
from datetime import datetime
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from store.eras import DEFAULT_ERA, ERAS
from store.errors import AzureError, StateError
from store.resources import CertificateOrder
from store.services.certificate_registration.state import Kind, order_state
from tui.dialogs.ask_date import AskDate
from tui.dialogs.choose_file import ChooseFile
from tui.dialogs.confirm import Confirm
from tui.dialogs.keys_here import show_keys
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.paths import typed_path
from tui.text.status import day, minute, muted
from tui.widgets.entries import Entries, Entry
from tui.widgets.keybar import KeyBar
from tui.widgets.line import Line, Part
from tui.widgets.section import Notes
from tui.widgets.standing import Answered
from tui.widgets.topbar import BRAND
from tui.widgets.wires import Station, hop_line

#: World name → title and what it is. Training has no world of its own.
WORLDS = {
    "walk": (
        "Walk through a certificate setup",
        "Buy a certificate, store it, verify the domain, import and bind it.",
    ),
    "training": ("Training", "Broken worlds with a ticket, guided walks, and demos that play themselves."),
    "demo": ("Demo: out of sync", "A rekey two linked certificates have not caught up with."),
    "empty": ("Empty subscription", "Nothing but a subscription and two app service plans."),
}
_KEYS = {"rsa2048": "RSA 2048", "ec": "EC P-256 (fast)"}


class Home(Answered[None], Screen[None]):
    """Four worlds, the last one on `0`. A world in the state file is set aside only after a question."""

    DEFAULT_CSS = """
    Home {
        & > .home--top { background: $top; color: $top-text; }
        & > #ground { height: 1fr; align: center middle; background: $surface; }
        & #page { width: 74; max-width: 100%; height: auto; }
        & Notes { margin: 0 0 1 0; }
        & Entries { margin: 0 0 1 0; }
        & #choices { margin: 0; }
    }
    Home.-low #last { margin: 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        # These stand on the screen beside what they change.
        Binding("e", "era", "Era", show=False, id="home.era"),
        Binding("d", "date", "Date", show=False, id="home.date"),
        Binding("y", "keys", "Key type", show=False, id="home.keys"),
        Binding("o", "open_file", "Open file", id="home.open_file"),
        *(
            Binding(str(place), f"world({name!r})", WORLDS[name][0], show=False, id=f"home.world_{name}")
            for place, name in enumerate(WORLDS, 1)
        ),
        Binding("0", "last", "Last used", show=False, id="home.last"),
        Binding("escape", "last", "Back", show=False, id="home.back"),
        Binding("question_mark", "help", "Help", key_display="?", id="home.help"),
        Binding("q", "app.quit", "Quit", id="home.quit"),
    ]

    host = getters.app(PortalHost)

    def __init__(self) -> None:
        super().__init__()
        self._era = DEFAULT_ERA
        self._keys = "rsa2048"
        self._now: datetime | None = None
        self._busy = ""
        self._asked = ""

    def compose(self) -> ComposeResult:
        top = (
            Part(Content.styled(BRAND, "bold $top-text")),
            Part(Content.styled("Which world?", "$top-muted"), right=True),
        )
        yield Line(top, classes="home--top")
        with Vertical(id="ground"), Vertical(id="page"):
            emblem = Notes(id="emblem")
            emblem.show(*_emblem())
            yield emblem
            yield Entries(*(_entry(place, name) for place, name in enumerate(WORLDS, 1)))
            yield Notes(id="last")
            yield Notes(id="choices")
        yield KeyBar()

    def on_mount(self) -> None:
        self._show()
        self.query_one(Entries).focus()
        self.call_after_refresh(self.host.first_frame_done)

    def _show(self) -> None:
        last = self.query_one("#last", Notes)
        last.display = self.host.has_portal
        if last.display:
            last.show(self._last())
        self.query_one("#choices", Notes).show(*self._choices())

    def _last(self) -> Content:
        world = self.host.portal.world
        name = WORLDS.get(world.facts.name, (world.facts.name, ""))[0]
        kinds = [order_state(world, order).kind for order in world.all(CertificateOrder)]
        behind = kinds.count(Kind.OUT_OF_SYNC)
        rest = f"  at {minute(world.now)}" + (f", {behind} out of sync" if behind else "")
        return Content.assemble(
            ("Last used  ", "$text-muted"),
            ("0", "bold $key"),
            "  ",
            cell(name, "bold $text"),
            (rest, "$text-muted"),
        )

    def _choices(self) -> list[Content]:
        era = ERAS[self._era]
        vaults = "access policies or RBAC" if era.rbac_vaults else "access policies only"
        keys = _choice("Keys", "y", _KEYS[self._keys])
        begins = _choice("Begins", "d", day(self._begins))
        first = Content.assemble(_choice("Era", "e", self._era), "   ", begins, "   ", keys)
        numbers = f"sync job every {era.sync_period_hours} h, auto renew at {era.auto_renew_days} days."
        second = muted(self._busy or f"{era.name}: {vaults}, {numbers}")
        return [first, second]

    @property
    def _begins(self) -> datetime:
        """When the world begins: as chosen, or in the year of the chosen era."""
        return self._now or ERAS[self._era].begins

    def action_date(self) -> None:
        self.host.ask(AskDate("When does the world begin?", "Begins", self._begins), self._choose_date)

    def _choose_date(self, moment: datetime) -> None:
        self._now = moment
        self._show()

    def action_era(self) -> None:
        self._now = None
        names = list(ERAS)
        self._era = names[(names.index(self._era) + 1) % len(names)]
        self._show()

    def action_keys(self) -> None:
        names = list(_KEYS)
        self._keys = names[(names.index(self._keys) + 1) % len(names)]
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "last":
            return self.host.has_portal
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        """The keys of this screen."""
        show_keys(self.host, self)

    def action_last(self) -> None:
        if self.host.has_portal and not self._busy:
            self.dismiss()

    def action_world(self, name: str) -> None:
        self.query_one(Entries).select(name)
        self._choose(name)

    def on_entries_opened(self, event: Entries.Opened) -> None:
        self._choose(event.key)

    def _choose(self, name: str) -> None:
        if self._busy:
            return
        if name == "training":
            self.host.go("training")
        elif os.path.lexists(self.host.path):
            lines = (
                muted("The world in this file is set aside; nothing of it is deleted:"),
                cell(self.host.path),
            )
            self.host.ask(
                Confirm(f"Begin {WORLDS[name][0]}?", *lines, does="Begin"), lambda _: self._begin(name)
            )
        else:
            self._begin(name)

    def _begin(self, name: str) -> None:
        self._busy = f"Making {WORLDS[name][0]}: keys and certificates …"
        self._show()
        self.host.begin_world(name, self._era, self._keys, self._now)

    def failed(self, error: AzureError | StateError) -> None:
        """The world could not be made or opened; a message has said why."""
        self._busy = ""
        self._show()
        if error.code == "JournalMissing":
            dialog = Confirm("Go on without the journal?", cell(error.message), does="Go on", danger=True)
            self.host.ask(dialog, lambda _: self._open(self._asked, allow_older=True))

    def action_open_file(self) -> None:
        """Ask for a file; those of worlds that were set aside stand beside the present one."""
        self.host.ask(ChooseFile("Open a state file", start=f"{self.host.path.parent}/"), self._chosen)

    def _chosen(self, typed: str) -> None:
        self._open(str(typed_path(typed)))

    def _open(self, path: str, *, allow_older: bool = False) -> None:
        self._busy = "Opening …"
        self._asked = path
        self._show()
        self.host.open_file(path, allow_older=allow_older)


def _entry(place: int, name: str) -> Entry:
    title, text = WORLDS[name]
    return Entry(
        name, Content.assemble((f"{place}  ", "bold $key"), (title, "bold $text")), (muted(text),), indent=3
    )


def _choice(label: str, key: str, value: str) -> Content:
    """`Era e  2022`: a value and the key that changes it."""
    return Content.assemble(
        (f"{label} ", "$text-muted"),
        (key, "bold $key"),
        "  ",
        (value, "bold $text"),
    )


def _emblem() -> list[Content]:
    """The chain this program is about, with its most frequent break."""
    ends = {"order": 3, "secret": 3, "linked": 2, "binding": 2, "client": 2}
    stations = [Station(title, number) for title, number in ends.items()]
    titles, wires, _ = hop_line(stations, ("same", "differs", "same", "same"), 3, 72)
    head = Content.assemble(
        (BRAND, "bold $text"),
        ("   App Service Certificates on one machine. Nothing leaves it.", "$text-muted"),
    )
    return [head, Content(""), titles, wires]
