"""Importing certificates from Key Vault into the webspace of an app."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.arguments import OrderRef, SiteRef, VaultCertificateRef, VaultRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line, ps_place, ps_rest
from store.operations.operation import Operation
from store.resources import (
    CertificateOrder,
    Outcome,
    ServerFarm,
    Site,
    Vault,
    VaultCertificate,
    WebCertificate,
    group_of,
    name_of,
)
from store.services.authorization.principals import app_service
from store.services.key_vault.permissions import refusal
from store.services.key_vault.secrets import certificate_id
from store.services.web.imports import (
    import_id,
    link_refusal,
    name_refusal,
    order_import_id,
    order_refusal,
    put_linked,
    web_certificate_id,
)
from store.services.web.sync import IN_SYNC
from store.services.web.tiers import tls_refusal
from store.services.web.webspaces import plan_of
from store.world import Draft, View


def imported_sentence(made: WebCertificate, outcome: Outcome) -> str:
    """The result of an import in a sentence: the certificate, and the bindings that its sync moved."""
    told = outcome.result.removeprefix(IN_SYNC).removeprefix(f"The certificate is {made.thumbprint}.").strip()
    hosts = ", ".join(made.properties.host_names)
    return f"Imported '{made.name}' ({hosts}) as {made.thumbprint}. {told}".rstrip()


class ImportAppServiceCertificate(Operation, frozen=True, kw_only=True):
    """Make an App Service Certificate usable by the apps of this app's webspace; it still has to be bound.

    `name` is the resource's, in place of the one that the portal gives it.

    Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
    """

    arm: ClassVar[str] = "Microsoft.Web/certificates/Write"
    title: ClassVar[str] = "Import App Service Certificate"

    site: SiteRef
    order: OrderRef
    name: str = ""

    def target(self, view: View) -> str:
        plan = plan_of(view, view.need(Site, self.site))
        if self.name:
            return web_certificate_id(plan, self.name)
        return order_import_id(view, plan, view.need(CertificateOrder, self.order))

    def why_not(self, view: View) -> AzureError | None:
        plan = plan_of(view, view.need(Site, self.site))
        order = view.need(CertificateOrder, self.order)
        return (
            tls_refusal(plan)
            or name_refusal(self.name)
            or order_refusal(view, plan, order, self.target(view))
        )

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
        )
        return imported_sentence(made, outcome)

    def az(self, view: View) -> str:
        site, order = view.need(Site, self.site), view.need(CertificateOrder, self.order)
        vault = name_of(order.link.key_vault_id) if order.link else "VAULT"
        return _az_import(site, vault, order.name, self.name)

    def powershell(self, view: View) -> str:
        site, order = view.need(Site, self.site), view.need(CertificateOrder, self.order)
        link = order.link
        vault, secret = (link.key_vault_id, link.key_vault_secret_name) if link else ("VAULT", "SECRET")
        # The cmdlet takes certificates of a key vault alone, and an order's is a secret there.
        return _ps_import(view, plan_of(view, site), self.target(view), vault, secret)


class ImportKeyVaultCertificate(Operation, frozen=True, kw_only=True):
    """Make a PKCS#12 certificate of a vault usable by the apps of this app's webspace.

    `name` is the resource's, in place of the one that the portal gives it.

    App Service reads it with its own permissions, which a vault does not give by default. Source: "Add
    and manage TLS/SSL certificates" (Azure docs, 2022), Import a certificate from Key Vault.
    """

    arm: ClassVar[str] = "Microsoft.Web/certificates/Write"
    title: ClassVar[str] = "Import Key Vault Certificate"

    site: SiteRef
    vault: VaultRef
    certificate: VaultCertificateRef
    name: str = ""

    def target(self, view: View) -> str:
        plan = plan_of(view, view.need(Site, self.site))
        if self.name:
            return web_certificate_id(plan, self.name)
        vault, chosen = self._chosen(view)
        name = f"{name_of(group_of(plan.id))}-{vault.name}-{chosen.name}"
        link = (vault.key, chosen.properties.secret_name.lower())
        return import_id(view, plan, (name, f"{name}-{plan.webspace}"), link)

    def _chosen(self, view: View) -> tuple[Vault, VaultCertificate]:
        vault = view.need(Vault, self.vault)
        return vault, view.need(VaultCertificate, certificate_id(vault.id, name_of(self.certificate)))

    def why_not(self, view: View) -> AzureError | None:
        plan = plan_of(view, view.need(Site, self.site))
        vault, chosen = self._chosen(view)
        return (
            tls_refusal(plan)
            or name_refusal(self.name)
            or link_refusal(view, plan, self.target(view), vault.id, chosen.properties.secret_name)
            or refusal(view, vault.id, app_service(view, vault.id).id, "certificates", "get")
        )

    def apply(self, draft: Draft, material: None) -> str:
        plan = plan_of(draft, draft.need(Site, self.site))
        vault, chosen = self._chosen(draft)
        secret = chosen.properties.secret_name
        made, outcome = put_linked(draft, plan, self.target(draft), vault.id, secret)
        return imported_sentence(made, outcome)

    def az(self, view: View) -> str:
        site = view.need(Site, self.site)
        return _az_import(site, name_of(self.vault), name_of(self.certificate), self.name)

    def powershell(self, view: View) -> str:
        if self.name:
            # The cmdlet gives it a name of its own.
            vault, chosen = self._chosen(view)
            return _ps_import(
                view,
                plan_of(view, view.need(Site, self.site)),
                self.target(view),
                vault.id,
                chosen.properties.secret_name,
            )
        return ps_line(
            "Import-AzWebAppKeyVaultCertificate",
            **ps_place(view.need(Site, self.site).id, "WebAppName"),
            KeyVaultName=name_of(self.vault),
            CertName=name_of(self.certificate),
        )


def _ps_import(view: View, plan: ServerFarm, id: str, vault: str, secret: str) -> str:
    kept = {"keyVaultId": vault, "keyVaultSecretName": secret, "serverFarmId": plan.id}
    return ps_rest(view, "PUT", id, {"location": plan.location, "properties": kept})


def _az_import(site: Site, vault: str, certificate: str, name: str) -> str:
    return az_line(
        "webapp config ssl import",
        g=name_of(group_of(site.id)),
        n=site.name,
        key_vault=vault,
        key_vault_certificate_name=certificate,
        certificate_name=name or None,
    )
