"""Pricing tiers: what a plan's apps can bind."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.eras import ERAS, Era
from store.resources import ServerFarm
from store.services.web.tiers import bindings_by_tier, ip_refusal, tls_refusal
from tests.support.app_cloud import Stage


def plan(sku: str) -> ServerFarm:
    made = Stage().plan()
    return replace(made, sku=replace(made.sku, name=sku))


@pytest.mark.parametrize("era", ERAS.values(), ids=ERAS)
def test_the_sentence_about_tiers_says_of_basic_what_a_binding_is_refused_for(era: Era) -> None:
    by_ip = ip_refusal(plan("B1"), era) is None
    assert ("Basic and up bind with SNI and by IP" in bindings_by_tier(era)) is by_ip
    assert ("Basic binds with SNI, Standard and up also by IP" in bindings_by_tier(era)) is not by_ip
    assert ip_refusal(plan("S1"), era) is None


@pytest.mark.parametrize("sku", ["F1", "D1"])
def test_free_and_shared_plans_have_no_custom_tls_in_any_year(sku: str) -> None:
    assert tls_refusal(plan(sku)) is not None
    assert all("Free and Shared have no custom TLS" in bindings_by_tier(era) for era in ERAS.values())
