"""Scale up: another pricing tier for an App Service plan."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from store.operations.web.plans import ScalePlan
from store.resources import ServerFarm
from store.services.web.tiers import bindings_by_tier
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Choice, Field, Option
from tui.widgets.section import Paragraph

#: The tiers that the form offers.
TIERS = ("F1", "D1", "B1", "B2", "B3", "S1", "S2", "S3", "P1v2", "P2v2", "P3v2")


class ScaleForm(OperationForm):
    """All apps of the plan move with it."""

    DOES: ClassVar[str] = "Apply"
    BLAMES = {"Conflict": "sku", "InvalidSku": "sku"}

    def __init__(self, plan: ServerFarm) -> None:
        super().__init__(f"Scale up {plan.name}")
        self._plan = plan

    def content(self) -> ComposeResult:
        name = self._plan.sku.name
        tiers = TIERS if name in TIERS else (name, *TIERS)
        start = name if self._plan.sku.allows_tls else "B1"
        choice = Choice(*(Option(tier, tier) for tier in tiers), value=start, title="Pricing tier")
        yield Field("Pricing tier", choice, f"{name} ({self._plan.sku.tier}) now", id="sku")
        yield Paragraph(bindings_by_tier(self.portal.world.era))

    def operation(self) -> ScalePlan:
        return ScalePlan(plan=self._plan.id, sku=self.value("sku"))
