"""Certificate Configuration of an order: how far its three steps are, and where each proof is looked for.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for the steps and methods,
"Troubleshooting Tools for App Service Certificate" (blog, 2018) for what an unverified order comes to.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from store.errors import AzureError
from store.resources import NOT_IN_EXPORT, CertificateOrder, Method, OrderLedger, OrderStatus, name_of
from store.services import steps
from store.services.certificate_registration.holds import fraud_hold, request_hold
from store.services.certificate_registration.ledger import denied_at, ledger_of
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.services.certificate_registration.names_and_proof import (
    names_for,
    proof_age,
    proof_days,
    proof_fresh,
    proof_until,
)
from store.services.certificate_registration.ownership import addresses
from store.services.certificate_registration.ownership_checks import impossible, mail_domain
from store.services.certificate_registration.stages import status_word
from store.services.certificate_registration.vault_link import link_cause
from store.services.key_vault.links import linked_certificates
from store.services.network.dns import zones_over
from store.services.web.custom_domains import site_of
from store.world import View


class Progress(StrEnum):
    """How far a step is; WAITING is for another step, or for nothing where the order ended."""

    DONE = "done"
    TO_DO = "to do"
    UNDER_WAY = "under way"
    FAILED = "failed"
    WAITING = "waiting"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of Certificate Configuration: `detail` says what was done, or what it waits for."""

    title: str
    progress: Progress
    text: str
    detail: str

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.progress is Progress.DONE


class MethodChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A way to prove the domain: the names it would give, and why it cannot prove this one at all."""

    method: Method
    names: tuple[str, ...]
    impossible: AzureError | None = None


class ProofPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """Where the proofs of an order's domain are looked for; ids and names are "" where there is none."""

    token: str
    host: str
    zone_id: str = ""
    zone: str = ""
    site_id: str = ""
    site: str = ""
    path: str
    mail_domain: str
    addresses: tuple[str, ...] = ()


def configuration_steps(view: View, order: CertificateOrder) -> tuple[Step, Step, Step]:
    """The three steps Store, Verify and Assign with their present state."""
    store, verify = _store(view, order), _verify(view, order)
    return store, verify, _assign(view, order, store, verify)


def proof_methods(view: View, order: CertificateOrder) -> tuple[MethodChoice, ...]:
    """Every method in the portal's order, the two manual ones last."""
    return tuple(
        MethodChoice(
            method=method,
            names=names_for(view, order, method),
            impossible=impossible(view, order, method),
        )
        for method in Method
    )


def proof_places(view: View, order: CertificateOrder) -> ProofPlaces:
    """The zone, app, page and mailboxes in which the CA looks for proof."""
    zones, site = zones_over(view, order.domain), site_of(view, order.host)
    return ProofPlaces(
        token=order.properties.domain_verification_token,
        host=order.host,
        zone_id=zones[-1].id if zones else "",
        zone=zones[-1].name if zones else "",
        site_id=site.id if site else "",
        site=site.name if site else "",
        path=view.era.html_path,
        mail_domain=mail_domain(view, order),
        addresses=addresses(view, order),
    )


def _store(view: View, order: CertificateOrder) -> Step:
    title, link = steps.STORE_TITLE, order.link
    if link is None:
        detail = "No key vault is assigned."
        progress = Progress.WAITING if order.properties.status.final else Progress.TO_DO
        text = "Store the certificate in a key vault"
        return Step(title=title, progress=progress, text=text, detail=detail)
    if cause := link_cause(view, order):
        return Step(title=title, progress=Progress.FAILED, text="Key Vault out of sync", detail=cause)
    where = f"{name_of(link.key_vault_id)}, secret {link.key_vault_secret_name}"
    if not order.thumbprint:
        where = f"{where}; the certificate follows once it is issued"
    done = "Certificate successfully imported to Key vault."
    return Step(title=title, progress=Progress.DONE, text=done, detail=where)


