"""Drift of a cloud service: each certificate from the key vault to what clients get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.drift.cloud_services import EntryDrift
from tui.blades.base import refresh_verb
from tui.blades.cloud_services.base import CloudServiceBlade
from tui.navigation.verbs import opens
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted, sign, status
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.drift import Hop


class CloudServiceDriftPage(CloudServiceBlade):
    """One row a certificate of a role, and the hops of the selected one."""

    OPENS = "Open"
    LABEL = "Drift"
    COPIES = "Copy thumbprint"
    HELP_TEXT = (
        "A certificate URL names a version of the key vault's certificate. When that is renewed the URL "
        "still names the old one: hop A differs until the configuration is saved with the new thumbprint. "
        "Role instances follow when their update domain restarts."
    )
    configuration = opens("o", "Open configuration", "cloud_service.configuration")
    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Table(
            Column("STATE", 14),
            Column("ROLE", 14, least=10, grow=True),
            Column("CERTIFICATE", 13, leaves=2),
            Column("NEWEST", 9, leaves=1),
            Column("osProfile", 9),
            Column("CONFIGURED", 10),
            Column("INSTALLED", 9, right=True),
            empty=muted("The configuration names no certificate."),
        )
        yield Section("Hops", Notes(id="hops"), id="way")

    def refresh_view(self, world: World) -> None:
        self.query_one(Table).show({_key(one): _row(one) for one in self.drift().entries})
        self._show_hops()

    def selected(self) -> EntryDrift | None:
        """The certificate under the cursor."""
        key = self.query_one(Table).cursor_key
        return next((one for one in self.drift().entries if _key(one) == key), None)

    def on_table_moved(self) -> None:
        self._show_hops()

    def on_table_opened(self) -> None:
        self.press(self.configuration)

    def _show_hops(self) -> None:
        one = self.selected()
        way = self.query_one("#way", Section)
        way.display = one is not None
        if one is not None:
            way.retitle(f"{one.role}: {one.name}")
            lines = [line for hop in one.hops for line in _hop_lines(hop)]
            self.query_one("#hops", Notes).show(*lines)

    def copy_text(self) -> str:
        one = self.selected()
        return one.thumbprint if one else ""


def _key(one: EntryDrift) -> str:
    return f"{one.role}/{one.name}"


def _row(one: EntryDrift) -> Cells:
    current = all(hop.equal for hop in one.hops)
    equal = sum(each.equal for each in one.instances)
    return (
        status("Up to date", "success") if current else status("Out of date", "warning"),
        cell(one.role, "$text"),
        cell(one.name),
        _short(one.newest),
        _short(one.pinned),
        _short(one.thumbprint),
        muted(f"{equal} of {len(one.instances)}"),
    )


def _short(thumbprint: str) -> Content:
    return cell(thumbprint[:8]) if thumbprint else Content.styled(SIGNS.impossible, "$text-muted")


def _hop_lines(hop: Hop) -> list[Content]:
    head = Content.assemble(
        sign("success" if hop.equal else "warning"),
        f" {hop.letter}  ",
        cell(hop.between, "$text").truncate(30, ellipsis=True, pad=True),
        "  ",
        cell(hop.found),
    )
    return [head, *([muted(f"     {hop.cause} {hop.repair}".rstrip())] if not hop.equal else [])]
