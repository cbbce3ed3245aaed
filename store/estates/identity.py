"""Ids: of ARM and of Key Vault, in one form.

Services write groups, providers and types of one id in different cases, Terraform writes `serverFarms`, and
a console breaks long ids over lines. Sources: azure-rest-api-specs issues 29446 and 31379,
terraform-provider-azurerm issue 23604.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from store.estates.limits import LONGEST_TEXT
from store.estates.values import whole

ORDER = "Microsoft.CertificateRegistration/certificateOrders"
LINK = f"{ORDER}/certificates"
CERTIFICATE = "Microsoft.Web/certificates"
PLAN = "Microsoft.Web/serverfarms"
SITE = "Microsoft.Web/sites"
SLOT = f"{SITE}/slots"
BINDING = f"{SITE}/hostNameBindings"
SLOT_BINDING = f"{SLOT}/hostNameBindings"
VAULT = "Microsoft.KeyVault/vaults"
SECRET = f"{VAULT}/secrets"
SECRET_VERSION = f"{SECRET}/versions"
VAULT_CERTIFICATE = f"{VAULT}/certificates"
VAULT_CERTIFICATE_VERSION = f"{VAULT_CERTIFICATE}/versions"
POLICY = f"{VAULT}/accessPolicies"
LOCK = "Microsoft.Authorization/locks"
ZONE = "Microsoft.Network/dnsZones"
A, CNAME, TXT, CAA = (f"{ZONE}/{kind}" for kind in ("A", "CNAME", "TXT", "CAA"))
SUBSCRIPTION = "Microsoft.Resources/subscriptions"

#: Every type that is read, in the spelling of the ARM reference, by its lower case.
TYPES = {
    type.lower(): type
    for type in (
        *(ORDER, LINK, CERTIFICATE, PLAN, SITE, SLOT, BINDING, SLOT_BINDING, VAULT, SECRET, SECRET_VERSION),
        *(VAULT_CERTIFICATE, VAULT_CERTIFICATE_VERSION, POLICY, LOCK, ZONE, A, CNAME, TXT, CAA, SUBSCRIPTION),
    )
}
#: In place of the subscription and group of a template, which names neither.
NO_SUBSCRIPTION, NO_GROUP = "/subscriptions/not-in-the-export", "not-in-the-export"


class Identity(NamedTuple):
    """A resource: its type (as in `TYPES`), the names on its path, and its id in one form.

    `place` is the id's beginning: subscription and group, or the id that an extension such as a lock is of.
    The vault of a Key Vault URI has no place ("").
    """

    type: str
    names: tuple[str, ...]
    place: str

    @property
    def id(self) -> str:
        return full_id(self.place, self.type, self.names)

    @property
    def name(self) -> str:
        """The name it is told by: its last part, of an app's slot `app/slot`."""
        return "/".join(self.names) if self.type == SLOT else self.names[-1]


@lru_cache(maxsize=65536)
def full_id(place: str, type: str, names: tuple[str, ...]) -> str:
    """An ARM id from its parts."""
    provider, *kinds = type.split("/")
    path = "/".join(f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True))
    return f"{place}/providers/{provider}/{path}"


def identify(value: Any) -> Identity | None:
    """What an id names, of ARM or a Key Vault URI; None for what is none of the types that are read."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return None
    bare = whole(value).replace("\r", "").replace("\n", "").strip().rstrip("/")
    return _of_uri(bare) if bare[:8].lower() == "https://" else _of_arm(bare)


@lru_cache(maxsize=16384)
def _of_arm(id: str) -> Identity | None:
    at = id.lower().rfind("/providers/")
    if at < 0:
        parts = id.split("/")
        if len(parts) == 3 and parts[1].lower() == "subscriptions":
            return Identity(SUBSCRIPTION, (parts[2],), "")
        return None
    provider, *rest = id[at + len("/providers/") :].split("/")
    if len(rest) % 2 or not rest:
        return None
    type = TYPES.get("/".join((provider, *rest[::2])).lower())
    names = tuple(rest[1::2])
    if type is None or not all(names):
        return None
    # A Terraform binding's id is two ids in a row.
    return None if "|" in id else Identity(type, names, _place(id[:at]))


def _place(text: str) -> str:
    """The beginning of an id; its keywords in one spelling, a subscription's guid in lower case."""
    inner = identify(text) if "/providers/" in text.lower() else None
    if inner is not None:
        return inner.id
    parts = text.split("/")
    if len(parts) >= 3 and parts[1].lower() == "subscriptions":
        parts[1:3] = ["subscriptions", parts[2].lower()]
    if len(parts) >= 5 and parts[3].lower() == "resourcegroups":
        parts[3] = "resourceGroups"
    return "/".join(parts)


#: https://{vault}.vault.azure.net/secrets/{name}[/{version}], also of the other clouds.
_URI = re.compile(
    r"https://([A-Za-z0-9-]{1,127})\.(?:vault|managedhsm)\.[a-z.]+(?::\d+)?/(secrets|certificates)/([^/?#]+)"
    r"(?:/([^/?#]+))?",
    re.IGNORECASE,
)
_KINDS = {
    ("secrets", False): SECRET,
    ("secrets", True): SECRET_VERSION,
    ("certificates", False): VAULT_CERTIFICATE,
    ("certificates", True): VAULT_CERTIFICATE_VERSION,
}


@lru_cache(maxsize=16384)
def _of_uri(uri: str) -> Identity | None:
    found = _URI.fullmatch(uri)
    if found is None:
        return None
    vault, kind, name, version = found[1].lower(), found[2].lower(), found[3], found[4]
    names = (vault, name, version) if version else (vault, name)
    return Identity(_KINDS[kind, bool(version)], names, "")


def subscription_in(id: str | None) -> str:
    """The guid of the subscription an id begins with, in lower case; "" where it names none."""
    parts = (id or "").split("/", 3)
    found = parts[2].lower() if len(parts) > 2 and parts[1].lower() == "subscriptions" else ""
    return "" if NO_SUBSCRIPTION.endswith(found) else found


def group_in(id: str) -> str:
    """The name of the resource group in an id, "" where it names none."""
    parts = id.split("/")
    return parts[4] if len(parts) > 4 and parts[3].lower() == "resourcegroups" else ""
