"""List, overview, configuration, menu and command line give the same answer about an order's state."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.journal.journal import write_state
from store.resources import CertificateOrder
from store.services.certificate_registration.state import Kind, OrderState
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import rekeyed
from tests.support.order_states import in_state
from tui.__main__ import main
from tui.shell.menu_marks import marks
from tui.text.order_words import state_note, state_tone, state_word
from tui.text.state_words import WORDS
from tui.text.status import sign

ORDER = "contosocert"


def test_every_kind_has_a_word() -> None:
    assert set(WORDS) == set(Kind)


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
async def test_every_page_and_command_shows_the_same_state(
    kind: Kind, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = in_state(kind)
    state, path = shop.state(), tmp_path / "state.json"
    drawn = f"{sign(state_tone(state)).plain} {state_word(state)}"
    async with at_desk(shop.world, path) as desk:
        row = desk.line(f"{drawn} {ORDER}")
        assert row.endswith(state_note(state, shop.world.now))
        assert desk.sees(state.cause)
        await _overview_shows(desk, state, drawn)
        await _configuration_shows(desk, shop.order().id, state)
    write_state(path, shop.world, replace=True)
    assert main(["list", "certificateOrders", "--state", os.fspath(path)]) == 0
    assert state_word(state) in capsys.readouterr().out


async def _overview_shows(desk: Desk, state: OrderState, drawn: str) -> None:
    await desk.press("enter")
    if state.kind is Kind.OUT_OF_SYNC:
        assert desk.sees("! Linked private certificates are out of sync, Click Sync. 1 of 1 s Sync")
    else:
        assert desk.sees(f"{drawn} {state.cause}")
    assert ("✓ Certificate Ready" in desk.text) is state.kind.configured
    if state.way_out is not None and state.kind is not Kind.OUT_OF_SYNC:
        assert desk.sees(state.way_out.text)


async def _configuration_shows(desk: Desk, order: str, state: OrderState) -> None:
    mark = marks("order", desk.world, order).get("order.configuration")
    ended = desk.world.need(CertificateOrder, order).properties.status.final
    tone = "success" if state.kind.configured else state_tone(state)
    assert (mark.plain if mark else "") == ("" if ended else sign(tone).plain)
    await desk.open("order.configuration", ORDER)
    status = desk.line("Certificate Status")
    assert "Issued" in status or sign(state_tone(state)).plain in status


async def test_a_banner_has_the_key_to_the_vault_that_keeps_sync_from_working(tmp_path: Path) -> None:
    async with order_page("rekey", rekeyed(), tmp_path / "state.json") as desk:
        await desk.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
        assert desk.sees("o Key vault")
        assert "sync job does it" not in desk.text
        await desk.press("o")
        assert "Access policies" in desk.screen
