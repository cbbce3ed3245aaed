"""A cloud with the public zone contoso.com."""

from __future__ import annotations

import pytest

from tests.support.cloud import Cloud


@pytest.fixture
def cloud() -> Cloud:
    made = Cloud()
    made.do("CreateZone", name="contoso.com", resourceGroup="rg-web")
    return made
