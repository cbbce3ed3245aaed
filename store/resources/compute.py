"""Microsoft.Compute: cloud services (extended support), their role instances, and what Azure keeps to itself.

Field names: ARM reference, Microsoft.Compute/cloudServices (2024-11-04).
"""

from store.resources.base import Hidden, Located, Moment, Properties, Resource


class SubResource(Properties, frozen=True, kw_only=True):
    """Another resource, named by its id."""

    id: str


class VaultCertificateReference(Properties, frozen=True, kw_only=True):
    """A certificate that instances install: the identifier of a secret with its version."""

    certificate_url: str


class VaultSecretGroup(Properties, frozen=True, kw_only=True):
    """The certificates that come from one key vault."""

    source_vault: SubResource
    vault_certificates: tuple[VaultCertificateReference, ...] = ()


class OsProfile(Properties, frozen=True, kw_only=True):
    """Where the certificates of the roles come from."""

    secrets: tuple[VaultSecretGroup, ...] = ()


class RoleSku(Properties, frozen=True, kw_only=True):
    """Size of a role's machines, and how many there are."""

    name: str
    tier: str = "Standard"
    capacity: int


class RoleProfileEntry(Properties, frozen=True, kw_only=True):
    name: str
    sku: RoleSku


class RoleProfile(Properties, frozen=True, kw_only=True):
    roles: tuple[RoleProfileEntry, ...] = ()


class CloudServiceProperties(Properties, frozen=True, kw_only=True):
    """A cloud service as it is asked for: `configuration` is the text of the .cscfg as the user wrote it."""

    configuration: str
    package_url: str
    start_cloud_service: bool = True
    allow_model_override: bool = False
    upgrade_mode: str = "Auto"
    role_profile: RoleProfile = RoleProfile()
    os_profile: OsProfile = OsProfile()
    provisioning_state: str = "Succeeded"
    unique_id: str = ""


class CloudService(Located, frozen=True, kw_only=True, tag="Microsoft.Compute/cloudServices"):
    """A cloud service (extended support)."""

    properties: CloudServiceProperties


class InstalledCertificate(Properties, frozen=True, kw_only=True):
    """A certificate in the store of a machine, under the name the role's configuration has for it.

    `not_after` is UTC; `source` is the certificate URL it came from.
    """

    name: str
    thumbprint: str
    subject: str
    not_after: Moment
    source: str


class RoleInstanceProperties(Properties, frozen=True, kw_only=True):
    """A machine of a role. `state` is "Started" or "Starting"; a starting one answers no client."""

    role: str
    update_domain: int
    fault_domain: int = 0
    state: str = "Started"
    certificates: tuple[InstalledCertificate, ...] = ()


class RoleInstance(Resource, frozen=True, kw_only=True, tag="Microsoft.Compute/cloudServices/roleInstances"):
    """A role instance, named `{role}_IN_{number}`."""

    properties: RoleInstanceProperties

    @property
    def service(self) -> str:
        """Id of its cloud service."""
        return self.id.partition("/roleInstances/")[0]

    @property
    def started(self) -> bool:
        """Whether it answers clients."""
        return self.properties.state == "Started"


class RoleCertificate(Properties, frozen=True, kw_only=True):
    """A certificate on its way to the instances of a role."""

    role: str
    certificate: InstalledCertificate


class UpdateUnderWay(Properties, frozen=True, kw_only=True):
    """An update: the domain that restarts until `due_at` (UTC), those that follow, what all will have."""

    begun_at: Moment
    due_at: Moment
    domain: int
    waiting: tuple[int, ...] = ()
    certificates: tuple[RoleCertificate, ...] = ()


class Deployment(Hidden, frozen=True, kw_only=True, tag="_deployments"):
    """What runs in a cloud service: `id` is the service's, `definition` the .csdef in its package."""

    definition: str
    update: UpdateUnderWay | None = None


class BuiltPackage(Properties, frozen=True, kw_only=True):
    """A service package (.cspkg) that was built: its definition, its size in bytes and its digest."""

    name: str
    definition: str
    length: int
    digest: str
    built_at: Moment


class Project(Hidden, frozen=True, kw_only=True, tag="_projects"):
    """A cloud service project of Visual Studio on the user's machine: `id` is its name.

    `local` and `cloud` are the texts of its two service configurations, named below.
    """

    definition: str
    local: str
    cloud: str
    package: BuiltPackage | None = None

    @property
    def name(self) -> str:
        return self.id


#: Files of a project, as Solution Explorer shows them.
LOCAL_FILE, CLOUD_FILE = "ServiceConfiguration.Local.cscfg", "ServiceConfiguration.Cloud.cscfg"
DEFINITION_FILE = "ServiceDefinition.csdef"
