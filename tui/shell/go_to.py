"""Go to: every list and resource, every host name and thumbprint, to be found by what one remembers of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.fuzzy import FuzzySearch

from store.resources import (
    CertificateOrder,
    CloudService,
    DnsZone,
    OrderLedger,
    Site,
    Vault,
    WebCertificate,
    group_of,
    name_of,
)
from tui.host import PortalHost
from tui.navigation.routes import HOMES, ROUTES, SIMULATOR
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.columns import Cells, Column
from tui.widgets.input import Input
from tui.widgets.pick import Pick
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_KINDS = (
    (CertificateOrder, "App Service Certificate", "order.overview"),
    (Site, "App Service", "site.overview"),
    (Vault, "Key vault", "vault.overview"),
    (DnsZone, "DNS zone", "zone.overview"),
    (CloudService, "Cloud service", "cloud_service.overview"),
)
#: Digits of a thumbprint that tell it from a word, and rows that are shown of what is found.
_DIGITS, _MOST = 4, 200
_NO_DIGITS = re.compile(r"[\s:]")


class Destination(NamedTuple):
    """A page one can go to: its name, kind and place as they are shown, and what else it is found by."""

    route: str
    resource: str
    name: str
    kind: str
    where: str = ""
    words: str = ""
    #: Whether it is shown before anything is typed.
    first: bool = True

    @property
    def told(self) -> str:
        """Kind and place in one line."""
        return " ".join(part for part in (self.kind, self.where) if part)

    def go(self, host: PortalHost) -> None:
        """Open it from nowhere."""
        host.go(self.route, self.resource, fresh=True)


def destinations(world: World) -> list[Destination]:
    """The lists first, then the resources, then host names and certificates; those that have a page."""
    found = [
        Destination(
            route, "", known.label, "form" if route in _FORMS else "list", SIMULATOR if known.own else ""
        )
        for route, known in ROUTES.items()
        if known.label and "." not in route and known.listed
    ]
    for kind, label, route in _KINDS:
        for resource in world.all(kind):
            found.append(
                Destination(route, resource.id, resource.name, label, name_of(group_of(resource.id)))
            )
    found += [*_hosts(world), *_certificates(world)]
    return [one for one in found if one.route in ROUTES]


#: Listed routes that are no list.
_FORMS = frozenset({"create", "time", "pfx_helper"})


def _hosts(world: World) -> Iterator[Destination]:
    """The host names of apps, and what certificates were bought for."""
    for site in world.all(Site):
        for host in site.properties.host_name_ssl_states:
            yield Destination(
                "site.domains", site.id, host.name, "Custom domain", f"of {site.name}", first=False
            )
    for order in world.all(CertificateOrder):
        yield Destination(
            "order.overview", order.id, order.domain, "Certificate's name", order.name, first=False
        )


def _certificates(world: World) -> Iterator[Destination]:
    """Certificates by thumbprint: those that orders issued, and those of webspaces."""
    bound: dict[str, list[str]] = {}
    for site in world.all(Site):
        for host in site.properties.host_name_ssl_states:
            if host.thumbprint:
                bound.setdefault(host.thumbprint.upper(), []).append(host.name)
    seen = set()
    for ledger in world.all(OrderLedger):
        for one in ledger.issued:
            seen.add(one.thumbprint.upper())
            mark = SIGNS.current if one is ledger.issued[-1] else SIGNS.earlier
            number = "" if ledger.uncounted else one.number
            name = f"{mark}{number} of {name_of(ledger.id)}"
            yield _certificate("order.rekey", ledger.id, name, one.thumbprint, bound)
    for copy in world.all(WebCertificate):
        if copy.thumbprint.upper() not in seen:
            yield _certificate("certificate.overview", copy.id, copy.name, copy.thumbprint, bound)


def _certificate(
    route: str, resource: str, name: str, thumbprint: str, bound: dict[str, list[str]]
) -> Destination:
    hosts = ", ".join(bound.get(thumbprint.upper(), ()))
    where = f"bound at {hosts}" if hosts else "bound nowhere"
    return Destination(
        route, resource, name, f"{thumbprint[:8]}{SIGNS.cut}", where, thumbprint.upper(), False
    )


def sought(places: Sequence[Destination], query: str) -> list[tuple[float, Destination]]:
    """What is found by a query with how well it fits (0 to 1), best first.

    Every word of it occurs, or it is the beginning of a thumbprint (as any tool writes it), or the letters
    of the name contain it in their order.
    """
    words, digits = query.casefold().split(), _NO_DIGITS.sub("", query).upper()
    fuzzy, found = FuzzySearch(), []
    for one in places:
        score = _fit(one, words, digits if len(digits) >= _DIGITS else "")
        if not score and not one.words:
            score = min(0.4, fuzzy.match(query, one.name)[0] / 100)
        if score:
            found.append((score, one))
    return sorted(found, key=lambda one: -one[0])


def _fit(one: Destination, words: Sequence[str], digits: str) -> float:
    if digits and one.words.startswith(digits):
        return 1.0
    name = one.name.casefold()
    text = f"{name} {one.told.casefold()}"
    if not all(word in text for word in words):
        return 0.0
    wanted = " ".join(words)
    begins = 0.2 if name.startswith(wanted) else 0.0
    return 0.5 + begins + (0.2 if name == wanted else 0.0) + (0.1 if one.first else 0.0)


def marked(name: str, places: Sequence[int]) -> Content:
    """A name with the letters that were typed, reversed."""
    shown = cell(name)
    for place in places:
        if not name[place].isspace():
            shown = shown.stylize("reverse", place, place + 1)
    return shown


class GoTo(Pick):
    """Everything there is to open, the best fit first."""

    def __init__(self, places: Sequence[Destination]) -> None:
        columns = (
            Column("NAME", 30, least=16),
            Column("TYPE", 24, least=12),
            # Without a label: the count of rows beside it would take the cells that long names need.
            Column("", 20, least=12, grow=True),
        )
        self._places = places
        super().__init__("Go to", columns, _rows([one for one in places if one.first]))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.prevent_default()
        table = self.query_one(Table)
        if not event.value.strip():
            table.show(self._rows)
            return
        table.show(_rows([one for _, one in sought(self._places, event.value)[:_MOST]]))
        table.action_edge(-1)


def _rows(shown: Sequence[Destination]) -> dict[str, Cells]:
    return {_key(one): (cell(one.name), muted(one.kind), muted(one.where)) for one in shown}


def _key(one: Destination) -> str:
    return "\0".join((one.route, one.resource, one.name, one.words))


def go_to(host: PortalHost) -> None:
    """Ask where to go, then go there."""
    places = {_key(one): one for one in destinations(host.portal.world)}
    host.ask(GoTo(list(places.values())), lambda key: places[key].go(host))


def home_of(resource: str) -> str:
    """The route that shows the resource with this id, "" where none does."""
    kind = "/".join(part for part in resource.split("/providers/")[-1].split("/")[:2]).lower()
    route = HOMES.get(kind, "")
    return route if route in ROUTES else ""
