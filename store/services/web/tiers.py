"""What the pricing tier of an App Service plan allows its apps.

Sources: "Prerequisites" in "Add and manage TLS/SSL certificates" (Azure docs, 2025), "Map an existing custom
DNS name to Azure App Service" (Azure docs, 2022).
"""

from __future__ import annotations

from store.eras import Era
from store.errors import AzureError
from store.resources import ServerFarm


def domain_refusal(plan: ServerFarm) -> AzureError | None:
    """Why apps of this plan can have no custom domains, or None."""
    if plan.sku.tier != "Free":
        return None
    return AzureError(
        _CODE,
        "Custom domains are not supported on the Free tier.",
        "Scale up the App Service plan to Basic or higher.",
    )


def tls_refusal(plan: ServerFarm) -> AzureError | None:
    """Why apps of this plan can have no certificates, or None."""
    if plan.sku.allows_tls:
        return None
    sentence = (
        f"Custom TLS/SSL is not supported on the {plan.sku.tier} tier of App Service plan '{plan.name}'."
    )
    return AzureError(_CODE, sentence, _TO_BASIC)


def managed_refusal(plan: ServerFarm) -> AzureError | None:
    """Why apps of this plan can have no managed certificates, or None."""
    if plan.sku.allows_tls:
        return None
    return AzureError(_CODE, "Managed Certificate is not supported on Free and Shared tier.", _TO_BASIC)


def ip_refusal(plan: ServerFarm, era: Era) -> AzureError | None:
    """Why apps of this plan can have no IP based bindings (certificates they can have), or None."""
    if era.ip_ssl_on_basic or plan.sku.tier != "Basic":
        return None
    return AzureError(
        _CODE,
        f"IP based SSL is not supported on the Basic tier of App Service plan '{plan.name}'.",
        "Scale up the plan to Standard or higher, or bind with SNI SSL.",
    )


def bindings_by_tier(era: Era) -> str:
    """The kinds of TLS/SSL binding that each tier allows, in a sentence; the rules are the refusals above."""
    if era.ip_ssl_on_basic:
        return "Free and Shared have no custom TLS; Basic and up bind with SNI and by IP."
    return "Free and Shared have no custom TLS; Basic binds with SNI, Standard and up also by IP."


_CODE = "PlanTierTooLow"
_TO_BASIC = "Scale up the plan to Basic or higher."
