"""Known problems of buying, proving and storing, each made by operations alone."""

from __future__ import annotations

from collections.abc import Callable

from store.resources import SecretVersion, Subscription
from tests.support.mission_worlds import bought, issued, linked
from tests.support.problem_case import APP, ORDER, TOLD, VAULT, Bench, Case
from tests.support.worlds import walk_world


def orders(bench: Bench, count: int) -> None:
    for number in range(count):
        bench.do("CreateOrder", name=f"order{number}", host=f"n{number}.com", resourceGroup="rg-web")


def limit(bench: Bench) -> None:
    bench.do("SetOffer", offer="DevTest")
    orders(bench, 3)


def fraud_resolved(bench: Bench) -> None:
    bench.wait("25h")
    bench.do("SendEmailInstructions", order=ORDER)
    bench.wait("2d")


def other_domain(bench: Bench) -> None:
    bench.do("CreateVault", name=VAULT, resourceGroup="rg-web")
    bench.issue("wrongcert", "fabrikam.com")


def deleted_again(bench: Bench) -> None:
    bench.unlock()
    bench.do("DeleteOrder", order="wrongcert")
    bench.wait("1d")


def issued_after_all(bench: Bench) -> None:
    bench.prove()
    bench.wait("7m")


def bought_again(bench: Bench) -> None:
    bench.do("CreateOrder", name="again", host="contoso.com", resourceGroup="rg-web")


def bought_only(bench: Bench) -> None:
    bench.buy()
    bench.wait("1d")


def proof_by(method: str) -> Callable[[Bench], None]:
    def happens(bench: Bench) -> None:
        bench.do("VerifyDomain", order=ORDER, method=method)
        bench.wait("5m")

    return happens


def https_only(bench: Bench) -> None:
    bench.do("SetHttpsOnly", site=APP, enabled=True)
    bench.do("PlaceTokenPage", site=APP, order=ORDER)
    proof_by("Manual HTML")(bench)


def broken_app(bench: Bench) -> None:
    bench.do("SetSiteHealth", site=APP, status=500)
    proof_by("App Service")(bench)


def misplaced(bench: Bench) -> None:
    token = bench.order().properties.domain_verification_token
    bench.do("AddRecord", zone="contoso.com", type="TXT", name="asuid", value=token)
    proof_by("Manual TXT")(bench)


def placed(bench: Bench) -> None:
    token = bench.order().properties.domain_verification_token
    bench.do("AddRecord", zone="contoso.com", type="TXT", name="@", value=token)
    proof_by("Manual TXT")(bench)


def foreign_caa(bench: Bench) -> None:
    bench.do("AddRecord", zone="contoso.com", type="CAA", name="@", value='0 issue "letsencrypt.org"')
    bench.prove()
    bench.wait("1h")


def own_caa(bench: Bench) -> None:
    bench.do("AddRecord", zone="contoso.com", type="CAA", name="@", value='0 issue "godaddy.com"')


def no_mail(bench: Bench) -> None:
    bench.do("SetMailboxes", zone="contoso.com", mailboxes=[])
    bench.buy()
    proof_by("Mail")(bench)


def mail_again(bench: Bench) -> None:
    bench.do("SetMailboxes", zone="contoso.com", mailboxes=["admin"])
    bench.do("ResendEmail", order=ORDER)


def www_lost(bench: Bench) -> None:
    bench.do("AgeProof", order=ORDER, days=500)
    bench.do("Rekey", order=ORDER)
    bench.do("VerifyDomain", order=ORDER, method="App Service")
    bench.wait("1h")


def www_back(bench: Bench) -> None:
    bench.prove()
    bench.do("Rekey", order=ORDER)
    bench.wait("1h")
    bench.do("SyncOrder", order=ORDER)


def proof_too_old(bench: Bench) -> None:
    bench.do("AgeProof", order=ORDER, days=300)
    bench.wait("340d")


def proved_and_issued(bench: Bench) -> None:
    bench.prove()
    bench.wait("1d")


def policies(bench: Bench, principal: str, *secrets: str) -> None:
    bench.do("SetAccessPolicy", vault=VAULT, principal=principal, secrets=list(secrets), certificates=["get"])


def cannot_set(bench: Bench) -> None:
    policies(bench, "Microsoft.Azure.CertificateRegistration", "get", "list")
    bench.do("Rekey", order=ORDER)
    bench.wait("1h")


def stored_again(bench: Bench) -> None:
    policies(bench, "Microsoft.Azure.CertificateRegistration", "get", "list", "set", "delete")
    bench.do("StoreInKeyVault", order=ORDER, vault=VAULT)


def new_vault(bench: Bench) -> None:
    bench.do("CreateVault", name="new-kv", resourceGroup="rg-web")
    bench.do("StoreInKeyVault", order=ORDER, vault="new-kv")


def moved(bench: Bench) -> None:
    bench.do("CreateSubscription", name="Fabrikam", otherTenant=True)
    far = list(bench.world.all(Subscription))[-1].id
    bench.do("CreateResourceGroup", name="rg-far", location="West Europe", subscription=far)
    bench.do("MoveVault", vault=VAULT, resourceGroup="rg-far")


def rbac(bench: Bench) -> None:
    bench.do("SetPermissionModel", vault=VAULT, rbac=True)


def closed(bench: Bench) -> None:
    bench.do("SetVaultNetwork", vault=VAULT, defaultAction="Deny", bypass="None")


def secret_of(bench: Bench) -> str:
    link = bench.order().link
    assert link is not None
    return link.key_vault_secret_name


