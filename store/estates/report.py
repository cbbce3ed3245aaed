"""The report on an estate: one struct, that text, JSON, page and calendar are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from store.estates.finding import Finding
from store.estates.findings import findings
from store.estates.host_findings import hosts_behind
from store.estates.renewals import NextRenewal, next_renewal
from store.estates.sources import Source, Surroundings
from store.resources import Estate, Notice, OrderStatus, Site, WebCertificate
from store.world import View
from store.world.answers import remembered


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an estate is and what it needs; None for a number that cannot be told.

    `needs_you` are the findings that need somebody within 90 days, those due now first, then by date.
    """

    as_of: datetime
    subscriptions: int
    orders: int
    order_status: Mapping[str, int]
    linked: int
    drifted: int | None
    drifted_orders: tuple[str, ...] | None
    behind_after: Mapping[str, str] | None
    hosts_bound: int
    hosts_behind: tuple[str, ...] | None
    custom_hosts: int
    sites: int
    certificates: Mapping[str, int]
    next_renewals: tuple[NextRenewal, ...]
    needs_you: tuple[Finding, ...]
    problems: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    not_in_export: tuple[str, ...]
    secrets: Mapping[str, int]
    differences: tuple[str, ...]
    files: tuple[str, ...]


@remembered
def report(view: View) -> Report:
    """The report on a world that was imported, as it is at the moment."""
    estate, around = view.need(Estate, "estate"), Surroundings(view)
    linked = [one for of_order in around.linked.values() for one in of_order]
    judged = [one for one in linked if around.behind_order(one) is not None]
    behind = [one for one in judged if around.behind_order(one)]
    told = bool(judged) or not linked
    statuses = Counter(_status(order.properties.status) for order in around.orders)
    found = findings(view)
    return Report(
        as_of=view.now,
        subscriptions=estate.subscriptions,
        orders=len(around.orders),
        order_status=dict(statuses),
        linked=len(linked),
        drifted=len(behind) if told else None,
        drifted_orders=_orders(around, behind) if told else None,
        behind_after={one.name: _after(around, one) for one in behind} if told else None,
        hosts_bound=len(around.bound),
        hosts_behind=tuple(sorted(one.state.name for one, _ in hosts_behind(around))) if told else None,
        custom_hosts=sum(len(site.custom_hosts) for site in view.all(Site)),
        sites=len(view.table(Site)),
        certificates=_sources(around),
        next_renewals=tuple(next_renewal(view, order) for order in around.orders),
        needs_you=_needs_you(found, view.now),
        problems=found,
        notices=estate.notices,
        not_in_export=tuple(sorted(estate.missing)),
        secrets=estate.secrets,
        differences=estate.differences,
        files=estate.files,
    )


def _status(status: OrderStatus) -> str:
    return "unknown" if status is OrderStatus.UNKNOWN else status.value


def _orders(around: Surroundings, behind: list[WebCertificate]) -> tuple[str, ...]:
    names = (order.name for one in behind if (order := around.order_of(one)))
    return tuple(sorted(dict.fromkeys(names)))


def _after(around: Surroundings, certificate: WebCertificate) -> str:
    """What an earlier certificate is behind: a rekey keeps the end, a renewal moves it."""
    order = around.order_of(certificate)
    same = order is not None and order.expires == certificate.properties.expiration_date
    return "rekey" if same else "renewal"


def _sources(around: Surroundings) -> dict[str, int]:
    found = Counter(around.source(one) for one in around.certificates)
    return {source.value: found[source] for source in Source}


def _needs_you(found: tuple[Finding, ...], now: datetime) -> tuple[Finding, ...]:
    needed = [one for one in found if one.needs_somebody(now)]
    return tuple(sorted(needed, key=lambda one: (one.by is not None, one.by or now, one.code, one.resource)))


def as_json(made: Report) -> dict[str, Any]:
    """A report as JSON prints it: findings by code and resource."""
    plain: dict[str, Any] = msgspec.to_builtins(
        {
            name: getattr(made, name)
            for name in made.__struct_fields__
            if name not in ("needs_you", "problems")
        }
    )
    by = {one: msgspec.to_builtins(one.by) for one in made.needs_you}
    return {
        **plain,
        "needs_you": [{"code": one.code, "resource": one.resource, "by": by[one]} for one in made.needs_you],
        "problems": [{"code": one.code, "resource": one.resource} for one in made.problems],
    }
