"""Token pages on apps: the way of Manual Verification by an HTML page.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import OrderRef, SiteRef
from store.operations.certificate_registration.refusals import final_refusal
from store.operations.operation import Operation
from store.resources import CertificateOrder, Site
from store.world import Draft, View


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


def _with_pages(draft: Draft, id: str, pages: dict[str, str | None]) -> Site:
    """The app with these token pages changed (None removes one)."""
    site = draft.need(Site, id)
    known = {**site.properties.domain_ownership_identifiers, **pages}
    kept = {path: text for path, text in known.items() if text is not None}
    changed = replace(site, properties=replace(site.properties, domain_ownership_identifiers=kept))
    draft.put(changed)
    return changed
