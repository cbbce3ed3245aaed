"""Step 2 (Verify): the check comes later, each method has its proof, and the issue follows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store.resources import Mail, Method, OrderStatus, Record, RecordType
from store.services import steps
from store.services.certificate_registration.configuration import proof_methods, proof_places
from tests.support.order_cloud import Shop


@pytest.fixture
def shop() -> Shop:
    made = Shop()
    made.buy()
    return made


def last_check(shop: Shop) -> tuple[bool, str]:
    found = shop.ledger().last_check
    assert found is not None
    return found.passed, found.code


def test_the_result_comes_two_minutes_later_and_the_issue_four_after_it(shop: Shop) -> None:
    begun = shop.world.now
    shop.do("VerifyDomain", order="contosocert", method="App Service")
    assert (
        shop.refused("VerifyDomain", order="contosocert", method="App Service").code == "VerificationRunning"
    )
    shop.wait("1m")
    assert shop.ledger().last_check is None
    shop.wait("1m")
    assert last_check(shop) == (True, "")
    assert shop.ledger().verified_at == begun + timedelta(minutes=2)
    assert shop.status() is OrderStatus.PENDING_ISSUANCE
    shop.wait("3m59s")
    assert shop.status() is OrderStatus.PENDING_ISSUANCE
    shop.wait("1s")
    assert shop.status() is OrderStatus.ISSUED
    assert shop.actions() == [
        "CertificateOrderCreated",
        "DomainValidationComplete",
        "CertificateIssued",
        "SanDrop",
    ]


@pytest.mark.parametrize(
    ("said", "method"),
    [
        ("App Service Verification", Method.APP_SERVICE),
        ("app-service", Method.APP_SERVICE),
        ("Domain", Method.DOMAIN),
        ("mail verification", Method.MAIL),
        ("Manual", Method.MANUAL_TXT),
        ("manual txt", Method.MANUAL_TXT),
        ("Manual Verification (HTML page)", Method.MANUAL_HTML),
        ("html", Method.MANUAL_HTML),
    ],
)
def test_methods_by_their_names(shop: Shop, said: str, method: Method) -> None:
    shop.do("VerifyDomain", order="contosocert", method=said)
    request = shop.ledger().verification
    assert request is not None and request.method is method


def test_an_unknown_method_is_refused(shop: Shop) -> None:
    assert shop.refused("VerifyDomain", order="contosocert", method="fax").code == "UnknownMethod"


def test_azure_writes_the_record_of_an_app_service_domain(shop: Shop) -> None:
    shop.do("VerifyDomain", order="contosocert", method="Domain")
    shop.wait("2m")
    assert last_check(shop)[0]
    token = shop.order().properties.domain_verification_token
    from store.resources import DnsZone

    zone = next(one for one in shop.world.all(DnsZone) if one.name == "contoso.com")
    assert Record(type=RecordType.TXT, name="@", value=token, automatic=True) in zone.properties.records


def test_domain_verification_elsewhere_fails_and_manual_verifies(shop: Shop) -> None:
    shop.buy("fabrikam", "fabrikam.com")
    refused = shop.refused("VerifyDomain", order="fabrikam", method="Domain")
    assert refused.code == "NotAnAppServiceDomain"
    shop.prove("fabrikam")
    assert shop.ledger("fabrikam").verified_method is Method.MANUAL_TXT


def test_the_link_in_a_mail_proves_the_domain(shop: Shop) -> None:
    mail = next(shop.world.all(Mail))
    assert "admin@contoso.com" in mail.to and len(mail.to) == 5
    shop.do("OpenMailLink", mail=mail.id)
    shop.wait("2m")
    assert shop.ledger().verified_method is Method.MAIL
    assert shop.refused("OpenMailLink", mail=mail.id).code == "LinkUsed"
    shop.wait("4m")
    assert shop.ledger().issued[-1].names == ("contoso.com", "www.contoso.com")


def test_a_mail_that_was_not_opened_proves_nothing(shop: Shop) -> None:
    shop.do("VerifyDomain", order="contosocert", method="Mail")
    shop.wait("2m")
    assert last_check(shop) == (False, "MailNotOpened")


def test_without_a_mailbox_no_mail_arrives_until_it_is_made_and_sent_again(shop: Shop) -> None:
    shop.do("SetMailboxes", zone="fabrikam.com", mailboxes=[])
    shop.buy("fabrikam", "fabrikam.com")

    def mails() -> list[Mail]:
        return [one for one in shop.world.all(Mail) if one.order == shop.order("fabrikam").id]

    assert not mails()
    assert "cannot arrive" in shop.do("ResendEmail", order="fabrikam")
    shop.do("SetMailboxes", zone="fabrikam.com", mailboxes=["hostmaster"])
    shop.do("ResendEmail", order="fabrikam")
    assert [mail.to for mail in mails()] == [("hostmaster@fabrikam.com",)]


def test_a_token_page_proves_the_domain_and_drops_www(shop: Shop) -> None:
    shop.do("VerifyDomain", order="contosocert", method="HTML")
    shop.wait("2m")
    assert last_check(shop)[0] is False
    shop.do("PlaceTokenPage", site="contoso-app", order="contosocert")
    shop.do("VerifyDomain", order="contosocert", method="HTML")
    shop.wait("10m")
    assert shop.ledger().issued[-1].names == ("contoso.com",)
    assert shop.actions()[-1] == "SanDrop"
    shop.do("RemoveTokenPage", site="contoso-app")
    assert shop.refused("RemoveTokenPage", site="contoso-app").code == "PageNotFound"


def test_before_2021_a_page_kept_www() -> None:
    shop = Shop("2019")
    shop.buy()
    shop.do("VerifyDomain", order="contosocert", method="App Service")
    shop.wait("10m")
    assert shop.ledger().issued[-1].names == ("contoso.com", "www.contoso.com")
    assert "SanDrop" not in shop.actions()
    shop.wait_until(datetime(2021, 12, 1, tzinfo=UTC))
    names = {one.method: one.names for one in proof_methods(shop.world, shop.order())}
    assert names[Method.MANUAL_HTML] == ("contoso.com",)


def test_pages_are_not_for_wild_cards(shop: Shop) -> None:
    shop.buy("wild", "*.contoso.com", sku="W1")
    for method in ("App Service", "HTML"):
        assert shop.refused("VerifyDomain", order="wild", method=method).code == "MethodNotSupported"


def test_a_page_behind_https_only_is_not_found(shop: Shop) -> None:
    shop.do("SetHttpsOnly", site="contoso-app", enabled=True)
    shop.do("VerifyDomain", order="contosocert", method="App Service")
    shop.wait("2m")
    assert last_check(shop) == (False, "HttpsOnly")


def test_unverified_it_is_pending_at_day_14_and_denied_at_day_15(shop: Shop) -> None:
    shop.wait("14d")
    assert shop.status() is OrderStatus.PENDING_ISSUANCE
    shop.wait("1d")
    assert shop.status() is OrderStatus.DENIED
    assert shop.word() == "Certificate Denied"
    assert shop.actions()[-1] == "CertificateOrderCanceled"
    assert shop.charges() == []
    for operation, arguments in (
        ("VerifyDomain", {"method": "TXT"}),
        ("Rekey", {}),
        ("RenewOrder", {}),
        ("StoreInKeyVault", {"vault": "contoso-kv"}),
        ("ResendEmail", {}),
    ):
        assert shop.refused(operation, order="contosocert", **arguments).code == "OrderIsFinal"
    shop.buy("again")
    shop.prove("again")
    shop.wait("5m")
    assert shop.status("again") is OrderStatus.ISSUED


def test_a_failed_check_does_not_take_a_proof_away() -> None:
    shop = Shop()
    shop.issue()
    proved = shop.ledger().verified_at
    shop.do("VerifyDomain", order="contosocert", method="HTML")
    shop.wait("2m")
    check = shop.ledger().last_check
    assert check is not None and check.passed
    assert (
        "by Manual Verification (DNS TXT record)" in check.found
        and "the proof holds until 2023-08-31" in check.found
    )
    assert shop.ledger().verified_at == proved


def test_verify_after_the_opened_link_leaves_the_issued_order_verified(shop: Shop) -> None:
    mail = next(shop.world.all(Mail))
    shop.do("OpenMailLink", mail=mail.id)
    shop.wait("3m")
    mails = len(list(shop.world.all(Mail)))
    shop.do("VerifyDomain", order="contosocert", method="Mail")
    shop.wait("20m")
    assert shop.status() is OrderStatus.ISSUED
    assert last_check(shop) == (True, "")
    assert len(list(shop.world.all(Mail))) == mails
    assert shop.actions().count("DomainValidationComplete") == 1


def test_caa_records_hold_the_issue_back_until_they_allow_it(shop: Shop) -> None:
    shop.do("AddRecord", zone="contoso.com", type="CAA", name="@", value='0 issue "letsencrypt.org"')
    shop.prove()
    shop.wait("2d")
    pending = shop.ledger().pending
    assert shop.status() is OrderStatus.PENDING_ISSUANCE
    assert pending is not None and "CAA" in pending.blocked
    assert "CAA" in shop.state().sentence
    shop.do("AddRecord", zone="contoso.com", type="CAA", name="@", value='0 issue "godaddy.com"')
    shop.wait("4m")
    assert shop.status() is OrderStatus.ISSUED
    # Verified orders are not denied, however long the CA waits.
    assert "CertificateOrderCanceled" not in shop.actions()


def test_a_flagged_order_waits_for_its_review(shop: Shop) -> None:
    assert shop.refused("SendEmailInstructions", order="contosocert").code == "NotFlagged"
    shop.do("FlagForFraud", order="contosocert")
    shop.prove()
    assert shop.refused("SendEmailInstructions", order="contosocert").code == "FraudReviewRunning"
    shop.wait("1d")
    assert shop.status() is OrderStatus.PENDING_ISSUANCE
    assert shop.state().sentence.endswith(f"{steps.EMAIL_INSTRUCTIONS} asks the CA to resolve it.")
    shop.do("SendEmailInstructions", order="contosocert")
    shop.wait("4m")
    assert shop.status() is OrderStatus.ISSUED
    assert [one for one in shop.actions() if one.startswith("Fraud")] == [
        "FraudDetected",
        "FraudDocumentationRequired",
        "FraudCleared",
    ]


def test_a_card_that_fails_at_the_issue_holds_it_back(shop: Shop) -> None:
    shop.do("SetCard", valid=False)
    shop.prove()
    shop.wait("1d")
    assert shop.status() is OrderStatus.PENDING_ISSUANCE
    assert "payment failed" in shop.state().sentence
    shop.do("SetCard", valid=True)
    shop.wait("4m")
    assert shop.status() is OrderStatus.ISSUED
    assert shop.charges() == [6999]


def test_a_delete_lock_keeps_the_token_page(shop: Shop) -> None:
    shop.do("PlaceTokenPage", site="contoso-app", order="contosocert")
    shop.do("AddLock", scope="contoso-app", name="kept", level="Delete")
    assert shop.refused("RemoveTokenPage", site="contoso-app").code == "ScopeLocked"


@pytest.mark.parametrize(("host", "sku"), [("shop.contoso.com", "S1"), ("*.contoso.com", "W1")])
def test_a_mailbox_that_is_missing_is_one_of_the_zone_that_answers_for_the_host(host: str, sku: str) -> None:
    shop = Shop()
    shop.do("SetMailboxes", zone="contoso.com", mailboxes=[])
    shop.buy("other", host, sku=sku)
    told = shop.do("ResendEmail", order="other")
    assert told.endswith("webmaster@ contoso.com cannot arrive: there is no such mailbox.")
    assert proof_places(shop.world, shop.order("other")).mail_domain == "contoso.com"
    shop.do("VerifyDomain", order="other", method="Mail")
    shop.wait("3m")
    found = shop.ledger("other").last_check
    assert found is not None and "reached a mailbox of contoso.com (admin@," in found.found
    shop.do("SetMailboxes", zone="contoso.com", mailboxes=["admin"])
    assert shop.do("ResendEmail", order="other") == "The mail went to admin@contoso.com."


def test_a_check_whose_result_comes_after_the_denial_is_said_to_come_too_late(shop: Shop) -> None:
    denied = shop.world.now + timedelta(days=15)
    shop.wait_until(denied - timedelta(minutes=3))
    assert "denied" not in shop.do("VerifyDomain", order="contosocert", method="Manual TXT")
    shop.wait("2m")
    told = shop.do("VerifyDomain", order="contosocert", method="App Service")
    assert told.endswith(f"The order is denied before that, at {denied:%H:%M} UTC.")
    shop.wait("5m")
    assert shop.status() is OrderStatus.DENIED
