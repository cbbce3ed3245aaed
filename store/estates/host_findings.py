"""Findings about host names: unbound, bound with an earlier certificate, or with one that nothing tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from store.estates.finding import Finding, When
from store.estates.sources import Bound, Source, Surroundings, covering
from store.hostnames import comparable
from store.resources import CertificateOrder, Site

#: An uploaded certificate's name begins with its thumbprint.
_THUMBPRINT = re.compile(r"[0-9A-Fa-f]{40}(?=_|#|-)")
_BEHIND = {Source.ORDER: "binding-behind-order", Source.KEY_VAULT: "binding-behind-secret"}


def host_findings(around: Surroundings) -> Iterator[Finding]:
    """Findings about every host name."""
    for site in around.view.all(Site):
        for host in site.unbound_hosts:
            yield Finding(code="host-unbound", resource=host, id=site.id)
    for one in around.bound:
        if not one.state.thumbprint and not one.state.certificate_resource_id:
            yield Finding(code="host-thumbprint-missing", resource=one.state.name, id=one.site.id)
    for one, source in hosts_behind(around):
        yield Finding(code=_BEHIND[source], resource=one.state.name, id=one.site.id)
    for order in _disagreeing(around):
        yield Finding(code="bindings-disagree", resource=order.name, id=order.id, when=When.NOW)


def hosts_behind(around: Surroundings) -> Iterator[tuple[Bound, Source]]:
    """The hosts that are bound with an earlier certificate, of an order or of a secret without one."""
    earlier = around.earlier()
    current = {order.thumbprint for order in around.orders}
    for one in around.bound:
        holder = around.holder(one)
        thumbprint = one.state.thumbprint or (holder.thumbprint if holder else "")
        if not thumbprint or thumbprint in current:
            continue
        if source := earlier.get(thumbprint):
            yield one, source
        elif holder is None and (followed := _followed(around, one)) is not None:
            yield one, followed


def _followed(around: Surroundings, one: Bound) -> Source | None:
    """What a host is behind whose certificate no resource has: a certificate of a vault that names it.

    Such a certificate was bound once under this thumbprint, and has another one by now.
    """
    named = around.by_name(one)
    if named is None or not named.thumbprint:
        return None
    order = around.order_of(named)
    if order is None:
        return Source.KEY_VAULT
    return Source.ORDER if order.thumbprint else None


def _disagreeing(around: Surroundings) -> Iterator[CertificateOrder]:
    """The orders whose hosts are bound with several certificates, where nothing tells which is current."""
    others = {one.thumbprint for one in around.certificates if one.thumbprint}
    others |= {found[0].upper() for one in around.certificates if (found := _THUMBPRINT.match(one.name))}
    bound: dict[str, set[str]] = defaultdict(set)
    for one in around.bound:
        if one.state.thumbprint and one.state.thumbprint not in others:
            for name in covering(one.state.name):
                bound[name].add(one.state.thumbprint)
    for order in around.orders:
        linked = around.linked[order.key]
        if order.thumbprint or not linked or any(one.thumbprint for one in linked):
            continue
        names = {name for one in linked for name in one.properties.host_names} or {order.host}
        if len(set().union(*(bound.get(comparable(name), set()) for name in names))) > 1:
            yield order
