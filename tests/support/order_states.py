"""A world for each kind of state of an order, made by what people and time do."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from store.resources import OrderStatus
from store.services.certificate_registration.state import Kind
from tests.support.order_cloud import Shop


def _bought(shop: Shop) -> None:
    shop.buy()


def _denied(shop: Shop) -> None:
    shop.buy()
    shop.wait("15d")


def _expired(shop: Shop) -> None:
    shop.issue(autoRenew=False)
    shop.wait("366d")


def _revoked(shop: Shop) -> None:
    shop.issue()
    shop.link()
    shop.do("DeleteLock", lock="AppServiceCertificateLock")
    shop.do("DeleteOrder", order="contosocert")


def _canceled(shop: Shop) -> None:
    shop.buy()
    shop.do("DeleteOrder", order="contosocert")


def _at_the_ca(status: OrderStatus) -> Callable[[Shop], None]:
    """A status that the CA alone gives; no operation leads to it."""

    def make(shop: Shop) -> None:
        shop.buy()
        order = shop.order()
        shop.put(replace(order, properties=replace(order.properties, status=status)))

    return make


def _flagged(shop: Shop) -> None:
    shop.issue()
    shop.do("FlagForFraud", order="contosocert")


def _flagged_yesterday(shop: Shop) -> None:
    shop.buy()
    shop.do("FlagForFraud", order="contosocert")
    shop.prove()
    shop.wait("1d")


def _not_stored(shop: Shop) -> None:
    shop.buy()
    shop.prove()
    shop.wait("5m")


def _without_vault(shop: Shop) -> None:
    shop.issue()
    shop.do("DeleteVault", vault="contoso-kv")


def _verifying(shop: Shop) -> None:
    shop.buy()
    shop.do("VerifyDomain", order="contosocert", method="App Service")


def _stale(shop: Shop) -> None:
    shop.issue()
    shop.do("AgeProof", order="contosocert", days=400)
    shop.do("Rekey", order="contosocert")


def _held_back(shop: Shop) -> None:
    shop.buy()
    shop.do("SetCard", valid=False)
    shop.prove()


def _issuing(shop: Shop) -> None:
    shop.buy()
    shop.prove()


def _rekeying(shop: Shop) -> None:
    shop.issue()
    shop.do("Rekey", order="contosocert")


def _renewing(shop: Shop) -> None:
    shop.issue(autoRenew=False)
    shop.wait("310d")
    shop.do("RenewOrder", order="contosocert")


def _behind(shop: Shop) -> None:
    shop.issue()
    shop.link()
    _rekeyed(shop)


def _rekeyed(shop: Shop) -> None:
    shop.do("Rekey", order="contosocert")
    shop.wait("11m")


def _renew_soon(shop: Shop) -> None:
    shop.issue(autoRenew=False)
    shop.wait("310d")


def _renewal_failed(shop: Shop) -> None:
    shop.issue()
    shop.do("SetCard", valid=False)
    shop.wait("340d")


def _ready(shop: Shop) -> None:
    shop.issue()


MAKERS: dict[Kind, Callable[[Shop], None]] = {
    Kind.DENIED: _denied,
    Kind.EXPIRED: _expired,
    Kind.REVOKED: _revoked,
    Kind.CANCELED: _canceled,
    Kind.PENDING_REVOCATION: _at_the_ca(OrderStatus.PENDING_REVOCATION),
    Kind.UNUSED: _at_the_ca(OrderStatus.UNUSED),
    Kind.NOT_SUBMITTED: _at_the_ca(OrderStatus.NOT_SUBMITTED),
    Kind.FRAUD_REVIEW: _flagged,
    Kind.FRAUD_QUESTION: _flagged_yesterday,
    Kind.NOT_STORED: _not_stored,
    Kind.VAULT_OUT_OF_SYNC: _without_vault,
    Kind.VERIFYING: _verifying,
    Kind.VERIFY_DOMAIN: _bought,
    Kind.REVERIFY_DOMAIN: _stale,
    Kind.HELD_BACK: _held_back,
    Kind.ISSUING: _issuing,
    Kind.REKEYING: _rekeying,
    Kind.RENEWING: _renewing,
    Kind.OUT_OF_SYNC: _behind,
    Kind.RENEWAL_FAILED: _renewal_failed,
    Kind.RENEW_SOON: _renew_soon,
    Kind.READY: _ready,
    Kind.UNTOLD: _at_the_ca(OrderStatus.UNKNOWN),
}


def in_state(kind: Kind) -> Shop:
    """A cloud whose order `contosocert` is in this state."""
    shop = Shop()
    MAKERS[kind](shop)
    return shop
