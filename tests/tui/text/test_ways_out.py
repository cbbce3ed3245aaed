"""Where a state is mended: every place that the store names is a page of the portal."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.services.certificate_registration.configuration import configuration_steps
from store.services.certificate_registration.way_out import Place
from tests.support.mission_worlds import bought, issued
from tests.support.problem_case import ORDER, VAULT, Bench
from tui.navigation.routes import ROUTES
from tui.text.order_words import PAGES, leads_to


@pytest.mark.parametrize("place", list(Place))
def test_every_place_is_a_page(place: Place) -> None:
    route, label = PAGES[place]
    assert route in ROUTES and label


def test_the_status_leads_to_the_step_that_is_to_be_done(tmp_path: Path) -> None:
    def step() -> tuple[str, str]:
        """The page that the status leads to, and the step that is chosen there."""
        state = bench.state()
        assert state.way_out is not None
        steps = configuration_steps(bench.world, bench.order())
        return leads_to(state.way_out, bench.order().id)[0], next(one.title for one in steps if not one.done)

    bench = Bench(bought(), tmp_path)
    bench.do("StoreInKeyVault", order=ORDER, vault=VAULT)
    assert step() == ("order.configuration", "Step 2: Verify")
    bench = Bench(issued(), tmp_path)
    bench.do("AgeProof", order=ORDER, days=500)
    bench.do("Rekey", order=ORDER)
    assert step() == ("order.configuration", "Step 2: Verify")
    bench.do("DeleteVault", vault=VAULT)
    assert step() == ("order.configuration", "Step 1: Store")
