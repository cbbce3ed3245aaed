"""What every test can use."""

from __future__ import annotations

import pytest

from tests.support.stock_keys import stock_keys

__all__ = ["stock_keys"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the golden screens anew; read the diff then"
    )
