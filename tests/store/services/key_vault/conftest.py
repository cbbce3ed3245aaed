"""A cloud with one vault that both services may use."""

from __future__ import annotations

import pytest

from tests.support.cloud import Cloud


@pytest.fixture
def cloud() -> Cloud:
    made = Cloud()
    made.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    allow_services(made)
    return made


def allow_services(cloud: Cloud, vault: str = "contoso-kv") -> None:
    """What Step 1 (Store) adds."""
    cloud.do(
        "SetAccessPolicy",
        vault=vault,
        principal="Microsoft.Azure.WebSites",
        secrets=["Get"],
        certificates=["Get"],
    )
    cloud.do(
        "SetAccessPolicy",
        vault=vault,
        principal="f3c21649-0979-4721-ac85-b0216b2cf413",
        secrets=["Get", "List", "Set", "Delete"],
        certificates=["Get", "List"],
    )
