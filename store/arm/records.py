"""What ARM does not show, as lists: mails, charges, the Timeline, exports, runs of jobs, faults in force.

Each record is a flat JSON object. Its `id` (a mail, a deleted vault or secret, a principal) is what an
operation takes as its argument; dates are RFC 3339 in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec

from store.resources import (
    ActionType,
    Blob,
    CertificateOrder,
    Charge,
    DeletedSecret,
    DeletedVault,
    DnsZone,
    ExportedCopy,
    JobRun,
    Mail,
    OrderLedger,
    Principal,
    Project,
    Revocation,
    RoleInstance,
    Site,
    Subscription,
    TrustedRoot,
    name_of,
)
from store.services.certificate_registration.holds import fraud_hold
from store.services.certificate_registration.ledger import ledger_of
from store.services.storage.blobs import blob_url
from store.world import View

Json: TypeAlias = "dict[str, Any]"


def record_types() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(_RECORDS)


def records(view: View, type_: str) -> Iterator[Json]:
    """The records of the list with this name, oldest first."""
    for record in _RECORDS[type_](view):
        yield msgspec.to_builtins(record)


def _mails(view: View) -> Iterator[Json]:
    for mail in view.all(Mail):
        yield {
            "id": mail.id,
            "order": name_of(mail.order),
            "sentAt": mail.sent_at,
            "openedAt": mail.opened_at,
            "subject": mail.subject,
            "to": mail.to,
            "link": mail.link,
            "body": mail.body,
        }


def _charges(view: View) -> Iterator[Json]:
    for charge in view.all(Charge):
        yield {
            "chargedAt": charge.charged_at,
            "order": name_of(charge.resource),
            "text": charge.text,
            "amount": f"{charge.cents / 100:.2f}",
            "currency": "USD",
            "subscription": name_of(charge.subscription),
        }


def _timeline(view: View) -> Iterator[Json]:
    for order in view.all(CertificateOrder):
        for action in ledger_of(view, order).actions:
            yield {
                "order": order.name,
                "createdAt": action.created_at,
                "actionType": action.action_type.value,
                "note": action.note,
            }


def _exports(view: View) -> Iterator[Json]:
    for copy in view.all(ExportedCopy):
        order = view.get(CertificateOrder, copy.order)
        yield {
            "path": copy.path,
            "order": name_of(copy.order),
            "exportedAt": copy.exported_at,
            "thumbprint": copy.thumbprint,
            "outdated": order is None or copy.thumbprint != order.thumbprint,
            "protected": copy.protected,
        }


def _job_runs(view: View) -> Iterator[Json]:
    for run in view.all(JobRun):
        for outcome in run.outcomes:
            yield {
                "ranAt": run.ran_at,
                "job": run.job,
                "resource": outcome.resource,
                "ok": outcome.ok,
                "result": outcome.result,
            }


def _deleted(view: View, kind: type[DeletedVault] | type[DeletedSecret]) -> Iterator[Json]:
    for held in view.all(kind):
        yield {"id": held.id, "name": held.name, "deletedAt": held.deleted_at, "purgeAt": held.purge_at}


def _principals(view: View) -> Iterator[Json]:
    for one in view.all(Principal):
        yield {"id": one.id, "name": one.name, "appId": one.app_id, "roles": one.roles}


def _revocations(view: View) -> Iterator[Json]:
    for one in view.all(Revocation):
        yield {
            "thumbprint": one.id,
            "order": name_of(one.order),
            "revokedAt": one.revoked_at,
            "serialNumber": one.serial_number,
            "reason": one.reason or None,
        }


def _trusted_roots(view: View) -> Iterator[Json]:
    for one in view.all(TrustedRoot):
        yield {"thumbprint": one.id, "subject": one.subject}


def _projects(view: View) -> Iterator[Json]:
    for one in view.all(Project):
        yield {
            "id": one.id,
            "package": one.package.name if one.package else "",
            "builtAt": one.package.built_at if one.package else None,
            "localConfiguration": one.local,
            "cloudConfiguration": one.cloud,
            "definition": one.definition,
        }


def _packages(view: View) -> Iterator[Json]:
    for blob in view.all(Blob):
        yield {
            "url": blob_url(view, blob),
            "length": blob.length,
            "digest": blob.digest,
            "uploadedAt": blob.uploaded_at,
        }


def _installed(view: View) -> Iterator[Json]:
    for instance in view.all(RoleInstance):
        for one in instance.properties.certificates:
            yield {
                "service": name_of(instance.service),
                "instance": instance.name,
                "state": instance.properties.state,
                "certificate": one.name,
                "thumbprint": one.thumbprint,
                "notAfter": one.not_after,
            }


def _faults(view: View) -> Iterator[Json]:
    """What an instructor staged and nobody has undone, each with the operation that stages it."""
    for order in view.all(CertificateOrder):
        if held := fraud_hold(view, order):
            yield _fault("FlagForFraud", order.name, held.sentence)
        if sentence := _aged_proof(ledger_of(view, order)):
            yield _fault("AgeProof", order.name, sentence)
    for site in view.all(Site):
        if site.properties.health_status != 200:
            yield _fault("SetSiteHealth", site.name, f"It answers with {site.properties.health_status}.")
    for zone in view.all(DnsZone):
        if not zone.properties.mailboxes:
            yield _fault("SetMailboxes", zone.name, "It has no mailboxes: no mail arrives.")
    for one in view.all(Subscription):
        called = one.properties.display_name
        if not one.properties.card_valid:
            yield _fault("SetCard", called, "Payments fail: there is no valid credit card.")
        if one.properties.state != "Enabled":
            yield _fault("SetSubscriptionState", called, f"The subscription is {one.properties.state}.")


def _aged_proof(ledger: OrderLedger) -> str:
    """Which proof was made older than the Timeline says, "" where none was."""
    proved = [one.created_at for one in ledger.actions if one.action_type is ActionType.DOMAIN_VALIDATED]
    if not proved or ledger.verified_at is None or ledger.verified_at >= proved[-1]:
        return ""
    return f"The proof of {proved[-1]:%Y-%m-%d} counts as of {ledger.verified_at:%Y-%m-%d}."


def _fault(operation: str, resource: str, sentence: str) -> Json:
    return {"operation": operation, "resource": resource, "sentence": sentence}


_RECORDS: dict[str, Callable[[View], Iterator[Json]]] = {
    "mails": _mails,
    "charges": _charges,
    "timeline": _timeline,
    "exports": _exports,
    "jobRuns": _job_runs,
    "faults": _faults,
    "deletedVaults": lambda view: _deleted(view, DeletedVault),
    "deletedSecrets": lambda view: _deleted(view, DeletedSecret),
    "principals": _principals,
    "revocations": _revocations,
    "trustedRoots": _trusted_roots,
    "projects": _projects,
    "packages": _packages,
    "installedCertificates": _installed,
}
