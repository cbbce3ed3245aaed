"""The records about orders: the CA's ledger, Timeline, bill, revocation list and private keys."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from store.resources import (
    GODADDY,
    ActionType,
    CertificateOrder,
    Charge,
    IssuedRecord,
    OrderAction,
    OrderLedger,
    PrivateKey,
    RequestKind,
    Revocation,
    RevocationReason,
    Subscription,
    subscription_of,
)
from store.services.authority.baseline import hierarchy
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.time.calendar import days, later
from store.world import Draft, View


def ledger_of(view: View, order: CertificateOrder) -> OrderLedger:
    """The order's ledger at the CA; raises `AzureError` ResourceNotFound."""
    return view.need(OrderLedger, order.id)


def subscription(view: View, order: CertificateOrder) -> Subscription | None:
    """The subscription that pays for the order."""
    return view.get(Subscription, subscription_of(order.id))


def record_of(ledger: OrderLedger, thumbprint: str) -> IssuedRecord | None:
    """The ledger's record of an issued certificate."""
    return next((one for one in ledger.issued if one.thumbprint == thumbprint), None)


def number_of(view: View, order: CertificateOrder, thumbprint: str) -> int | None:
    """The number of the certificate among those the order issued, or None where it is not of this order."""
    return numbers_of(ledger_of(view, order)).get(thumbprint)


def denied_at(ledger: OrderLedger) -> datetime | None:
    """When an order is denied that nobody has proved until then (UTC); None where its day is not stated."""
    return later(ledger.created_at, days(DENIED_AFTER_DAYS)) if ledger.created_at else None


def denial_due(ledger: OrderLedger) -> datetime | None:
    """`denied_at` of an order that waits for its first proof; None where a denial is not on the way."""
    waits = ledger.pending is not None and ledger.pending.kind is RequestKind.ISSUE
    return denied_at(ledger) if waits and ledger.verified_at is None else None


def numbers_of(ledger: OrderLedger) -> dict[str, int]:
    """The numbers of an order's certificates by thumbprint.

    Where earlier ones may be missing from an export, the newest has 0 and those before it are below: they
    are shown without a number.
    """
    newest = ledger.issued[-1].number if ledger.issued and ledger.uncounted else 0
    return {one.thumbprint: one.number - newest for one in ledger.issued}


def numbered(ledger: OrderLedger, number: int) -> str:
    """A certificate of an order in a sentence: "certificate 2", or without its number."""
    newest = ledger.issued[-1].number if ledger.issued else 0
    if not ledger.uncounted:
        return f"certificate {number}"
    return "a new certificate" if number >= newest else "the earlier certificate"


def note(draft: Draft, order: CertificateOrder, action: ActionType, text: str = "") -> None:
    """Add a line to the order's Timeline, at the current moment."""
    ledger = draft.need(OrderLedger, order.id)
    line = OrderAction(action_type=action, created_at=draft.now, note=text)
    draft.put(replace(ledger, actions=(*ledger.actions, line)))


def charge(draft: Draft, order: CertificateOrder, cents: int, text: str) -> None:
    """Bill the order's subscription, US dollars in cents."""
    draft.put(
        Charge(
            id=f"{order.id}/charges/{draft.now.isoformat()}",
            subscription=subscription_of(order.id),
            resource=order.id,
            charged_at=draft.now,
            cents=cents,
            text=text,
        )
    )


def drop_key(draft: Draft, key_id: str) -> None:
    """Forget a private key that no certificate or request needs."""
    key = draft.get(PrivateKey, key_id) if key_id else None
    if key is not None:
        draft.remove(key)


def revoke(draft: Draft, order: CertificateOrder, numbers: tuple[int, ...]) -> None:
    """Put these certificates of the order on the CA's revocation list, now."""
    ledger = draft.need(OrderLedger, order.id)
    issued = tuple(
        _revoked(draft, order, one) if one.number in numbers and one.revoked_at is None else one
        for one in ledger.issued
    )
    draft.put(replace(ledger, issued=issued))


def _revoked(draft: Draft, order: CertificateOrder, record: IssuedRecord) -> IssuedRecord:
    # What waited for its revocation has a successor already, also where the order ends before that.
    replaced = record.revoke_at is not None
    draft.put(
        Revocation(
            id=record.thumbprint,
            order=order.id,
            serial_number=record.serial_number,
            revoked_at=draft.now,
            issuer=hierarchy(GODADDY, record.issued_at) if record.issued_at else GODADDY,
            reason=RevocationReason.SUPERSEDED if replaced else RevocationReason.CESSATION_OF_OPERATION,
        )
    )
    return replace(record, revoke_at=None, revoked_at=draft.now)
