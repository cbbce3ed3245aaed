"""The base of all pages of a cloud service."""

from __future__ import annotations

from store.drift.cloud_services import CloudServiceDrift, cloud_service_drift
from store.errors import AzureError
from store.resources import CloudService, Deployment
from store.services.compute.changes import definition_of
from tui.blades.base import Blade


class CloudServiceBlade(Blade):
    """A page of one cloud service; it closes when the service is deleted."""

    KIND_LABEL = "Cloud service (extended support)"
    RESOURCE = CloudService

    @property
    def service(self) -> CloudService:
        """The service as it is now; raises `AzureError` ResourceNotFound when it is gone."""
        return self.world.need(CloudService, self.resource)

    @property
    def defined_roles(self) -> tuple[str, ...] | None:
        """The roles of the package that is deployed; None where its definition cannot be read."""
        deployment = self.world.get(Deployment, self.resource)
        try:
            return definition_of(deployment.definition).role_names if deployment else None
        except AzureError:
            return None

    def drift(self) -> CloudServiceDrift:
        """The certificates of the service, from the key vault to its clients."""
        return cloud_service_drift(self.world, self.service)
