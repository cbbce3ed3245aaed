"""Drift in four hops: order → vault secret → linked private certificate → host binding → what a client gets.

Every hop compares the thumbprints that are really there; each has its own causes and its own repair. Sources:
"New Sync and Export experiences" (blog, 2019), "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from store.drift.facts import CertificateMark, CopyDrift, Hop, HostDrift, LinkedDrift, OrderDrift, SecretDrift
from store.drift.hops import hops, why_behind
from store.drift.links import drift_all
from store.errors import AzureError
from store.hostnames import covers
from store.resources import (
    CertificateOrder,
    ExportedCopy,
    HostNameSslState,
    OrderLedger,
    Site,
    WebCertificate,
    group_of,
    name_of,
)
from store.services.certificate_registration.vault_link import why_old
from store.services.certificate_registration.way_out import sync_way
from store.services.key_vault.links import (
    followed_thumbprints,
    linked_certificates,
    orders_of,
    out_of_sync,
    read_linked,
)
from store.services.key_vault.secrets import current_version, link_trouble
from store.services.web.serving import Served, served_by
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
    "CopyDrift",
    "Hop",
    "HostDrift",
    "LinkedDrift",
    "CertificateMark",
    "OrderDrift",
    "SecretDrift",
    "Served",
    "drift_all",
    "drifted",
    "order_drift",
    "out_of_sync",
    "site_drift",
]

Marker = Callable[[str], CertificateMark]


def drifted(view: View) -> Iterator[OrderDrift]:
    """The four hops of every order with any drift, in the order they were bought."""
    for order in view.all(CertificateOrder):
        found = order_drift(view, order)
        if found.drifted:
            yield found


@remembered
def order_drift(view: View, order: CertificateOrder) -> OrderDrift:
    """The four hops of one order, with causes and repairs in sentences."""
    mark = _marker(view, order)
    secret = _secret(view, order, mark)
    followers = [(one, bindings_following(view, one)) for one in linked_certificates(view, order)]
    linked = tuple(_linked(view, order, one, bound, mark) for one, bound in followers)
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
        return _host(view, site, state, _unmarked)
    exact = [one for one in held if one.thumbprint == state.thumbprint]
    followed = exact or [one for one in held if state.thumbprint in followed_thumbprints(view, one)]
    orders = orders_of(view, followed[0]) if followed else ()
    mark = _marker(view, orders[0]) if orders else _unmarked
    if not followed:
        return _host(view, site, state, mark)
    return _following(view, site, state, followed[0], mark)


def _unmarked(thumbprint: str) -> CertificateMark:
    return CertificateMark(thumbprint=thumbprint, number=None, current=False)


def _copy_keys(view: View) -> Callable[[ExportedCopy], tuple[str, ...]]:
    return lambda copy: (copy.order.lower(),)


def _marker(view: View, order: CertificateOrder) -> Marker:
    ledger = view.get(OrderLedger, order.id)
    numbers = {one.thumbprint: one.number for one in ledger.issued} if ledger else {}
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
    equal = thumbprint == order.thumbprint
    cause, repair = "", ""
    if trouble := link_trouble(view, vault, name):
        cause, repair = trouble[1].message, trouble[1].next_step
    elif not equal:
        cause, repair = why_old(view, order)
    return SecretDrift(
        vault=vault,
        secret_name=name,
        mark=mark(thumbprint) if thumbprint else None,
        equal=equal,
        cause=cause,
        repair=repair,
    )


def _linked(
    view: View, order: CertificateOrder, certificate: WebCertificate, bound: Iterable[Binding], mark: Marker
) -> LinkedDrift:
    equal, cause, repair = _against_secret(view, order, certificate)
    ended = order.properties.status.final
    return LinkedDrift(
        certificate=certificate.id,
        name=certificate.name,
        group=name_of(group_of(certificate.id)),
        location=certificate.location,
        mark=mark(certificate.thumbprint),
        in_sync=not ended and order.thumbprint in ("", certificate.thumbprint),
        ended=order.properties.status if ended else None,
        equal=equal,
        hosts=tuple(_following(view, site, state, certificate, mark) for site, state in bound),
        cause=cause,
        repair=repair,
    )


def _against_secret(
    view: View, order: CertificateOrder, certificate: WebCertificate
) -> tuple[bool, str, str]:
    """Whether a linked certificate is what its secret gives out now; why not; the way out."""
    kept = certificate.properties
    current = current_version(view, kept.key_vault_id or "", kept.key_vault_secret_name or "")
    equal = current is None or current.properties.thumbprint in ("", certificate.thumbprint)
    try:
        read_linked(view, certificate)
    except AzureError as error:
        return equal, error.message, error.next_step
    if equal:
        return True, "", ""
    ledger = view.get(OrderLedger, order.id)
    return False, why_behind(view, ledger, certificate.thumbprint), sync_way(view)


def _following(
    view: View, site: Site, state: HostNameSslState, certificate: WebCertificate, mark: Marker
) -> HostDrift:
    if state.thumbprint == certificate.thumbprint:
        return _host(view, site, state, mark)
    if covers(certificate.properties.host_names, state.name):
        cause, repair = "The binding did not follow its linked certificate.", sync_way(view)
    else:
        cause = f"The linked certificate does not name '{state.name}' any more."
        repair = "Verify the domain by TXT record or mail, rekey, then sync."
    return _host(view, site, state, mark, cause, repair)


def _host(
    view: View, site: Site, state: HostNameSslState, mark: Marker, cause: str = "", repair: str = ""
) -> HostDrift:
    thumbprint = state.thumbprint or ""
    client = served_by(view, site, state, tls="1.3")
    return HostDrift(
        site=site.id,
        host=state.name,
        ssl_state=state.ssl_state,
        virtual_ip=state.virtual_ip,
        mark=mark(thumbprint),
        equal=not cause,
        client=client,
        client_mark=mark(client.thumbprint),
        client_equal=not client.refused and client.thumbprint == thumbprint,
        cause=cause,
        repair=repair,
    )


def _foreign(
    view: View, followers: list[tuple[WebCertificate, tuple[Binding, ...]]], mark: Marker
) -> Iterator[HostDrift]:
    """Bindings in the same webspaces that a linked certificate would fit, but that have another one."""
    for certificate, bound in followers:
        following = {state.name for _, state in bound}
        for site in sites_in(view, webspace_of_certificate(certificate)):
            for state in site.custom_hosts:
                if not state.thumbprint or state.name in following:
                    continue
                if covers(certificate.properties.host_names, state.name):
                    cause = f"'{state.name}' was bound to another certificate by hand."
                    yield _host(view, site, state, mark, cause, f"Add a binding with '{certificate.name}'.")


def _copy(view: View, order: CertificateOrder, copy: ExportedCopy, mark: Marker) -> CopyDrift:
    ledger = view.get(OrderLedger, order.id)
    issued = (one for one in ledger.issued if one.thumbprint == copy.thumbprint) if ledger else ()
    return CopyDrift(
        path=copy.path,
        mark=mark(copy.thumbprint),
        exported_at=copy.exported_at,
        expires=next((one.not_after for one in issued), None),
        outdated=copy.thumbprint != order.thumbprint,
    )
