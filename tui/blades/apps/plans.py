"""App Service plans: what apps run in, and what their tier allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.web.deletion import DeletePlan
from store.operations.web.plans import CreatePlan
from store.resources import ResourceGroup, ServerFarm, group_of, name_of
from store.services.regions import REGIONS, region_name
from store.services.web.deletion import apps_of
from tui.blades.apps.base import SCALE_UP
from tui.blades.apps.plan_form import TIERS, ScaleForm
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.form import Choice, Field, Option, Toggle
from tui.widgets.input import Input
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_SELECT = "There is no App Service plan."


class PlanForm(OperationForm):
    """Create App Service plan: where it runs, on which system, in which tier."""

    DOES = "Create"
    REQUIRED = ("name", "group")
    BLAMES = {"InvalidPlanName": "name", "Conflict": "name", "InvalidSku": "sku"}

    def __init__(self, world: World) -> None:
        super().__init__("Create App Service plan")
        self._groups = [Option(group.id, group.name) for group in world.all(ResourceGroup)]

    def content(self) -> ComposeResult:
        yield Field("Name", Input(compact=True, max_length=60), id="name")
        yield Field("Resource group", Choice(*self._groups, title="Resource group"), id="group")
        regions = [Option(region, region) for region in REGIONS]
        yield Field("Region", Choice(*regions, value="West Europe", title="Region"), id="region")
        systems = Toggle(Option("windows", "Windows"), Option("linux", "Linux"))
        yield Field("Operating System", systems, "a webspace of its own", id="system")
        tiers = [Option(tier, tier) for tier in TIERS]
        yield Field("Pricing tier", Choice(*tiers, value="S1", title="Pricing tier"), id="sku")

    def operation(self) -> CreatePlan:
        return CreatePlan(
            name=self.value("name"),
            resource_group=self.value("group"),
            location=self.value("region"),
            sku=self.value("sku"),
            linux=self.value("system") == "linux",
        )


class Plans(Blade):
    """The plans with their webspace; a plan is deleted once no app runs in it."""

    LABEL = "App Service plans"
    COPIES = "Copy name"
    PERFORMS = ("CreatePlan", "ScalePlan", "DeletePlan")
    HELP_TEXT = (
        "A plan's resource group, region and operating system make the webspace of its apps: certificates "
        "are stored there and shared by all of them. Free and Shared tiers have no custom TLS/SSL."
    )

    @verb("n", "Create", "Create an App Service plan")
    def create(self) -> None:
        """Ask for a plan."""
        fill_in(self.host, PlanForm(self.world), "Create App Service plan")

    refresh_world = refresh_verb

    @verb("u", SCALE_UP, "Another pricing tier, for all its apps")
    def scale(self) -> None:
        """Ask for the tier of the selected plan."""
        if (plan := self.selected()) is not None:
            fill_in(self.host, ScaleForm(plan), SCALE_UP)

    @scale.why_not
    def _no_plan(self) -> str:
        return "" if self.selected() else _SELECT

    @verb("d", "Delete", select_first=_SELECT)
    def delete(self) -> None:
        """Delete the selected plan, after a question."""
        if (plan := self.selected()) is not None:
            line = cell(plan.name, "bold $text")
            confirm(self.host, "Delete App Service plan", DeletePlan(plan=plan.id), line)

    @delete.operation
    def deletion(self) -> DeletePlan | None:
        """Deletion of the selected plan."""
        plan = self.selected()
        return DeletePlan(plan=plan.id) if plan else None

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 24, least=12, grow=True),
            Column("PRICING TIER", 16, least=4),
            Column("OPERATING SYSTEM", 16, leaves=2),
            Column("RESOURCE GROUP", 16, leaves=3),
            Column("LOCATION", 14, leaves=1),
            Column("APPS", 5, right=True),
            empty=muted("No App Service plans to display.   ")
            + Content.assemble((self.create.key, "bold $key"), " Create"),
        )

    def refresh_view(self, world: World) -> None:
        plans = world.table(ServerFarm)
        self.query_one(Table).show(Rows(list(plans), lambda key: _row(world, plans[key])))

    def selected(self) -> ServerFarm | None:
        """The plan under the cursor."""
        return self.world.get(ServerFarm, self.query_one(Table).cursor_key or None)

    def on_table_moved(self) -> None:
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.scale)

    def copy_text(self) -> str:
        plan = self.selected()
        return plan.name if plan else ""


def _row(world: World, plan: ServerFarm) -> Cells:
    tier = f"{plan.sku.name} ({plan.sku.tier})"
    return (
        cell(plan.name, "$text"),
        muted(tier) if plan.sku.allows_tls else status(tier, "warning"),
        muted("Linux" if plan.properties.reserved else "Windows"),
        muted(name_of(group_of(plan.id))),
        muted(region_name(plan.location)),
        muted(str(len(apps_of(world, plan)))),
    )
