"""A new member of the tenant: a user, or a service with an application id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult

from store.operations.authorization.roles import AddPrincipal
from store.services.authorization.limits import LONGEST_PRINCIPAL_NAME
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Field
from tui.widgets.input import Input


class PrincipalForm(OperationForm):
    """Dismissed with the operation; the new principal has no role yet."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)
    BLAMES: ClassVar[Mapping[str, str]] = {
        "InvalidPrincipalName": "name",
        "Conflict": "name",
        "InvalidApplicationId": "app",
    }

    def __init__(self) -> None:
        super().__init__("Add principal")

    def content(self) -> ComposeResult:
        yield Field("Name", Input(compact=True, max_length=LONGEST_PRINCIPAL_NAME), id="name")
        yield Field("Application ID", Input(compact=True, max_length=36), "empty for a user", id="app")

    def operation(self) -> AddPrincipal:
        return AddPrincipal(name=self.value("name"), app_id=self.value("app"))
