"""The state of an order: each kind comes from what people and time did, says why, and leads out."""

from __future__ import annotations

import pytest

from store.errors import Place
from store.services import steps
from store.services.certificate_registration.configuration import Progress, configuration_steps
from store.services.certificate_registration.stages import stages
from store.services.certificate_registration.state import Kind
from tests.support.order_cloud import Shop
from tests.support.order_states import in_state

PLACES = {
    Kind.DENIED: Place.CREATE,
    Kind.EXPIRED: Place.CREATE,
    Kind.REVOKED: Place.CREATE,
    Kind.CANCELED: Place.CREATE,
    Kind.PENDING_REVOCATION: Place.CREATE,
    Kind.UNUSED: Place.CREATE,
    Kind.NOT_SUBMITTED: Place.CREATE,
    Kind.FRAUD_REVIEW: Place.VERIFY,
    Kind.FRAUD_QUESTION: Place.VERIFY,
    Kind.NOT_STORED: Place.STORE,
    Kind.VAULT_OUT_OF_SYNC: Place.STORE,
    Kind.VERIFYING: Place.TIME,
    Kind.VERIFY_DOMAIN: Place.VERIFY,
    Kind.REVERIFY_DOMAIN: Place.VERIFY,
    Kind.HELD_BACK: Place.SUBSCRIPTION,
    Kind.ISSUING: Place.TIME,
    Kind.REKEYING: Place.TIME,
    Kind.RENEWING: Place.TIME,
    Kind.OUT_OF_SYNC: Place.SYNC,
    Kind.RENEWAL_FAILED: Place.SUBSCRIPTION,
    Kind.RENEW_SOON: Place.AUTO_RENEW,
}


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
def test_each_kind_has_a_cause_and_a_way_out(kind: Kind) -> None:
    state = in_state(kind).state()
    assert state.kind is kind
    assert state.cause.endswith((".", ";"))
    place = state.way_out.place if state.way_out else None
    assert place is PLACES.get(kind)
    assert state.way_out is None or state.way_out.text.endswith(".")


def test_a_flagged_order_says_what_to_do_before_and_after_the_review() -> None:
    shop = in_state(Kind.FRAUD_REVIEW)
    before = shop.state().sentence
    assert "flagged for possible fraud" in before
    assert f"Wait until 2022-08-02 09:10 UTC; then {steps.EMAIL_INSTRUCTIONS}" in before
    step = configuration_steps(shop.world, shop.order())[1]
    assert step.progress is Progress.UNDER_WAY and step.detail == before
    shop.wait("1d")
    after = shop.state()
    assert after.kind is Kind.FRAUD_QUESTION
    assert after.way_out is not None and after.way_out.text.startswith(steps.EMAIL_INSTRUCTIONS)
    step = configuration_steps(shop.world, shop.order())[1]
    assert step.progress is Progress.TO_DO and step.detail == after.sentence
    shop.do("SendEmailInstructions", order="contosocert")
    assert shop.state().kind is Kind.READY


def test_a_deleted_certificate_is_neither_synced_nor_in_sync() -> None:
    shop = in_state(Kind.REVOKED)
    assert stages(shop.world, shop.order())[-1].state == "failed"
    assert shop.refused("SyncOrder", order="contosocert").code == "OrderIsFinal"


def test_an_issued_order_stays_verified_although_its_proof_grew_old() -> None:
    shop = in_state(Kind.READY)
    shop.do("AgeProof", order="contosocert", days=400)
    assert shop.state().kind is Kind.READY
    assert [stage.state for stage in stages(shop.world, shop.order())][:4] == ["done"] * 4


def test_a_key_vault_in_trouble_is_said_before_the_proof_of_the_domain() -> None:
    shop = Shop()
    shop.buy()
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    assert shop.state().kind is Kind.VERIFY_DOMAIN
    shop.do("DeleteVault", vault="contoso-kv")
    assert shop.state().kind is Kind.VAULT_OUT_OF_SYNC


def test_where_sync_cannot_read_the_secret_the_way_out_is_the_vault() -> None:
    shop = in_state(Kind.OUT_OF_SYNC)
    shop.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    state = shop.state()
    assert state.kind is Kind.OUT_OF_SYNC
    assert state.way_out is not None and state.way_out.place is Place.KEY_VAULT
    assert state.way_out.resource.endswith("/vaults/contoso-kv")


def test_a_failed_renewal_is_said_while_there_is_time() -> None:
    state = in_state(Kind.RENEWAL_FAILED).state()
    assert "Not renewed: The payment failed" in state.cause
    assert state.due is not None


def test_what_held_a_request_back_and_is_gone_is_asked_again() -> None:
    shop = in_state(Kind.HELD_BACK)
    shop.do("SetCard", valid=True)
    assert shop.state().kind is Kind.ISSUING
