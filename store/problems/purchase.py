"""Problems of buying: tier, offer, payment, number of orders, fraud review, the wrong domain, denial.

Source: "Troubleshoot domain and TLS/SSL certificate problems in Azure App Service" (Azure docs, 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store.errors import Place
from store.hostnames import covers
from store.problems.model import Finding, Problem, way
from store.resources import CertificateOrder, OrderStatus, Site, Subscription
from store.services.certificate_registration.holds import fraud_hold
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.purchase import purchase_refusal
from store.services.web.tiers import tls_refusal
from store.services.web.webspaces import plan_of
from store.world import View


def _tier(view: View) -> Iterator[Finding]:
    for site in view.all(Site):
        refused = tls_refusal(plan_of(view, site))
        if refused is not None:
            scale = way(Place.APP, f"TLS/SSL settings > {refused.next_step}", site.id)
            yield Finding(resource=site.id, evidence=refused.message, way_out=scale)


def _cannot_buy(code: str, place: Place, text: str = "") -> Callable[[View], Iterator[Finding]]:
    """A subscription is refused a purchase so; `text` is the way out where the refusal's own is another."""

    def find(view: View) -> Iterator[Finding]:
        for one in view.all(Subscription):
            refused = purchase_refusal(view, one)
            if refused is not None and refused.code == code:
                target = one.id if place is Place.SUPPORT else ""
                way_out = way(place, text or refused.next_step, target)
                yield Finding(resource=one.id, evidence=refused.message, way_out=way_out)

    return find


def _fraud(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        held = fraud_hold(view, order)
        if held is not None:
            yield Finding(resource=order.id, evidence=held.cause, way_out=held.way_out, order=order.id)


def _wrong_domain(view: View) -> Iterator[Finding]:
    hosts = [state.name for site in view.all(Site) for state in site.custom_hosts]
    for order in view.all(CertificateOrder):
        names = ledger_of(view, order).issued[-1].names if ledger_of(view, order).issued else ()
        issued = order.properties.status is OrderStatus.ISSUED
        if issued and hosts and not any(covers(names, host) for host in hosts):
            yield Finding(
                resource=order.id,
                evidence=f"It is for {', '.join(names)}; the apps have {', '.join(sorted(hosts)[:4])}.",
                way_out=way(
                    Place.OVERVIEW, "Delete it, and buy one for the right domain; no refund is given."
                ),
                order=order.id,
            )


def _denied(view: View) -> Iterator[Finding]:
    alive = {
        order.properties.distinguished_name.lower()
        for order in view.all(CertificateOrder)
        if not order.properties.status.final
    }
    for order in view.all(CertificateOrder):
        denied = order.properties.status is OrderStatus.DENIED
        if denied and order.properties.distinguished_name.lower() not in alive:
            yield Finding(
                resource=order.id,
                evidence="Step 2 (Verify) was not done in time. Nothing is billed.",
                way_out=way(Place.CREATE, f"Buy a new certificate for {order.host}."),
            )


PROBLEMS = (
    Problem(
        code="PlanTierTooLow",
        symptom="The app offers no certificates, and none can be bought from it",
        cause="The App Service plan is of the Free or Shared tier.",
        find=_tier,
    ),
    Problem(
        code="OfferNotSupported",
        symptom="An App Service Certificate cannot be bought",
        cause="The subscription's offer does not allow it.",
        find=_cannot_buy("OfferNotSupported", Place.SUBSCRIPTION),
    ),
    Problem(
        code="NoCreditCard",
        symptom="An App Service Certificate cannot be bought",
        cause="The subscription has no valid credit card.",
        find=_cannot_buy("PaymentMethodInvalid", Place.SUBSCRIPTION),
    ),
    Problem(
        code="OrderLimitReached",
        symptom="An App Service Certificate cannot be bought",
        cause="The subscription has as many certificates as it may have.",
        find=_cannot_buy("QuotaExceeded", Place.SUPPORT, "Ask support to raise the limit."),
    ),
    Problem(
        code="FraudReview",
        symptom="The certificate has been flagged for possible fraud",
        cause="The CA reviews the order; after a day it must be asked to go on.",
        find=_fraud,
    ),
    Problem(
        code="WrongDomain",
        symptom="The certificate was bought for the wrong domain",
        cause="The domain of an order cannot be changed.",
        find=_wrong_domain,
    ),
    Problem(
        code="OrderDenied",
        symptom="The status is Certificate Denied",
        cause="The domain was not verified in time; the order cannot be restored.",
        find=_denied,
    ),
)
