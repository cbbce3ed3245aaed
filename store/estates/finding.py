"""One thing found about an estate."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

import msgspec

from store.estates.limits import AHEAD


class When(Enum):
    """When a finding needs somebody."""

    #: It is told, and somebody may decide to do nothing.
    NEVER = auto()
    NOW = auto()
    #: Where its date is near.
    BY_DATE = auto()
    #: Whatever its date: it is drift.
    ALWAYS = auto()


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """`code` names the rule, `resource` what it is about by its last name, `id` the same by its ARM id.

    `by` is the last moment (UTC) to do something about it, None where it is due now or no date is known.
    """

    code: str
    resource: str
    id: str
    when: When = When.NEVER
    by: datetime | None = None

    def needs_somebody(self, now: datetime) -> bool:
        """Whether somebody must do something about it within the time that a report looks ahead."""
        if self.when is When.BY_DATE:
            return self.by is not None and self.by <= now + AHEAD
        return self.when in (When.NOW, When.ALWAYS)
