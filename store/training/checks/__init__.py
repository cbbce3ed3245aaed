"""What a scenario file can check of the world: each check by its name and its arguments.

    check = { is = "in_sync", order = "contosocert" }
    check = { is = "query", ask = "[?name=='contoso-app'].properties.httpsOnly | [0]" }

A check looks at the world, never at the keys that were pressed. It says how much of it is done and of how
much, so that half a repair counts.
"""

from __future__ import annotations

from store.training.checks.base import Check, Judged
from store.training.checks.hosts import (
    BoundWith,
    Covers,
    HostsDown,
    HostsSecure,
    HostsServe,
    NoHazard,
    NotBound,
)
from store.training.checks.orders import (
    AutoRenew,
    Expires,
    Exported,
    Hop,
    InSync,
    Issued,
    NewCertificate,
    OldRevoked,
    OrderEnded,
    Stored,
    Tile,
    Verified,
)
from store.training.checks.world import (
    Answered,
    ClockAt,
    Escalated,
    Exists,
    HasRecord,
    Locked,
    Missing,
    Permitted,
    Query,
    SettingCurrent,
)

#: Every check, by its name in a file.
AnyCheck = (
    InSync
    | Hop
    | Issued
    | Stored
    | Verified
    | Tile
    | NewCertificate
    | OldRevoked
    | OrderEnded
    | Expires
    | AutoRenew
    | Exported
    | BoundWith
    | NotBound
    | Covers
    | HostsSecure
    | HostsServe
    | HostsDown
    | NoHazard
    | Query
    | Exists
    | Missing
    | HasRecord
    | Locked
    | Permitted
    | SettingCurrent
    | ClockAt
    | Answered
    | Escalated
)

__all__ = ["AnyCheck", "Check", "Judged"]
