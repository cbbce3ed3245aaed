"""Microsoft.Storage: accounts, blob containers, and the blobs in them.

Field names: ARM reference, Microsoft.Storage/storageAccounts (2022-09-01).
"""

from store.resources.base import Hidden, Located, Moment, Properties, Resource, name_of


class StorageSku(Properties, frozen=True, kw_only=True):
    name: str = "Standard_LRS"
    tier: str = "Standard"


class Endpoints(Properties, frozen=True, kw_only=True):
    blob: str


class StorageAccountProperties(Properties, frozen=True, kw_only=True):
    primary_endpoints: Endpoints
    provisioning_state: str = "Succeeded"
    supports_https_traffic_only: bool = True


class StorageAccount(Located, frozen=True, kw_only=True, tag="Microsoft.Storage/storageAccounts"):
    """A storage account; its name is unique in all of Azure. Its key is not stored: the seed gives it."""

    kind: str = "StorageV2"
    sku: StorageSku = StorageSku()
    properties: StorageAccountProperties


class BlobContainerProperties(Properties, frozen=True, kw_only=True):
    public_access: str = "None"


class BlobContainer(
    Resource, frozen=True, kw_only=True, tag="Microsoft.Storage/storageAccounts/blobServices/containers"
):
    """A container of blobs."""

    properties: BlobContainerProperties = BlobContainerProperties()

    @property
    def account(self) -> str:
        """Id of its storage account."""
        return self.id.partition("/blobServices/")[0]


class Blob(Hidden, frozen=True, kw_only=True, tag="_blobs"):
    """A blob: a service package. `id` is `{container}/blobs/{name}`; its length is in bytes.

    `definition` is the .csdef in the package.
    """

    length: int
    digest: str
    uploaded_at: Moment
    definition: str

    @property
    def name(self) -> str:
        return name_of(self.id)

    @property
    def container(self) -> str:
        """Id of its container."""
        return self.id.rpartition("/blobs/")[0]
