"""The Azure regions a resource can be created in."""

from __future__ import annotations

from store.errors import AzureError

#: Display names, as `location` of Microsoft.Web resources writes them.
REGIONS = (
    "Australia East",
    "Brazil South",
    "Canada Central",
    "Central India",
    "Central US",
    "East Asia",
    "East US",
    "East US 2",
    "France Central",
    "Germany West Central",
    "Japan East",
    "Korea Central",
    "North Central US",
    "North Europe",
    "Norway East",
    "South Africa North",
    "South Central US",
    "Southeast Asia",
    "Sweden Central",
    "Switzerland North",
    "UAE North",
    "UK South",
    "UK West",
    "West Central US",
    "West Europe",
    "West US",
    "West US 2",
    "West US 3",
)

_BY_NAME = {name.replace(" ", "").lower(): name for name in REGIONS}


def region_name(location: str) -> str:
    """The display name of a region written in either way; an unknown region stays as it is written."""
    return _BY_NAME.get(location.replace(" ", "").lower(), location)


def region(location: str) -> str:
    """The display name of a region written in either way ("westeurope", "West Europe").

    Raises `AzureError` LocationNotAvailableForResourceType.
    """
    found = _BY_NAME.get(location.replace(" ", "").lower())
    if found is None:
        raise AzureError(
            "LocationNotAvailableForResourceType",
            f"The provided location '{location}' is not available.",
            "Choose a region such as West Europe or North Europe.",
        )
    return found
