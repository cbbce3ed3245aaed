"""Documents around certificates: Microsoft.Resources, .Authorization, .Network, .DomainRegistration."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from store.resources.base import Hidden, Located, Moment, Properties, Resource


class SubscriptionProperties(Properties, frozen=True, kw_only=True):
    """`state` is Enabled, Warned, Suspended or Cancelled.

    `offer` is PayAsYouGo, EnterpriseAgreement, DevTest, Student or FreeTrial.
    """

    subscription_id: str
    display_name: str
    state: str = "Enabled"
    tenant_id: str
    offer: str = "PayAsYouGo"
    card_valid: bool = True
    cloud: str = "AzureCloud"
    #: What support raised the limit of App Service Certificates to; None where nobody asked.
    raised_limit: int | None = None
    #: False where an export, which does not tell it, is all that is known of the subscription.
    limit_stated: bool | msgspec.UnsetType = msgspec.UNSET

    @property
    def active(self) -> bool:
        return self.state in ("Enabled", "Warned")


class Subscription(Resource, frozen=True, kw_only=True, tag="Microsoft.Resources/subscriptions"):
    """A subscription; `name` is its guid."""

    properties: SubscriptionProperties


class ResourceGroup(Located, frozen=True, kw_only=True, tag="Microsoft.Resources/resourceGroups"):
    """A resource group."""


class LockLevel(StrEnum):
    CAN_NOT_DELETE = "CanNotDelete"
    READ_ONLY = "ReadOnly"

    @property
    def label(self) -> str:
        """The portal's word."""
        return "Read-only" if self is LockLevel.READ_ONLY else "Delete"


class LockProperties(Properties, frozen=True, kw_only=True):
    level: LockLevel
    notes: str = ""


class Lock(Resource, frozen=True, kw_only=True, tag="Microsoft.Authorization/locks"):
    """A management lock; it guards its scope and everything below."""

    properties: LockProperties

    @property
    def scope(self) -> str:
        """The id of the locked resource, group or subscription."""
        return self.id[: self.id.lower().rindex("/providers/microsoft.authorization/locks/")]


class RecordType(StrEnum):
    A = "A"
    CNAME = "CNAME"
    TXT = "TXT"
    CAA = "CAA"


class Record(Properties, frozen=True, kw_only=True):
    """A DNS record: `name` relative to the zone (`@` is the root), `value` as a zone file writes it."""

    type: RecordType
    name: str
    value: str
    ttl: int = 3600
    #: Written by Azure itself, not by a person.
    automatic: bool = False


class ZoneProperties(Properties, frozen=True, kw_only=True):
    records: tuple[Record, ...] = ()
    #: `Public` or `Private` (only virtual networks see a private zone).
    zone_type: str = "Public"
    #: Mailboxes that exist: local parts of addresses in this domain.
    mailboxes: tuple[str, ...] = ("admin", "administrator", "hostmaster", "postmaster", "webmaster")


class DnsZone(Located, frozen=True, kw_only=True, tag="Microsoft.Network/dnsZones"):
    """A DNS zone; `name` is the domain. The whole simulated internet sees its records at once."""

    location: str = "global"
    properties: ZoneProperties = ZoneProperties()


class DomainProperties(Properties, frozen=True, kw_only=True):
    dns_zone_id: str
    auto_renew: bool = True


class AppServiceDomain(Located, frozen=True, kw_only=True, tag="Microsoft.DomainRegistration/domains"):
    """A domain bought through Azure; Azure can write into its zone."""

    location: str = "global"
    properties: DomainProperties


class Clock(Hidden, frozen=True, kw_only=True, tag="_clock"):
    """Simulated time (`id` is "clock"). `speed` is simulated seconds per real second, 0 when paused."""

    now: Moment
    speed: int = 0


class WorldFacts(Hidden, frozen=True, kw_only=True, tag="_world"):
    """Constants of a world (`id` is "world"): its era, seed, origin, and kind of keys.

    With `demo_keys` the seed draws the keys too: they are the same everywhere, and protect nothing.
    """

    name: str
    era: str
    seed: int
    keys: str = "rsa2048"
    demo_keys: bool = False
    created_at: Moment


class Role(StrEnum):
    """Built-in roles: of the control plane, and of the data in vaults with the RBAC permission model."""

    OWNER = "Owner"
    USER_ACCESS_ADMINISTRATOR = "User Access Administrator"
    CONTRIBUTOR = "Contributor"
    READER = "Reader"
    KEY_VAULT_ADMINISTRATOR = "Key Vault Administrator"
    KEY_VAULT_SECRETS_OFFICER = "Key Vault Secrets Officer"
    KEY_VAULT_CERTIFICATE_USER = "Key Vault Certificate User"


class Principal(Hidden, frozen=True, kw_only=True, tag="_principals"):
    """A user or service. `id` is the object id; `roles` maps a scope's id to a role there and below."""

    name: str
    app_id: str = ""
    roles: Mapping[str, Role] = msgspec.field(default_factory=dict)


class Charge(Hidden, frozen=True, kw_only=True, tag="_charges"):
    """One line of the bill, US dollars in cents."""

    subscription: str
    resource: str
    charged_at: Moment
    cents: int
    text: str


class Outcome(Properties, frozen=True, kw_only=True):
    """A job's effect on a resource: `result` is a sentence, `ok` whether it went well.

    `kind` is the event it was, such as "auto renew"; `skipped` says that the job left the resource alone, as
    it was told to. The sentence has no thumbprint: a new one is drawn when it happens, and not foretold.
    """

    resource: str
    ok: bool
    result: str
    kind: str = ""
    skipped: bool = False
    old_thumbprint: str = ""
    new_thumbprint: str = ""


class JobRun(Hidden, frozen=True, kw_only=True, tag="_jobRuns"):
    """A run of a background job that had work; runs without work follow from the period."""

    job: str
    ran_at: Moment
    outcomes: tuple[Outcome, ...] = ()


class ActivityEntry(Hidden, frozen=True, kw_only=True, tag="_activity"):
    """One line of the Activity log; entries of one operation share their correlation id."""

    correlation_id: str
    operation: str
    title: str
    target: str
    status: str
    at: Moment
    caller: str
    category: str = "Administrative"
    code: str = ""
    message: str = ""
    revision: int = 0


class ExportedCopy(Hidden, frozen=True, kw_only=True, tag="_exports"):
    """A PFX that was exported; Azure does not follow it any more.

    `path` is absolute, or the bare name of a download, which the user's browser has.
    """

    order: str
    path: str
    thumbprint: str
    exported_at: Moment
    protected: bool = False

    @property
    def downloaded(self) -> bool:
        """Whether the file is with the user, and not on this machine."""
        return not self.path.startswith("/")
