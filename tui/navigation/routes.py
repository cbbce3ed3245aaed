"""Routes: their names, and the classes behind them (imported when first opened).

A route's target is a `Blade` or a `ModalScreen`; its argument is a resource id ("" for lists). To add one,
write the blade and add its line to `ROUTES`, and to its resource's menu in `menus`; a menu item whose route
is not here is not shown.

A page that Azure does not have is the simulator's `own`: it bears the word `SIMULATOR` in its title and in
every list of pages, and stands under that heading in a resource menu: nobody looks for it in Azure.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from store.resources.compute import CLOUD_FILE, LOCAL_FILE
from tui.text.signs import SIGNS

if TYPE_CHECKING:
    from store.eras import Era
    from store.training.format import Pointer


def loaded(target: str) -> Any:
    """What a target `module:name` names; imported now, not before: the start waits for nothing unopened."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


class Route(Struct, frozen=True):
    """A page: `target` is `module:Class`, `parent` precedes it in the breadcrumb of a direct arrival.

    An empty label is the resource's name; `era_label` names the field of `Era` that has the label instead.
    """

    target: str
    label: str = ""
    parent: str = ""
    era_label: str = ""
    #: Whether it is a page that can be opened from anywhere, without a resource.
    listed: bool = False
    #: Whether Azure's portal has no such page.
    own: bool = False

    def load(self) -> type:
        """The class of this route; imported now, not before."""
        found: type = loaded(self.target)
        return found


#: Where the pages of cloud services are, and what Azure calls those of Resource Manager.
_CLOUD, _EXTENDED = "tui.blades.cloud_services", "(extended support)"

