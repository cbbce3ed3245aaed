"""Steps, stages and tasks of an order as its pages draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from store.jobs.service_tasks import service_tasks
from store.services.certificate_registration.configuration import Progress
from store.services.certificate_registration.stages import stages
from tui.text.status import Stage, Tone, muted, status

if TYPE_CHECKING:
    from store import World
    from store.drift import OrderDrift
    from store.resources import CertificateOrder

#: How a step of Certificate Configuration is drawn.
STEP_TONES: dict[Progress, Tone] = {
    Progress.DONE: "success",
    Progress.TO_DO: "warning",
    Progress.UNDER_WAY: "time",
    Progress.FAILED: "error",
    Progress.WAITING: "muted",
}
#: How a stage or task is drawn by its state.
STAGE_TONES: dict[str, Tone] = {"done": "success", "now": "warning", "waiting": "muted", "failed": "error"}


def order_stages(world: World, order: CertificateOrder, drift: OrderDrift) -> list[Stage]:
    """Purchased to Synced, with how many linked certificates follow: `Synced 1 of 3`."""
    behind, linked = len(drift.out_of_sync), len(drift.linked)
    counted = f" {linked - behind} of {linked}" if linked and not order.properties.status.final else ""
    return [
        Stage(one.name + (counted if one.name == "Synced" else ""), STAGE_TONES[one.state])
        for one in stages(world, order)
    ]


def task_lines(world: World, order: CertificateOrder) -> list[Content]:
    """The five tasks that App Service does for an order: state, name, and a few words."""
    return [
        Content.assemble(status(f"{one.task.value:<26}", STAGE_TONES[one.state]), "  ", muted(one.detail))
        for one in service_tasks(world, order)
    ]
