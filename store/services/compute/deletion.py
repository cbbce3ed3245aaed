"""The end of a cloud service: its role instances go with it; key vault and storage keep what they have."""

from __future__ import annotations

from store.resources import CloudService, Deployment
from store.services.authorization.assignments import forget_assignments
from store.services.compute.instances import instances_of
from store.world import Draft


def delete_service(draft: Draft, service: CloudService) -> None:
    """Remove a service with its instances and what runs in it."""
    for instance in instances_of(draft, service.id):
        draft.remove(instance)
    if (deployment := draft.get(Deployment, service.id)) is not None:
        draft.remove(deployment)
    draft.remove(service)
    forget_assignments(draft, service.id)
