"""Background jobs, run when somebody asks instead of at their hours."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.jobs.order_events import RENEW
from store.jobs.run_now import due_now, run_now
from store.operations.operation import Simulator
from store.operations.simulator.clock import signer, told
from store.services.authority.keys import make_keys
from store.time.job_hours import schedules
from store.world import Draft, View


class RunJob(Simulator, frozen=True, kw_only=True):
    """Let a background job run now, instead of at its next hour: "Auto-renew job" or "Sync job".

    It does what its next run would do, as far as the moment for that has come. A certificate that fails is
    noted and the rest go on. Azure has no such button.
    """

    arm: ClassVar[str] = "Simulator/jobs/run/action"
    title: ClassVar[str] = "Run job"

    job: str

    def why_not(self, view: View) -> AzureError | None:
        jobs = [one.job for one in schedules(view)]
        if self.job in jobs:
            return None
        return AzureError(
            "JobNotFound", f"There is no job '{self.job[:40]}'.", f"Choose one of {', '.join(jobs)}."
        )

    def prepare(self, view: View) -> list[bytes]:
        """The RSA keys of the renewals it asks for."""
        if view.facts.keys == "ec" or self.why_not(view) is not None:
            return []
        renewals = [due for due in due_now(view, self.job) if due.kind == RENEW]
        return make_keys(view, "renewals", len(renewals))

    def apply(self, draft: Draft, material: list[bytes]) -> str:
        done = run_now(draft, self.job, signer(draft, material))
        if not done:
            return f"{self.job}: looked at everything and had nothing to do."
        return f"{'; '.join(map(told, done))}."
