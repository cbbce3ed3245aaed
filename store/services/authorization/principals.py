"""Who acts in a tenant: its users, and the two service principals that work with key vaults.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), access to the vault.
"""

from __future__ import annotations

from store.resources import Principal, Subscription, subscription_of
from store.world import View
from store.world.answers import remembered
from store.world.digests import sha256

#: Application ids, the same in every tenant: App Service (public and Government cloud), certificate reseller.
WEB_SITES = "abfa0a7c-a6b6-4736-8310-5855508787cd"
WEB_SITES_GOVERNMENT = "6a02c803-dafd-4136-b4c3-5a6f318b4714"
CERTIFICATE_REGISTRATION = "f3c21649-0979-4721-ac85-b0216b2cf413"

SERVICE_NAMES = {
    WEB_SITES: "Microsoft.Azure.WebSites",
    WEB_SITES_GOVERNMENT: "Microsoft.Azure.WebSites",
    CERTIFICATE_REGISTRATION: "Microsoft.Azure.CertificateRegistration",
}
#: The names under which the portal's list of principals shows them.
_DISPLAY_NAMES = {
    "microsoft azure app service": WEB_SITES,
    "microsoft certificate reseller csm resource provider": CERTIFICATE_REGISTRATION,
}


@remembered
def service(view: View, app_id: str) -> Principal:
    """The service principal of an application; its object id belongs to this world's tenant."""
    for principal in view.all(Principal):
        if principal.app_id == app_id:
            return principal
    tenant = next((one.properties.tenant_id for one in view.all(Subscription)), "")
    digits = sha256(f"{tenant}\0{app_id}".encode()).hexdigest()
    object_id = "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "a" + digits[17:20], digits[20:32]))
    return Principal(id=object_id, name=SERVICE_NAMES[app_id], app_id=app_id)


def app_service(view: View, id: str) -> Principal:
    """App Service's principal in the cloud that the resource with this id is in."""
    subscription = view.get(Subscription, subscription_of(id))
    government = subscription is not None and subscription.properties.cloud == "AzureUSGovernment"
    return service(view, WEB_SITES_GOVERNMENT if government else WEB_SITES)


def find_principal(view: View, text: str, vault_id: str = "") -> Principal | None:
    """The user or service with this name, application id or object id, in any case."""
    wanted = text.strip().lower()
    # Two principals have App Service's name: the one of the vault's cloud is meant.
    if wanted in (SERVICE_NAMES[WEB_SITES].lower(), "microsoft azure app service"):
        return app_service(view, vault_id)
    for principal in view.all(Principal):
        if wanted and wanted in (principal.id.lower(), principal.name.lower(), principal.app_id.lower()):
            return principal
    for app_id, name in SERVICE_NAMES.items():
        found = service(view, app_id)
        if wanted in (app_id, name.lower(), found.id) or _DISPLAY_NAMES.get(wanted) == app_id:
            return found
    return None


def principals(view: View, vault_id: str) -> tuple[Principal, ...]:
    """Everybody a policy of this vault can name: both services first, then the users of the tenant."""
    services = (app_service(view, vault_id), service(view, CERTIFICATE_REGISTRATION))
    users = (one for one in view.all(Principal) if one.app_id not in SERVICE_NAMES)
    return (*services, *users)


def user_name(view: View, object_id: str) -> str:
    """The portal's name for a principal."""
    found = find_principal(view, object_id)
    return found.name if found else object_id
