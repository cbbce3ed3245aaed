"""What was found about an estate, and until when it needs somebody.

The rules speak of the world as it is: after a rehearsal they are asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.estates.certificate_findings import certificate_findings
from store.estates.finding import Finding, When
from store.estates.host_findings import host_findings
from store.estates.order_findings import order_findings
from store.estates.sources import Surroundings
from store.resources import Lock, LockLevel
from store.world import View
from store.world.answers import remembered


@remembered
def findings(view: View) -> tuple[Finding, ...]:
    """Everything found about the estate, orders first."""
    around = Surroundings(view)
    every = (
        *order_findings(around),
        *certificate_findings(around),
        *host_findings(around),
        *_locks(view),
    )
    return tuple(dict.fromkeys(every))


def _locks(view: View) -> Iterator[Finding]:
    for lock in view.all(Lock):
        if lock.properties.level is LockLevel.READ_ONLY:
            yield Finding(code="readonly-lock", resource=lock.name, id=lock.id, when=When.NOW)
