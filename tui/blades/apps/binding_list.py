"""The custom domains of an app with their TLS/SSL bindings, and what clients get of the selected one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content

from tui.blades.apps.host_words import client_lines, host_state
from tui.text.cells import cell
from tui.text.marks import short_mark, type_label
from tui.text.status import muted, nothing, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.drift import HostDrift
    from store.resources import Site


class Bindings(VerticalGroup):
    """Table and client's view; keys of the rows are host names."""

    def __init__(self, title: str, empty: Content) -> None:
        super().__init__()
        self._title = title
        self._empty = empty
        self._hosts: Sequence[HostDrift] = ()

    def compose(self) -> ComposeResult:
        with Section(self._title):
            yield Table(
                Column("STATE", 17),
                Column("HOST NAME", 17, least=14, grow=True),
                Column("THUMBPRINT", 16, least=12),
                Column("TLS/SSL TYPE", 12, leaves=2),
                Column("NOTE", 14, leaves=1),
                empty=self._empty,
                several=True,
            )
        yield Section("As a client sees it", Notes(id="seen"), Notes(id="advice"), id="client")

    @property
    def table(self) -> Table:
        """The list of hosts."""
        return self.query_one(Table)

    def show(self, world: World, site: Site, hosts: Sequence[HostDrift]) -> None:
        """Show these hosts as they are in this world."""
        self._hosts = hosts
        by_name = {one.host: one for one in hosts}
        self.table.show(Rows(list(by_name), lambda host: _row(world, by_name[host])))
        self.show_client(world, site)

    def selected(self) -> HostDrift | None:
        """The host under the cursor."""
        key = self.table.cursor_key
        return next((one for one in self._hosts if one.host == key), None)

    def chosen(self) -> list[HostDrift]:
        """The hosts chosen together."""
        by_name = {one.host: one for one in self._hosts}
        return [by_name[key] for key in self.table.chosen if key in by_name]

    def show_client(self, world: World, site: Site) -> None:
        """Show what clients get of the selected host."""
        one, section = self.selected(), self.query_one("#client", Section)
        section.display = one is not None
        if one is None:
            return
        section.retitle(f"{one.host}, as a client sees it")
        self.query_one("#seen", Notes).show(*client_lines(world, site, one))
        said = (one.cause, host_state(world, one).advice, *one.client.remarks, one.client.hazard)
        advice = " ".join(filter(None, said))
        self.query_one("#advice", Notes).display = bool(advice)
        self.query_one("#advice", Notes).show(muted(advice))


def _row(world: World, one: HostDrift) -> Cells:
    state = host_state(world, one)
    label = type_label(world.era, one.ssl_state)
    return (
        status(state.word, state.tone),
        cell(one.host, "$text"),
        short_mark(one.mark),
        cell(label) if label else nothing(),
        muted(state.note),
    )
