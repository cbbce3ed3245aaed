"""Changes of a subscription: its state, its means of payment, its offer, its cloud.

Source: "Azure subscription states" (Azure docs, 2023).
"""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import SubscriptionRef
from store.operations.operation import Simulator
from store.services.certificate_registration.limits import MOST_ORDERS
from store.services.certificate_registration.purchase import the_subscription
from store.services.certificate_registration.waiting import recheck_waiting_for_subscription
from store.world import Draft, View

STATES = ("Enabled", "Warned", "Suspended", "Cancelled")
OFFERS = ("PayAsYouGo", "EnterpriseAgreement", "DevTest", "Student", "FreeTrial")
CLOUDS = ("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")


class _SubscriptionFault(Simulator, frozen=True, kw_only=True):
    """Changes fields of a subscription; the only one where none is named."""

    subscription: SubscriptionRef = ""

    def changes(self) -> dict[str, Any]:
        """The properties that change."""
        raise NotImplementedError

    def problem(self) -> AzureError | None:
        """The refusal of an argument outside its values, or None."""
        return None

    def why_not(self, view: View) -> AzureError | None:
        if problem := self.problem():
            return problem
        found = the_subscription(view, self.subscription, "").properties
        if all(getattr(found, name) == value for name, value in self.changes().items()):
            return AzureError("NoChange", f"The subscription '{found.display_name}' is so already.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        found = the_subscription(draft, self.subscription, "")
        draft.put(replace(found, properties=replace(found.properties, **self.changes())))
        recheck_waiting_for_subscription(draft, found.id)
        return f"Subscription '{found.properties.display_name}': {self.told()}."

    def told(self) -> str:
        """The new values in a few words."""
        return ", ".join(str(value) for value in self.changes().values())


def _one_of(what: str, value: str, known: tuple[str, ...]) -> AzureError | None:
    if value in known:
        return None
    return AzureError(
        f"Unknown{what}", f"There is no {what.lower()} '{value}'.", f"Choose one of {', '.join(known)}."
    )


class SetSubscriptionState(_SubscriptionFault, frozen=True, kw_only=True):
    """Enable, warn, suspend or cancel a subscription: one that is not active can neither change nor pay."""

    arm: ClassVar[str] = "Simulator/subscriptions/state/action"
    title: ClassVar[str] = "Set the subscription's state"

    #: Not `state`: on the command line that names the file of the world.
    to: str

    def problem(self) -> AzureError | None:
        return _one_of("State", self.to, STATES)

    def changes(self) -> dict[str, Any]:
        return {"state": self.to}


class SetCard(_SubscriptionFault, frozen=True, kw_only=True):
    """Let the subscription's credit card be valid, or let payments fail."""

    arm: ClassVar[str] = "Simulator/subscriptions/card/action"
    title: ClassVar[str] = "Set the credit card"

    valid: bool

    def changes(self) -> dict[str, Any]:
        return {"card_valid": self.valid}

    def told(self) -> str:
        return "the credit card is valid" if self.valid else "payments fail"


class SetOffer(_SubscriptionFault, frozen=True, kw_only=True):
    """Give the subscription another offer: some buy fewer certificates, some none."""

    arm: ClassVar[str] = "Simulator/subscriptions/offer/action"
    title: ClassVar[str] = "Set the offer"

    offer: str

    def problem(self) -> AzureError | None:
        return _one_of("Offer", self.offer, OFFERS)

    def changes(self) -> dict[str, Any]:
        return {"offer": self.offer}


class SetCloud(_SubscriptionFault, frozen=True, kw_only=True):
    """Put the subscription into another cloud: national ones sell no App Service Certificates."""

    arm: ClassVar[str] = "Simulator/subscriptions/cloud/action"
    title: ClassVar[str] = "Set the cloud"

    cloud: str

    def problem(self) -> AzureError | None:
        return _one_of("Cloud", self.cloud, CLOUDS)

    def changes(self) -> dict[str, Any]:
        return {"cloud": self.cloud}


class RaiseOrderLimit(_SubscriptionFault, frozen=True, kw_only=True):
    """Let support raise the number of App Service Certificates that the subscription may have.

    Source: "Troubleshoot domain and TLS/SSL certificate problems" (Azure docs, 2019).
    """

    arm: ClassVar[str] = "Simulator/subscriptions/orderLimit/action"
    title: ClassVar[str] = "Raise the limit of certificates"

    limit: int

    def problem(self) -> AzureError | None:
        if 0 < self.limit <= MOST_ORDERS:
            return None
        return AzureError("InvalidLimit", f"The limit must be 1-{MOST_ORDERS:,}.")

    def changes(self) -> dict[str, Any]:
        return {"raised_limit": self.limit}

    def told(self) -> str:
        return f"at most {self.limit:,} App Service Certificates"
