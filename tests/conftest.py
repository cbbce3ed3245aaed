"""What every test can use."""

from __future__ import annotations

from tests.stock_keys import stock_keys

__all__ = ["stock_keys"]
