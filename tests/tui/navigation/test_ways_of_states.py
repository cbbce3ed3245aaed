"""Where a state is mended: its page, and the step that is to be done there."""

from __future__ import annotations

from pathlib import Path

from store.services.certificate_registration.configuration import configuration_steps
from tests.support.mission_worlds import bought, issued
from tests.support.problem_case import ORDER, VAULT, Bench
from tui.navigation.ways import door_of


def test_the_status_leads_to_the_step_that_is_to_be_done(tmp_path: Path) -> None:
    def step() -> tuple[str, str]:
        """The page that the status leads to, and the step that is chosen there."""
        state = bench.state()
        assert state.way_out is not None
        steps = configuration_steps(bench.world, bench.order())
        door = door_of(bench.world, state.way_out, bench.order().id)
        assert door is not None
        return door.route, next(one.title for one in steps if not one.done)

    bench = Bench(bought(), tmp_path)
    bench.do("StoreInKeyVault", order=ORDER, vault=VAULT)
    assert step() == ("order.configuration", "Step 2: Verify")
    bench = Bench(issued(), tmp_path)
    bench.do("AgeProof", order=ORDER, days=500)
    bench.do("Rekey", order=ORDER)
    assert step() == ("order.configuration", "Step 2: Verify")
    bench.do("DeleteVault", vault=VAULT)
    assert step() == ("order.configuration", "Step 1: Store")
