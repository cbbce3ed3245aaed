"""What every test can use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.stock_keys import stock_keys

__all__ = ["stock_keys"]


@pytest.fixture(scope="session", autouse=True)
def brief_pauses() -> Iterator[None]:
    """A pilot's pause is half of Textual's: `settle` looks itself whether all is done, keys are many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / 100)
        patch.setattr("textual._wait.SLEEP_IDLE", 1 / 2000)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_data_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes into the data directory of whoever runs it, or starts the editor that they have.

    A page on the tour may serve the world, and a key may open its document.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("VISUAL", "EDITOR", "CERTBLADE_READ_ONLY"):
            patch.delenv(name, raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the golden screens anew; read the diff then"
    )
