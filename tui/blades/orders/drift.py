"""Drift: the four hops of an order, compared by the thumbprint that is really there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from store.drift.hops import NOTHING_TO_DO
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.services import steps
from store.services.certificate_registration.outlook import order_outlook
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade, sync_verb
from tui.blades.orders.hop_map import WIDTH, hop_map
from tui.blades.orders.hops import certificates_in, current_number, far_thumbprint, selected_link, stations
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, Tone, muted, sign, thumbprint_full
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Notes, Section
from tui.widgets.spare import Spare
from tui.widgets.table import Table
from tui.widgets.wires import hop_line

if TYPE_CHECKING:
    from store import World
    from store.drift import Hop, OrderDrift
    from store.drift.facts import HostDrift


_NO_VAULT = f"The certificate is in no key vault: {steps.STORE}."


class Drift(OrderBlade):
    """The map where there is room for it, else one linked certificate at a time; the hops as a table."""

    OPENS = "Repair"
    LABEL = "Drift"
    COPIES = "Copy thumbprint"
    PERFORMS = ("StoreInKeyVault", "SyncOrder")
    WIDE = True
    HELP_TEXT = (
        "A: the CA's certificate is stored as a secret. B: App Service copies the secret into each webspace. "
        "C: bindings name the copy's thumbprint. D: clients get what DNS, TLS version and SNI lead them to. "
        "Each hop has its own causes and its own repair."
    )
    refresh_world = refresh_verb
    sync = sync_verb

    @verb("o", "Open repair", "Where the selected hop is mended")
    def open_repair(self) -> None:
        """Go where the selected hop is mended."""
        drift = self.drift()
        letter = self._hop(drift).letter
        if letter == "A":
            self.host.go("order.vault_status", self.resource)
        elif letter == "B" or not (drift.hosts or drift.outside):
            self.host.go("order.rekey", self.resource)
        elif letter == "D" and drift.outside and all(map(_well_served, drift.hosts)):
            # What clients get from apps is right: a copy elsewhere is behind.
            self.host.go("order.export", self.resource)
        else:
            apart = (one for one in drift.hosts if not one.equal or one.client_equal is False)
            wrong = next(apart, drift.hosts[0])
            self.host.go("site.tls", wrong.site)

    @performs("v", "Re-store in vault", "Write the secret again", select_first=_NO_VAULT)
    def store_again(self) -> StoreInKeyVault | None:
        """Writing the certificate into its vault again."""
        link = self.order.link
        return StoreInKeyVault(order=self.resource, vault=link.key_vault_id) if link else None

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "linked(-1)", "Linked certificate", key_display="←→", id="order.drift.previous"),
        Binding("right", "linked(1)", "Linked certificate", show=False, id="order.drift.next"),
    ]

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._place = 0

    def content(self) -> ComposeResult:
        yield Notes(id="map")
        with Section("Hops"):
            yield Table(
                Column("HOP", 4),
                Column("BETWEEN", 18),
                Column("FOUND", 22, least=12),
                Column("REPAIR", 40, least=16, grow=True),
            )
        yield Section("Why", Notes(), id="why")
        yield Spare("Thumbprints", id="prints", keeps=0)

    def refresh_view(self, world: World) -> None:
        drift = self.drift()
        self.query_one(Table).show({hop.letter: _row(hop) for hop in drift.hops})
        self._show_map(drift)
        self._show_why(drift)
        self._show_prints(drift)

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_revision >= 0:
            self._show_map(self.drift())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "linked":
            return not self._wide() and len(self.drift().linked) > 1
        return super().check_action(action, parameters)

    def _wide(self) -> bool:
        return self.size.width - 4 >= WIDTH

    def _show_map(self, drift: OrderDrift) -> None:
        notes = self.query_one("#map", Notes)
        if not self.size.width:
            return  # not laid out yet: the first resize draws it
        if self._wide():
            notes.show(*hop_map(drift))
        elif drift.linked:
            notes.show(*self._one_line(drift))
        else:
            notes.show(muted("No app has imported this certificate."))

    def _one_line(self, drift: OrderDrift) -> list[Content]:
        one = selected_link(drift, drift.linked[self._place % len(drift.linked)].certificate)
        assert one is not None
        due = order_outlook(self.world, self.order).next_sync
        line, joints = stations(drift, one, self.world.now, due)
        count = f"{self._place % len(drift.linked) + 1} of {len(drift.linked)}"
        head = Content.assemble(cell(one.name, "bold $text"), muted(f"   {count}"))
        return [head, Content(""), *hop_line(line, joints, current_number(drift), self.size.width - 6)]

    def action_linked(self, by: int) -> None:
        """The next linked certificate, where the map has no room."""
        self._place += by
        self._show_map(self.drift())

    def _show_why(self, drift: OrderDrift) -> None:
        hop = self._hop(drift)
        section = self.query_one("#why", Section)
        section.display = bool(hop.cause) or hop.repair not in ("", NOTHING_TO_DO)
        drifted = hop.equal is False
        section.retitle(f"Why hop {hop.letter} drifted" if drifted else f"Beside hop {hop.letter}")
        repair = [Content.assemble(muted("Repair  "), cell(hop.repair))] if hop.repair else []
        section.query_one(Notes).show(*([cell(hop.cause, limit=1000)] if hop.cause else []), *repair)

    def _show_prints(self, drift: OrderDrift) -> None:
        """The certificates of the map whole, where the page has room for them."""
        current = current_number(drift)
        self.query_one("#prints", Spare).show(
            *(
                # Without two blanks between them there is no column: places that wrap stand under the print.
                Content.assemble(
                    thumbprint_full(print_, number, current), f" {SIGNS.dot} ", muted(", ".join(places))
                )
                for (number, print_), places in certificates_in(drift).items()
            )
        )

    def _hop(self, drift: OrderDrift) -> Hop:
        letter = self.query_one(Table).cursor_key or "A"
        return next(hop for hop in drift.hops if hop.letter == letter)

    def on_table_moved(self) -> None:
        self._show_why(self.drift())
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.open_repair)

    def note(self) -> Content:
        return Content.assemble(
            (SIGNS.current, TOKENS["success"]),
            muted(" current   "),
            (SIGNS.earlier, TOKENS["warning"]),
            muted(" earlier"),
        )

    def subtitle(self) -> str:
        return "four hops, compared by the thumbprint that is really there"

    def copy_text(self) -> str:
        drift = self.drift()
        return far_thumbprint(drift, self._hop(drift).letter) or self.order.thumbprint


def _well_served(host: HostDrift) -> bool:
    """Whether clients get what they should, and take it."""
    return host.client_equal is not False and not host.client.objections and not host.client.hazard


def _row(hop: Hop) -> Cells:
    tone: Tone = "muted" if hop.equal is None else "success" if hop.equal else "warning"
    head = Content.assemble(sign(tone), " ", (hop.letter, "bold $text"))
    if hop.equal is not False:
        return head, cell(hop.between), muted(hop.found), muted(hop.repair)
    return head, cell(hop.between), cell(hop.found, TOKENS["warning"]), cell(hop.repair)
