"""What happens to cloud services by itself: update domains restart, certificates end, the offer ends.

Sources: "Update a cloud service" (Azure docs, 2022), "Cloud Services (extended support) retirement" (Azure
docs, 2024).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from store.eras import CLOUD_SERVICES_RETIRE
from store.jobs.events import Effects
from store.resources import CloudService, Deployment, Hidden, Outcome, Resource, RoleInstance
from store.services.compute.endings import Ending, at_once, endings, told_together
from store.services.compute.limits import EXPIRY_WARNING_DAYS
from store.services.compute.offer import MIGRATE, RETIRE_NOW
from store.services.compute.updates import next_domain
from store.time.calendar import days
from store.world import View

#: Whose work it is, as the Jobs blade names it.
CLOUD_SERVICES = "Cloud Services"
UPDATE, WARN, EXPIRE, RETIRE = "update domain", "certificate warning", "certificate expiry", "retirement"


class CloudServices:
    """The source of events of cloud services."""

    kinds = (UPDATE, WARN, EXPIRE, RETIRE)
    job_kinds = ()
    meets = "cloud service"
    about = "/cloudservices/"
    tables = (CloudService, RoleInstance, Deployment)

    def due(self, view: View) -> Iterator[tuple[str, datetime, str]]:
        for service in view.all(CloudService):
            for at, kind in self.due_for(view, service.id):
                yield service.id, at, kind

    def due_for(self, view: View, resource: str) -> Iterator[tuple[datetime, str]]:
        service = view.get(CloudService, resource)
        if service is None:
            return
        deployment = view.get(Deployment, service.id)
        if deployment is not None and deployment.update is not None:
            yield deployment.update.due_at, UPDATE
        ahead = [one.at for one in endings(view, service.id) if one.at > view.now]
        for at in dict.fromkeys(ahead):
            yield at, EXPIRE
            for left in EXPIRY_WARNING_DAYS:
                if at - days(left) > view.now:
                    yield at - days(left), WARN
                    break
        if view.now < CLOUD_SERVICES_RETIRE:
            yield CLOUD_SERVICES_RETIRE, RETIRE

    def concerned(self, view: View, changed: Resource | Hidden) -> tuple[str, ...] | None:
        if isinstance(changed, RoleInstance):
            return (changed.service,)
        return (changed.id,) if isinstance(changed, CloudService | Deployment) else None

    def run(self, effects: Effects, kind: str, resource: str) -> None:
        service = effects.draft.need(CloudService, resource)
        if kind == UPDATE:
            _tell(effects, service, True, next_domain(effects.draft, service.id))
        elif kind == RETIRE:
            _tell(effects, service, False, f"{RETIRE_NOW} {MIGRATE}")
        elif met := _met(effects, service, kind):
            _tell(effects, service, kind == WARN, told_together(effects.draft, service, met, happening=True))


def _met(effects: Effects, service: CloudService, kind: str) -> list[Ending]:
    """The certificates that a warning or an expiry at this moment is about: all end at one."""
    now, distances = effects.draft.now, (0,) if kind == EXPIRE else EXPIRY_WARNING_DAYS
    everyone = endings(effects.draft, service.id)
    found = (one.at for one in everyone if any(one.at - days(left) == now for left in distances))
    first = next(found, None)
    return [] if first is None else at_once(everyone, first)


def _tell(effects: Effects, service: CloudService, ok: bool, result: str) -> None:
    effects.outcome(CLOUD_SERVICES, Outcome(resource=service.id, ok=ok, result=result))