def disabled(bench: Bench) -> None:
    bench.do("SetSecretVersion", version=bench.secret().id, enabled=False)


def enabled(bench: Bench) -> None:
    newest = max(bench.world.all(SecretVersion), key=lambda one: one.properties.sequence)
    bench.do("SetSecretVersion", version=newest.id, enabled=True)


CASES = (
    Case(
        "PlanTierTooLow", walk_world, lambda b: b.do("ScalePlan", plan="plan-web", sku="D1"),
        "site.tls", APP, "Custom TLS/SSL is not supported on the Shared tier.",
        lambda b: b.do("ScalePlan", plan="plan-web", sku="S1"),
    ),
    Case(
        "OfferNotSupported", walk_world, lambda b: b.do("SetOffer", offer="Student"),
        "create", "", "The offer Student does not support the",
        lambda b: b.do("SetOffer", offer="PayAsYouGo"),
    ),
    Case(
        "NoCreditCard", walk_world, lambda b: b.do("SetCard", valid=False),
        "create", "", "The subscription has no valid credit card.",
        lambda b: b.do("SetCard", valid=True),
    ),
    Case(
        "OrderLimitReached", walk_world, limit,
        "create", "", "The subscription has 3 App Service",
        lambda b: b.do("RaiseOrderLimit", limit=13),
    ),
    Case(
        "FraudReview", bought, lambda b: b.do("FlagForFraud", order=ORDER),
        "order.overview", ORDER, "flagged for possible fraud", fraud_resolved,
    ),
    Case(
        "WrongDomain", walk_world, other_domain,
        *TOLD, "The certificate was bought for the wrong domain",
        deleted_again,
    ),
    Case(
        "OrderDenied", bought, lambda b: b.wait("15d"),
        *TOLD, "The status is Certificate Denied", bought_again,
    ),
    Case(
        "NeverVerified", walk_world, bought_only,
        "order.overview", ORDER, "waits for proof that the domain is yours", lambda b: b.prove(),
    ),
    Case(
        "HttpsOnly", bought, https_only,
        "site.token_pages", APP, "The CA does not see these pages.",
        lambda b: b.do("SetHttpsOnly", site=APP, enabled=False),
    ),
    Case(
        "TokenPageNotServed", bought, broken_app,
        "order.verification", ORDER, "answers 500 for the token page", lambda b: b.prove(),
    ),
    Case(
        "TxtRecordWrong", bought, misplaced,
        "order.verification", ORDER, "not at the root '@'", placed,
    ),
    Case(
        "CaaRecord", bought, foreign_caa,
        "order.overview", ORDER, "do not allow godaddy.com to issue", own_caa,
    ),
    Case(
        "NoMailbox", walk_world, no_mail,
        "order.verification", ORDER, "No mailbox of the domain exists", mail_again,
    ),
    Case(
        "NameLost", linked, www_lost,
        "order.rekey", ORDER, "Not in the new certificate and left on the old one", www_back,
    ),
    Case(
        "ProofTooOld", linked, proof_too_old,
        "order.overview", ORDER, "may be reused for 395 days", proved_and_issued,
    ),
    Case(
        "AppServiceHasNoAccess", linked,
        lambda b: b.do("RemoveAccessPolicy", vault=VAULT, principal="Microsoft.Azure.WebSites"),
        "certificate.overview", "contosocert-rg-web-WestEuropewebspace",
        "The service does not have access to", lambda b: policies(b, "Microsoft.Azure.WebSites", "get"),
    ),
    Case(
        "CertificateNotStored", linked, cannot_set,
        "order.overview", ORDER, "The key vault refuses the certificate service.", stored_again,
    ),
    Case(
        "KeyVaultDeleted", linked, lambda b: b.do("DeleteVault", vault=VAULT),
        "order.overview", ORDER, "The key vault was deleted.", new_vault,
    ),
    Case(
        "KeyVaultMoved", linked, moved,
        "order.overview", ORDER, "of another tenant, and has lost its access policies", new_vault,
    ),
    Case(
        "SubscriptionInactive", linked, lambda b: b.do("SetSubscriptionState", to="Suspended"),
        "order.overview", ORDER, "The subscription is suspended. Reactivate the subscription.",
        lambda b: b.do("SetSubscriptionState", to="Enabled"),
    ),
    Case(
        "SecretWithoutValue", bought, lambda b: b.do("StoreInKeyVault", order=ORDER, vault=VAULT),
        "order.export", ORDER, "The secret has no value yet", issued_after_all,
    ),
    Case(
        "KeyVaultUsesRbac", linked, rbac,
        "order.overview", ORDER, "The key vault uses Azure role-based access control.",
        lambda b: b.do("SetPermissionModel", vault=VAULT, rbac=False),
    ),
    Case(
        "KeyVaultFirewall", linked, closed,
        "order.overview", ORDER, "The firewall of the key vault refuses the certificate service.",
        lambda b: b.do("SetVaultNetwork", vault=VAULT, defaultAction="Deny", bypass="AzureServices"),
    ),
    Case(
        "SecretDeleted", issued, lambda b: b.do("DeleteSecret", vault=VAULT, secret=secret_of(b)),
        "order.overview", ORDER, "The secret is not in the key vault.",
        lambda b: b.do("RecoverSecret", secret=next(iter(b.world.tables["_deletedSecrets"].values())).id),
    ),
    Case(
        "SecretDisabled", issued, disabled,
        "order.overview", ORDER, "The newest version of the secret is disabled.", enabled,
    ),
)  # fmt: skip
