"""Checks of orders: their state, their link to the vault, their linked certificates, exported copies."""

from __future__ import annotations

from typing import Literal

from store.drift import order_drift
from store.resources import CertificateOrder, ExportedCopy, KeyVaultSecretStatus, OrderStatus, TrainingRun
from store.services.certificate_registration.ledger import ledger_of, record_of
from store.services.certificate_registration.names_and_proof import proof_until
from store.services.certificate_registration.state import Kind, order_state
from store.services.certificate_registration.vault_link import link_state
from store.time.calendar import days
from store.training.checks.base import Check, Judged, OfOrder, count, current_is_new, find, issued_since, yes
from store.world import View


class InSync(OfOrder, frozen=True, kw_only=True, tag="in_sync"):
    """Every linked private certificate of the order is in sync; each one counts.

    With `since-start`, with a certificate that was issued in this run; `by` says by which request.
    """

    since_start: bool = False
    by: Literal["any", "rekey", "renew"] = "any"

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        issued = record_of(ledger_of(view, order), order.thumbprint)
        other = self.by != "any" and (issued is None or self.by not in issued.kind.value)
        if other or (self.since_start and not current_is_new(view, order, run)):
            return Judged(0, max(1, len(order_drift(view, order).linked)))
        return count(one.in_sync and one.equal for one in order_drift(view, order).linked)


class Hop(OfOrder, frozen=True, kw_only=True, tag="hop"):
    """The ends of a hop agree: A order and secret, B secret and certificate, C binding, D client."""

    hop: Literal["A", "B", "C", "D"]

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        return count(hop.equal for hop in order_drift(view, order).hops if hop.letter == self.hop)


class Issued(OfOrder, frozen=True, kw_only=True, tag="issued"):
    """The order's status is Issued."""

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        return yes(order.properties.status is OrderStatus.ISSUED)


class Stored(OfOrder, frozen=True, kw_only=True, tag="stored"):
    """Step 1 is done and its link works; with `vault`, in that vault."""

    vault: str = ""

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        link = order.link
        here = link is not None and link.key_vault_id.lower().endswith(f"/{self.vault.lower()}")
        well = (
            KeyVaultSecretStatus.SUCCEEDED,
            KeyVaultSecretStatus.INITIALIZED,
            KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER,
        )
        return yes(link is not None and (here or not self.vault) and link_state(view, order) in well)


class Verified(OfOrder, frozen=True, kw_only=True, tag="verified"):
    """The domain is verified, and the proof is not too old; with `since-start`, verified in this run."""

    since_start: bool = False

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        proved = ledger_of(view, order).verified_at
        if proved is None or (self.since_start and proved < run.began_at):
            return Judged(0)
        return yes(proof_until(view.era, proved) > view.now)


class Tile(OfOrder, frozen=True, kw_only=True, tag="tile"):
    """The state of the order is one of these: "ready", "out of sync", "verify domain", …"""

    one_of: tuple[Kind, ...]

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        return yes(order_state(view, order).kind in self.one_of)


class NewCertificate(OfOrder, frozen=True, kw_only=True, tag="new_certificate"):
    """The order has issued a certificate since the run began; `by` says by which request."""

    by: Literal["any", "rekey", "renew"] = "any"

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        issued = (one for one in ledger_of(view, order).issued if issued_since(one, run.began_at))
        return yes([one for one in issued if self.by == "any" or self.by in one.kind.value])


class OldRevoked(OfOrder, frozen=True, kw_only=True, tag="old_revoked"):
    """Every certificate that the order had issued before the run began is revoked."""

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        older = [one for one in ledger_of(view, order).issued if not issued_since(one, run.began_at)]
        alive = [one for one in older if one.not_after is None or one.not_after > view.now]
        return count(one.revoked_at is not None for one in alive)


class OrderEnded(Check, frozen=True, kw_only=True, tag="order_ended"):
    """The order was deleted, or is revoked or canceled: mostly something that must not happen."""

    order: str

    def judge(self, view: View, run: TrainingRun) -> Judged:
        order = find(view, CertificateOrder, self.order)
        ends = (Kind.REVOKED, Kind.CANCELED, Kind.PENDING_REVOCATION)
        return yes(order is None or order_state(view, order).kind in ends)


class Expires(OfOrder, frozen=True, kw_only=True, tag="expires"):
    """The current certificate is valid for at least so many days from now on."""

    days: int

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        return yes(order.expires is not None and order.expires >= view.now + days(self.days))


class AutoRenew(OfOrder, frozen=True, kw_only=True, tag="auto_renew"):
    """Auto renew is on, or off."""

    on: bool = True

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        return yes(order.properties.auto_renew is self.on)


class Exported(OfOrder, frozen=True, kw_only=True, tag="exported"):
    """A PFX file with the order's current certificate was exported in this run; `protected` asks a password.

    With `replaces`, every exported file of the order has its current certificate.
    """

    protected: bool = False
    replaces: bool = False

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        copies = [one for one in view.all(ExportedCopy) if one.order.lower() == order.key]
        if self.replaces:
            return count(one.thumbprint == order.thumbprint for one in copies)
        return yes(
            [
                one
                for one in copies
                if one.thumbprint == order.thumbprint
                and one.exported_at >= run.began_at
                and (one.protected or not self.protected)
                and record_of(ledger_of(view, order), one.thumbprint)
            ]
        )
