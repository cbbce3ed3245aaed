"""Rekey and Sync: a new certificate with a new key, and the way it takes to the apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.content import Content

from store.errors import Place
from store.jobs.renewals import next_sync
from store.operations.certificate_registration.rekey_and_renew import Rekey as RekeyOperation
from store.resources import OrderLedger, OrderStatus
from store.services.certificate_registration.limits import REISSUE_MINUTES, REVOKED_AFTER_HOURS
from store.services.certificate_registration.names_and_proof import proof_fresh
from store.services.certificate_registration.outlook import order_outlook
from store.services.certificate_registration.renewal import rekey_shortens
from store.services.certificate_registration.sync_way_out import sync_way_out
from tui.blades.base import refresh_verb, way_out_of
from tui.blades.orders.base import OrderBlade, sync_verb
from tui.blades.orders.hops import current_number, difference, out_of_sync_words, selected_link, stations
from tui.blades.orders.progress import request_lines
from tui.navigation.verbs import verb
from tui.navigation.ways import door_of, label_of
from tui.text.cells import cell
from tui.text.status import minute, muted, sign, span
from tui.widgets.linked import LinkedGrid, ThumbprintPair
from tui.widgets.section import Banner, Notes, Paragraph, Section
from tui.widgets.wires import hop_line

if TYPE_CHECKING:
    from store import World
    from store.drift import LinkedDrift, OrderDrift
    from store.resources import CertificateOrder

#: Cells of the blade from which it explains itself.
_WIDE = 88
_EXPLAINED = (
    "Rekey asks the CA for a new certificate: new key, same expiry. The order passes through Pending "
    f"Issuance for {REISSUE_MINUTES[0]}–{REISSUE_MINUTES[1]} minutes; sync afterwards."
)
_IN_SYNC = Content("Each has the order's certificate. After a rekey, sync again, or wait for the sync job.")
_FREE = "Rekey is free of charge, and you can rekey as often as you like."


class RekeyAndSync(OrderBlade):
    """Rekey and Sync. Progress and drift are the world's: they outlast the page and the program."""

    LABEL = "Rekey and Sync"
    COPIES = "Copy thumbprint"
    PERFORMS = ("Rekey", "SyncOrder")
    HELP_TEXT = (
        "A rekey ends in the key vault; apps still serve the certificate before it. Sync moves every linked "
        "private certificate and its bindings at once, the sync job does the same at its next run. The old "
        f"certificate is revoked {REVOKED_AFTER_HOURS} hours after the rekey."
    )
    refresh_world = refresh_verb

    @verb("y", "Rekey", "A new certificate with a new key and the same expiry")
    def rekey(self) -> None:
        """Request a rekey; where the proof of the domain is too old, lead to the page that renews it."""
        self.host.perform(self.rekeying(), title="Rekey", then=lambda _: self._asked())

    @rekey.operation
    def rekeying(self) -> RekeyOperation:
        return RekeyOperation(order=self.resource)

    sync = sync_verb

    @verb("o", "Open repair", "Where what keeps Sync from working is mended")
    def open_way_out(self) -> None:
        """Go where it is mended."""
        if door := door_of(self.world, sync_way_out(self.world, self.order), self.resource):
            self.host.go(door.route, door.resource)

    @open_way_out.shown
    def _is_blocked(self) -> bool:
        behind = bool(self.drift().out_of_sync)
        return behind and sync_way_out(self.world, self.order).place is not Place.SYNC

    def content(self) -> ComposeResult:
        statuses = self.world.era.overview_sync
        yield Banner(id="behind")
        with Section("Rekey Certificate", id="rekey"):
            yield Paragraph(_EXPLAINED if not statuses else f"{_EXPLAINED} {_FREE}", id="explained")
            yield Notes(id="progress")
        yield Section("Linked Private Certificate", LinkedGrid(statuses=statuses))
        yield Section("Thumbprints", ThumbprintPair())
        yield Section("Selected row, hop by hop", Notes(id="hops"), id="hop-section")
        if not statuses:
            yield Paragraph(f"\n{_FREE}")

    def _asked(self) -> None:
        if self.host.in_front(self) and not proof_fresh(self.world, self.order):
            self.host.go("order.configuration", self.resource)

    def refresh_view(self, world: World) -> None:
        drift, order = self.drift(), self.order
        self._show_behind(drift, world, order)
        self.query_one(LinkedGrid).show_linked(drift.linked, current_number(drift))
        self._show_progress(world, order)
        self._show_selected(drift)

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_revision >= 0:
            self.call_after_refresh(self.update_view, force=True)

    def on_table_moved(self) -> None:
        self._show_selected(self.drift())

    def _show_behind(self, drift: OrderDrift, world: World, order: CertificateOrder) -> None:
        banner, behind = self.query_one("#behind", Banner), len(drift.out_of_sync)
        if not behind:
            if drift.linked and all(one.in_sync for one in drift.linked):
                # In the place of the warning: what a sync changes is where one looks, and nothing moves.
                banner.show("success", "All linked private certificates are in sync.", _IN_SYNC)
            else:
                banner.hide()
            return
        head, way_out = f"{out_of_sync_words(behind)}.", sync_way_out(world, order)
        refused = self.why_not(self.sync)
        if way_out.place is not Place.SYNC:
            does = label_of(world, way_out, self.resource)
            banner.show("warning", head, way_out.text, self.open_way_out.key, does)
        elif refused:
            text = f"Sync is not possible: {refused}"
            banner.show("warning", head, text, way_out=way_out_of(self, self.sync))
        else:
            banner.show("warning", head, self._either_way(behind), self.sync.key, self.sync.label)

    def _either_way(self, behind: int) -> str:
        """What Sync does, and what the job does if one waits."""
        run, moved = next_sync(self.world, self.order), "it and its" if behind == 1 else "them and their"
        if run is None or not run.ok:
            waiting = f"; the job will not: {run.text}" if run else ""
            return f"Sync moves {moved} bindings now{waiting}."
        away = span(run.at - self.world.now)
        if self.size.width < _WIDE:
            return f"Sync now, or the job in {away}."
        return (
            f"Sync moves {moved} bindings now; if you wait, the sync job does it at "
            f"{minute(run.at)}, in {away}."
        )

    def _show_progress(self, world: World, order: CertificateOrder) -> None:
        wide = self.size.width >= _WIDE
        lines = [*request_lines(world, order, self.size.width - 6), *_shortening(world, order)]
        self.query_one("#explained").display = wide
        self.query_one("#rekey").display = wide or len(lines) > 1
        notes = self.query_one("#progress", Notes)
        notes.display = bool(lines)
        notes.show(*lines)

    def _show_selected(self, drift: OrderDrift) -> None:
        pair, notes = self.query_one(ThumbprintPair), self.query_one("#hops", Notes)
        one, current = self._selected(drift), current_number(drift)
        if one is None:
            pair.show_pair(self.order.thumbprint, current)
            notes.show(muted("No app has imported this certificate."))
            return
        pair.show_pair(self.order.thumbprint, current, one.mark, self._note(one))
        notes.show(*self._hop_line(drift, one, current))

    def _note(self, one: LinkedDrift) -> str:
        if one.mark.current:
            return "the same certificate"
        world = self.world
        return difference(world.need(OrderLedger, self.resource), one.mark, world.now)

    def _hop_line(self, drift: OrderDrift, one: LinkedDrift, current: int) -> list[Content]:
        world = self.world
        line, joints = stations(drift, one, world.now, order_outlook(world, self.order).next_sync)
        lines = hop_line(line, joints, current, self.size.width - 6)
        if one.cause:
            lines.append(Content.assemble(sign("warning"), " ", cell(one.cause), " ", muted(one.repair)))
        return lines

    def _selected(self, drift: OrderDrift) -> LinkedDrift | None:
        return selected_link(drift, self.query_one(LinkedGrid).cursor_key)

    def copy_text(self) -> str:
        one = self._selected(self.drift())
        return one.mark.thumbprint if one else self.order.thumbprint


def _shortening(world: World, order: CertificateOrder) -> list[Content]:
    """A warning where a rekey now gives a certificate that ends sooner."""
    issued = order.properties.status is OrderStatus.ISSUED
    told = rekey_shortens(world, order, world.now) if issued else ""
    return [Content.assemble(sign("warning"), " ", cell(told))] if told else []
