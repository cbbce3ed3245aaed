"""The certificates an app can use: private ones of its webspace with their tiles, and its public ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content

from store.resources import Health, ManagedRequest, OrderLedger, group_of
from store.services.certificate_registration.ledger import numbers_of
from store.services.key_vault.links import orders_of
from store.services.web.bindings import health
from store.services.web.loadable import public_certificates
from store.services.web.webspaces import certificates_in, plan_of, webspace_of
from tui.text.cells import cell
from tui.text.status import Tone, day, muted, status, thumbprint_short
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.commandbar import CommandBar, VerbState
from tui.widgets.form import Option
from tui.widgets.section import Section
from tui.widgets.setting import Setting
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.resources import ServerFarm, Site, WebCertificate

_ALL = "All"
_FILTERS = [Option(_ALL, _ALL), *(Option(one.value, one.value) for one in Health if one.judged)]
_TONES: dict[Health, Tone] = {
    Health.HEALTHY: "success",
    Health.WARNING: "warning",
    Health.EXPIRED: "error",
    Health.UNKNOWN: "muted",
}


class Tiles(VerticalGroup):
    """What can be added, two tiles to a row."""

    #: Two of the longest labels fit into the page of an 80 columns wide terminal.
    DEFAULT_CSS = "Tiles { margin: 1 0 0 0; & > CommandBar { padding: 0 1; } }"

    def compose(self) -> ComposeResult:
        yield CommandBar()
        yield CommandBar()

    def show(self, spoken: Sequence[VerbState]) -> None:
        """Show these verbs, also those that the page's bar lacks (none hides the tiles)."""
        spoken = [VerbState(replace(one.verb, bar=True), one.reason) for one in spoken]
        for row, bar in enumerate(self.query(CommandBar)):
            bar.show_verbs(spoken[2 * row : 2 * row + 2], Content(""))
        self.display = bool(spoken)


class PrivateCertificates(VerticalGroup):
    """Private key certificates of a webspace; every app there sees the same ones."""

    def __init__(self, title: str, key: str, *, managed: bool | None = None, id: str) -> None:
        """`key` steps the Status Filter; `managed` True or False shows only those that are, or are not."""
        super().__init__(id=id)
        self._title = title
        self._key = key
        self._managed = managed
        self._health = _ALL

    def compose(self) -> ComposeResult:
        yield Tiles()
        with Section(self._title):
            yield Setting("Status Filter", self._key, id=f"{self.id}-filter")
            yield Table(
                Column("HEALTH STATUS", 14),
                Column("HOSTNAME", 30, least=14, grow=True),
                Column("EXPIRATION", 10),
                Column("THUMBPRINT", 20, least=12),
                empty=muted("No private key certificates available for app."),
            )

    @property
    def table(self) -> Table:
        """The list; its keys are resource ids."""
        return self.query_one(Table)

    def step_filter(self) -> None:
        """The next status to show."""
        self.query_one(Setting).toggle.action_step(1)

    def show(self, world: World, site: Site, chosen: str = "") -> int:
        """Show them, filtered; returns how many there are without the filter."""
        self._health = chosen or self._health
        self.query_one(Setting).show(_FILTERS, self._health)
        held = certificates_in(world, webspace_of(world, site))
        mine = [one for one in held if self._managed in (None, one.managed)]
        shown = {one.id: one for one in mine if self._health in (_ALL, health(world, one))}
        coming: dict[str, Cells] = {}
        if self._managed is not False and self._health == _ALL:
            coming = _coming(world, plan_of(world, site))
        keys = [*shown, *coming]
        self.table.show(Rows(keys, lambda key: _row(world, shown[key]) if key in shown else coming[key]))
        return len(mine)


def _row(world: World, one: WebCertificate) -> Cells:
    kept = one.properties
    found = health(world, one)
    number, current = place_in_order(world, one)
    return (
        status(found.value, _TONES[found]),
        cell(", ".join(kept.host_names), "$text"),
        muted(day(kept.expiration_date)),
        thumbprint_short(one.thumbprint, number, current),
    )


def place_in_order(world: World, one: WebCertificate) -> tuple[int | None, int]:
    """The certificate's number in the order it is linked to (None: of no order), and the current one's."""
    for order in orders_of(world, one):
        ledger = world.get(OrderLedger, order.id)
        numbers = numbers_of(ledger) if ledger else {}
        return numbers.get(one.thumbprint), numbers.get(order.thumbprint, 0)
    return None, 0


def _coming(world: World, plan: ServerFarm) -> dict[str, Cells]:
    """Managed certificates that DigiCert is about to issue into the webspace."""
    folder = f"{group_of(plan.id)}/".lower()
    return {
        one.id: (
            status("Creating", "time"),
            cell(one.host, "$text"),
            muted(f"{one.due_at:%H:%M:%S}"),
            muted("DigiCert answers then"),
        )
        for one in world.all(ManagedRequest)
        if one.key.startswith(folder)
    }


class PublicCertificates(VerticalGroup):
    """Public key certificates (.cer) of one app."""

    def compose(self) -> ComposeResult:
        yield Tiles()
        with Section("Public Key Certificates"):
            yield Table(
                Column("NAME", 14, least=10, grow=True),
                Column("LOCATION", 14, leaves=1),
                Column("EXPIRES", 10, leaves=2),
                Column("THUMBPRINT", 40, least=14),
                empty=muted("No public key certificates available for app."),
            )

    @property
    def table(self) -> Table:
        """The list; its keys are resource ids."""
        return self.query_one(Table)

    def show(self, world: World, site: Site) -> int:
        """Show them; returns how many there are."""
        held = public_certificates(world, site)
        self.table.show(
            {
                one.id: (
                    cell(one.name, "$text"),
                    muted(one.properties.public_certificate_location),
                    muted(day(one.properties.expiration_date)),
                    cell(one.properties.thumbprint),
                )
                for one in held
            }
        )
        return len(held)
