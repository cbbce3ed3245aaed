"""Which version of Azure Resource Manager's interface a request names: each resource provider has its own.

Those of App Service and its certificates are the era's. Source: "Azure resource providers and types" (Azure
docs, 2024), the versions that a provider answers to.
"""

from __future__ import annotations

from store.world import View

_VERSIONS = {
    "": "2022-09-01",
    "microsoft.authorization": "2020-05-01",
    "microsoft.compute": "2022-09-04",
    "microsoft.keyvault": "2022-07-01",
    "microsoft.network": "2018-05-01",
    "microsoft.storage": "2022-09-01",
}


def versioned(view: View, id: str) -> str:
    """The path of a request about the resource with this id."""
    return f"{id}?api-version={api_version(view, id)}"


def api_version(view: View, id: str) -> str:
    """The version for the resource with this id; for a group or subscription that of Microsoft.Resources."""
    provider = id.lower().rpartition("/providers/")[2].partition("/")[0]
    return _VERSIONS.get(provider, view.era.api_version)
