"""Faults between an order and its key vault.

Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018), "Add and manage TLS/SSL
certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from store.faults.model import (
    Deeds,
    Fault,
    Scene,
    do,
    enabled,
    imported,
    pending,
    stored,
    tried,
    wait,
)
from store.resources import CertificateOrder, ResourceGroup, Site, Subscription, Vault
from store.services.authorization.access import locks_under
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, SERVICE_NAMES, WEB_SITES
from store.services.key_vault.secrets import current_version
from store.world import View

_RESELLER, _APP_SERVICE = SERVICE_NAMES[CERTIFICATE_REGISTRATION], SERVICE_NAMES[WEB_SITES]


def _vault(scene: Scene) -> str:
    link = scene.order.link
    assert link is not None  # as `stored` asks
    return link.key_vault_id


def far_group(scene: Scene, *, other_tenant: bool = False) -> Deeds:
    """A resource group of a subscription of its own, the last of both there are."""
    name = scene.free("rg-far", ResourceGroup)
    yield do("CreateSubscription", name="Fabrikam", otherTenant=other_tenant)
    far = scene.latest(Subscription).id
    yield do("CreateResourceGroup", name=name, location="West Europe", subscription=far)


def _deleted(scene: Scene) -> Deeds:
    for lock in tuple(locks_under(scene.view, _vault(scene))):
        yield do("DeleteLock", lock=lock.id)
    yield do("DeleteVault", vault=_vault(scene))


def _moved(scene: Scene) -> Deeds:
    yield from far_group(scene, other_tenant=True)
    yield do("MoveVault", vault=_vault(scene), resourceGroup=scene.latest(ResourceGroup).id)


def _suspended(scene: Scene) -> Deeds:
    yield do("SetSubscriptionState", subscription=scene.resource, to="Suspended")


def _no_value(scene: Scene) -> Deeds:
    vault = next((one.id for one in scene.view.all(Vault)), "")
    if not vault:
        name = scene.free("store-kv", Vault)
        yield do("CreateVault", name=name, resourceGroup=scene.group().id)
        vault = scene.latest(Vault).id
    yield do("StoreInKeyVault", order=scene.resource, vault=vault)


def _not_stored(view: View, order: CertificateOrder) -> bool:
    return pending(view, order) and order.link is None


def _secret_deleted(scene: Scene) -> Deeds:
    link = scene.order.link
    assert link is not None  # as `stored` asks
    yield do("DeleteSecret", vault=link.key_vault_id, secret=link.key_vault_secret_name)


def _secret_disabled(scene: Scene) -> Deeds:
    link = scene.order.link
    assert link is not None  # as `stored` asks
    newest = current_version(scene.view, link.key_vault_id, link.key_vault_secret_name)
    if newest is not None:
        yield do("SetSecretVersion", version=newest.id, enabled=False)


def _rbac(scene: Scene) -> Deeds:
    yield do("SetPermissionModel", vault=_vault(scene), rbac=True)


def _by_policies(view: View, order: CertificateOrder) -> bool:
    link = order.link
    vault = view.get(Vault, link.key_vault_id) if link is not None and stored(view, order) else None
    return vault is not None and not vault.properties.enable_rbac_authorization


def _firewall(scene: Scene) -> Deeds:
    yield do("SetVaultNetwork", vault=_vault(scene), defaultAction="Deny", bypass="None")


def _locked_out(scene: Scene) -> Deeds:
    yield do("RemoveAccessPolicy", vault=_vault(scene), principal=_APP_SERVICE)


def _imported_by_policies(view: View, order: CertificateOrder) -> bool:
    return imported(view, order) and _by_policies(view, order)


def _cannot_set(scene: Scene) -> Deeds:
    yield do(
        "SetAccessPolicy",
        vault=_vault(scene),
        principal=_RESELLER,
        secrets=["get", "list"],
        certificates=["get"],
    )
    yield do("Rekey", order=scene.resource)
    yield wait("1h")


def _far_app(scene: Scene) -> Deeds:
    yield from far_group(scene)
    group = scene.latest(ResourceGroup).id
    name = scene.free("far-app", Site)
    yield do("CreatePlan", name=f"plan-{name}", resourceGroup=group, location="West Europe")
    yield do("CreateSite", name=name, plan=f"{group}/providers/Microsoft.Web/serverfarms/plan-{name}")
    yield tried("ImportAppServiceCertificate", site=scene.latest(Site).id, order=scene.resource)


_STORED = "a certificate in a key vault that is there"
_POLICIES = "a certificate in a key vault with access policies"

FAULTS = (
    Fault(code="AppServiceHasNoAccess", event="P15", title="Remove the policy of App Service",
          on=CertificateOrder, needs="an imported certificate in a key vault with access policies",
          fits=_imported_by_policies, happens=_locked_out),
    Fault(code="CertificateNotStored", event="P16", title="The reseller may not write, and a rekey",
          clock=True, on=CertificateOrder, needs=_POLICIES, fits=_by_policies, happens=_cannot_set),
    Fault(code="KeyVaultDeleted", event="P17", title="Delete the key vault",
          on=CertificateOrder, needs=_STORED, fits=stored, happens=_deleted),
    Fault(code="KeyVaultMoved", event="P18", title="Move the key vault to another tenant",
          on=CertificateOrder, needs=_STORED, fits=stored, happens=_moved),
    Fault(code="SubscriptionInactive", event="P19", title="Suspend the subscription",
          on=Subscription, needs="an enabled subscription", fits=enabled, happens=_suspended),
    Fault(code="SecretWithoutValue", event="P20 T2", title="Store an order that is not verified",
          on=CertificateOrder, needs="an order that is neither verified nor stored", fits=_not_stored,
          happens=_no_value),
    Fault(code="InvalidKeyVaultLink", event="P28", title="Import into an app of another subscription",
          on=CertificateOrder, needs=_STORED, fits=stored, happens=_far_app),
    Fault(code="KeyVaultUsesRbac", event="P29", title="The key vault changes to Azure RBAC",
          on=CertificateOrder, needs=_POLICIES, fits=_by_policies, happens=_rbac),
    Fault(code="KeyVaultFirewall", event="P30", title="Close the firewall of the key vault",
          on=CertificateOrder, needs=_STORED, fits=stored, happens=_firewall),
    Fault(code="SecretDeleted", event="K1", title="Delete the secret",
          on=CertificateOrder, needs=_STORED, fits=stored, happens=_secret_deleted),
    Fault(code="SecretDisabled", event="K2", title="Disable the newest version of the secret",
          on=CertificateOrder, needs=_STORED, fits=stored, happens=_secret_disabled),
)  # fmt: skip
