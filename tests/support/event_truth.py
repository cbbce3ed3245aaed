"""Whether an event says the truth of the world it left behind: for each kind a check of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from store.jobs.events import Event
from store.resources import (
    CertificateOrder,
    Clock,
    OrderLedger,
    OrderStatus,
    RequestKind,
    SecretVersion,
    Site,
    VaultSecret,
    WebCertificate,
    name_of,
)
from store.services.certificate_registration.holds import proof_hold
from store.services.web.webspaces import webspace_of, webspace_of_certificate
from store.world import Draft, World


def check_truth(event: Event, before: World, after: World) -> None:
    """Fails where the event, which happened between these worlds, says what is not so."""
    if event.resource:
        CHECKS[event.kind](event, before, after)
    else:
        _check_count(event, before, after)


def _order(world: World, event: Event) -> tuple[CertificateOrder, OrderLedger]:
    return world.need(CertificateOrder, event.resource), world.need(OrderLedger, event.resource)


def _stored(world: World, order: CertificateOrder) -> str:
    """The thumbprint of the newest version of the order's secret, looked up by hand."""
    link = order.link
    secret = (
        world.get(VaultSecret, f"{link.key_vault_id}/secrets/{link.key_vault_secret_name}") if link else None
    )
    if secret is None or not secret.properties.versions:
        return ""
    newest = world.need(SecretVersion, f"{secret.id}/versions/{secret.properties.versions[-1]}")
    return newest.properties.thumbprint


def _issue(event: Event, before: World, after: World) -> None:
    order, ledger = _order(after, event)
    _, earlier = _order(before, event)
    if not event.text.startswith("GoDaddy issues"):
        assert not event.ok
        assert order.properties.status is OrderStatus.PENDING_ISSUANCE
        assert ledger.pending is not None and ledger.pending.blocked == event.text
        assert len(ledger.issued) == len(earlier.issued)
        return
    number = int(re.findall(r"certificate (\d+),", event.text)[0])
    assert number == len(ledger.issued) == len(earlier.issued) + 1
    assert order.properties.status is OrderStatus.ISSUED
    assert order.thumbprint == ledger.issued[-1].thumbprint
    assert order.thumbprint not in [one.thumbprint for one in earlier.issued]
    stored = re.findall(r", stored in (.+)\.$", event.text)
    assert bool(stored) == (_stored(after, order) == order.thumbprint)
    assert order.expires is not None and f"valid until {order.expires:%Y-%m-%d}," in event.text
    if stored:
        assert order.link is not None and name_of(order.link.key_vault_id) == stored[0]
    assert event.ok == (bool(stored) or order.link is None)


def _renew(event: Event, before: World, after: World) -> None:
    order, ledger = _order(after, event)
    assert order.expires == _order(before, event)[0].expires
    if event.skipped:
        assert not order.properties.auto_renew and ledger.pending is None
    elif event.text.startswith("Not renewed."):
        assert ledger.pending is None and not event.ok
        assert ledger.last_failure in event.text
    else:
        assert ledger.pending is not None
        inside = event.text.startswith("Reissue inside the paid term requested")
        assert ledger.pending.kind is (RequestKind.REISSUE if inside else RequestKind.RENEW)
        assert event.ok == (ledger.pending.due_at is not None)
        assert ledger.pending.blocked in event.text


def _retry(event: Event, before: World, after: World) -> None:
    pending = _order(after, event)[1].pending
    assert pending is not None and event.ok == (pending.due_at is not None)


def _verification(event: Event, before: World, after: World) -> None:
    _, ledger = _order(after, event)
    assert ledger.verification is None
    proved_now = ledger.verified_at == after.now
    assert event.text.startswith("The domain is verified.") == proved_now
    assert ledger.last_check is not None and ledger.last_check.passed == event.ok


def _revocation(event: Event, before: World, after: World) -> None:
    _, ledger = _order(after, event)
    numbers = [int(one) for one in re.findall(r"Certificate (\d+) is revoked", event.text)]
    assert numbers
    for number in numbers:
        assert ledger.issued[number - 1].revoked_at == after.now


