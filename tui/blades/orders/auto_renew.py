"""Auto Renew Settings: the toggle, Manual Renew with its window, and how long everything is valid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from store.jobs.renewals import Renewal, next_renewal
from store.operations.certificate_registration.rekey_and_renew import RenewOrder, SetAutoRenew
from store.resources import CertificateOrder, OrderLedger
from store.services.certificate_registration.limits import PRICES
from store.services.certificate_registration.outlook import order_outlook
from store.services.certificate_registration.renewal import (
    AUTO_RENEW_OFF,
    end_word,
    not_renewable_reasons,
    order_ends,
)
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade, sync_verb
from tui.blades.orders.hops import current_number
from tui.blades.orders.progress import request_lines
from tui.blades.orders.validity import chart_of
from tui.navigation.verbs import performs, verb
from tui.text.agenda import agenda_lines
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, day, minute, muted, sign
from tui.widgets.figure import Figure
from tui.widgets.form import Option, Toggle
from tui.widgets.linked import LinkedGrid
from tui.widgets.section import Notes, Section
from tui.widgets.validity_chart import Chart, ValidityChart, draw

if TYPE_CHECKING:
    from store import World

_WIDE = 88
_ON, _OFF = Option("on", "On"), Option("off", "Off")


class AutoRenew(OrderBlade):
    """The chosen value waits in the toggle until Save; everything else shows the world."""

    LABEL = "Auto Renew Settings"
    PERFORMS = ("RenewOrder", "SyncOrder", "SetAutoRenew")
    HELP_TEXT = (
        "Auto renew asks the CA for a new certificate when the job first finds the expiry inside its window. "
        "Each renewal adds a year and is charged. Where certificates are shorter than the paid year, those "
        "that follow one another inside it cost nothing and come with auto renew off too. A proof of the "
        "domain that has become too old, a refused card or a key vault that may not be written each stop it."
    )
    DEFAULT_CSS = """
    AutoRenew .auto-renew--row { height: 1; padding: 0 1; }
    AutoRenew .auto-renew--row > Static { width: auto; margin: 0 3 0 0; }
    AutoRenew .auto-renew--row > Toggle { margin: 0 3 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("z", "zoom", "Zoom chart", id="order.renew.zoom")]
    refresh_world = refresh_verb

    @performs("f2", "Save")
    def save(self) -> SetAutoRenew:
        return SetAutoRenew(order=self.resource, enabled=self.query_one(Toggle).value == _ON.value)

    @save.why_not
    def _nothing_to_save(self) -> str:
        return "" if self.changed else "Save waits for a change."

    @verb("x", "Discard")
    def discard(self) -> None:
        """Put the toggle back to what is saved."""
        self.query_one(Toggle).choose(self._saved())

    @discard.why_not
    def _nothing_to_discard(self) -> str:
        return "" if self.changed else "There is no change to discard."

    @performs("y", "Manual Renew", "Renew now; adds a year and is charged")
    def renew(self) -> RenewOrder:
        return RenewOrder(order=self.resource)

    sync = sync_verb

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._whole = False
        self._shown = ""

    def content(self) -> ComposeResult:
        with Section("Renewal"):
            with Horizontal(classes="auto-renew--row"):
                yield Static(muted("Auto Renew App Service Certificate"))
                yield Toggle(_OFF, _ON)
                yield Static(id="price")
            yield Notes(id="renewal")
        yield Section("Validity", ValidityChart(), Notes(id="foretold"), id="validity")
        yield Section("What happens next", Notes(id="next"), id="agenda")
        grid = LinkedGrid(statuses=self.world.era.overview_sync)
        yield Section("Linked Private Certificate", grid, id="linked")

    @property
    def changed(self) -> bool:
        """Whether the toggle differs from what is saved."""
        return self.query_one(Toggle).value != self._saved()

    def _saved(self) -> str:
        return _ON.value if self.order.properties.auto_renew else _OFF.value

    def refresh_view(self, world: World) -> None:
        toggle, saved = self.query_one(Toggle), self._saved()
        if toggle.value == self._shown or not self._shown:
            toggle.choose(saved)
        self._shown = saved
        self.query_one("#price", Static).update(self._price())
        self.query_one("#renewal", Notes).show(*self._renewal())
        self._show_chart()
        order = self.order
        self.host.work.look("renewals", lambda: agenda_lines(world, order, 3), self._show_next)
        self._fold()
        drift = self.drift()
        self.query_one(LinkedGrid).show_linked(drift.linked, current_number(drift))

    def _show_next(self, lines: list[Content]) -> None:
        if self.is_attached:
            self.query_one("#next", Notes).show(*lines)

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_revision >= 0:
            self._fold()
            # How far a request has come is drawn into the width.
            self.query_one("#renewal", Notes).show(*self._renewal())

    def _fold(self) -> None:
        """Hide the parts that a narrow page has no room for."""
        for id in ("#agenda", "#linked"):
            self.query_one(id).display = self.size.width >= _WIDE

    def on_choice_changed(self) -> None:
        self.query_one("#price", Static).update(self._price())
        self.update_chrome()

    def action_zoom(self) -> None:
        """Between the weeks around the expiry and the whole time from issue to renewal."""
        self._whole = not self._whole
        self._show_chart()

    def _show_chart(self) -> None:
        world, order, whole = self.world, self.order, self._whole

        def looked() -> tuple[Chart | None, Renewal | None]:
            return chart_of(world, order, whole=whole), next_renewal(world, order)

        self.host.work.look("chart", looked, self._draw_chart)

    def figure(self) -> Figure:
        """The chart, as it is zoomed."""

        def look() -> Callable[[int], Content]:
            world = self.world
            order = world.get(CertificateOrder, self.resource)
            chart = chart_of(world, order, whole=self._whole) if order else None
            return lambda width: draw(chart, width) if chart else muted("No certificate was issued yet.")

        return Figure(f"{self.order.name}: certificates, renewals and jobs", look)

    def _draw_chart(self, found: tuple[Chart | None, Renewal | None]) -> None:
        if not self.is_attached:
            return
        chart, renewal = found
        self.query_one("#validity").display = chart is not None
        if chart is not None:
            self.query_one(ValidityChart).show(chart)
        notes = self.query_one("#foretold", Notes)
        fails = renewal is not None and renewal.issued is None
        notes.display = fails
        if renewal is not None and fails:
            at = minute(renewal.asked) if renewal.asked else "Now"
            notes.show(Content.assemble(sign("warning"), " ", (f"{at}  ", "$time"), cell(renewal.result)))

    def _price(self) -> Content:
        if self.order.properties.status.final:
            return muted("the order has ended: nothing renews it")
        if self.query_one(Toggle).value == _OFF.value:
            return muted("expires unless renewed by hand")
        return muted(f"adds a year, {PRICES[self.order.properties.product_type] / 100:.2f} USD")

    def _renewal(self) -> list[Content]:
        """The outcome of the last renewal, and whether Manual Renew is allowed."""
        ledger = self.world.need(OrderLedger, self.resource)
        lines = request_lines(self.world, self.order, self.size.width - 6) if ledger.pending else []
        if ledger.last_failure == AUTO_RENEW_OFF:
            lines.append(muted(f"{SIGNS.impossible} The job passed this order over: {AUTO_RENEW_OFF}"))
        elif ledger.last_failure:
            head = ("The last renewal failed: ", f"bold {TOKENS['error']}")
            lines.append(Content.assemble(sign("error"), " ", head, cell(ledger.last_failure)))
        return [*lines, *self._reissues(), self._manual()]

    def _reissues(self) -> list[Content]:
        """That certificates of a paid year cost nothing, where it has several."""
        ends = order_ends(self.world, self.order)
        if ends is None or ends == self.order.expires:
            return []
        free = "until then certificates follow one another at no cost, auto renew on or off."
        return [Content.assemble(sign("success"), " ", muted(f"Paid until {day(ends)}: {free}"))]

    def _manual(self) -> Content:
        """Whether Manual Renew is allowed; where not, why and from when it is."""
        reasons = not_renewable_reasons(self.world, self.order)
        if not reasons:
            return Content.assemble(sign("success"), " ", muted("Manual renewal is allowed now."))
        head = ("Manual renewal not allowed at this time.", "bold $text")
        since = order_outlook(self.world, self.order).manual_from
        if since is not None and reasons == ("ExpirationNotInRenewalTimeRange",):
            days = self.world.era.manual_renew_days
            ends = end_word(self.world, self.order)
            why = (
                f"It can be requested {days} days before {ends}, from {day(since)}; "
                "to roll the key now, use Rekey and Sync > Rekey."
            )
        else:
            why = f"{', '.join(reasons)}."
        return Content.assemble(sign("muted"), " ", head, " ", muted(why))
