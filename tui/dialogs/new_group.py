"""Create a resource group on the way of another form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult

from store.operations.subscription.create import CreateResourceGroup
from store.services.regions import REGIONS
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input


class NewGroup(OperationForm):
    """Name and region; dismissed with the operation."""

    DOES = "Create"
    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)
    BLAMES: ClassVar[Mapping[str, str]] = {"InvalidResourceGroup": "name", "Conflict": "name"}

    def __init__(self, subscription: str) -> None:
        super().__init__("Create resource group")
        self._subscription = subscription

    def content(self) -> ComposeResult:
        yield Field("Name", Input(compact=True, max_length=100), id="name")
        regions = [Option(region, region) for region in REGIONS]
        yield Field("Region", Choice(*regions, value="West Europe", title="Region"), id="region")

    def operation(self) -> CreateResourceGroup:
        return CreateResourceGroup(
            name=self.value("name"), location=self.value("region"), subscription=self._subscription
        )
