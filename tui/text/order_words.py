"""An order's state as pages draw it: tone, a note that fits a column, and the page that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import Place
from store.resources import KeyVaultSecretStatus
from store.services.certificate_registration.state import Kind, OrderState
from tui.text.state_words import WORDS
from tui.text.status import Tone, span

if TYPE_CHECKING:
    from datetime import datetime

_TONES: dict[Kind, Tone] = {
    Kind.DENIED: "error",
    Kind.EXPIRED: "error",
    Kind.REVOKED: "error",
    Kind.CANCELED: "muted",
    Kind.PENDING_REVOCATION: "time",
    Kind.UNUSED: "error",
    Kind.NOT_SUBMITTED: "muted",
    Kind.FRAUD_REVIEW: "warning",
    Kind.FRAUD_QUESTION: "warning",
    Kind.NOT_STORED: "error",
    Kind.VAULT_OUT_OF_SYNC: "error",
    Kind.VERIFYING: "time",
    Kind.VERIFY_DOMAIN: "warning",
    Kind.REVERIFY_DOMAIN: "warning",
    Kind.HELD_BACK: "warning",
    Kind.ISSUING: "time",
    Kind.REKEYING: "time",
    Kind.RENEWING: "time",
    Kind.OUT_OF_SYNC: "warning",
    Kind.RENEWAL_FAILED: "warning",
    Kind.RENEW_SOON: "warning",
    Kind.READY: "success",
    Kind.UNTOLD: "muted",
}
_NOTES: dict[Kind, str] = {
    Kind.DENIED: "not billed",
    Kind.EXPIRED: "buy again",
    Kind.REVOKED: "buy again",
    Kind.CANCELED: "not billed",
    Kind.FRAUD_QUESTION: "ask the CA",
    Kind.NOT_STORED: "not stored",
    Kind.REVERIFY_DOMAIN: "proof too old",
    Kind.HELD_BACK: "held back",
    Kind.RENEW_SOON: "auto renew off",
}
_LINK_NOTES = {
    KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST: "vault gone",
    KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST: "secret deleted",
    KeyVaultSecretStatus.OPERATION_NOT_PERMITTED: "not permitted",
    KeyVaultSecretStatus.UNAUTHORIZED: "no access",
    KeyVaultSecretStatus.UNKNOWN_ERROR: "other version",
}
#: What refuses, by the page where that is mended; several have the same state.
_REFUSALS = {
    Place.SUBSCRIPTION: "not active",
    Place.NETWORKING: "firewall",
    Place.SECRETS: "disabled",
}


def state_word(state: OrderState) -> str:
    """The state's word, the portal's where it has one."""
    return WORDS[state.kind]


def state_tone(state: OrderState) -> Tone:
    """How the state is drawn."""
    return _TONES[state.kind]


def state_note(state: OrderState, now: datetime) -> str:
    """The cause in the few cells of a column."""
    if state.kind is Kind.VAULT_OUT_OF_SYNC:
        place = state.way_out.place if state.way_out else Place.STORE
        return _REFUSALS.get(place) or (_LINK_NOTES.get(state.link, "") if state.link else "")
    if state.kind is Kind.OUT_OF_SYNC:
        return f"{state.behind} of {state.linked} linked"
    if state.kind is Kind.READY:
        return f"{state.linked} linked"
    if state.due is not None and (told := _due_note(state, state.due, now)):
        return told
    return _NOTES.get(state.kind, "")


def _due_note(state: OrderState, due: datetime, now: datetime) -> str:
    left = span(due - now)
    if state.begun is not None:
        return f"{int((now - state.begun).total_seconds() // 60)} of {span(due - state.begun)}"
    return {
        Kind.VERIFY_DOMAIN: f"denied in {left}",
        Kind.RENEWAL_FAILED: f"ends in {left}",
        Kind.FRAUD_REVIEW: f"review {left}",
        Kind.ISSUING: f"asks in {left}",
    }.get(state.kind, "")


def link_tone(state: KeyVaultSecretStatus) -> Tone:
    """How the state of an order's link to Key Vault is drawn."""
    broken = (KeyVaultSecretStatus.UNKNOWN_ERROR, KeyVaultSecretStatus.CERTIFICATE_ORDER_FAILED)
    if state.out_of_sync or state in broken:
        return "error"
    return "success" if state is KeyVaultSecretStatus.SUCCEEDED else "time"
