"""Forms of the Subscription page: another subscription, and a raised limit of certificates."""

from __future__ import annotations

from textual.app import ComposeResult

from store.operations.subscription.create import CreateSubscription
from store.operations.subscription.state import RaiseOrderLimit
from store.services.authorization.limits import LONGEST_SUBSCRIPTION_NAME
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Field, Option, Toggle
from tui.widgets.input import Input


class SubscriptionForm(OperationForm):
    """A subscription in this directory or in another one."""

    DOES = "Create"
    REQUIRED = ("name",)
    BLAMES = {"InvalidName": "name", "Conflict": "name"}

    def __init__(self) -> None:
        super().__init__("Create subscription")

    def content(self) -> ComposeResult:
        yield Field("Name", Input(compact=True, max_length=LONGEST_SUBSCRIPTION_NAME), id="name")
        tenants = Toggle(Option("this", "This directory"), Option("other", "Another one"))
        yield Field("Tenant", tenants, "policies do not reach across", id="tenant")

    def operation(self) -> CreateSubscription:
        return CreateSubscription(name=self.value("name"), other_tenant=self.value("tenant") == "other")


class LimitForm(OperationForm):
    """As many certificates as support lets the subscription have."""

    DOES = "Raise"
    REQUIRED = ("limit",)
    BLAMES = {"InvalidLimit": "limit"}

    def __init__(self, subscription: str, limit: int) -> None:
        super().__init__("Raise the limit of certificates")
        self._subscription = subscription
        self._limit = limit

    def content(self) -> ComposeResult:
        number = Input(str(self._limit), type="integer", compact=True, max_length=6)
        yield Field("Certificates at most", number, "as support grants it", id="limit")

    def operation(self) -> RaiseOrderLimit:
        typed = self.value("limit")
        return RaiseOrderLimit(limit=int(typed) if typed.isdecimal() else 0, subscription=self._subscription)
