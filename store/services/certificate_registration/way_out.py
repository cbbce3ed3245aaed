"""Ways out of a state: where in the portal a person goes, and what is done there.

Source: "New Sync and Export experiences" (blog, 2019) for Sync and its job.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from store.time.job_hours import SYNC, next_tick
from store.world import View
from store.world.answers import remembered


class Place(StrEnum):
    """Where a state is mended."""

    CREATE = "create"
    STORE = "store"
    VERIFY = "verify"
    KEY_VAULT = "key vault"
    KEY_VAULTS = "key vaults"
    SYNC = "sync"
    APP = "app"
    AUTO_RENEW = "auto renew"
    SUBSCRIPTION = "subscription"
    DNS_ZONES = "dns zones"
    TIME = "time"
    OVERVIEW = "overview"
    EXPORT = "export"
    LOCKS = "locks"
    CERTIFICATE = "certificate"
    UPLOAD = "upload"
    CONFIGURATION = "configuration"
    POLICIES = "access policies"
    NETWORKING = "networking"
    SECRETS = "secrets"
    DNS_ZONE = "dns zone"
    CLOUD_SERVICE = "cloud service"
    SUPPORT = "support"


class WayOut(msgspec.Struct, frozen=True, kw_only=True):
    """A place and a sentence; `resource` is the id of what is mended there, "" for the order itself."""

    place: Place
    text: str
    resource: str = ""


@remembered
def sync_way(view: View) -> str:
    """The way out of most drift of linked certificates, as a sentence."""
    return f"Sync, or wait for the sync job at {moment(view, next_tick(view, SYNC, view.now))}."


def moment(view: View, at: datetime) -> str:
    """A moment and its distance in whole hours or days that are left: "2022-08-02 02:00 (17 h)"."""
    hours = (at - view.now) // timedelta(hours=1)
    distance = f"{hours // 24} d" if hours >= 48 else f"{hours} h"
    return f"{at:%Y-%m-%d %H:%M} ({distance})"
