"""What an order's pages say is what is there, and what will be."""

from __future__ import annotations

from pathlib import Path

from store.jobs.renewals import next_renewal
from store.resources import CertificateOrder
from tests.support.desk import at_desk, order_page
from tests.support.mission_worlds import bought, issued
from tests.support.worlds import demo_world


async def test_hops_with_nothing_to_compare_are_no_success(tmp_path: Path) -> None:
    """Given an order that was never issued, then no hop of it wears the sign of success."""
    async with order_page("drift", bought(), tmp_path / "state.json") as desk:
        assert "✓" not in desk.text
        assert desk.line("order → secret").startswith("○ A order → secret not issued yet")
        assert desk.line("○ B").startswith("○ B secret → linked nothing linked Import")
        assert desk.line("○ D").startswith("○ D binding → client no host bound")
    async with order_page("drift", issued(), tmp_path / "other.json") as desk:
        assert desk.line("✓ A order → secret") and desk.line("○ B") and desk.line("○ C")


async def test_the_overview_foretells_the_renewal_that_the_job_will_really_make(tmp_path: Path) -> None:
    """Given a proof that will be too old, then Overview says so as the agenda does, before and after."""
    async with order_page("overview", demo_world(), tmp_path / "state.json") as desk:
        order = next(desk.world.all(CertificateOrder))
        ahead = next_renewal(desk.world, order)
        assert ahead is not None and ahead.asked is not None and ahead.issued is None
        assert desk.sees(f"! Renewal held back from {ahead.asked:%Y-%m-%d}: The last proof of domain")
        await desk.do("SetAutoRenew", order=order.name, enabled=False)
        assert desk.sees("! Renewal Auto renew is off.")


async def test_who_may_only_read_an_order_is_told_before_a_question_is_asked(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.do("AddPrincipal", name="rita@contoso.com")
        await desk.do("AssignRole", scope="contosocert", principal="rita@contoso.com", role="Reader")
        await desk.press("W")
        await desk.type("rita")
        await desk.press("enter")
        assert desk.sees("– Delete")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("– Sync – Delete – Move")
        await desk.press("M")
        assert (
            desk.sees("does not have authorization to perform action") and "Move to resource" not in desk.text
        )


async def test_the_agenda_speaks_of_what_comes_in_words_that_fit_what_was(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        assert desk.sees("contosocert Certificate 2 is revoked after the rekey.")
        await desk.wait("4d")
        await desk.open("jobs")
        await desk.press("down")
        assert desk.sees("Certificate 2 is revoked after the rekey.")


async def test_on_a_low_screen_the_agenda_shows_as_many_events_as_there_are_rows(tmp_path: Path) -> None:
    """Given 80×24, then What happens next takes the free rows, whole events only."""
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        assert desk.sees("What happens next") and desk.sees("Certificate 2 is revoked after the rekey.")
        before = desk.screen.count("2022-08-")
        await desk.resize(80, 17)
        assert 0 < desk.screen.count("2022-08-") < before
        await desk.resize(80, 12)
        assert "What happens next" not in desk.screen and desk.sees("Selected")
