"""Rekey, Manual Renew and auto renew: new keys, expiries, charges, and what holds them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from store.resources import KeyVaultSecretStatus, OrderStatus, PrivateKey, RequestKind
from store.services.certificate_registration.ledger import number_of
from store.services.certificate_registration.renewal import (
    next_auto_renewal,
    not_renewable_reasons,
    rekey_shortens,
    renewal_begins,
)
from store.time.calendar import year_later
from store.time.job_hours import AUTO_RENEW
from store.worlds import begin
from tests.support.order_cloud import Shop, is_revoked
from tests.support.stated import stated
from tests.support.worlds import portal

CA = "Certificate authority"
DAY = timedelta(days=1)


@pytest.fixture
def shop() -> Shop:
    made = Shop()
    made.issue()
    return made


def days_before_expiry(shop: Shop, days: int) -> None:
    shop.wait_until(shop.expires() - timedelta(days=days))


def prove_again(shop: Shop) -> None:
    """A fresh proof, so that age is not what holds a renewal back."""
    shop.do("VerifyDomain", order="contosocert", method="Manual TXT")
    shop.wait("2m")


def test_a_rekey_gives_another_key_and_the_same_expiry_for_nothing(shop: Shop) -> None:
    old, expires = shop.ledger().issued[-1], shop.expires()
    shop.do("Rekey", order="contosocert")
    begun = shop.world.now
    assert shop.status() is OrderStatus.PENDING_REKEY
    assert shop.refused("Rekey", order="contosocert").code == "RequestPending"
    shop.wait("10m")
    new = shop.ledger().issued[-1]
    assert shop.status() is OrderStatus.ISSUED
    assert timedelta(minutes=1) <= stated(new.issued_at) - begun <= timedelta(minutes=10)
    assert new.thumbprint != old.thumbprint and new.public_key_hash != old.public_key_hash
    assert shop.expires() == expires
    assert (new.number, old.number) == (2, 1)
    assert shop.charges() == [6999]
    assert shop.secret().properties.thumbprint == new.thumbprint


def test_the_rekeyed_certificate_is_revoked_after_72_hours(shop: Shop) -> None:
    old = shop.order().thumbprint
    shop.do("Rekey", order="contosocert")
    shop.wait("10m")
    issued = stated(shop.ledger().issued[-1].issued_at)
    shop.wait_until(issued + timedelta(hours=72) - timedelta(seconds=1))
    assert not is_revoked(shop.world, old)
    shop.wait("1s")
    assert is_revoked(shop.world, old)
    assert not is_revoked(shop.world, shop.order().thumbprint)
    assert shop.ledger().issued[0].revoked_at == issued + timedelta(hours=72)
    assert number_of(shop.world, shop.order(), old) == 1


def test_only_the_key_in_use_is_kept(shop: Shop) -> None:
    shop.do("Rekey", order="contosocert")
    shop.wait("10m")
    keys = [key.id for key in shop.world.all(PrivateKey)]
    assert keys == [shop.ledger().key_id]


@pytest.mark.parametrize("era", ["2018", "2019", "2022"])
def test_manual_renew_from_60_days_before_expiry(era: str) -> None:
    shop = Shop(era)
    shop.issue()
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    days_before_expiry(shop, 61)
    assert shop.refused("RenewOrder", order="contosocert").code == "ExpirationNotInRenewalTimeRange"
    assert not_renewable_reasons(shop.world, shop.order()) == ("ExpirationNotInRenewalTimeRange",)
    days_before_expiry(shop, 60)
    assert not_renewable_reasons(shop.world, shop.order()) == ()
    shop.do("RenewOrder", order="contosocert")
    shop.wait("10m")
    assert shop.charges() == [6999, 6999]
    assert shop.ledger().issued[-1].number == 2


def test_renewed_early_the_397_days_cap_the_year(shop: Shop) -> None:
    prove_again(shop)
    old = shop.expires()
    days_before_expiry(shop, 60)
    shop.do("RenewOrder", order="contosocert")
    shop.wait("10m")
    issued = shop.ledger().issued[-1]
    assert stated(issued.not_after) == stated(issued.issued_at) + timedelta(days=397) < year_later(old)


def test_auto_renew_begins_32_days_before_expiry_and_adds_a_year() -> None:
    shop = Shop()
    shop.wait("400d")
    shop.issue()
    old = shop.expires()
    assert next_auto_renewal(shop.world, shop.order()) == old - timedelta(days=32)
    days_before_expiry(shop, 33)
    assert shop.expires() == old and shop.outcomes(AUTO_RENEW) == []
    days_before_expiry(shop, 31)
    assert shop.expires() == year_later(old)
    [(at, outcome)] = shop.outcomes(AUTO_RENEW)
    assert outcome.ok and timedelta() <= at - (old - timedelta(days=32)) < timedelta(hours=8)
    assert shop.charges() == [6999, 6999]
    assert shop.secret().properties.thumbprint == shop.order().thumbprint


def test_in_2019_it_begins_60_days_before() -> None:
    shop = Shop("2019")
    shop.issue()
    old = shop.expires()
    days_before_expiry(shop, 61)
    assert shop.expires() == old
    days_before_expiry(shop, 59)
    assert shop.expires() == year_later(old)


def test_with_auto_renew_off_it_expires_and_says_so(shop: Shop) -> None:
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    assert shop.refused("SetAutoRenew", order="contosocert", enabled=False).code == "NoChange"
    shop.wait("370d")
    assert shop.status() is OrderStatus.EXPIRED
    assert shop.word() == "Certificate Expired"
    assert "Auto renew is off" in shop.state().sentence
    [(_, skipped)] = shop.outcomes(AUTO_RENEW)
    assert skipped.result == "Skipped. Auto renew is off."
    warnings = ["CertificateExpirationWarning"] * 3
    assert shop.actions()[-4:] == [*warnings, "CertificateExpired"]
    for operation in ("Rekey", "RenewOrder"):
        refused = shop.refused(operation, order="contosocert")
        assert refused.code == "OrderIsFinal" and "Buy a new certificate" in refused.next_step


def test_a_failing_card_lets_it_expire_and_names_the_payment(shop: Shop) -> None:
    shop.do("SetCard", valid=False)
    shop.wait("370d")
    assert shop.status() is OrderStatus.EXPIRED
    assert "payment failed" in shop.state().sentence
    assert shop.charges() == [6999]


def test_a_repaired_card_renews_at_the_next_run(shop: Shop) -> None:
    prove_again(shop)
    old = shop.expires()
    shop.do("SetCard", valid=False)
    days_before_expiry(shop, 20)
    assert "payment failed" in shop.ledger().last_failure
    # Its name in the state file.
    assert "payment failed" in msgspec.to_builtins(shop.ledger())["trouble"]
    shop.do("SetCard", valid=True)
    shop.wait("9h")
    assert shop.expires() > old
    assert shop.ledger().last_failure == ""


def test_a_suspended_subscription_renews_nothing(shop: Shop) -> None:
    shop.do("SetSubscriptionState", to="Suspended")
    days_before_expiry(shop, 20)
    assert "suspended" in shop.ledger().last_failure
    assert "SubscriptionNotActive" in not_renewable_reasons(shop.world, shop.order())


@pytest.mark.parametrize(("age", "waits"), [(394, False), (396, True)])
def test_a_stale_proof_holds_a_rekey_back_until_it_is_verified(shop: Shop, age: int, waits: bool) -> None:
    shop.do("AgeProof", order="contosocert", days=age)
    old = shop.order().thumbprint
    shop.do("Rekey", order="contosocert")
    shop.wait("1d")
    assert (shop.order().thumbprint == old) is waits
    if waits:
        assert shop.status() is OrderStatus.PENDING_ISSUANCE
        assert shop.word() == "Domain verification required"
        prove_again(shop)
        shop.wait("10m")
        assert shop.order().thumbprint != old


def test_a_stale_proof_at_the_renewal_ends_in_expiry_with_its_cause(shop: Shop) -> None:
    shop.do("AgeProof", order="contosocert", days=100)
    shop.wait("370d")
    assert shop.status() is OrderStatus.EXPIRED
    assert "proof of domain ownership" in shop.ledger().actions[-1].note
    results = [outcome.result for _, outcome in shop.outcomes(CA)]
    assert any("may not be reused" in result for result in results)


def test_a_rekey_that_waits_past_expiry_is_the_cause(shop: Shop) -> None:
    """The job renews nothing while a request waits, so the request's reason is the order's."""
    shop.do("AgeProof", order="contosocert", days=400)
    shop.do("Rekey", order="contosocert")
    shop.wait_until(shop.expires())
    assert shop.status() is OrderStatus.EXPIRED
    assert shop.state().sentence.startswith("Not renewed: The last proof of domain ownership is of ")


def test_a_proof_that_azure_does_not_take_over_is_not_called_too_old() -> None:
    """In March 2026 Azure asks for every proof anew, however young."""
    shop = Shop("2026")
    shop.portal = portal(begin("walk", era="2026", keys="ec", now=datetime(2026, 2, 10, 9, tzinfo=UTC)))
    shop.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    shop.issue()
    shop.wait_until(datetime(2026, 3, 5, tzinfo=UTC))
    told = shop.do("Rekey", order="contosocert")
    assert "of 2026-02-10, and no proof of before 2026-03-01 may be reused" in told


def forbid(shop: Shop) -> None:
    """A CAA record that leaves GoDaddy out."""
    shop.do("AddRecord", zone="contoso.com", type="CAA", name="@", value='0 issue "letsencrypt.org"')


def test_a_second_cause_that_takes_the_place_of_the_first_is_what_warnings_name(shop: Shop) -> None:
    shop.do("AgeProof", order="contosocert", days=100)
    days_before_expiry(shop, 31)
    assert "proof of domain ownership" in shop.ledger().last_failure
    forbid(shop)
    prove_again(shop)
    days_before_expiry(shop, 7)
    note = shop.ledger().actions[-1].note
    assert "7 days left. Not renewed: The CAA records" in note and "proof" not in note


def test_a_rekey_that_waits_is_what_warnings_name(shop: Shop) -> None:
    prove_again(shop)
    shop.do("FlagForFraud", order="contosocert")
    shop.do("Rekey", order="contosocert")
    days_before_expiry(shop, 7)
    note = shop.ledger().actions[-1].note
    assert "Not renewed: Your certificate has been flagged for possible fraud" in note
    # The review was over long ago.
    assert "Wait until" not in note


def test_a_renewal_that_waits_is_the_cause_though_auto_renew_is_off_since(shop: Shop) -> None:
    prove_again(shop)
    forbid(shop)
    days_before_expiry(shop, 20)
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    days_before_expiry(shop, 7)
    assert "Not renewed: The CAA records" in shop.ledger().actions[-1].note


def test_without_the_permission_to_set_the_renewal_is_issued_and_not_stored(shop: Shop) -> None:
    prove_again(shop)
    shop.do(
        "SetAccessPolicy",
        vault="contoso-kv",
        principal="Microsoft.Azure.CertificateRegistration",
        secrets=["Get", "List"],
        certificates=["Get", "List"],
    )
    old = shop.order().thumbprint
    days_before_expiry(shop, 20)
    assert shop.order().thumbprint != old
    assert shop.secret().properties.thumbprint == old
    assert shop.word() == "Key Vault out of sync"
    _, outcome = shop.outcomes(CA)[-1]
    assert not outcome.ok and "does not have access" in outcome.result
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    assert shop.secret().properties.thumbprint == shop.order().thumbprint
    assert shop.word() == "Certificate Ready"
    link = shop.order().link
    assert link is not None and link.provisioning_state is KeyVaultSecretStatus.SUCCEEDED


def test_expiry_while_a_renewal_waits_is_final(shop: Shop) -> None:
    shop.do("AgeProof", order="contosocert", days=396)
    days_before_expiry(shop, 10)
    assert shop.status() is OrderStatus.PENDING_ISSUANCE
    shop.wait("11d")
    assert shop.status() is OrderStatus.EXPIRED
    assert [key.id for key in shop.world.all(PrivateKey)] == [shop.ledger().key_id]


def test_in_2026_a_year_is_covered_by_short_certificates() -> None:
    shop = Shop("2026")
    shop.issue()
    bought = stated(shop.ledger().issued[0].issued_at)
    assert shop.expires() == bought + timedelta(days=198)
    assert shop.ledger().paid_until == year_later(bought)
    prove_again(shop)
    days_before_expiry(shop, 31)
    assert shop.ledger().issued[-1].number == 2
    assert shop.charges() == [6999]
    assert bought + timedelta(days=360) < shop.expires() <= year_later(bought)
    # From 15 March 2027 on a proof holds 100 days.
    days_before_expiry(shop, 40)
    prove_again(shop)
    days_before_expiry(shop, 31)
    assert shop.ledger().issued[-1].number == 3
    assert shop.charges() == [6999, 6999]
    assert shop.ledger().paid_until == year_later(bought, 2)


@pytest.mark.parametrize(
    ("era", "bought", "rekeyed", "days"),
    [
        # The limit of the CAs falls to 200, 100 and 47 days while a longer certificate is in use.
        ("2022", "2025-12-01", "2026-03-20", 200),
        ("2026", "2027-03-01", "2027-03-20", 100),
        ("2026", "2029-03-01", "2029-03-16", 47),
    ],
)
def test_a_rekey_after_a_limit_fell_says_that_its_certificate_ends_sooner(
    era: str, bought: str, rekeyed: str, days: int
) -> None:
    shop = Shop(era)
    shop.wait_until(datetime.fromisoformat(f"{bought}T09:00:00+00:00"))
    shop.issue()
    expires = shop.expires()
    assert rekey_shortens(shop.world, shop.order(), shop.world.now) == ""
    shop.wait_until(datetime.fromisoformat(f"{rekeyed}T09:00:00+00:00"))
    assert shop.expires() == expires
    prove_again(shop)
    told = shop.do("Rekey", order="contosocert")
    shop.wait("10m")
    ends = shop.expires()
    assert ends < expires
    assert f"valid for at most {days} days: it ends on {ends:%Y-%m-%d} instead of {expires:%Y-%m-%d}." in told
    assert told.endswith(" The next one of the paid year follows at no cost.")
    charges, begins = shop.charges(), renewal_begins(shop.world, shop.order())
    assert begins is not None
    shop.wait_until(begins - DAY)
    prove_again(shop)
    shop.wait_until(ends)
    assert shop.expires() > ends and shop.charges() == charges


def test_a_rekey_that_keeps_the_expiry_says_nothing_of_it(shop: Shop) -> None:
    assert shop.do("Rekey", order="contosocert").endswith("within 10 minutes. Sync afterwards.")


@pytest.mark.parametrize(
    ("era", "now", "days"),
    [("2018", "2018-09-01", 60), ("2019", "2020-09-02", 60), ("2022", "2022-08-02", 32)],
)
def test_auto_renew_is_said_to_begin_by_the_window_of_the_year(era: str, now: str, days: int) -> None:
    shop = Shop(era)
    shop.wait_until(datetime.fromisoformat(f"{now}T09:00:00+00:00"))
    shop.issue(autoRenew=False)
    told = shop.do("SetAutoRenew", order="contosocert", enabled=True)
    assert f"is On: renewed {days} days before expiry, 69.99 USD a year." in told
    begins = renewal_begins(shop.world, shop.order())
    assert begins is not None and (shop.expires() - begins).days == days


@pytest.mark.parametrize(
    ("era", "now"),
    [
        ("2026", "2026-08-02"),
        ("2026", "2026-12-20"),
        ("2022", "2027-04-01"),
        ("2018", "2028-02-29"),
        ("2026", "2029-04-01"),
        ("2022", "2029-11-11"),
    ],
)
def test_where_a_paid_year_has_several_certificates_the_next_year_is_bought_when_it_was_said(
    era: str, now: str
) -> None:
    """The day by the sentence and by ARM, against the day on which the CA is asked."""
    shop = Shop(era)
    shop.wait_until(datetime.fromisoformat(f"{now}T23:59:00+00:00"))
    shop.issue(autoRenew=False)
    told = shop.do("SetAutoRenew", order="contosocert", enabled=True)
    said = next_auto_renewal(shop.world, shop.order())
    assert said is not None and f"renewed from {said:%Y-%m-%d} on" in told
    while len(shop.charges()) == 1:
        shop.do("VerifyDomain", order="contosocert", method="Manual TXT")
        shop.wait("5d")
    asked = next(one for one in reversed(shop.ledger().issued) if one.kind is RequestKind.RENEW)
    assert -DAY <= stated(asked.issued_at) - said <= 2 * DAY
