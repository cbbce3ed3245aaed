"""TLS front end: the apps' host names over real TLS on this machine, and what clients see of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.resources import name_of
from store.wire.host_lines import NO_PRIVATE_KEY, HostLine, host_lines, named_by_a_client
from store.wire.lines import curl_line, openssl_line
from tui.blades.base import Blade, refresh_verb
from tui.blades.simulator.handshakes import panel
from tui.dialogs.ask_ports import AskPorts
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.marks import short_mark, type_label
from tui.text.status import Fact, muted, nothing, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Banner, Essentials, Foot, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from tui.serving.hosted import HostedFrontEnd, Shown

#: Seconds between two looks at what the front end says of itself.
_LOOK_SECONDS = 0.3
_SHARED = "127.0.0.1"


class FrontEndPage(Blade):
    """Starts and stops the front end; lists its hosts, and shakes hands for the one under the cursor."""

    LABEL = "TLS front end"
    COPIES = "Copy the lines"
    DEFAULT_CSS = """
    FrontEndPage Notes, FrontEndPage Essentials { padding: 0 1; }
    FrontEndPage #hosts, FrontEndPage #lines { margin: 1 0 0 0; }
    """
    HELP_TEXT = (
        "App Service's front ends end TLS for the apps: by the name that a client asks for, or by the "
        "address of an IP based binding. Started, each custom domain is served with the certificate of its "
        "binding, on this machine only, and a client of this page shakes hands with it. Nothing is served "
        "until you start it, and it ends with the program."
    )

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._told: object = None
        self._hosts: dict[str, HostLine] = {}
        self._shown: Shown | None = None

    refresh_world = refresh_verb

    @verb("p", "Start", "Serve the host names on free ports of this machine")
    def start(self) -> None:
        """Serve on free ports of the loopback interface."""
        self.host.serve_hosts((0, 0))

    @verb("i", "Ports", "Serve them on ports of your choice")
    def start_on(self) -> None:
        """Ask for the ports, and serve on them."""
        self.host.ask(AskPorts("Start the front end"), self.host.serve_hosts)

    @start.shown
    @start_on.shown
    def _is_stopped(self) -> bool:
        return self.host.front_end is None

    @verb("l", "Lines to try", "For openssl and curl, of every host")
    def show_lines(self) -> None:
        """The lines of every host, to read and select."""
        lines = [line for one in self._hosts.values() for line in self._shell_lines(one)]
        self.app.push_screen(ReadText("Lines to try", "\n".join(lines)))

    @verb("p", "Stop", "Serve them no longer")
    def stop(self) -> None:
        """End it; clients find nobody there."""
        self.host.serve_hosts(None)

    @stop.shown
    @show_lines.shown
    def _is_started(self) -> bool:
        return self.host.front_end is not None

    def content(self) -> ComposeResult:
        yield Banner(id="faults")
        yield Essentials()
        yield Table(
            Column("HOST NAME", 20, least=14, grow=True),
            Column("SERVED", 17),
            Column("CERTIFICATE", 16, least=12),
            Column("ADDRESS", 11, leaves=4),
            Column("TYPE", 12, leaves=2),
            Column("TLS FROM", 8, leaves=1),
            Column("APP", 12, leaves=3),
            empty=muted("No app has a custom domain."),
            id="hosts",
        )
        yield Notes(id="lines")

    def bottom(self) -> ComposeResult:
        yield Foot(Section("What clients see", Essentials(id="what"), Notes(id="verdict"), id="seen"))

    def on_mount(self) -> None:
        self.set_interval(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        if _told(self.host.front_end) != self._told and self.host.in_front(self):
            self.update_view(force=True)

    def refresh_view(self, world: World) -> None:
        front_end = self.host.front_end
        self._told = _told(front_end)
        self._hosts = {one.host: one for one in host_lines(world)}
        self._show_faults(front_end)
        self.query_one(Essentials).show(*_facts(front_end))
        table = self.query_one(Table)
        table.show(Rows(list(self._hosts), lambda key: self._row(world, self._hosts[key])))
        self._show_selected()

    def _show_faults(self, front_end: HostedFrontEnd | None) -> None:
        """What could not be served; of missing keys the rows say so."""
        faults = front_end.server.faults if front_end is not None else ()
        other = [one for one in tuple(faults) if not one.startswith(NO_PRIVATE_KEY)]
        banner = self.query_one("#faults", Banner)
        if other:
            banner.show("warning", "Not served", " ".join(other))
        else:
            banner.hide()

    def _row(self, world: World, one: HostLine) -> Cells:
        front_end = self.host.front_end
        return (
            cell(one.host, "$text"),
            _served(one, started=front_end is not None),
            short_mark(one.mark),
            muted(_address(front_end, one)),
            muted(type_label(world.era, one.ssl_state)),
            muted(f"TLS {one.least}"),
            muted(name_of(one.site)),
        )

    def on_table_moved(self) -> None:
        self._show_selected()

    def on_table_opened(self) -> None:
        if chosen := self._selected():
            self.host.go("site.tls", chosen.site)

    def _selected(self) -> HostLine | None:
        return self._hosts.get(self.query_one(Table).cursor_key)

    def _show_selected(self) -> None:
        """The lines to try of the host under the cursor; its handshake follows from a thread."""
        front_end, chosen = self.host.front_end, self._selected()
        self.query_one("#lines", Notes).show(*self._lines(chosen))
        if front_end is None or chosen is None:
            self._shown = None
        else:
            address = _address(front_end, chosen)
            self.host.work.look("handshake", partial(front_end.ask, address, chosen.host), self._show_seen)
        if self._shown is not None and chosen is not None and self._shown.host != chosen.host:
            self._shown = None
        self._draw_seen()

    def _show_seen(self, shown: Shown) -> None:
        chosen = self._selected()
        if self.host.front_end is not None and chosen and shown.host == chosen.host:
            self._shown = shown
            self._draw_seen()

    def _draw_seen(self) -> None:
        facts, lines = panel(self._shown, self._selected(), started=self.host.front_end is not None)
        self.query_one("#what", Essentials).display = bool(facts)
        self.query_one("#what", Essentials).show(*facts or ((),))
        self.query_one("#verdict", Notes).show(*lines)

    def _shell_lines(self, chosen: HostLine | None) -> tuple[str, ...]:
        front_end = self.host.front_end
        if front_end is None or chosen is None:
            return ()
        name, port = named_by_a_client(chosen.host), front_end.server.port
        address = _address(front_end, chosen)
        return openssl_line(name, address, port, self.world.now), curl_line(name, address, port)

    def _lines(self, chosen: HostLine | None) -> tuple[Content, ...]:
        if self.host.front_end is None:
            return (
                muted("Start, and real clients on this machine get the certificates of the bindings."),
                muted("`certblade serve hosts` is the same without this page."),
            )
        return tuple(cell(line, "$text-primary", limit=300) for line in self._shell_lines(chosen))

    def copy_text(self) -> str:
        return "\n".join(self._shell_lines(self._selected()))


def _told(front_end: HostedFrontEnd | None) -> object:
    """What the page shows of the front end itself."""
    if front_end is None:
        return None
    server = front_end.server
    return server.port, tuple(server.faults), tuple(server.addresses.items())


def _facts(front_end: HostedFrontEnd | None) -> tuple[list[Fact], ...]:
    if front_end is None:
        return ([("State", muted("not served"))],)
    server = front_end.server
    return (
        [("State", status("Served", "success"))],
        [
            ("TLS", cell(f"{_SHARED}:{server.port}")),
            ("Plain HTTP", cell(f"{_SHARED}:{server.plain_port}")),
        ],
    )


def _address(front_end: HostedFrontEnd | None, one: HostLine) -> str:
    """The loopback address that serves a host; "" while none does."""
    return front_end.server.addresses.get(one.address, _SHARED) if front_end is not None else ""


def _served(one: HostLine, *, started: bool) -> Content:
    """What a client of this host gets, in a word."""
    if one.keyless:
        return status("No private key", "error")
    if not started:
        return nothing()
    return status("Its binding's", "success") if one.mark.thumbprint else muted("App Service's own")
