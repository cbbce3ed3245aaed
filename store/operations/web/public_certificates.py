"""Public certificates (.cer) of an app: code can load them, no host name can be bound to them.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Upload a public certificate.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, ClassVar

from store.errors import AzureError
from store.files.user_files import read_bounded
from store.operations.api_versions import versioned
from store.operations.arguments import File, PublicCertificateRef, SiteRef
from store.operations.azure_cli import Raw, az_line, shell_word
from store.operations.azure_powershell import ps_base64, ps_json, ps_remove, ps_rest
from store.operations.operation import Operation
from store.resources import PublicCertificate, PublicCertificateProperties, Site, name_of
from store.services.web.invariants import public_room_refusal
from store.services.web.limits import LONGEST_PUBLIC_NAME
from store.services.web.webspaces import plan_of
from store.world import Draft, View

if TYPE_CHECKING:
    from store.x509.cer import PublicCertificate as Cer

_NAME = re.compile(rf"[A-Za-z0-9._-]{{1,{LONGEST_PUBLIC_NAME}}}", re.ASCII)


class UploadPublicCertificate(Operation, frozen=True, kw_only=True):
    """Add a .cer file to an app under a name."""

    arm: ClassVar[str] = "Microsoft.Web/sites/publicCertificates/Write"
    title: ClassVar[str] = "Upload Public Key Certificate"

    site: SiteRef
    name: str
    file: File

    def target(self, view: View) -> str:
        return f"{view.need(Site, self.site).id}/publicCertificates/{self.name}"

    def why_not(self, view: View) -> AzureError | None:
        if not _NAME.fullmatch(self.name):
            return AzureError(
                "InvalidCertificateName",
                f"The name must be 1-{LONGEST_PUBLIC_NAME} letters, digits, periods, hyphens or underscores.",
            )
        if view.get(PublicCertificate, self.target(view)) is not None:
            return AzureError("Conflict", f"The app already has a public certificate named '{self.name}'.")
        return public_room_refusal(view, plan_of(view, view.need(Site, self.site)))

    def prepare(self, view: View) -> Cer:
        from store.x509.cer import read_cer

        return read_cer(read_bounded(self.file))

    def apply(self, draft: Draft, material: Cer) -> str:
        facts = material.facts
        draft.put(
            PublicCertificate(
                id=self.target(draft),
                name=self.name,
                properties=PublicCertificateProperties(
                    blob=b64encode(material.der).decode("ascii"),
                    thumbprint=facts.thumbprint,
                    subject_name=facts.subject,
                    expiration_date=facts.not_after,
                ),
            )
        )
        return f"Uploaded public certificate '{self.name}', thumbprint {facts.thumbprint}."

    def az(self, view: View) -> str:
        blob = Raw(f'"$(base64 -w 0 {shell_word(self.file or "FILE")})"')
        body = Raw(f'\'{{"properties": {{"blob": "\'{blob}\'"}}}}\'')
        return az_line("rest", method="put", url=versioned(view, self.target(view)), body=body)

    def powershell(self, view: View) -> str:
        body = ps_json({"properties": {"blob": ps_base64(self.file or "FILE")}})
        return ps_rest(view, "PUT", self.target(view), body)


class DeletePublicCertificate(Operation, frozen=True, kw_only=True):
    """Delete a public certificate; code that loads it finds it no more."""

    arm: ClassVar[str] = "Microsoft.Web/sites/publicCertificates/Delete"
    title: ClassVar[str] = "Delete public certificate"
    access: ClassVar[str] = "delete"
    destructive: ClassVar[bool] = True
    targets: ClassVar[str] = "certificate"

    certificate: PublicCertificateRef

    def apply(self, draft: Draft, material: None) -> str:
        gone = draft.need(PublicCertificate, self.certificate)
        draft.remove(gone)
        app = name_of(gone.id.rpartition("/publicCertificates/")[0])
        return f"Deleted public certificate '{gone.name}' of '{app}'."

    def az(self, view: View) -> str:
        return az_line("resource delete", ids=self.target(view))

    def powershell(self, view: View) -> str:
        return ps_remove(self.target(view))
