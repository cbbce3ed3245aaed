"""Faults for training: what happens to orders in the world outside, on demand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import OrderRef
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.operation import Simulator
from store.resources import ActionType, CertificateOrder, OrderStatus
from store.services.certificate_registration.holds import FLAGGED, fraud_hold
from store.services.certificate_registration.ledger import ledger_of, note
from store.services.certificate_registration.names_and_proof import proof_days
from store.time.calendar import days
from store.world import Draft, View

#: No proof is older than this, in days: far beyond what any rule asks.
_OLDEST = 10_000


class _OrderFault(Simulator, frozen=True, kw_only=True):
    order: OrderRef

    def why_not(self, view: View) -> AzureError | None:
        return final_refusal(view.need(CertificateOrder, self.order))


class AgeProof(_OrderFault, frozen=True, kw_only=True):
    """Make the last proof of the domain so many days older."""

    arm: ClassVar[str] = "Simulator/orders/ageProof/action"
    title: ClassVar[str] = "Age the proof of the domain"

    days: int

    def why_not(self, view: View) -> AzureError | None:
        if not 0 < self.days <= _OLDEST:
            return AzureError("InvalidDays", f"The days must be 1-{_OLDEST:,}.")
        order = view.need(CertificateOrder, self.order)
        if ledger_of(view, order).verified_at is None:
            return AzureError("NotVerified", "The domain was never verified.", "Verify it first.")
        return super().why_not(view)

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        ledger = ledger_of(draft, order)
        assert ledger.verified_at is not None
        earliest = datetime.min.replace(tzinfo=UTC)
        verified = max(earliest + timedelta(days=1), ledger.verified_at - days(self.days))
        draft.put(replace(ledger, verified_at=verified))
        age, allowed = (draft.now - verified).days, proof_days(draft.era, draft.now)
        return f"The proof of {order.domain} is {age} day{'s' * (age != 1)} old; {allowed} are allowed."


class FlagForFraud(_OrderFault, frozen=True, kw_only=True):
    """Let the CA flag an order for possible fraud: it issues nothing until the review is resolved."""

    arm: ClassVar[str] = "Simulator/orders/flagForFraud/action"
    title: ClassVar[str] = "Flag for possible fraud"

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        if held := fraud_hold(view, order):
            return AzureError("AlreadyFlagged", held.cause, held.way_out.text)
        return super().why_not(view)

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        ledger = replace(ledger_of(draft, order), flagged_at=draft.now)
        draft.put(ledger)
        held = fraud_hold(draft, order)
        if ledger.pending is not None and held is not None:
            draft.put(replace(ledger, pending=replace(ledger.pending, due_at=None, blocked=held.sentence)))
            waiting = replace(order.properties, status=OrderStatus.PENDING_ISSUANCE)
            draft.put(replace(order, properties=waiting))
        note(draft, order, ActionType.FRAUD_DETECTED, FLAGGED)
        return f"'{order.name}': {FLAGGED}"
