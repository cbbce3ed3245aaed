"""Ways out of a state or a refusal: where it is mended, and what is done there.

A place is a thing of Azure that one changes, not a page: whoever shows a way out knows where that is done.

    >>> Place.NETWORKING.way("Networking: add your client address.", "/…/vaults/kv").place
    <Place.NETWORKING: 'networking'>
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Place(StrEnum):
    """Where something is mended."""

    CREATE = "create"
    STORE = "store"
    VERIFY = "verify"
    KEY_VAULT = "key vault"
    KEY_VAULTS = "key vaults"
    SYNC = "sync"
    REKEY = "rekey"
    APP = "app"
    CUSTOM_DOMAINS = "custom domains"
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
    ACCESS_CONTROL = "access control"
    NETWORKING = "networking"
    SECRETS = "secrets"
    DNS_ZONE = "dns zone"
    CLOUD_SERVICE = "cloud service"
    SUPPORT = "support"

    def way(self, text: str, resource: str = "") -> WayOut:
        """The way out by this place."""
        return WayOut(place=self, text=text, resource=resource)


class WayOut(msgspec.Struct, frozen=True, kw_only=True):
    """A place and a sentence; `resource` is the id of what is mended there, "" where that is plain."""

    place: Place
    text: str
    resource: str = ""
