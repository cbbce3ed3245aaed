"""Token pages on apps: the way of Manual Verification by an HTML page.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import OrderRef, SiteRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, Raw, ps_call, ps_line, ps_place
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.operation import Operation
from store.resources import CertificateOrder, Site, name_of
from store.world import Draft, View

#: Where the files of an app are that it serves.
_ROOT = "/home/site/wwwroot"


class PlaceTokenPage(Operation, frozen=True, kw_only=True):
    """Put an order's token on an app as a page, for Manual Verification by an HTML page.

    Without `path`, where the CA looks for it.
    """

    arm: ClassVar[str] = "Microsoft.Web/sites/domainOwnershipIdentifiers/Write"
    title: ClassVar[str] = "Place the token page"
    targets: ClassVar[str] = "site"

    site: SiteRef
    order: OrderRef
    path: str = ""
    content: str = ""

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        if self.path and (
            not self.path.startswith("/") or not self.path.isprintable() or len(self.path) > 250
        ):
            return AzureError(
                "InvalidPath", "The page's path begins with / and has printable characters only."
            )
        return final_refusal(order)

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        path = self.path or draft.era.html_path
        site = _with_pages(
            draft, self.site, {path: self.content or order.properties.domain_verification_token}
        )
        return f"{site.name} serves the token of '{order.name}' at {path}."

    def az(self, view: View) -> str:
        path = f"{_ROOT}{self.path or view.era.html_path}"
        return az_line(
            "webapp deploy", ids=self.target(view), type="static", src_path="FILE", target_path=path
        )

    def powershell(self, view: View) -> str:
        return ps_line(
            "Publish-AzWebApp",
            **ps_place(self.target(view)),
            ArchivePath="FILE",
            Type="static",
            TargetPath=f"{_ROOT}{self.path or view.era.html_path}",
            Force=SWITCH,
        )


class RemoveTokenPage(Operation, frozen=True, kw_only=True):
    """Take a token page off an app; without `path`, from where the CA looks for it."""

    arm: ClassVar[str] = "Microsoft.Web/sites/domainOwnershipIdentifiers/Delete"
    title: ClassVar[str] = "Remove the token page"
    access: ClassVar[str] = "delete"
    targets: ClassVar[str] = "site"

    site: SiteRef
    path: str = ""

    def why_not(self, view: View) -> AzureError | None:
        path = self.path or view.era.html_path
        if path not in view.need(Site, self.site).properties.domain_ownership_identifiers:
            return AzureError("PageNotFound", f"The app has no token page at {path}.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        path = self.path or draft.era.html_path
        site = _with_pages(draft, self.site, {path: None})
        return f"{site.name} serves no token page at {path} any more."

    def _url(self, view: View) -> str:
        """Where the app's deployment service has the file."""
        site = name_of(self.target(view))
        return f"https://{site}.scm.azurewebsites.net/api/vfs/site/wwwroot{self.path or view.era.html_path}"

    def az(self, view: View) -> str:
        return az_line(
            "rest",
            method="delete",
            url=self._url(view),
            headers="If-Match=*",
            resource="https://management.azure.com/",
        )

    def powershell(self, view: View) -> str:
        token = Raw(f"{ps_call('Get-AzAccessToken', AsSecureString=SWITCH)}.Token")
        return ps_line(
            "Invoke-RestMethod",
            Method="DELETE",
            Uri=self._url(view),
            Headers={"If-Match": "*"},
            Authentication="Bearer",
            Token=token,
        )


def _with_pages(draft: Draft, id: str, pages: dict[str, str | None]) -> Site:
    """The app with these token pages changed (None removes one)."""
    site = draft.need(Site, id)
    known = {**site.properties.domain_ownership_identifiers, **pages}
    kept = {path: text for path, text in known.items() if text is not None}
    changed = replace(site, properties=replace(site.properties, domain_ownership_identifiers=kept))
    draft.put(changed)
    return changed
