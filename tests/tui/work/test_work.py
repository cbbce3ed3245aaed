"""Threads: they report, they never end the program, and one portal runs the clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from store.errors import StateError
from store.operations.simulator.clock import AdvanceClock, SetClockSpeed
from tests.support.golden import grid, settle
from tui.shell.app import PortalApp
from tui.work.pulse import Changed
from tui.work.threads import Advanced


async def test_an_unexpected_error_is_told_without_its_text(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = PortalApp(state)

    def broken(*_: Any) -> None:
        raise RuntimeError("the password is geheim")

    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        monkeypatch.setattr(app.portal, "perform", broken)
        app.perform(AdvanceClock(by="8h"), title="Advance")
        await settle(pilot)
        assert "RuntimeError" in app.notices.all[0].text
        assert "geheim" not in grid(app) + app.notices.all[0].text


async def test_a_state_that_cannot_be_written_is_a_banner(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = PortalApp(state)

    def full(*_: Any) -> None:
        raise StateError("StateNotWritten", "There is no space left on the device.")

    async with app.run_test(size=(120, 36)) as pilot:
        monkeypatch.setattr(app.portal, "perform", full)
        app.perform(AdvanceClock(by="8h"), title="Advance")
        await settle(pilot)
        assert "StateNotWritten: There is no space left on the device." in " ".join(grid(app).split())


async def test_what_a_thread_reports_while_the_portal_closes_breaks_nothing(state: Path) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
    assert app.screen_stack == []
    app.on_changed(Changed())
    app.on_advanced(Advanced(app.portal.world.now, finished=False))


async def test_a_long_advance_shows_its_way_and_can_be_left(state: Path) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(120, 36)) as pilot:
        start = app.portal.world.now
        app.advance(start + timedelta(days=3))
        await settle(pilot)
        assert app.portal.world.now == start + timedelta(days=3)
        assert "Time passes" not in grid(app)
        app.advance(start + timedelta(days=3000))
        for _ in range(50):
            await pilot.pause(0.05)
            if app.portal.world.now > start + timedelta(days=4):
                break
        assert "Time passes" in grid(app)
        await pilot.press("escape")
        await settle(pilot)
        assert start + timedelta(days=4) < app.portal.world.now < start + timedelta(days=3000)


async def test_a_running_clock_moves_by_itself_and_a_paused_one_does_not(state: Path) -> None:
    app = PortalApp(state)
    async with app.run_test(size=(120, 36)) as pilot:
        start = app.portal.world.now
        await pilot.pause(1.5)
        assert app.portal.world.now == start
        app.perform(SetClockSpeed(speed=60), title="Run")
        await settle(pilot)
        for _ in range(60):
            await pilot.pause(0.1)
            if app.portal.world.now > start:
                break
        assert 60 <= (app.portal.world.now - start).total_seconds() <= 120
        assert "× 60" in grid(app).splitlines()[0] or "×60" in grid(app).splitlines()[0]


async def test_the_crash_screen_says_where_and_shows_no_secret(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a local variable, nor what an exception or its cause says, nor a note, nor a control."""
    app = PortalApp(state)
    # Not as a word of the source, whose lines are shown.
    secret = "mieheg"[::-1]

    def open_it(password: str) -> None:
        raise ValueError(f"{password} \x1b]52;c;aGk=\x07")

    def crash() -> None:
        try:
            open_it(secret)
        except ValueError as error:
            error.add_note(secret)
            raise RuntimeError(secret) from error

    with pytest.raises(RuntimeError):
        async with app.run_test(size=(120, 36)) as pilot:
            app.call_later(crash)
            await pilot.pause()
    app._print_error_renderables()
    shown = "".join(capsys.readouterr())
    assert "RuntimeError" in shown and "ValueError" in shown and "in open_it" in shown
    assert "The world is as the last operation left it" in shown
    assert secret not in shown and "\x1b]52" not in shown
