"""What is known of the certificates an order has issued, and what follows of those before.

The versions of its secret are its certificates, oldest first. Where they are not in the export, a certificate
linked to it that is not its current one is an earlier one: after a rekey both end together, after a renewal
they do not. The CA revokes the one before a rekey 72 hours after it, which is inferred and says so.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import UNSET
from msgspec.structs import replace

from store.estates.building.plot import Known, Plot
from store.estates.links import secret_key
from store.resources import (
    CertificateOrder,
    IssuedRecord,
    OrderLedger,
    OrderStatus,
    RequestKind,
    Revocation,
    RevocationReason,
    WebCertificate,
)
from store.services.certificate_registration.limits import REVOKED_AFTER_HOURS
from store.services.key_vault.links import linked_certificates

_NEVER_PROVED = (OrderStatus.NOT_SUBMITTED, OrderStatus.PENDING_ISSUANCE, OrderStatus.DENIED)


def put_ledgers(plot: Plot) -> None:
    """The ledger of every order."""
    for order in plot.orders.values():
        counted, thumbprints = _thumbprints(plot, order)
        records = [_record(plot, order, number, one) for number, one in enumerate(thumbprints, 1)]
        issued = _with_kinds(plot, order, records)
        proved = order.thumbprint != "" or order.properties.status not in _NEVER_PROVED
        plot.draft.put(
            OrderLedger(
                id=order.id,
                created_at=None,
                issued=issued,
                proved_unstated=True if proved else UNSET,
                uncounted=UNSET if counted else True,
            )
        )


def _thumbprints(plot: Plot, order: CertificateOrder) -> tuple[bool, list[str]]:
    """Whether all certificates of an order are told, and their thumbprints, oldest first."""
    found: dict[str, None] = {}
    told = False
    for link in order.properties.certificates.values():
        versions = plot.versions.get(secret_key(link.key_vault_id, link.key_vault_secret_name), [])
        told = told or bool(versions)
        found |= {one.thumbprint: None for one in versions if one.thumbprint}
    if not told:
        linked = linked_certificates(plot.draft, order)
        earlier = sorted((one for one in linked if one.thumbprint), key=lambda one: _moment_key(one))
        found |= {one.thumbprint: None for one in earlier}
    found.pop(order.thumbprint, None)
    return told, [*found, *([order.thumbprint] if order.thumbprint else [])]


def _moment_key(certificate: WebCertificate) -> float:
    issued = certificate.properties.issue_date
    return issued.timestamp() if issued else 0.0


def _record(plot: Plot, order: CertificateOrder, number: int, thumbprint: str) -> IssuedRecord:
    known = plot.known.get(thumbprint, Known())
    version = plot.told.get(thumbprint)
    current = thumbprint == order.thumbprint
    issued_at = order.properties.last_certificate_issuance_time if current else None
    return IssuedRecord(
        number=number,
        thumbprint=thumbprint,
        serial_number=known.serial,
        names=known.names,
        issued_at=issued_at or known.not_before or (version.created if version else None),
        not_before=known.not_before or (version.not_before if version else None),
        not_after=known.not_after or (version.expires if version else None),
        public_key_hash=known.public_key_hash,
        kind=RequestKind.ISSUE,
    )


def _with_kinds(plot: Plot, order: CertificateOrder, records: list[IssuedRecord]) -> tuple[IssuedRecord, ...]:
    """The records with what each was asked for; the one before a rekey is or will be revoked."""
    found: list[IssuedRecord] = []
    for record in records:
        before = found[-1] if found else None
        kind = RequestKind.ISSUE
        if before is not None:
            kind = RequestKind.REKEY if before.not_after == record.not_after else RequestKind.RENEW
        if before is not None and kind is RequestKind.REKEY and record.issued_at is not None:
            found[-1] = _revoked(plot, order, before, record)
        found.append(replace(record, kind=kind))
    return tuple(found)


def _revoked(plot: Plot, order: CertificateOrder, before: IssuedRecord, after: IssuedRecord) -> IssuedRecord:
    assert after.issued_at is not None
    at = after.issued_at + timedelta(hours=REVOKED_AFTER_HOURS)
    if at > plot.as_of:
        return replace(before, revoke_at=at)
    if before.not_after is None or at < before.not_after:
        revocation = Revocation(
            id=before.thumbprint,
            order=order.id,
            serial_number=before.serial_number,
            revoked_at=at,
            reason=RevocationReason.SUPERSEDED,
            inferred=True,
        )
        plot.draft.put(revocation)
        return replace(before, revoked_at=at)
    return before
