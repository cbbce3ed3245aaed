"""Drift in four hops: order → vault secret → linked private certificate → host binding → what a client gets.

Every hop compares the thumbprints that are really there; each has its own causes and its own repair. Sources:
"New Sync and Export experiences" (blog, 2019), "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from store.drift.certificates import certificate_drift, drifted_certificates
from store.drift.facts import (
    CertificateDrift,
    CertificateMark,
    CopyDrift,
    Hop,
    HostDrift,
    LinkedDrift,
    OrderDrift,
    SecretDrift,
)
from store.drift.hops import hops
from store.drift.hosts import Marker, following, host_drift, linked_drift, unmarked
from store.drift.links import drift_all
from store.hostnames import covers
from store.resources import (
    NOT_IN_EXPORT,
    CertificateOrder,
    ExportedCopy,
    HostNameSslState,
    OrderCertificate,
    OrderLedger,
    Site,
    WebCertificate,
)
from store.services.certificate_registration.ledger import numbers_of
from store.services.certificate_registration.vault_link import why_old
from store.services.key_vault.links import (
    followed_thumbprints,
    issuing_orders,
    linked_certificates,
    orders_of,
    out_of_sync,
)
from store.services.key_vault.secrets import current_version, link_trouble, newest_version
from store.services.provenance import secret_untold, untold
from store.services.web.serving import Served
from store.services.web.sync import link_refused
from store.services.web.webspaces import (
    Binding,
    bindings_following,
    certificates_in,
    sites_in,
    webspace_of,
    webspace_of_certificate,
)
from store.world import View
from store.world.answers import remembered
from store.world.index import index_by

__all__ = [
    "CertificateDrift",
    "CopyDrift",
    "Hop",
    "HostDrift",
    "LinkedDrift",
    "CertificateMark",
    "OrderDrift",
    "SecretDrift",
    "Served",
    "certificate_drift",
    "drift_all",
    "drifted_certificates",
    "order_drift",
    "out_of_sync",
    "site_drift",
]


@remembered
def order_drift(view: View, order: CertificateOrder) -> OrderDrift:
    """The four hops of one order, with causes and repairs in sentences."""
    mark = _marker(view, order)
    secret = _secret(view, order, mark)
    followers = [(one, bindings_following(view, one)) for one in linked_certificates(view, order)]
    linked = tuple(linked_drift(view, one, bound, order, mark) for one, bound in followers)
    exported = index_by(view, ExportedCopy, _copy_keys).get(order.key, ())
    copies = tuple(_copy(view, order, copy, mark) for copy in exported)
    return OrderDrift(
        order=order.id,
        name=order.name,
        mark=mark(order.thumbprint) if order.thumbprint else None,
        secret=secret,
        linked=linked,
        foreign=tuple(_foreign(view, followers, mark)),
        copies=copies,
        hops=hops(view, order, secret, linked, copies),
    )


def site_drift(view: View, site: Site) -> tuple[HostDrift, ...]:
    """An app's custom domains, bound or not, each seen from the order whose certificate it has (if any)."""
    held = certificates_in(view, webspace_of(view, site))
    return tuple(_of_site(view, site, state, held) for state in site.custom_hosts)


def _of_site(view: View, site: Site, state: HostNameSslState, held: tuple[WebCertificate, ...]) -> HostDrift:
    if not state.thumbprint:
        return host_drift(view, site, state, unmarked)
    exact = [one for one in held if one.thumbprint == state.thumbprint]
    followed = exact or [one for one in held if state.thumbprint in followed_thumbprints(view, one)]
    orders = orders_of(view, followed[0]) if followed else issuing_orders(view, state.thumbprint)
    mark = _marker(view, orders[0]) if orders else unmarked
    if not followed:
        return host_drift(view, site, state, mark)
    found = following(view, site, state, followed[0], mark)
    return replace(found, repair=found.repair or _way_to_newer(view, orders, followed[0]))


def _way_to_newer(view: View, orders: Sequence[CertificateOrder], certificate: WebCertificate) -> str:
    """What has to be done first where no sync brings a binding's certificate anything new; else ""."""
    if orders and orders[0].properties.status.final:
        return "Bind another certificate: nothing new comes from this order."
    refused = link_refused(view, certificate)
    return refused.next_step if refused else ""


def _copy_keys(view: View) -> Callable[[ExportedCopy], tuple[str, ...]]:
    return lambda copy: (copy.order.lower(),)


def _marker(view: View, order: CertificateOrder) -> Marker:
    ledger = view.get(OrderLedger, order.id)
    numbers = numbers_of(ledger) if ledger else {}
    newest = order.thumbprint

    def mark(thumbprint: str) -> CertificateMark:
        current = bool(thumbprint) and thumbprint == newest
        return CertificateMark(thumbprint=thumbprint, number=numbers.get(thumbprint), current=current)

    return mark


def _secret(view: View, order: CertificateOrder, mark: Marker) -> SecretDrift | None:
    link = order.link
    if link is None:
        return None
    vault, name = link.key_vault_id, link.key_vault_secret_name
    current = current_version(view, vault, name)
    thumbprint = current.properties.thumbprint if current else ""
    equal: bool | None = thumbprint == order.thumbprint
    cause, repair = "", ""
    trouble, missing = link_trouble(view, vault, name), _untold_secret(view, link)
    if trouble:
        cause, repair = trouble[1].message, trouble[1].next_step
    elif missing:
        equal, cause = None, missing
    elif not equal:
        cause, repair = why_old(view, order)
    disabled = current is None and newest_version(view, vault, name) is not None
    return SecretDrift(
        lacks="" if thumbprint or equal is None else "disabled" if disabled else "no secret",
        vault=vault,
        secret_name=name,
        mark=mark(thumbprint) if thumbprint else None,
        equal=equal,
        cause=cause,
        repair=repair,
    )


def _untold_secret(view: View, link: OrderCertificate) -> str:
    """What of a secret is in no export, so that nothing can be compared; "" where its versions are known."""
    if untold(view, link.key_vault_id, "vault"):
        return f"The vault is {NOT_IN_EXPORT}."
    newest = newest_version(view, link.key_vault_id, link.key_vault_secret_name)
    if newest is None or untold(view, newest.id, "version"):
        return secret_untold(link.key_vault_secret_name).message
    return ""


def _foreign(
    view: View, followers: list[tuple[WebCertificate, tuple[Binding, ...]]], mark: Marker
) -> Iterator[HostDrift]:
    """Bindings of other certificates in the same webspaces for hosts that a linked certificate covers."""
    for certificate, bound in followers:
        names = {state.name for _, state in bound}
        for site in sites_in(view, webspace_of_certificate(certificate)):
            for state in site.custom_hosts:
                if not state.thumbprint or state.name in names:
                    continue
                if covers(certificate.properties.host_names, state.name):
                    cause = f"'{state.name}' was bound to another certificate by hand."
                    yield host_drift(
                        view, site, state, mark, cause, f"Add a binding with '{certificate.name}'."
                    )


def _copy(view: View, order: CertificateOrder, copy: ExportedCopy, mark: Marker) -> CopyDrift:
    ledger = view.get(OrderLedger, order.id)
    issued = (one for one in ledger.issued if one.thumbprint == copy.thumbprint) if ledger else ()
    ended = order.properties.status.final
    return CopyDrift(
        path=copy.path,
        mark=mark(copy.thumbprint),
        exported_at=copy.exported_at,
        expires=next((one.not_after for one in issued), None),
        outdated=ended or copy.thumbprint != order.thumbprint,
        repair="Put another certificate in its place." if ended else "Export again.",
    )
