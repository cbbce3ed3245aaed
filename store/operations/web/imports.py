"""Importing certificates from Key Vault into the webspace of an app."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.importing import order_refusal, put_linked, web_certificate_id
from store.operations.base import Operation, OrderRef, SiteRef
from store.resources import CertificateOrder, Site, group_of, name_of
from store.webspaces import plan_of, tier_refusal
from store.world import Draft, View


class ImportAppServiceCertificate(Operation, frozen=True, kw_only=True):
    """Make an App Service Certificate usable by the apps of this app's webspace; it still has to be bound.

    Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
    """

    arm: ClassVar[str] = "Microsoft.Web/certificates/Write"
    title: ClassVar[str] = "Import App Service Certificate"

    site: SiteRef
    order: OrderRef

    def target(self, view: View) -> str:
        plan = plan_of(view, view.need(Site, self.site))
        return web_certificate_id(plan, f"{view.need(CertificateOrder, self.order).name}-{plan.webspace}")

    def why_not(self, view: View) -> AzureError | None:
        plan = plan_of(view, view.need(Site, self.site))
        return tier_refusal(plan) or order_refusal(view, plan, view.need(CertificateOrder, self.order))

    def apply(self, draft: Draft, material: None) -> str:
        site, order = draft.need(Site, self.site), draft.need(CertificateOrder, self.order)
        link = order.link
        assert link is not None  # `why_not` refuses an order that is not stored
        made, outcome = put_linked(
            draft,
            plan_of(draft, site),
            self.target(draft),
            link.key_vault_id,
            link.key_vault_secret_name,
            draft.now,
        )
        hosts = ", ".join(made.properties.host_names)
        return f"Imported '{made.name}' ({hosts}) as {made.thumbprint}. {outcome.result}"

    def az(self, view: View) -> str:
        site, order = view.need(Site, self.site), view.need(CertificateOrder, self.order)
        vault = name_of(order.link.key_vault_id) if order.link else "VAULT"
        return (
            f"az webapp config ssl import -g {name_of(group_of(site.id))} -n {site.name} "
            f"--key-vault {vault} --key-vault-certificate-name {order.name}"
        )