def _fraud(event: Event, before: World, after: World) -> None:
    flagged = _order(after, event)[1].flagged_at
    assert flagged is not None and after.now - flagged >= timedelta(hours=24)


def _warning(event: Event, before: World, after: World) -> None:
    order, _ = _order(after, event)
    days = int(re.findall(r"(\d+) days? left", event.text)[0])
    assert order.expires is not None and order.expires - after.now == timedelta(days=days)
    if "Auto renew is off" in event.text:
        assert not order.properties.auto_renew


def _stale(event: Event, before: World, after: World) -> None:
    order, ledger = _order(after, event)
    assert ledger.verified_at is not None
    draft = Draft(after)
    draft.put(Clock(id="clock", now=after.now + timedelta(seconds=1)))
    assert proof_hold(draft, order) is not None


def _ends(status: OrderStatus) -> Callable[[Event, World, World], None]:
    def check(event: Event, before: World, after: World) -> None:
        order, ledger = _order(after, event)
        assert order.properties.status is status and ledger.pending is None
        if status is OrderStatus.EXPIRED:
            assert order.expires == after.now

    return check


def _sync(event: Event, before: World, after: World) -> None:
    was, now = (world.need(WebCertificate, event.resource) for world in (before, after))
    hosts = re.findall(r"bindings? moved: ([^ ,]+(?:, [^ ,]+)*)\.", event.text)
    states = {state.name: state for site in after.all(Site) for state in site.custom_hosts}
    for host in (host for part in hosts for host in part.split(", ")):
        assert states[host].thumbprint == now.thumbprint
    assert ("new certificate was loaded" in event.text) == (was.thumbprint != now.thumbprint)
    if event.ok and was.thumbprint != now.thumbprint:
        assert all(
            state.thumbprint != was.thumbprint for state in states.values() if state.name in str(hosts)
        )


def _managed(event: Event, before: World, after: World) -> None:
    made = after.get(WebCertificate, event.resource)
    if event.ok:
        assert made is not None and f"{made.properties.expiration_date:%Y-%m-%d}" in event.text
    elif event.kind == "managed certificate":
        assert made is None or made == before.get(WebCertificate, event.resource)
    else:
        assert made == before.get(WebCertificate, event.resource)


def _certificate_expiry(event: Event, before: World, after: World) -> None:
    expired = after.need(WebCertificate, event.resource)
    assert not event.ok and expired.properties.expiration_date == after.now
    space = webspace_of_certificate(expired)
    states = (
        one for site in after.all(Site) if webspace_of(after, site) == space for one in site.custom_hosts
    )
    bound = {state.name for state in states if state.thumbprint == expired.thumbprint}
    told = event.text.partition("It is still bound at ")[2].rstrip(".")
    assert {host for host in told.split(", ") if host} == bound


def _check_count(event: Event, before: World, after: World) -> None:
    """A run that met several: its parts add up, and nothing is called done that failed."""
    total = int(re.findall(r"^([\d,]+) ", event.text)[0].replace(",", ""))
    if event.text.endswith(": all done."):
        assert event.ok and total > 1
        return
    parts = {word: int(number) for number, word in re.findall(r"(\d+) (done|skipped|failed)", event.text)}
    assert total == sum(parts.values()) > 1
    assert event.ok == ("failed" not in parts)


CHECKS: dict[str, Callable[[Event, World, World], None]] = {
    "verification": _verification,
    "issue": _issue,
    "revocation": _revocation,
    "fraud review": _fraud,
    "auto renew": _renew,
    "retry": _retry,
    "expiry warning": _warning,
    "re-verification": _stale,
    "denial": _ends(OrderStatus.DENIED),
    "expiry": _ends(OrderStatus.EXPIRED),
    "Sync job": _sync,
    "managed certificate": _managed,
    "managed renewal": _managed,
    "private certificate expiry": _certificate_expiry,
}
