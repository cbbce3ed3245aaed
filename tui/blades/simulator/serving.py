"""Azure CLI and SDKs: the world as a server on this machine, its requests as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.resources import Principal
from tui.blades.base import Blade, refresh_verb
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import Fact, muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Essentials, Notes
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.rest.service import Served
    from tui.serving.hosted import HostedArm

#: Seconds between two looks at what was served.
_LOOK_SECONDS = 0.3


class Serving(Blade):
    """Starts and stops the server, and lists what it answered, newest first."""

    LABEL = "Azure CLI and SDKs"
    COPIES = "Copy the line"
    DEFAULT_CSS = """
    Serving Notes, Serving Essentials { padding: 0 1; }
    Serving #requests { margin: 1 0 0 0; }
    """
    HELP_TEXT = (
        "Microsoft's own az and SDKs work on this world while it is served: on this machine only, with a "
        "certificate that nobody else trusts and a login that is yours alone. What the portal refuses, they "
        "are refused with the same sentence. Nothing is served until you start it."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._counted = -1
        self._requests: dict[str, Served] = {}

    refresh_world = refresh_verb

    @verb("p", "Start", "Serve this world to az and the SDKs")
    def start(self) -> None:
        """Serve on a free port of the loopback interface."""
        self.host.serve(True)

    @start.shown
    def _is_stopped(self) -> bool:
        return self.host.served is None

    @verb("p", "Stop", "Serve it no longer")
    def stop(self) -> None:
        """End it; clients find nobody there."""
        self.host.serve(False)

    @stop.shown
    def _is_started(self) -> bool:
        return self.host.served is not None

    def content(self) -> ComposeResult:
        yield Essentials()
        yield Notes(id="lines")
        yield Table(
            Column("METHOD", 7),
            Column("STATUS", 6),
            Column("BECAME", 24, least=12),
            Column("PATH", 30, least=20, grow=True),
            empty=muted("No request has come yet."),
            id="requests",
        )

    def on_mount(self) -> None:
        self.set_interval(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        served = self.host.served
        counted = served.server.count if served else -1
        if counted != self._counted and self.host.in_front(self):
            self.update_view(force=True)

    def refresh_view(self, world: World) -> None:
        served = self.host.served
        self._counted = served.server.count if served else -1
        self.query_one(Essentials).show(_facts(served))
        self.query_one("#lines", Notes).show(*_lines(served))
        kept = tuple(served.server.served) if served else ()
        first = self._counted - len(kept)
        self._requests = {str(first + place): one for place, one in enumerate(kept)}
        newest = list(reversed(self._requests))
        empty = muted(
            "No request has come yet." if served else "Requests are listed here while it is served."
        )
        self.query_one(Table).show(Rows(newest, lambda key: _row(world, self._requests[key])), empty)

    def copy_text(self) -> str:
        return self.host.served.shell_line if self.host.served else ""


def _facts(served: HostedArm | None) -> list[Fact]:
    if served is None:
        return [("State", muted("not served"))]
    place = served.server.place
    return [
        ("State", status("Served", "success")),
        ("Resource Manager", cell(place.origin)),
        ("Key vaults", cell(f"https://VAULT{place.vault_suffix}")),
        ("Logged in as", cell(served.who)),
    ]


def _lines(served: HostedArm | None) -> tuple[Content, ...]:
    if served is None:
        return (
            muted("Start, and the real az works on this world from another terminal."),
            muted("`certblade az-session` is the same for one shell, without this page."),
        )
    return (
        muted("In a shell, for az:"),
        cell(f"  {served.shell_line}", "$text-primary", limit=300),
        muted("In Python, for the SDKs:"),
        cell(f"  {served.python_line}", "$text-primary", limit=300),
    )


def _short(path: str) -> str:
    """The path without the subscription that most paths begin with."""
    parts = path.split("/", 3)
    return f"{SIGNS.cut}/{parts[3]}" if parts[1:2] == ["subscriptions"] and len(parts) > 3 else path


def _row(world: World, one: Served) -> Cells:
    tone = "$text-success" if one.status < 400 else "$text-error"
    became = ", ".join(one.operations) or one.code
    caller = world.get(Principal, one.caller)
    who = f"{caller.name}  " if caller and one.operations else ""
    return (
        cell(one.method),
        cell(str(one.status), tone),
        cell(became, "$text" if one.operations else "$text-muted"),
        Content.assemble(muted(who), cell(_short(one.path), "$text-muted", limit=300)),
    )