ROUTES: dict[str, Route] = {
    "certificates": Route(
        "tui.blades.orders.certificates:Certificates", "App Service Certificates", listed=True
    ),
    "class": Route("tui.blades.classes.class_view:ClassView", "Class", own=True),
    "class.faults": Route("tui.blades.classes.fault_menu:FaultMenu", "Faults", parent="class", own=True),
    "create": Route("tui.blades.orders.create:Create", "Create", parent="certificates", listed=True),
    "order.overview": Route("tui.blades.orders.overview:OrderOverview", parent="certificates"),
    "order.sync": Route(
        "tui.blades.orders.sync:SyncCertificates", "Sync Certificates", parent="order.overview"
    ),
    "order.rekey": Route("tui.blades.orders.rekey:RekeyAndSync", "Rekey and Sync", parent="order.overview"),
    "order.drift": Route("tui.blades.orders.drift:Drift", "Drift", parent="order.overview", own=True),
    "order.renew": Route(
        "tui.blades.orders.auto_renew:AutoRenew", "Auto Renew Settings", parent="order.overview"
    ),
    "order.tags": Route("tui.blades.orders.tags:Tags", "Tags", parent="order.overview"),
    "order.configuration": Route(
        "tui.blades.orders.configuration:Configuration", "Certificate Configuration", parent="order.overview"
    ),
    "order.vault_status": Route(
        "tui.blades.orders.vault_status:KeyVaultStatus", "Key Vault Status", parent="order.configuration"
    ),
    "order.vault_repository": Route(
        "tui.blades.orders.vault_repository:KeyVaultRepository",
        parent="order.vault_status",
        era_label="vault_selector",
    ),
    "vault_create": Route(
        "tui.blades.vaults.create:CreateKeyVault", "Create key vault", parent="order.vault_repository"
    ),
    "order.verification": Route(
        "tui.blades.orders.domain_verification:DomainVerification",
        "Domain Verification",
        parent="order.configuration",
    ),
    "order.assign": Route("tui.blades.orders.assign:Assign", "Assign", parent="order.configuration"),
    "sites": Route("tui.blades.apps.apps:Apps", "App Services", listed=True),
    "site.overview": Route("tui.blades.apps.overview:AppOverview", parent="sites"),
    "site.domains": Route(
        "tui.blades.apps.custom_domains:CustomDomains", "Custom domains", parent="site.overview"
    ),
    "site.tls": Route(
        "tui.blades.apps.tls_settings:TlsSettings", parent="site.overview", era_label="app_menu"
    ),
    "site.upload": Route("tui.blades.apps.upload:UploadCertificate", "Upload Certificate", parent="site.tls"),
    "pfx_helper": Route("tui.blades.apps.pfx_helper:PfxHelper", "PFX helper", listed=True, own=True),
    "site.configuration": Route(
        "tui.blades.apps.configuration:AppConfiguration", "Configuration", parent="site.overview"
    ),
    "plans": Route("tui.blades.apps.plans:Plans", "App Service plans", listed=True),
    "groups": Route("tui.blades.scopes.groups:ResourceGroups", "Resource groups", listed=True),
    "certificate.overview": Route("tui.blades.apps.certificate:CertificateDetails", parent="sites"),
    "vaults": Route("tui.blades.vaults.vaults:KeyVaults", "Key vaults", listed=True),
    "vaults.create": Route("tui.blades.vaults.create:CreateKeyVault", "Create key vault", parent="vaults"),
    "vault.overview": Route("tui.blades.vaults.overview:KeyVault", parent="vaults"),
    "vault.policies": Route(
        "tui.blades.vaults.access_policies:AccessPolicies", "Access policies", parent="vault.overview"
    ),
    "vault.certificates": Route(
        "tui.blades.vaults.certificates:VaultCertificates", "Certificates", parent="vault.overview"
    ),
    "vault.secrets": Route("tui.blades.vaults.secrets:VaultSecrets", "Secrets", parent="vault.overview"),
    "vault.networking": Route(
        "tui.blades.vaults.networking:VaultNetworking", "Networking", parent="vault.overview"
    ),
    "zones": Route("tui.blades.network.zones:DnsZones", "DNS zones", listed=True),
    "zone.overview": Route("tui.blades.network.zone:DnsZoneBlade", parent="zones"),
    "mailbox": Route("tui.blades.network.mailbox:Mailbox", "Mailbox", listed=True, own=True),
    "site.token_pages": Route(
        "tui.blades.apps.token_pages:TokenPages", "Token pages", parent="site.overview", own=True
    ),
    "cloud_services": Route(f"{_CLOUD}.services:CloudServices", f"Cloud services {_EXTENDED}", listed=True),
    "cloud_service.overview": Route(f"{_CLOUD}.overview:CloudServiceOverview", "", "cloud_services"),
    "cloud_service.configuration": Route(
        f"{_CLOUD}.configuration:Configuration", "Configuration", "cloud_service.overview"
    ),
    "cloud_service.drift": Route(
        f"{_CLOUD}.drift:CloudServiceDriftPage", "Drift", "cloud_service.overview", own=True
    ),
    "cloud_service.powershell": Route(
        f"{_CLOUD}.powershell:PowerShellWay", "PowerShell", "cloud_service.overview", own=True
    ),
    "projects": Route(f"{_CLOUD}.projects:SolutionExplorer", "Solution Explorer", listed=True, own=True),
    "project.local": Route(f"{_CLOUD}.project_file:LocalFile", LOCAL_FILE, "projects", own=True),
    "project.cloud": Route(f"{_CLOUD}.project_file:CloudFile", CLOUD_FILE, "projects", own=True),
    "project.compare": Route(f"{_CLOUD}.compare:CompareFiles", "Compare", "projects", own=True),
    "cloud_service.activity": Route(
        "tui.blades.scopes.activity_log:ActivityLog", "Activity log", parent="cloud_service.overview"
    ),
    "cloud_service.iam": Route(
        "tui.blades.scopes.iam:AccessControl", "Access control (IAM)", parent="cloud_service.overview"
    ),
    "cloud_service.locks": Route("tui.blades.scopes.locks:Locks", "Locks", parent="cloud_service.overview"),
    "order.timeline": Route("tui.blades.orders.timeline:Timeline", "Timeline", parent="order.overview"),
    "order.properties": Route(
        "tui.blades.orders.properties:OrderProperties", "Properties", parent="order.overview"
    ),
    "order.export": Route("tui.blades.orders.export:Export", "Export Certificate", parent="order.overview"),
    "secret.versions": Route("tui.blades.vaults.secret_versions:SecretVersions"),
    "secret.version": Route("tui.blades.vaults.secret_version:SecretVersion"),
    "order.locks": Route("tui.blades.scopes.locks:Locks", "Locks", parent="order.overview"),
    "site.locks": Route("tui.blades.scopes.locks:Locks", "Locks", parent="site.overview"),
    "vault.locks": Route("tui.blades.scopes.locks:Locks", "Locks", parent="vault.overview"),
    "zone.locks": Route("tui.blades.scopes.locks:Locks", "Locks", parent="zone.overview"),
    "locks": Route("tui.blades.scopes.locks:Locks", "Locks"),
    "order.iam": Route(
        "tui.blades.scopes.iam:AccessControl", "Access control (IAM)", parent="order.overview"
    ),
    "vault.iam": Route(
        "tui.blades.scopes.iam:AccessControl", "Access control (IAM)", parent="vault.overview"
    ),
    "order.activity": Route(
        "tui.blades.scopes.activity_log:ActivityLog", "Activity log", parent="order.overview"
    ),
    "site.activity": Route(
        "tui.blades.scopes.activity_log:ActivityLog", "Activity log", parent="site.overview"
    ),
    "vault.activity": Route(
        "tui.blades.scopes.activity_log:ActivityLog", "Activity log", parent="vault.overview"
    ),
    "zone.activity": Route(
        "tui.blades.scopes.activity_log:ActivityLog", "Activity log", parent="zone.overview"
    ),
    "activity": Route("tui.blades.scopes.activity_log:ActivityLog", "Activity log", listed=True),
    "order.template": Route(
        "tui.blades.orders.template:ExportTemplate", parent="order.overview", era_label="template_menu"
    ),
    "explorer": Route("tui.blades.explorer.page:ResourceExplorer", "Resource Explorer", listed=True),
    "resource.json": Route("tui.blades.explorer.page:ResourceExplorer", "JSON View"),
    "jobs": Route("tui.blades.simulator.jobs:Jobs", "Jobs", listed=True, own=True),
    "subscription": Route(
        "tui.blades.simulator.subscription:SubscriptionBlade", "Subscription", listed=True, own=True
    ),
    "estate": Route("tui.blades.estate.report:EstateReport", "What needs you", own=True),
    "estate.changes": Route(
        "tui.blades.estate.changes:Changes", "What to do in Azure", parent="estate", own=True
    ),
    "serving": Route("tui.blades.simulator.serving:Serving", "Azure CLI and SDKs", listed=True, own=True),
    "front_end": Route("tui.blades.simulator.front_end:FrontEndPage", "TLS front end", listed=True, own=True),
    "trusted_roots": Route(
        "tui.blades.simulator.trusted_roots:TrustedRoots", "Trusted roots", listed=True, own=True
    ),
    "order.faults": Route(
        "tui.blades.orders.faults:OrderFaults", "Faults", parent="order.overview", own=True
    ),
    "time": Route("tui.blades.simulator.time:Time", "Time", listed=True, own=True),
    "undo": Route("tui.blades.simulator.way_back:UndoStep", "Undo", own=True),
    "redo": Route("tui.blades.simulator.way_back:RedoStep", "Redo", own=True),
    "training": Route("tui.blades.training.catalogue:Catalogue", "Training", listed=True, own=True),
    "training.ticket": Route("tui.blades.training.ticket:TicketDrawer", "Ticket", listed=True, own=True),
    "training.result": Route("tui.blades.training.result:RunResult", "Result", own=True),
    "order.support": Route(
        "tui.blades.scopes.support_request:SupportRequest", "New support request", parent="order.overview"
    ),
    "site.support": Route(
        "tui.blades.scopes.support_request:SupportRequest", "New support request", parent="site.overview"
    ),
    "vault.support": Route(
        "tui.blades.scopes.support_request:SupportRequest", "New support request", parent="vault.overview"
    ),
    "support": Route("tui.blades.scopes.support_request:SupportRequest", "New support request", listed=True),
    "order.faqs": Route("tui.blades.orders.faqs:Faqs", "FAQs", parent="order.overview"),
}

