"""Updates of a cloud service: the portal's Save, and `Update-AzCloudService`."""

from __future__ import annotations

from typing import Any, ClassVar

from store.errors import AzureError
from store.operations.arguments import CloudServiceRef, File, VaultRef
from store.operations.compute.command_lines import CONFIGURATION, az_update, ps_update
from store.operations.compute.contents import SecretGroup, configuration_text, groups_of
from store.operations.operation import Operation
from store.resources import CloudService, Deployment
from store.resources.compute import OsProfile
from store.services.compute.certificates import vault_refusal
from store.services.compute.changes import (
    Change,
    definition_of,
    judged,
    judged_configuration,
    under_way_refusal,
)
from store.services.compute.offer import offer_refusal
from store.services.compute.statuses import chosen_profile
from store.services.compute.updates import begin_update
from store.services.storage.sas import opened
from store.world import Draft, View


class SaveConfiguration(Operation, frozen=True, kw_only=True):
    """Save a service configuration in the portal with the certificates of the key vault that was chosen.

    The OS profile gets a certificate of the key vault for every thumbprint in the configuration.
    """

    arm: ClassVar[str] = "Microsoft.Compute/cloudServices/write"
    title: ClassVar[str] = "Save configuration"
    targets: ClassVar[str] = "service"

    service: CloudServiceRef
    vault: VaultRef
    configuration: str = ""
    configuration_file: File = File("")

    def prepare(self, view: View) -> str:
        return configuration_text(self.configuration, self.configuration_file)

    def why_not(self, view: View) -> AzureError | None:
        service = view.need(CloudService, self.service)
        if refused := offer_refusal(view) or under_way_refusal(view, service.id):
            return refused
        if self.configuration:
            self._change(view, self.configuration)
        return vault_refusal(view, service, self.vault)

    def _change(self, view: View, text: str) -> Change:
        service = view.need(CloudService, self.service)
        definition = view.need(Deployment, service.id).definition
        configuration = judged_configuration(text, definition_of(definition))
        if refused := vault_refusal(view, service, self.vault):
            raise refused
        profile = chosen_profile(view, service, configuration, self.vault)
        return judged(view, service, text, definition, profile, service.properties.package_url)

    def apply(self, draft: Draft, material: Any) -> str:
        change = self._change(draft, material)
        return begin_update(draft, draft.need(CloudService, self.service), change)

    def _profile(self, view: View) -> OsProfile | None:
        """The OS profile that the portal makes; None while the configuration is a file nobody has read."""
        if not self.configuration:
            return None
        service = view.need(CloudService, self.service)
        definition = definition_of(view.need(Deployment, service.id).definition)
        return chosen_profile(view, service, judged_configuration(self.configuration, definition), self.vault)

    def az(self, view: View) -> str:
        file = self.configuration_file or CONFIGURATION
        return az_update(self.target(view), file, "", self._profile(view))

    def powershell(self, view: View) -> str:
        file = self.configuration_file or CONFIGURATION
        return ps_update(self.target(view), file, "", self._profile(view))


class UpdateCloudService(Operation, frozen=True, kw_only=True):
    """Update a cloud service as `Update-AzCloudService` does; what is left out stays as it is.

    `configuration` is the text of a .cscfg, or `configuration_file` its path; `package_url` is the SAS URL of
    a package. `secrets` replaces the whole OS profile: an empty list takes every certificate out of it.
    """

    arm: ClassVar[str] = "Microsoft.Compute/cloudServices/write"
    title: ClassVar[str] = "Update cloud service"
    targets: ClassVar[str] = "service"

    service: CloudServiceRef
    configuration: str = ""
    configuration_file: File = File("")
    package_url: str = ""
    secrets: tuple[SecretGroup, ...] | None = None

    def prepare(self, view: View) -> str:
        if self.configuration or self.configuration_file:
            return configuration_text(self.configuration, self.configuration_file)
        return ""

    def why_not(self, view: View) -> AzureError | None:
        service = view.need(CloudService, self.service)
        if refused := offer_refusal(view) or under_way_refusal(view, service.id):
            return refused
        if self.configuration or not self.configuration_file:
            self._change(view, self.configuration)
        return None

    def _change(self, view: View, text: str) -> Change:
        service = view.need(CloudService, self.service)
        kept = service.properties
        definition = view.need(Deployment, service.id).definition
        if self.package_url:
            definition = opened(view, self.package_url).definition
        profile = kept.os_profile if self.secrets is None else groups_of(view, self.secrets)
        url = self.package_url or kept.package_url
        return judged(view, service, text or kept.configuration, definition, profile, url)

    def apply(self, draft: Draft, material: Any) -> str:
        change = self._change(draft, material)
        return begin_update(draft, draft.need(CloudService, self.service), change)

    def _changes(self, view: View) -> tuple[str, str, str, OsProfile | None]:
        """The service's id, the file of its configuration, the URL of its package and the OS profile."""
        file = self.configuration_file or (CONFIGURATION if self.configuration else "")
        profile = None if self.secrets is None else groups_of(view, self.secrets)
        return self.target(view), file, self.package_url, profile

    def az(self, view: View) -> str:
        return az_update(*self._changes(view))

    def powershell(self, view: View) -> str:
        return ps_update(*self._changes(view))
