"""New subscriptions and resource groups."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import SubscriptionRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line
from store.operations.operation import Operation, Simulator
from store.resources import Principal, ResourceGroup, Subscription, SubscriptionProperties
from store.services.authorization.limits import LONGEST_SUBSCRIPTION_NAME
from store.services.certificate_registration.purchase import the_subscription
from store.services.names import resource_group as group_problem
from store.services.regions import region
from store.world import Draft, View


class CreateResourceGroup(Operation, frozen=True, kw_only=True):
    """Create a resource group in a region; in the only subscription where none is named."""

    arm: ClassVar[str] = "Microsoft.Resources/subscriptions/resourceGroups/write"
    title: ClassVar[str] = "Create resource group"

    name: str
    location: str
    subscription: SubscriptionRef = ""

    def target(self, view: View) -> str:
        return f"{the_subscription(view, self.subscription, '').id}/resourceGroups/{self.name}"

    def why_not(self, view: View) -> AzureError | None:
        if problem := group_problem(self.name):
            return AzureError("InvalidResourceGroup", problem)
        region(self.location)
        if view.get(ResourceGroup, self.target(view)) is None:
            return None
        return AzureError(
            "Conflict", f"There is a resource group '{self.name}' already.", "Choose another name."
        )

    def apply(self, draft: Draft, material: None) -> str:
        place = region(self.location)
        draft.put(ResourceGroup(id=self.target(draft), name=self.name, location=place))
        return f"Created resource group '{self.name}' in {place}."

    def az(self, view: View) -> str | None:
        return az_line("group create", name=self.name, location=self.location.replace(" ", "").lower())

    def powershell(self, view: View) -> str:
        return ps_line("New-AzResourceGroup", Name=self.name, Location=self.location)


class CreateSubscription(Simulator, frozen=True, kw_only=True):
    """Open another subscription; the people of this world have the roles there that they have in the first.

    With `other_tenant` it belongs to another directory: access policies do not reach across.
    """

    arm: ClassVar[str] = "Simulator/subscriptions/write"
    title: ClassVar[str] = "Open a subscription"

    name: str
    other_tenant: bool = False

    def why_not(self, view: View) -> AzureError | None:
        if not 0 < len(self.name.strip()) <= LONGEST_SUBSCRIPTION_NAME:
            return AzureError(
                "InvalidName", f"The name must be 1-{LONGEST_SUBSCRIPTION_NAME} characters long."
            )
        if any(one.properties.display_name.lower() == self.name.lower() for one in view.all(Subscription)):
            return AzureError(
                "Conflict", f"There is a subscription '{self.name}' already.", "Choose another name."
            )
        return None

    def apply(self, draft: Draft, material: None) -> str:
        first = next(draft.all(Subscription))
        guid = draft.guid(f"subscription {self.name}")
        made = Subscription(
            id=f"/subscriptions/{guid}",
            name=guid,
            properties=SubscriptionProperties(
                subscription_id=guid,
                display_name=self.name,
                tenant_id=draft.guid("tenant") if self.other_tenant else first.properties.tenant_id,
            ),
        )
        draft.put(made)
        for principal in tuple(draft.all(Principal)):
            role = principal.roles.get(first.id)
            if role is not None:
                draft.put(replace(principal, roles={**principal.roles, made.id: role}))
        return f"Opened subscription '{self.name}' ({guid})."
