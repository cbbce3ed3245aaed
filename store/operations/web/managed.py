"""Creating a free App Service managed certificate.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Create a free managed certificate.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import ClassVar

from store.errors import AzureError
from store.hostnames import comparable
from store.operations.arguments import SiteRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line, ps_place
from store.operations.operation import Operation
from store.resources import ManagedRequest, Site, group_of, name_of
from store.services.authority.keys import make_key
from store.services.web.limits import MANAGED_ISSUE_SECONDS
from store.services.web.managed import managed_id, managed_refusal
from store.time.calendar import later
from store.world import Draft, View


class CreateManagedCertificate(Operation, frozen=True, kw_only=True):
    """Ask for a free certificate for a custom domain of the app; it is there a little later.

    The domain still needs a binding. Azure renews the certificate by itself as long as the conditions hold.
    """

    arm: ClassVar[str] = "Microsoft.Web/certificates/Write"
    title: ClassVar[str] = "Create App Service Managed Certificate"

    site: SiteRef
    host: str

    def target(self, view: View) -> str:
        return managed_id(view, view.need(Site, self.site), comparable(self.host))

    def why_not(self, view: View) -> AzureError | None:
        return managed_refusal(view, view.need(Site, self.site), comparable(self.host))

    def prepare(self, view: View) -> bytes:
        return make_key(view, f"managed {self.host}")

    def apply(self, draft: Draft, material: bytes) -> str:
        wait = timedelta(seconds=draft.random("managed certificate").randint(*MANAGED_ISSUE_SECONDS))
        request = ManagedRequest(
            id=self.target(draft),
            site=draft.need(Site, self.site).id,
            host=comparable(self.host),
            pkcs8=b64encode(material).decode("ascii"),
            requested_at=draft.now,
            due_at=later(draft.now, wait),
        )
        draft.put(request)
        return (
            f"The managed certificate for '{request.host}' is being created, until {request.due_at:%H:%M:%S}."
        )

    def az(self, view: View) -> str:
        site = view.need(Site, self.site)
        return az_line(
            "webapp config ssl create",
            g=name_of(group_of(site.id)),
            n=site.name,
            hostname=comparable(self.host),
        )

    def powershell(self, view: View) -> str:
        place = ps_place(view.need(Site, self.site).id, "WebAppName")
        return ps_line("New-AzWebAppCertificate", **place, HostName=comparable(self.host))
