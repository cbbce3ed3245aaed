"""The facts of drift: who has which certificate of an order, and whether the ends of each hop agree."""

from __future__ import annotations

from datetime import datetime

import msgspec

from store.resources import OrderStatus, SslState
from store.services.web.serving import Served


class Fact(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A plain value, shown as camelCase JSON by `certblade drift --json`."""


class CertificateMark(Fact, frozen=True, kw_only=True):
    """A certificate seen from an order: its number there (None: not of this order), and if it is current."""

    thumbprint: str
    number: int | None
    current: bool


class Hop(Fact, frozen=True, kw_only=True):
    """A hop of the four: `found` counts, `cause` says why its ends differ, `repair` how to mend that.

    `equal` is None where there is nothing to compare yet, or an imported world does not know one of its ends:
    no drift, and nothing to mend.
    """

    letter: str
    between: str
    equal: bool | None
    found: str
    cause: str = ""
    repair: str = ""


class SecretDrift(Fact, frozen=True, kw_only=True):
    """The order's secret against the order (hop A); `mark` is None where the secret gives out nothing.

    `lacks` says why in that case: "no secret", or "disabled" for its newest version. `equal` is None where no
    export tells the secret's versions.
    """

    vault: str
    secret_name: str
    mark: CertificateMark | None
    equal: bool | None
    cause: str = ""
    repair: str = ""
    lacks: str = ""


class HostDrift(Fact, frozen=True, kw_only=True):
    """A binding against its linked certificate (hop C) and against what a client gets (hop D)."""

    site: str
    host: str
    ssl_state: SslState
    virtual_ip: str | None
    mark: CertificateMark
    equal: bool
    client: Served
    client_mark: CertificateMark
    client_equal: bool | None
    cause: str = ""
    repair: str = ""


class LinkedDrift(Fact, frozen=True, kw_only=True):
    """A linked private certificate against the secret (hop B).

    `in_sync` is the grid's word: it has the order's current certificate (None: not known); `ended` is the
    status of an order that nothing leads out of, whose certificates are never in sync. `cause` may say why
    the next sync will fail although nothing differs yet.
    """

    certificate: str
    name: str
    group: str
    location: str
    mark: CertificateMark
    in_sync: bool | None
    ended: OrderStatus | None = None
    equal: bool | None
    hosts: tuple[HostDrift, ...]
    cause: str = ""
    repair: str = ""


class CopyDrift(Fact, frozen=True, kw_only=True):
    """A PFX that was exported: nothing follows it, so it is outdated once the order moves on or ends."""

    path: str
    mark: CertificateMark
    exported_at: datetime
    expires: datetime | None
    outdated: bool
    repair: str


class OrderDrift(Fact, frozen=True, kw_only=True):
    """The four hops of one order. `foreign` are bindings of other certificates where its own would fit."""

    order: str
    name: str
    mark: CertificateMark | None
    secret: SecretDrift | None
    linked: tuple[LinkedDrift, ...]
    foreign: tuple[HostDrift, ...]
    copies: tuple[CopyDrift, ...]
    hops: tuple[Hop, ...]

    @property
    def drifted(self) -> bool:
        """Whether the ends of any hop differ."""
        return any(hop.equal is False for hop in self.hops)

    @property
    def outside(self) -> tuple[CopyDrift, ...]:
        """The exported files that are not the order's current certificate: notes, which nothing syncs."""
        return tuple(copy for copy in self.copies if copy.outdated)

    @property
    def out_of_sync(self) -> tuple[LinkedDrift, ...]:
        """The linked certificates that the grid calls "Out of sync"."""
        return tuple(one for one in self.linked if one.in_sync is False and one.ended is None)

    @property
    def hosts(self) -> tuple[HostDrift, ...]:
        """Every binding that follows the order."""
        return tuple(host for one in self.linked for host in one.hosts)


class CertificateDrift(Fact, frozen=True, kw_only=True):
    """Hops B to D of a certificate that no order has issued; without a vault it has no hop B."""

    linked: LinkedDrift
    hops: tuple[Hop, ...]

    @property
    def drifted(self) -> bool:
        """Whether the ends of any hop differ."""
        return any(hop.equal is False for hop in self.hops)
