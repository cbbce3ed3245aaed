"""A fault that an instructor lets happen: what it hits, what it needs, and the operations that make it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias, TypeVar

import msgspec

from store.errors import AzureError
from store.hostnames import covers
from store.resources import (
    CertificateOrder,
    DnsZone,
    OrderStatus,
    Record,
    Resource,
    ResourceGroup,
    Site,
    Subscription,
    Vault,
    WebCertificate,
)
from store.services.certificate_registration.ledger import ledger_of
from store.services.key_vault.links import linked_certificates
from store.training.format import PfxFile
from store.world import View

Kind = TypeVar("Kind", bound=Resource)


class Deed(NamedTuple):
    """An operation of a fault, as a scenario file writes it; `refused` where a refusal is what is wanted."""

    step: dict[str, Any]
    refused: bool = False


class SentFile(NamedTuple):
    """A PFX file that reaches the trainee's folder, before the deed that uses it."""

    file: PfxFile


#: What a fault consists of; each part has happened before the next one is worked out.
Deeds: TypeAlias = Iterator[Deed | SentFile]


class Scene:
    """The world that a fault comes about in, as it is after each deed."""

    def __init__(self, now: Callable[[], View], resource: str) -> None:
        """`now` gives the world as it is, `resource` is the id of what the fault hits."""
        self._now = now
        self.resource = resource

    @property
    def view(self) -> View:
        """The world as it is."""
        return self._now()

    def need(self, kind: type[Kind]) -> Kind:
        """What the fault hits; raises `AzureError` ResourceNotFound."""
        return self.view.need(kind, self.resource)

    @property
    def order(self) -> CertificateOrder:
        """The order that is hit."""
        return self.need(CertificateOrder)

    def first(self, kind: type[Kind], fits: Callable[[Kind], bool] = lambda _: True) -> Kind:
        """The first resource of a kind that fits; raises `AzureError` FaultImpossible."""
        found = next((one for one in self.view.all(kind) if fits(one)), None)
        if found is None:
            raise impossible(f"a {kind.__name__} that it could happen to")
        return found

    def latest(self, kind: type[Kind]) -> Kind:
        """The resource of a kind that was made last."""
        return list(self.view.all(kind))[-1]

    def zone(self, host: str) -> DnsZone:
        """The DNS zone of a host name."""
        return self.first(DnsZone, lambda one: f".{host.lower()}".endswith(f".{one.name.lower()}"))

    def has(self, zone: DnsZone, type: str, name: str) -> tuple[Record, ...]:
        """The zone's records of a type and name."""
        held = self.view.need(DnsZone, zone.id).properties.records
        return tuple(one for one in held if (one.type, one.name) == (type, name))

    def linked(self) -> WebCertificate:
        """A private certificate that was imported from the order."""
        return linked_certificates(self.view, self.order)[0]

    def bound(self) -> tuple[tuple[Site, str], ...]:
        """The apps and their host names that are bound to a certificate of the order."""
        held = {one.thumbprint for one in linked_certificates(self.view, self.order)}
        return tuple(
            (site, state.name)
            for site in self.view.all(Site)
            for state in site.custom_hosts
            if state.thumbprint in held
        )

    def free(self, name: str, kind: type[Resource]) -> str:
        """A name that no resource of the kind has: `name`, or it with a number."""
        taken = {one.name.lower() for one in self.view.all(kind)}
        number, found = 1, name
        while found.lower() in taken:
            number, found = number + 1, f"{name}{number + 1}"
        return found

    def group(self) -> ResourceGroup:
        """The resource group of what is hit, else the first there is."""
        return self.first(ResourceGroup, lambda one: self.resource.lower().startswith(f"{one.id.lower()}/"))

    def expires(self) -> datetime:
        """When the order's certificate expires (UTC)."""
        found = self.order.expires
        if found is None:
            raise impossible("a certificate that is issued")
        return found


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A fault: `code` names it, and is that of the known problem it makes, where there is one.

    `event` is its number in the menu: `T…` an event in an order's life, `P…` a problem that customers bring,
    `K…` a state of the secret in the key vault. `on` is the kind of resource it hits, `fits` says whether it
    can hit one, and `needs` what fits in words. `clock` says that it moves the clock.
    """

    code: str
    event: str
    title: str
    on: type[Resource]
    needs: str
    fits: Callable[[View, Any], bool]
    happens: Callable[[Scene], Deeds]
    clock: bool = False

    def targets(self, view: View) -> tuple[Resource, ...]:
        """What it can hit in this world."""
        return tuple(one for one in view.all(self.on) if self.fits(view, one))

    def why_not(self, view: View, resource: str = "") -> AzureError | None:
        """Why it cannot hit the resource (its id; "" for anything) in this world, or None."""
        if resource:
            found = view.get(self.on, resource)
            return None if found is not None and self.fits(view, found) else impossible(self.needs)
        return None if self.targets(view) else impossible(self.needs)


def impossible(needs: str) -> AzureError:
    """The refusal of a fault that this world has no place for."""
    return AzureError("FaultImpossible", f"It needs {needs}, and this world has none.", "Choose another one.")


def do(operation: str, **arguments: Any) -> Deed:
    """An operation that is done."""
    return Deed({"operation": operation, **arguments})


def tried(operation: str, **arguments: Any) -> Deed:
    """An operation that is asked for by somebody who knows no better, and is refused."""
    return Deed({"operation": operation, **arguments}, refused=True)


def wait(by: str) -> Deed:
    """Simulated time passes."""
    return do("AdvanceClock", by=by)


def until(scene: Scene, moment: datetime) -> Deeds:
    """Simulated time passes up to a moment, where it has not come yet."""
    if moment > scene.view.now:
        yield do("AdvanceClock", to=moment.isoformat())


def anything(_: View, __: object) -> bool:
    """Every resource of the kind fits."""
    return True


def alive(_: View, order: CertificateOrder) -> bool:
    """An order that is not denied, expired, revoked or canceled."""
    return not order.properties.status.final


def pending(view: View, order: CertificateOrder) -> bool:
    """An order that waits for the first proof of its domain."""
    waits = order.properties.status is OrderStatus.PENDING_ISSUANCE and not ledger_of(view, order).issued
    return waits and ledger_of(view, order).verified_at is None


def issued(_: View, order: CertificateOrder) -> bool:
    """An order whose certificate is issued."""
    return order.properties.status is OrderStatus.ISSUED


def stored(view: View, order: CertificateOrder) -> bool:
    """An order whose certificate is issued and in a key vault that is there."""
    link = order.link
    return issued(view, order) and link is not None and view.get(Vault, link.key_vault_id) is not None


def imported(view: View, order: CertificateOrder) -> bool:
    """An order whose certificate is in a key vault and imported into an app."""
    return stored(view, order) and bool(linked_certificates(view, order))


def in_use(view: View, order: CertificateOrder) -> bool:
    """An order whose certificate a host name is bound to."""
    return imported(view, order) and bool(Scene(lambda: view, order.id).bound())


def hosted(view: View, order: CertificateOrder) -> bool:
    """An order that waits for its proof, and whose host name an app has."""
    names = order.host, order.domain
    hosts = (state.name for site in view.all(Site) for state in site.custom_hosts)
    return pending(view, order) and any(covers(names, host) for host in hosts)


def enabled(_: View, one: Subscription) -> bool:
    """A subscription that is enabled."""
    return one.properties.state == "Enabled"