def _verify(view: View, order: CertificateOrder) -> Step:
    ledger = ledger_of(view, order)
    if held := fraud_hold(view, order):
        progress = Progress.TO_DO if held.over else Progress.UNDER_WAY
        text = "Flagged for possible fraud"
        return Step(title=steps.VERIFY_TITLE, progress=progress, text=text, detail=held.sentence)
    progress, detail = _proof(view, order, ledger)
    done = progress is Progress.DONE
    text = "Certificate is Domain Verified" if done else "Verify certificate domain ownership"
    return Step(title=steps.VERIFY_TITLE, progress=progress, text=text, detail=detail)


def _proof(view: View, order: CertificateOrder, ledger: OrderLedger) -> tuple[Progress, str]:
    """Progress and detail of Step 2."""
    verified = ledger.verified_at
    if ledger.verification is not None:
        check = ledger.verification
        return Progress.UNDER_WAY, f"{check.method.value} is checked at {check.due_at:%Y-%m-%d %H:%M} UTC."
    if verified is not None and proof_fresh(view, order):
        method = ledger.verified_method.value if ledger.verified_method else "an earlier proof"
        until = f"the proof holds until {proof_until(view.era, verified):%Y-%m-%d}"
        return Progress.DONE, f"Verified {verified:%Y-%m-%d %H:%M} UTC by {method}; {until}."
    if verified is None and ledger.proved_unstated:
        return Progress.WAITING, f"The day of proof is {NOT_IN_EXPORT}; re-verification may be due."
    if order.properties.status.final:
        return Progress.WAITING, f"The order is {status_word(order.properties.status).lower()}."
    age = proof_age(view, order)
    if age is not None:
        waits = "the new certificate waits" if ledger.pending else "rekey and renewal will wait"
        holds = proof_days(view.era, view.now)
        return Progress.TO_DO, f"The proof is {age.days} d old and held {holds} d; {waits} for another."
    return Progress.TO_DO, _time_left(view, ledger)


def _time_left(view: View, ledger: OrderLedger) -> str:
    if ledger.issued:
        return "The domain was never proved."
    denied = denied_at(ledger)
    if denied is None:
        return f"An unverified order is denied {DENIED_AFTER_DAYS} days after it was created, for good."
    left = denied - view.now
    shown = f"{left.days} d" if left.days else f"{int(left.total_seconds() // 3600)} h"
    return f"{shown} left: on {denied:%Y-%m-%d} an unverified order is denied, for good."


def _assign(view: View, order: CertificateOrder, store: Step, verify: Step) -> Step:
    progress, detail = _assigned(view, order, store, verify)
    text = "Certificate ready to use in App Service"
    return Step(title=steps.ASSIGN_TITLE, progress=progress, text=text, detail=detail)


def _assigned(view: View, order: CertificateOrder, store: Step, verify: Step) -> tuple[Progress, str]:
    """Progress and detail of Step 3."""
    status, pending = order.properties.status, ledger_of(view, order).pending
    if status.final:
        return Progress.FAILED, f"The order is {status_word(status).lower()}; buy a new certificate."
    if not (store.done and verify.done) and status is not OrderStatus.ISSUED:
        open_steps = [one.title.partition(":")[0] for one in (store, verify) if not one.done]
        return Progress.WAITING, f"waits for {' and '.join(open_steps)}"
    if held := request_hold(view, order):
        return Progress.TO_DO, held
    if pending is not None and pending.due_at is not None:
        return Progress.UNDER_WAY, f"The CA issues the certificate at {pending.due_at:%Y-%m-%d %H:%M} UTC."
    if not store.done:
        return Progress.WAITING, "waits for Step 1"
    linked = len(linked_certificates(view, order))
    if not linked:
        return Progress.DONE, "Issued; no app has imported it yet."
    return Progress.DONE, f"Issued; imported as {linked} linked private certificate{'s' * (linked != 1)}."
