"""Refusals in a suspended or cancelled subscription, by the service that answers.

Azure Resource Manager lets nobody write there (ReadOnlyDisabledSubscription); the services refuse their own
work (SubscriptionNotActive). Sources: "Reactivate a disabled Azure subscription" (Azure docs, 2022), "App
Service Certificate Orders - Get" (Azure REST API reference, 2022) for the reasons against a renewal.
"""

from __future__ import annotations

from store.errors import AzureError, Place
from store.resources import Subscription, subscription_of
from store.world import View

#: The code with which a service refuses; a reason in `appServiceCertificateNotRenewableReasons` too.
NOT_ACTIVE = "SubscriptionNotActive"


def inactive_subscription(view: View, id: str) -> Subscription | None:
    """The subscription that the resource with this id is in, where it is suspended or cancelled."""
    found = view.get(Subscription, subscription_of(id))
    return None if found is None or found.properties.active else found


def inactive_sentence(view: View, id: str) -> str:
    """That the resource's subscription is suspended or cancelled, in a sentence; "" where it is neither."""
    found = inactive_subscription(view, id)
    return f"The subscription is {found.properties.state.lower()}." if found else ""


def read_only_refusal(view: View, id: str) -> AzureError | None:
    """Why Azure Resource Manager writes nothing to the resource with this id, or None."""
    found = inactive_subscription(view, id)
    if found is None:
        return None
    return AzureError(
        "ReadOnlyDisabledSubscription",
        f"The subscription '{found.name}' is {found.properties.state.lower()} and therefore marked as read "
        "only. You cannot perform any write actions on this subscription until it is re-enabled.",
        Place.SUBSCRIPTION.way("Reactivate the subscription on the Subscription blade."),
    )


def service_refusal(view: View, id: str, owner: str = "") -> AzureError | None:
    """Why a service does not work with the resource (`owner`: what a sentence calls it), or None."""
    found = inactive_subscription(view, id)
    if found is None:
        return None
    whose = f" of {owner}" if owner else ""
    return AzureError(
        NOT_ACTIVE,
        f"The subscription '{found.properties.display_name}'{whose} is {found.properties.state.lower()}.",
        Place.SUBSCRIPTION.way("Reactivate the subscription."),
    )
