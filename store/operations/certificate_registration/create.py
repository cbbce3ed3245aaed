"""Buying an App Service Certificate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from store.errors import AzureError
from store.hostnames import other_reading
from store.operations.arguments import GroupRef, SubscriptionRef
from store.operations.azure_cli import az_create, az_lines
from store.operations.azure_powershell import ps_rest
from store.operations.certificate_registration.key_request import Request, new_request
from store.operations.certificate_registration.tags import tag_refusal
from store.operations.operation import Operation
from store.operations.subscription.create import CreateResourceGroup
from store.resources import (
    ActionType,
    CertificateOrder,
    OrderLedger,
    OrderProperties,
    RequestKind,
    ResourceGroup,
    name_of,
    resource_id,
)
from store.services.certificate_registration.issue import submit
from store.services.certificate_registration.ledger import note
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS, PRICES
from store.services.certificate_registration.ownership import send_mail
from store.services.certificate_registration.purchase import (
    ORDERS,
    host_problem,
    normal_host,
    order_name_problem,
    product_named,
    purchase_refusal,
    the_subscription,
)
from store.services.names import resource_group as group_problem
from store.services.regions import region
from store.world import Draft, View


class CreateOrder(Operation, frozen=True, kw_only=True):
    """Buy an App Service Certificate for a host name. It is billed when it is issued, not before.

    `sku` is S1 (Standard) or W1 (Wild Card). A resource group that does not exist is made where
    `location` says in which region.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/Write"
    title: ClassVar[str] = "Create App Service Certificate"

    name: str
    host: str
    resource_group: GroupRef
    sku: str = "S1"
    subscription: SubscriptionRef = ""
    location: str = ""
    auto_renew: bool = True
    tags: Mapping[str, str] = msgspec.field(default_factory=dict)

    def group(self, view: View) -> str:
        """The id of the resource group, existing or to be made; raises `AzureError` as `the_subscription`."""
        if self.resource_group.startswith("/"):
            return self.resource_group
        payer = the_subscription(view, self.subscription, "")
        return f"{payer.id}/resourceGroups/{self.resource_group}"

    def target(self, view: View) -> str:
        return resource_id(self.group(view), ORDERS, self.name)

    def why_not(self, view: View) -> AzureError | None:
        group = self.group(view)
        payer = the_subscription(view, self.subscription, group)
        if not group.lower().startswith(payer.id.lower() + "/"):
            return AzureError("InvalidResourceGroup", "The resource group is in another subscription.")
        return (
            self._group_refusal(view, group)
            or _refused("InvalidCertificateName", order_name_problem(view, group, self.name))
            or _refused("InvalidHostName", host_problem(self.host, self.sku))
            or tag_refusal(self.tags)
            or purchase_refusal(view, payer)
        )

    def _group_refusal(self, view: View, group: str) -> AzureError | None:
        if view.get(ResourceGroup, group) is not None:
            return None
        if not self.location:
            return AzureError(
                "ResourceGroupNotFound",
                f"Resource group '{self.resource_group}' could not be found.",
                "Choose an existing one, or give the location in which to create it.",
            )
        region(self.location)
        return _refused("InvalidResourceGroup", group_problem(self.resource_group))

    def prepare(self, view: View) -> Request:
        return new_request(view, normal_host(self.host))

    def apply(self, draft: Draft, material: Request) -> str:
        group, product = self.group(draft), product_named(self.sku)
        if draft.get(ResourceGroup, group) is None:
            draft.put(ResourceGroup(id=group, name=self.resource_group, location=region(self.location)))
        order = CertificateOrder(
            id=self.target(draft),
            name=self.name,
            tags=dict(self.tags),
            properties=OrderProperties(
                distinguished_name=f"CN={normal_host(self.host)}",
                domain_verification_token=draft.token(f"domain verification {self.target(draft)}", 10),
                product_type=product,
                auto_renew=self.auto_renew,
            ),
        )
        draft.put(order)
        draft.put(OrderLedger(id=order.id, created_at=draft.now))
        submit(draft, order, RequestKind.ISSUE, key=material.key, csr=material.csr)
        note(draft, order, ActionType.ORDER_CREATED)
        send_mail(draft, order)
        price = f"{PRICES[product] / 100:.2f} USD a year"
        return (
            f"'{self.name}' was created for {order.host}: {product.label}, {price}, not billed until it is "
            f"issued. Store it in a key vault and verify the domain within {DENIED_AFTER_DAYS} days. "
            f"{other_reading(self.host.strip().removeprefix('*.'))}"
        ).rstrip()

    def _asked(self) -> dict[str, object]:
        """The properties of the order as a request has them."""
        return {
            "distinguishedName": f"CN={normal_host(self.host)}",
            "productType": product_named(self.sku).value,
            "validityInYears": 1,
            "keySize": 2048,
            "autoRenew": self.auto_renew,
        }

    def _new_group(self, view: View) -> CreateResourceGroup | None:
        """The creation of the resource group, where it is made with the order."""
        if view.get(ResourceGroup, self.group(view)) is not None or not self.location:
            return None
        return CreateResourceGroup(name=name_of(self.group(view)), location=self.location)

    def az(self, view: View) -> str | None:
        group = self._new_group(view)
        bought = az_create(self.target(view), "global", self._asked(), self.tags)
        return az_lines((group.az(view) if group else None, bought))

    def powershell(self, view: View) -> str | None:
        group = self._new_group(view)
        tags = {"tags": dict(self.tags)} if self.tags else {}
        body = {"location": "global", **tags, "properties": self._asked()}
        bought = ps_rest(view, "PUT", self.target(view), body)
        return az_lines((group.powershell(view) if group else None, bought))


def _refused(code: str, problem: str) -> AzureError | None:
    return AzureError(code, problem) if problem else None
