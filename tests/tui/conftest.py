"""Worlds and golden screens for the portal's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.golden import Golden
from tests.support.portal_states import eight_orders, write


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(bool(request.config.getoption("--accept")))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state file with eight orders, each in another trouble."""
    return write(tmp_path / "state.json", *eight_orders())
