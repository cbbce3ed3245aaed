"""The five tasks that App Service does for a certificate: purchase, verification, storage, renewal, sync.

What is said of the next renewal is rehearsed by what will do it.

Source: "Add and manage TLS/SSL certificates in Azure App Service" (Azure docs, 2022), private certificate
requirements: "Azure takes care of the following tasks for App Service certificates".
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from store.jobs.renewals import next_renewal
from store.resources import NOT_IN_EXPORT, CertificateOrder, name_of
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.names_and_proof import proof_days, proof_fresh
from store.services.certificate_registration.renewal import expiry_cause
from store.services.certificate_registration.stages import stages
from store.services.certificate_registration.vault_link import link_cause, link_untold
from store.services.key_vault.links import linked_certificates, out_of_sync
from store.time.job_hours import SYNC, next_tick
from store.world import View


class Task(StrEnum):
    """The tasks by their names."""

    PURCHASE = "Purchase from GoDaddy"
    VERIFICATION = "Domain verification"
    STORAGE = "Storage in Key Vault"
    RENEWAL = "Renewal"
    SYNC = "Sync to App Service apps"


class TaskState(msgspec.Struct, frozen=True, kw_only=True):
    """A task of an order; `state` is done, now, waiting or failed, `detail` a few words about it."""

    task: Task
    state: str
    detail: str


def service_tasks(view: View, order: CertificateOrder) -> tuple[TaskState, ...]:
    """The five tasks as they stand for this order; raises `AzureError` ResourceNotFound."""
    purchased, stored, verified, _, synced = (stage.state for stage in stages(view, order))
    return (
        TaskState(task=Task.PURCHASE, state=purchased, detail=_purchase(view, order)),
        TaskState(task=Task.VERIFICATION, state=verified, detail=_verification(view, order)),
        TaskState(task=Task.STORAGE, state=stored, detail=_storage(view, order)),
        _renewal(view, order),
        TaskState(task=Task.SYNC, state=synced, detail=_sync(view, order)),
    )


def _purchase(view: View, order: CertificateOrder) -> str:
    ordered = ledger_of(view, order).created_at
    return f"ordered on {ordered:%Y-%m-%d}" if ordered else f"the day of the order is {NOT_IN_EXPORT}"


def _verification(view: View, order: CertificateOrder) -> str:
    ledger = ledger_of(view, order)
    if ledger.verified_at is None and ledger.proved_unstated:
        return f"the day of proof is {NOT_IN_EXPORT}"
    if ledger.verified_at is None:
        return "not proved yet"
    by = f" by {ledger.verified_method.value}" if ledger.verified_method else ""
    old = "" if proof_fresh(view, order) else f", older than {proof_days(view.era, view.now)} days"
    return f"proved on {ledger.verified_at:%Y-%m-%d}{by}{old}"


def _storage(view: View, order: CertificateOrder) -> str:
    if order.link is None:
        return link_untold(view, order) or "no key vault yet"
    return link_cause(view, order) or f"in {name_of(order.link.key_vault_id)}"


def _renewal(view: View, order: CertificateOrder) -> TaskState:
    renewal, final = next_renewal(view, order), order.properties.status.final
    state = "failed" if final else "now" if order.expires else "waiting"
    if order.expires is None:
        detail = "after the first issue"
    elif renewal is None or not (renewal.issued or order.properties.auto_renew):
        detail = expiry_cause(view, order) or "not any more"
    elif renewal.issued is None:
        at = f"from {renewal.asked:%Y-%m-%d}" if renewal.asked else "now"
        detail = f"held back {at}: {renewal.cause}"
    else:
        state, detail = "done", f"by itself from {renewal.asked or view.now:%Y-%m-%d}"
    return TaskState(task=Task.RENEWAL, state=state, detail=detail)


def _sync(view: View, order: CertificateOrder) -> str:
    linked, behind = len(linked_certificates(view, order)), len(out_of_sync(view, order))
    if not linked:
        return "no app has it yet"
    tick = next_tick(view, SYNC, view.now)
    return f"{linked - behind} of {linked} in sync, next run {tick:%Y-%m-%d %H:%M}"
