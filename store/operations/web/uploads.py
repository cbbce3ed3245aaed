"""Uploading a private key certificate (.pfx).

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Upload a private certificate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from store.errors import AzureError
from store.files.user_files import read_bounded
from store.operations.arguments import File, SiteRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_base64, ps_json, ps_rest
from store.operations.operation import Operation
from store.resources import Site, group_of, name_of
from store.secret import Secret
from store.services.web.imports import name_refusal, web_certificate_id
from store.services.web.invariants import room_refusal
from store.services.web.tiers import tls_refusal
from store.services.web.uploads import accepted, put_uploaded
from store.services.web.webspaces import plan_of
from store.world import Draft, View

if TYPE_CHECKING:
    from store.x509.requirements.report import Report


class UploadCertificate(Operation, frozen=True, kw_only=True):
    """Add a password protected PFX file to the app's webspace; no binding changes by itself.

    To replace an expiring certificate: upload, add the binding again, delete the old one. `name` is the
    resource's, in place of the one that follows from the thumbprint.
    """

    arm: ClassVar[str] = "Microsoft.Web/certificates/Write"
    title: ClassVar[str] = "Upload Certificate"

    site: SiteRef
    file: File
    password: Secret = Secret()
    name: str = ""

    def target(self, view: View) -> str:
        plan = plan_of(view, view.need(Site, self.site))
        if self.name:
            return web_certificate_id(plan, self.name)
        # The name follows from what is in the file, which nobody has opened yet.
        return web_certificate_id(plan, "").removesuffix("/")

    def why_not(self, view: View) -> AzureError | None:
        plan = plan_of(view, view.need(Site, self.site))
        return tls_refusal(plan) or name_refusal(self.name) or room_refusal(view, plan)

    def prepare(self, view: View) -> Report:
        return accepted(view, view.need(Site, self.site), read_bounded(self.file), self.password)

    def apply(self, draft: Draft, material: Report) -> str:
        plan = plan_of(draft, draft.need(Site, self.site))
        made = put_uploaded(draft, plan, material, self.name)
        hosts = ", ".join(made.properties.host_names)
        return f"Uploaded '{made.name}' ({hosts}), valid until {made.properties.expiration_date:%Y-%m-%d}."

    def az(self, view: View) -> str:
        site = view.need(Site, self.site)
        return az_line(
            "webapp config ssl upload",
            g=name_of(group_of(site.id)),
            n=site.name,
            certificate_file=self.file or "PFX",
            certificate_password="PASSWORD",
            certificate_name=self.name or None,
        )

    def powershell(self, view: View) -> str:
        # The one cmdlet that uploads binds a host name, too.
        plan = plan_of(view, view.need(Site, self.site))
        file = ps_base64(self.file or "PFX")
        properties = {"pfxBlob": file, "password": "PASSWORD", "serverFarmId": plan.id}
        body = ps_json({"location": plan.location, "properties": properties})
        return ps_rest(view, "PUT", web_certificate_id(plan, self.name or "NAME"), body)
