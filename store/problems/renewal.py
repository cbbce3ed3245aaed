"""Problems of renewing, rekeying and syncing, and with copies and certificates that nothing follows.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "New Sync and Export experiences" (blog,
2019), "Troubleshoot Azure App Service certificates" (Azure docs, 2025).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from store.errors import Place
from store.problems.model import Finding, Problem, standing_refusals, way
from store.resources import (
    CertificateOrder,
    ExportedCopy,
    IssuedRecord,
    OrderStatus,
    RequestKind,
    WebCertificate,
    name_of,
)
from store.services.certificate_registration.holds import payment_hold
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.renewal import (
    AUTO_RENEW_OFF,
    expiry_cause,
    manual_from,
    renewal_begins,
)
from store.services.certificate_registration.state import Kind, order_state
from store.services.certificate_registration.sync_way_out import sync_way_out
from store.services.key_vault.links import out_of_sync
from store.services.web.limits import WARNING_DAYS
from store.services.web.managed import renewal_obstacle
from store.services.web.webspaces import bindings_with
from store.time.calendar import year_later
from store.world import View

#: A renewal that gives this much less than a whole year was made too early.
_SHORT = timedelta(days=2)
#: Linked certificates that evidence names.
_NAMED = 3


def _not_synced(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        behind = out_of_sync(view, order)
        if behind and sync_way_out(view, order).place is Place.SYNC:
            yield Finding(
                resource=order.id,
                evidence=still_earlier([one.name for one in behind]),
                way_out=sync_way_out(view, order),
                order=order.id,
                about=tuple(one.id for one in behind),
            )


def still_earlier(names: Sequence[str]) -> str:
    """That these linked certificates, the first three by name, were not synced."""
    listed = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
    return f"{listed} still {'has' if len(names) == 1 else 'have'} an earlier certificate."


def _unpaid(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        state, held = order_state(view, order), payment_hold(view, order)
        if held is None or not order.properties.auto_renew:
            continue
        if state.kind in (Kind.EXPIRED, Kind.RENEWAL_FAILED):
            text = f"{held.way_out.text}"
            if state.kind is Kind.EXPIRED:
                text += f" Then buy a new certificate for {order.host}."
            yield Finding(
                resource=order.id, evidence=held.cause, way_out=way(Place.SUBSCRIPTION, text), order=order.id
            )


def _not_renewed(view: View) -> Iterator[Finding]:
    alive = {
        order.properties.distinguished_name.lower()
        for order in view.all(CertificateOrder)
        if not order.properties.status.final
    }
    for order in view.all(CertificateOrder):
        expired = order.properties.status is OrderStatus.EXPIRED
        again = order.properties.distinguished_name.lower() in alive
        if expired and not again and expiry_cause(view, order) == AUTO_RENEW_OFF:
            yield Finding(
                resource=order.id,
                evidence=f"It expired on {order.expires:%Y-%m-%d}. {AUTO_RENEW_OFF}",
                way_out=way(Place.CREATE, f"Buy a new certificate for {order.host}."),
            )


def _too_early(view: View) -> Iterator[Finding]:
    for entry in standing_refusals(view, ("Manual Renew",), "ExpirationNotInRenewalTimeRange"):
        order = view.get(CertificateOrder, entry.target)
        begins = manual_from(view, order) if order else None
        if order is not None and begins is not None and view.now < begins:
            text = f"Wait until {begins:%Y-%m-%d}; Rekey gives another key at once."
            yield Finding(
                resource=order.id,
                evidence=entry.message,
                way_out=way(Place.AUTO_RENEW, text),
                order=order.id,
            )


def _last_two(view: View, order: CertificateOrder) -> tuple[IssuedRecord, IssuedRecord] | None:
    issued = ledger_of(view, order).issued
    return (issued[-2], issued[-1]) if len(issued) > 1 and order.thumbprint == issued[-1].thumbprint else None


def _short_year(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        pair = _last_two(view, order)
        if pair is None or pair[1].kind is not RequestKind.RENEW:
            continue
        before, got = pair[0].not_after, pair[1].not_after
        if before is None or got is None:
            continue
        due = year_later(before)
        if got < due - _SHORT:
            begins = renewal_begins(view, order)
            text = (
                "It is as expected: no certificate may be longer. Renew in the last days, as auto renew does"
            )
            yield Finding(
                resource=order.id,
                evidence=f"It ends on {got:%Y-%m-%d}, and not on {due:%Y-%m-%d}.",
                way_out=way(Place.AUTO_RENEW, f"{text} from {begins:%Y-%m-%d}." if begins else f"{text}."),
                order=order.id,
            )


def _same_end(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        pair = _last_two(view, order)
        begins = manual_from(view, order)
        if pair is None or pair[1].kind is not RequestKind.REKEY or begins is None or view.now < begins:
            continue
        issued, ends = pair[1].issued_at, pair[1].not_after
        if ends is None or ends != pair[0].not_after:
            continue
        of = f" of {issued:%Y-%m-%d}" if issued else ""
        yield Finding(
            resource=order.id,
            evidence=f"The rekey{of} kept the end, {ends:%Y-%m-%d}.",
            way_out=way(Place.AUTO_RENEW, "Auto Renew Settings: Manual Renew."),
            order=order.id,
        )


def _old_copy(view: View) -> Iterator[Finding]:
    for copy in view.all(ExportedCopy):
        order = view.get(CertificateOrder, copy.order)
        if order is None or order.thumbprint == copy.thumbprint:
            continue
        yield Finding(
            resource=order.id,
            evidence=f"{name_of(copy.path)} of {copy.exported_at:%Y-%m-%d} holds an earlier certificate.",
            way_out=way(Place.EXPORT, "Export Certificate: download it again; no copy is ever synced."),
            order=order.id,
        )


def _managed(view: View) -> Iterator[Finding]:
    for certificate in view.all(WebCertificate):
        refused = renewal_obstacle(view, certificate) if certificate.managed else None
        if refused is not None:
            text = f"{refused.next_step} Or delete it and create it again.".strip()
            yield Finding(
                resource=certificate.id,
                evidence=refused.message,
                way_out=way(Place.CERTIFICATE, text, certificate.id),
                about=tuple(site.id for site, _ in bindings_with(view, certificate)),
            )


def _uploaded(view: View) -> Iterator[Finding]:
    for certificate in view.all(WebCertificate):
        stated = certificate.properties
        own = not certificate.managed and stated.key_vault_id is None
        ends = stated.expiration_date
        if not own or ends is None or ends - view.now > timedelta(days=WARNING_DAYS):
            continue
        for site, state in bindings_with(view, certificate)[:1]:
            text = "TLS/SSL settings: upload the new certificate, then Add TLS/SSL Binding with it."
            yield Finding(
                resource=certificate.id,
                evidence=f"'{state.name}' is bound to an upload that ends on {ends:%Y-%m-%d}.",
                way_out=way(Place.APP, text, site.id),
                about=(site.id,),
            )


PROBLEMS = (
    Problem(
        code="NotSynced",
        symptom="Renewed or rekeyed, and the site still serves the old one",
        cause="The sync job has not run since.",
        find=_not_synced,
    ),
    Problem(
        code="PaymentFailed",
        symptom="Auto renew is on, and the certificate expires",
        cause="The renewal could not be charged.",
        find=_unpaid,
    ),
    Problem(
        code="NobodyRenewed",
        symptom="The certificate has expired",
        cause="Auto renew is off, and nobody renewed it by hand.",
        find=_not_renewed,
    ),
    Problem(
        code="TooEarlyToRenew",
        symptom="Manual Renew is greyed out",
        cause="The expiry is further away than the days in which a renewal is allowed.",
        find=_too_early,
    ),
    Problem(
        code="ShortenedByEarlyRenewal",
        symptom="The renewed certificate is valid for less than another year",
        cause="It was renewed early, and no certificate may be longer than the CAs' limit.",
        find=_short_year,
    ),
    Problem(
        code="RekeyKeepsTheEnd",
        symptom="Rekey did not move the expiry",
        cause="A rekey keeps the term; only a renewal moves its end.",
        find=_same_end,
    ),
    Problem(
        code="CopyOutdated",
        symptom="A virtual machine or gateway shows the old certificate",
        cause="An exported file is a copy that nothing updates.",
        find=_old_copy,
    ),
    Problem(
        code="ManagedNotRenewable",
        symptom="A managed certificate is not renewed",
        cause="A condition that held when it was created holds no more.",
        find=_managed,
    ),
    Problem(
        code="UploadNotFollowed",
        symptom="The certificate was renewed at its CA, and the site serves the old one",
        cause="Nothing binds the successor of an uploaded certificate by itself.",
        find=_uploaded,
    ),
)
