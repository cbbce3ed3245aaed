"""Step 3: Assign: whether the certificate is issued, and how it gets to an app or a virtual machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.content import Content

from store.resources import OrderLedger, Site, group_of, name_of
from store.services.certificate_registration.configuration import configuration_steps
from store.services.regions import region_name
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.blades.orders.hops import current_number
from tui.navigation.routes import ROUTES
from tui.navigation.verbs import opens, verb
from tui.text.cells import cell
from tui.text.status import Fact, day, muted, nothing, status, thumbprint_full
from tui.text.step_words import STEP_TONES
from tui.widgets.columns import Column
from tui.widgets.form import Field, Option, Toggle
from tui.widgets.linked import LinkedGrid
from tui.widgets.pick import Pick
from tui.widgets.section import Essentials, Notes, Section

if TYPE_CHECKING:
    from store import World

_APP, _MACHINE = "app", "machine"
_STEPS = {
    _APP: (
        "Open the web app and its $menu.",
        "Choose Import App Service Certificate, select this certificate, OK.",
        "Add a TLS/SSL binding for each host: import alone secures nothing.",
    ),
    _MACHINE: (
        "Open Export Certificate and then the key vault secret.",
        "Choose its current version and Download as a certificate: a PFX without a password.",
        "Install it on the virtual machine. The copy follows no renewal or rekey: export it again then.",
    ),
}


class Assign(OrderBlade):
    """Assignment options: App Service Web App, or Azure Virtual Machine."""

    LABEL = "Assign"
    COPIES = "Copy thumbprint"
    HELP_TEXT = (
        "An app uses the certificate once it is imported into the app's webspace and bound to a host name. A "
        "virtual machine gets a copy, which nothing keeps up to date."
    )

    @verb("o", "Open web app")
    def open_app(self) -> None:
        """Ask for the app, then open where certificates are imported into it."""
        rows = {
            site.id: (cell(site.name), muted(name_of(group_of(site.id))), muted(region_name(site.location)))
            for site in self.world.all(Site)
        }
        columns = (Column("WEB APP", 30), Column("RESOURCE GROUP", 20), Column("LOCATION", 16))
        self.host.ask(Pick("Open web app", columns, rows), self._open)

    @open_app.why_not
    def _no_app(self) -> str:
        return "" if self.world.table(Site) else "There is no web app in this subscription."

    @open_app.shown
    def _to_app(self) -> bool:
        return self._target() == _APP

    @verb("p", "Export Certificate")
    def export(self) -> None:
        self.host.go("order.export", self.resource)

    @export.shown
    def _to_machine(self) -> bool:
        return self._target() == _MACHINE

    refresh_world = refresh_verb
    learn_more = opens("l", "Learn more", "order.faqs", "FAQs, local private certificate copy")

    def content(self) -> ComposeResult:
        yield Section("Certificate Issued Status", Essentials(id="issued"))
        with Section("Assignment options"):
            yield Field(
                "Assign to",
                Toggle(Option(_APP, "App Service Web App"), Option(_MACHINE, "Azure Virtual Machine")),
                id="target",
            )
            yield Notes(id="steps")
        yield Section("Linked Private Certificate", LinkedGrid())
        yield Section("Export App Service Certificate", Notes(id="export"))

    def _target(self) -> str:
        found = self.query("#target")
        return cast("Field", found.first()).value if found else _APP

    def refresh_view(self, world: World) -> None:
        drift = self.drift()
        current = current_number(drift)
        self.query_one("#issued", Essentials).show(self._facts(current))
        self.query_one(LinkedGrid).show_linked(drift.linked, current)
        self._show_steps()
        learn = Content.assemble(
            muted("A copy for elsewhere, which nothing keeps up to date.   "),
            (self.learn_more.key, "bold $key"),
            " Learn more",
        )
        self.query_one("#export", Notes).show(learn)

    def _show_steps(self) -> None:
        target = self._target()
        head = "App Service Web App" if target == _APP else "Azure Virtual Machine"
        lines = [cell(f"Assigning to {head}", "bold $text")]
        for place, text in enumerate(_STEPS[target], 1):
            words = text.replace("$menu", self.world.era.app_menu)
            lines.append(Content.assemble((f"{place}  ", "$text-muted"), words))
        self.query_one("#steps", Notes).show(*lines)

    def _facts(self, current: int) -> tuple[Fact, ...]:
        order, ledger = self.order, self.world.need(OrderLedger, self.resource)
        step = configuration_steps(self.world, order)[2]
        word = "Ready" if step.done else "Not ready"
        names = ", ".join(ledger.issued[-1].names) if ledger.issued else ""
        return (
            (
                "State",
                Content.assemble(
                    status(word, STEP_TONES[step.progress], bold=True), "  ", muted(step.detail)
                ),
            ),
            ("Certificate Host Names", cell(names) if names else nothing()),
            ("Thumbprint", thumbprint_full(order.thumbprint, current, current)),
            ("Expiration Time", cell(day(order.expires))),
        )

    def on_choice_changed(self) -> None:
        self._show_steps()
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.open_app)

    def _open(self, site: str) -> None:
        route = next((one for one in ("site.tls", "site.overview") if one in ROUTES), "")
        if route:
            self.host.go(route, site)

    def copy_text(self) -> str:
        return self.linked_thumbprint(self.query_one(LinkedGrid).cursor_key)
