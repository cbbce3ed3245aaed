"""Whether Cloud Services (extended support) are offered: in the years that had them, until they retire.

Sources: "About Azure Cloud Services (extended support)" (Azure docs, 2021), "Cloud Services (extended
support) retirement" (Azure docs, 2024).
"""

from __future__ import annotations

from store.eras import CLOUD_SERVICES_RETIRE
from store.errors import AzureError
from store.services.compute.limits import RETIREMENT_NOTICE_DAYS
from store.time.calendar import days
from store.world import View

_DAY = f"{CLOUD_SERVICES_RETIRE.day} {CLOUD_SERVICES_RETIRE:%B %Y}"
RETIRED = f"Cloud Services (extended support) were retired on {_DAY}."
RETIRE_NOW = "Cloud Services (extended support) retire."
MIGRATE = "Move the application to App Service, Service Fabric or Virtual Machine Scale Sets."


def retired(view: View) -> bool:
    """Whether the day of retirement has come."""
    return view.now >= CLOUD_SERVICES_RETIRE


def retirement_notice(view: View) -> str:
    """That cloud services retire or are retired, in a sentence; "" long before that day."""
    if retired(view):
        return f"{RETIRED} {MIGRATE}"
    if view.now < CLOUD_SERVICES_RETIRE - days(RETIREMENT_NOTICE_DAYS):
        return ""
    return f"Cloud Services (extended support) retire on {_DAY}. {MIGRATE}"


def offer_refusal(view: View) -> AzureError | None:
    """Why nothing is deployed to a cloud service at this time, or None."""
    if not view.era.cloud_services:
        return AzureError(
            "CloudServicesNotOffered",
            f"There are no Cloud Services (extended support) in the portal of {view.era.name}.",
            "Begin a world of a later era.",
        )
    return AzureError("CloudServicesRetired", RETIRED, MIGRATE) if retired(view) else None
