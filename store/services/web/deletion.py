"""Deleting web apps and App Service plans.

Source: "Manage an App Service plan in Azure" (Azure docs, 2022), delete an App Service plan.
"""

from __future__ import annotations

from collections.abc import Collection

from store.errors import AzureError
from store.resources import ManagedRequest, PublicCertificate, ServerFarm, Site, same_id
from store.services.authorization.assignments import forget_assignments
from store.services.key_vault.soft_delete import children_of
from store.world import Draft, View


def delete_site(draft: Draft, site: Site) -> None:
    """Take an app away with its host names, bindings and public certificates.

    Its private key certificates are its webspace's and stay; a managed certificate on its way is not made.
    """
    for request in tuple(draft.all(ManagedRequest)):
        if same_id(request.site, site.id):
            draft.remove(request)
    for certificate in children_of(draft, PublicCertificate, site.id):
        draft.remove(certificate)
    draft.remove(site)
    forget_assignments(draft, site.id)


def apps_of(view: View, plan: ServerFarm) -> tuple[Site, ...]:
    """The apps that run in a plan, of whichever resource group."""
    return tuple(site for site in view.all(Site) if same_id(site.properties.server_farm_id, plan.id))


def plan_in_use(view: View, plan: ServerFarm, *, leaving: Collection[str] = ()) -> AzureError | None:
    """Why a plan cannot go: apps run in it, those aside that go first (`leaving`: their keys); or None."""
    apps = [site.name for site in apps_of(view, plan) if site.key not in leaving]
    if not apps:
        return None
    return AzureError(
        "Conflict",
        f"Server farm '{plan.name}' cannot be deleted because it has web app(s) {', '.join(apps)} "
        "assigned to it.",
        "Delete the apps first.",
    )


def delete_plan(draft: Draft, plan: ServerFarm) -> None:
    """Take a plan without apps away."""
    draft.remove(plan)
    forget_assignments(draft, plan.id)
