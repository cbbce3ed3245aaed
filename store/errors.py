"""Errors in the portal's words: a stable code, a sentence, and the way out.

A way out says where something is mended, and what is done there. A place is a thing of Azure that one
changes, not a page: whoever shows a way out knows where that is done.

    >>> AzureError("KeyVaultFirewall", "…", Place.NETWORKING.way("Networking: allow it.", "/…/kv")).next_step
    'Networking: allow it.'
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


class AzureError(Exception):
    """A refusal by the simulated Azure; the world is as it was before.

    `code` is stable (scripts and scenarios compare it), `message` is a sentence in the portal's words. What
    to do about it is a sentence ("" where nothing can be done), or a way out: that sentence and its place.
    """

    def __init__(self, code: str, message: str, repair: str | WayOut = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.repair = repair

    @property
    def next_step(self) -> str:
        """What to do about it, as a sentence."""
        return self.repair if isinstance(self.repair, str) else self.repair.text

    @property
    def way_out(self) -> WayOut | None:
        """Where that is done; None where the refusal does not say."""
        return None if isinstance(self.repair, str) else self.repair

    @property
    def told(self) -> str:
        """The sentence and the next step as one text; some of Azure's own sentences lack their full stop."""
        stop = "" if self.message.endswith((".", "!", "?")) or not self.next_step else "."
        return f"{self.message}{stop} {self.next_step}".rstrip()

    def __str__(self) -> str:
        return f"{self.code}: {self.told}"


class UsageError(Exception):
    """The call itself is malformed (unknown operation or argument); nothing is journalled."""

    def __init__(self, message: str, code: str = "WrongUsage") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class StateError(Exception):
    """The state file cannot be read or written; the user's bytes are untouched.

    `code` is stable; `message` names the file, the reason and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def only_read(why: str) -> AzureError:
    """The refusal of every change where a world is only looked at, or writing has ended; `why` says which."""
    return AzureError("StateReadOnly", f"This world is only read here: {why}")
