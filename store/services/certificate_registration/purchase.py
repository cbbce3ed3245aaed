"""Rules of the create form: each answers "" or the sentence about the mistake.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) and "Troubleshoot domain and TLS/SSL
certificate problems" (Azure docs, 2019).
"""

from __future__ import annotations

from store.errors import AzureError, Place
from store.hostnames import ascii_name
from store.resources import (
    CertificateOrder,
    OrderProperties,
    ProductType,
    Subscription,
    group_of,
    resource_id,
    subscription_of,
)
from store.services import names
from store.services.certificate_registration.names_and_proof import is_apex, is_suffix, names_for
from store.services.certificate_registration.order_limits import limit_told, order_limit
from store.world import View

ORDERS = "Microsoft.CertificateRegistration/certificateOrders"

#: Ends of names that exist in no public DNS.
_INTERNAL = frozenset(
    ("corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "private")
)

_SKUS = {
    "s1": ProductType.STANDARD,
    "standard": ProductType.STANDARD,
    "w1": ProductType.WILDCARD,
    "wildcard": ProductType.WILDCARD,
}


def product_named(sku: str) -> ProductType:
    """The product of a SKU: S1 or Standard, W1 or Wild Card, in any case; raises `AzureError` UnknownSku."""
    bare = sku.replace(" ", "").replace("-", "").lower()
    found = _SKUS.get(bare) or next((one for one in ProductType if one.value.lower() == bare), None)
    if found is None:
        raise AzureError("UnknownSku", f"There is no SKU '{sku}'.", "Choose S1 (Standard) or W1 (Wild Card).")
    return found


def order_name_problem(view: View, group: str, name: str) -> str:
    """The mistake in an order's name in this resource group (its id), in a sentence; "" without one."""
    wrong = names.order_name(name)
    if not wrong and view.get(CertificateOrder, resource_id(group, ORDERS, name)) is not None:
        return f"There is a certificate '{name}' in this resource group already."
    return wrong


def host_problem(host: str, sku: str) -> str:
    """The mistake in a Naked Domain Host Name for this SKU, in a sentence; "" without one."""
    bare = host.strip()
    if not bare:
        return "Type the domain the certificate is for."
    wild = product_named(sku) is ProductType.WILDCARD
    # What is no name for any product comes first: no other SKU and no star in front would help.
    starred = wild or bare.startswith("*.")
    if wrong := names.host_name(bare, wildcard=starred) or _never_issued(bare, wildcard=starred):
        return wrong
    if wild:
        return "" if bare.startswith("*.") else f"Type *.{bare} for a Wild Card."
    return "For a wild card choose the SKU W1 Wild Card." if starred else _implied(bare)


def _never_issued(host: str, *, wildcard: bool) -> str:
    """Why no CA issues for this name; "" where one may.

    Sources: "Baseline Requirements" of the CA/Browser Forum, 3.2.2.6 (wild cards of a public suffix) and
    7.1.4.2.1 (internal names).
    """
    whole = normal_host(host).removeprefix("*.")
    ending = whole.rpartition(".")[2]
    if ending in _INTERNAL:
        return f"'{whole[:80]}' is an internal name: no public CA issues certificates for .{ending}."
    if wildcard and is_suffix(whole):
        return f"No CA issues for *.{whole}: everybody's domains stand below {whole}."
    return ""


def _implied(host: str) -> str:
    """That www. need not be bought: the certificate of a root domain names it; "" for any other host."""
    whole = normal_host(host)
    implied = whole.startswith("www.") and is_apex(whole.removeprefix("www.")) and not is_apex(whole)
    return "Do not type www. in front; it is implied." if implied else ""


def normal_host(host: str) -> str:
    """The host name as orders store it: ASCII, lower case."""
    bare = host.strip()
    star = "*." if bare.startswith("*.") else ""
    return star + ascii_name(bare.removeprefix("*."))


def names_bought(view: View, host: str, sku: str) -> tuple[str, ...]:
    """The names a certificate bought so would have, proved by DNS or mail.

    Raises `AzureError` where the host is none.
    """
    order = CertificateOrder(
        id="",
        name="",
        properties=OrderProperties(
            distinguished_name=f"CN={normal_host(host)}",
            domain_verification_token="",
            product_type=product_named(sku),
        ),
    )
    return names_for(view, order, None)


def orders_in(view: View, subscription: str) -> int:
    """How many App Service Certificates a subscription (its id) has, in whatever state."""
    prefix = subscription.lower() + "/"
    return sum(key.startswith(prefix) for key in view.table(CertificateOrder))


def purchase_refusal(view: View, subscription: Subscription) -> AzureError | None:
    """Why this subscription cannot buy an App Service Certificate now, or None."""
    properties = subscription.properties
    if properties.cloud != "AzureCloud":
        return AzureError(
            "CloudNotSupported",
            f"App Service Certificates are not supported in national clouds ({properties.cloud}).",
            "Upload a certificate, or import one from Key Vault.",
        )
    if properties.offer in ("Student", "FreeTrial"):
        return AzureError(
            "OfferNotSupported",
            f"The offer {properties.offer} does not support the purchase of an App Service Certificate.",
            Place.SUBSCRIPTION.way("Upgrade the subscription to Pay-As-You-Go."),
        )
    if not properties.card_valid:
        return AzureError(
            "PaymentMethodInvalid",
            "The subscription has no valid credit card.",
            Place.SUBSCRIPTION.way("Add a valid credit card on the Subscription blade."),
        )
    limit, count = order_limit(properties), orders_in(view, subscription.id)
    if count >= limit and limit_told(properties):
        return AzureError(
            "QuotaExceeded",
            f"The subscription has {count} App Service Certificates; its limit is {limit}.",
            "Delete one that is final, or raise the limit as support does: certblade do RaiseOrderLimit "
            f"--limit {limit + 10}",
        )
    return None


def the_subscription(view: View, named: str, group: str) -> Subscription:
    """The subscription of a purchase: the named one, else that of the group (its id), else the only one.

    Raises `AzureError` SubscriptionNotFound or SubscriptionRequired.
    """
    wanted = named or subscription_of(group_of(group))
    if wanted:
        found = view.get(Subscription, wanted)
        if found is None:
            raise AzureError("SubscriptionNotFound", f"The subscription '{wanted}' was not found.")
        return found
    known = tuple(view.all(Subscription))
    if len(known) != 1:
        raise AzureError(
            "SubscriptionRequired", "There is more than one subscription.", "Name the subscription that pays."
        )
    return known[0]
