"""The three steps of Certificate Configuration, and where each proof is looked for."""

from __future__ import annotations

import pytest

from store.resources import Method
from store.services.certificate_registration.configuration import (
    Step,
    configuration_steps,
    proof_methods,
    proof_places,
)
from tests.support.order_cloud import Shop


@pytest.fixture
def shop() -> Shop:
    made = Shop()
    made.buy()
    return made


def steps(shop: Shop) -> tuple[Step, Step, Step]:
    return configuration_steps(shop.world, shop.order())


def progress(shop: Shop) -> list[str]:
    return [step.progress.value for step in steps(shop)]


def test_an_order_begins_with_two_steps_to_do_and_one_that_waits(shop: Shop) -> None:
    store, verify, assign = steps(shop)
    assert [step.progress.value for step in (store, verify, assign)] == ["to do", "to do", "waiting"]
    assert verify.detail == "15 d left: on 2022-08-16 an unverified order is denied, for good."
    assert assign.detail == "waits for Step 1 and Step 2"
    shop.wait("14d")
    shop.wait("4h")
    assert steps(shop)[1].detail.startswith("20 h left")


def test_each_step_done_moves_the_next(shop: Shop) -> None:
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    assert progress(shop) == ["done", "to do", "waiting"]
    assert steps(shop)[2].detail == "waits for Step 2"
    shop.do("VerifyDomain", order="contosocert", method="App Service")
    assert progress(shop) == ["done", "under way", "waiting"]
    shop.wait("2m")
    assert progress(shop) == ["done", "done", "under way"]
    assert "the proof holds until 2023-08-31" in steps(shop)[1].detail
    shop.wait("4m")
    assert progress(shop) == ["done"] * 3
    assert steps(shop)[2].detail == "Issued; no app has imported it yet."
    shop.link()
    assert steps(shop)[2].detail == "Issued; imported as 1 linked private certificate."


def test_a_denied_order_has_no_step_to_do(shop: Shop) -> None:
    shop.wait("15d")
    assert progress(shop) == ["waiting", "waiting", "failed"]


def test_a_stale_proof_and_a_lost_vault_are_named() -> None:
    shop = Shop()
    shop.issue()
    shop.do("DeleteVault", vault="contoso-kv")
    shop.do("AgeProof", order="contosocert", days=396)
    store, verify, assign = steps(shop)
    assert (store.progress.value, store.detail) == ("failed", "The key vault was deleted.")
    assert verify.detail == "The proof is 396 d old and held 395 d; rekey and renewal will wait for another."
    assert (assign.progress.value, assign.detail) == ("waiting", "waits for Step 1")


def test_what_keeps_the_ca_from_issuing_stands_at_step_3(shop: Shop) -> None:
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    shop.do("AddRecord", zone="contoso.com", type="CAA", value="0 issue letsencrypt.org")
    shop.do("VerifyDomain", order="contosocert", method="App Service")
    shop.wait("2m")
    assign = steps(shop)[2]
    assert assign.progress.value == "to do"
    assert "CAA" in assign.detail


def test_a_wild_card_order_has_two_methods_that_cannot_prove_it() -> None:
    shop = Shop()
    shop.buy(host="*.contoso.com", sku="W1")
    cannot = {one.method for one in proof_methods(shop.world, shop.order()) if one.impossible}
    assert cannot == {Method.APP_SERVICE, Method.MANUAL_HTML}


def test_proofs_are_looked_for_in_the_zone_and_on_the_app_of_the_host(shop: Shop) -> None:
    places = proof_places(shop.world, shop.order())
    assert (places.zone, places.site) == ("contoso.com", "contoso-app")
    assert places.token == shop.order().properties.domain_verification_token
    assert places.addresses[0] == "admin@contoso.com"
    shop.buy(name="elsewhere", host="nowhere.example")
    nowhere = proof_places(shop.world, shop.order("elsewhere"))
    assert (nowhere.zone_id, nowhere.site_id, nowhere.addresses) == ("", "", ())