#: The mark of the simulator's own pages, and the heading above them in a menu.
SIMULATOR = "Simulator"

#: Labels of menu items; in the rail the overview is called so, in the breadcrumb it is the resource's name.
OVERVIEW = "Overview"

#: ARM type, in lower case → the route that shows such a resource.
HOMES: dict[str, str] = {
    "microsoft.certificateregistration/certificateorders": "order.overview",
    "microsoft.web/sites": "site.overview",
    "microsoft.web/certificates": "certificate.overview",
    "microsoft.keyvault/vaults": "vault.overview",
    "microsoft.network/dnszones": "zone.overview",
    "microsoft.compute/cloudservices": "cloud_service.overview",
}


@cache
def is_own(kind: type) -> bool:
    """Whether a class of pages is the simulator's own."""
    target = f"{kind.__module__}:{kind.__qualname__}"
    return any(route.own and route.target == target for route in ROUTES.values())


def pointed_key(kind: type, pointer: Pointer | None) -> str:
    """The key that the next step of a guided walk asks for on a page of this class, "" on other pages."""
    if pointer is None or pointer.page not in ROUTES:
        return ""
    return pointer.key if ROUTES[pointer.page].target == f"{kind.__module__}:{kind.__qualname__}" else ""


def page_id(kind: type) -> str:
    """The name of a class of pages in ids of keys: its route, of several the first among the shortest."""
    target = f"{kind.__module__}:{kind.__qualname__}"
    routes = [name for name, route in ROUTES.items() if route.target == target]
    return min(routes, key=lambda name: (len(name), name), default=kind.__name__.lower())


def menu_label(route: str, era: Era) -> str:
    """The rail's name for a route."""
    known = ROUTES[route]
    if known.era_label:
        return str(getattr(era, known.era_label))
    return known.label or OVERVIEW


#: Pages of a group or a subscription that the same page of what is below leads to.
_OF_ANY_SCOPE = frozenset({"locks"})


def crumb_label(route: str, resource: str, era: Era) -> str:
    """The breadcrumb's name for a route of a resource; a name from an id is outside text."""
    known, name = ROUTES[route], resource.rsplit("/", 1)[-1]
    if route in _OF_ANY_SCOPE and name:
        # A page of any scope: one of a resource may lead to that of its group.
        return f"{name if '/resourcegroups/' in resource.lower() else 'Subscription'} - {known.label}"
    if known.era_label or known.label:
        return menu_label(route, era)
    return name or SIGNS.impossible


def path_to(route: str) -> tuple[str, ...]:
    """The routes from a list down to this one, those that exist."""
    path = [route]
    while (parent := ROUTES[path[0]].parent) and parent in ROUTES:
        path.insert(0, parent)
    return tuple(path)
