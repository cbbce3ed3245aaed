"""Certificates with numbers of two digits: what stands beside them keeps its width."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import order_page
from tests.support.order_cloud import Shop
from tui.text.status import thumbprint_short
from tui.widgets.wires import Joint, Station, hop_line

PRINT = "7D532485A0B1C2D3E4F5061728394A5B6C7D088A"
JOINTS: list[Joint] = ["same", "differs", "same", "same"]


@pytest.mark.parametrize("number", [None, 3, 10, 104])
def test_a_short_thumbprint_is_never_wider_than_its_column(number: int | None) -> None:
    assert thumbprint_short(PRINT, number, 104).cell_length <= 16
    assert thumbprint_short(PRINT, number, 104).plain.endswith("…088A")
    assert thumbprint_short(PRINT, number, 104, tail=False).cell_length <= 12


@pytest.mark.parametrize("width", [70, 74, 76, 100])
@pytest.mark.parametrize("number", [9, 10, 104])
def test_a_line_of_hops_stays_in_its_row(number: int, width: int) -> None:
    stations = [Station(title, number, PRINT) for title in ("Order", "Secret", "Linked", "Binding", "Client")]
    for line in hop_line(stations, JOINTS, number, width):
        assert line.cell_length <= width


async def test_the_hops_of_a_tenth_certificate_are_one_row_at_80_columns(tmp_path: Path) -> None:
    shop = Shop()
    shop.issue()
    shop.link()
    for _ in range(9):
        shop.do("Rekey", order="contosocert")
        shop.wait("11m")
    async with order_page("rekey", shop.world, tmp_path / "state.json", (80, 24)) as desk:
        hops = desk.line("━━")
        assert hops.count("◇1 ") == 3
        assert hops.startswith("◆10 ")
