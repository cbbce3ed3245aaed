"""Storage accounts and their containers."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.arguments import GroupRef, StorageAccountRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_context, ps_line, ps_place
from store.operations.operation import Operation
from store.resources import BlobContainer, ResourceGroup, StorageAccount, name_of, resource_id
from store.resources.storage import (
    Endpoints,
    StorageAccountProperties,
)
from store.services.names import container_name, storage_name
from store.services.regions import region
from store.services.storage.blobs import container_id
from store.world import Draft, View

#: Redundancy and kind of the accounts that are made here.
_SKU, _KIND = "Standard_LRS", "StorageV2"


class CreateStorageAccount(Operation, frozen=True, kw_only=True):
    """Create a general-purpose v2 storage account."""

    arm: ClassVar[str] = "Microsoft.Storage/storageAccounts/write"
    title: ClassVar[str] = "Create storage account"

    name: str
    resource_group: GroupRef
    location: str = "westeurope"

    def target(self, view: View) -> str:
        group = view.need(ResourceGroup, self.resource_group).id
        return resource_id(group, "Microsoft.Storage/storageAccounts", self.name)

    def why_not(self, view: View) -> AzureError | None:
        if wrong := storage_name(self.name):
            return AzureError("AccountNameInvalid", wrong, "Choose another name.")
        region(self.location)
        if any(one.name == self.name for one in view.all(StorageAccount)):
            said = f"The storage account named {self.name} is already taken."
            return AzureError("StorageAccountAlreadyTaken", said, "Choose another name.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        endpoint = f"https://{self.name}.blob.core.windows.net/"
        properties = StorageAccountProperties(primary_endpoints=Endpoints(blob=endpoint))
        place = region(self.location).replace(" ", "").lower()
        draft.put(
            StorageAccount(id=self.target(draft), name=self.name, location=place, properties=properties)
        )
        return f"Created storage account '{self.name}' at {endpoint}."

    def az(self, view: View) -> str:
        return az_line(
            "storage account create",
            g=name_of(self.resource_group),
            n=self.name,
            location=self.location,
            sku=_SKU,
            kind=_KIND,
        )

    def powershell(self, view: View) -> str:
        place = ps_place(self.target(view))
        return ps_line("New-AzStorageAccount", **place, Location=self.location, SkuName=_SKU, Kind=_KIND)


class CreateContainer(Operation, frozen=True, kw_only=True):
    """Create a private blob container."""

    arm: ClassVar[str] = "Microsoft.Storage/storageAccounts/blobServices/containers/write"
    title: ClassVar[str] = "Create container"

    account: StorageAccountRef
    name: str

    def target(self, view: View) -> str:
        return container_id(view.need(StorageAccount, self.account).id, self.name)

    def why_not(self, view: View) -> AzureError | None:
        if wrong := container_name(self.name):
            return AzureError("InvalidResourceName", wrong, "Choose another name.")
        if view.get(BlobContainer, self.target(view)) is not None:
            said = f"The specified container already exists: '{self.name}'."
            return AzureError("ContainerAlreadyExists", said, "Choose another name.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        account = draft.need(StorageAccount, self.account)
        draft.put(BlobContainer(id=container_id(account.id, self.name), name=self.name))
        return f"Created container '{self.name}' in '{account.name}'."

    def az(self, view: View) -> str:
        account = name_of(view.need(StorageAccount, self.account).id)
        return az_line("storage container create", account_name=account, n=self.name, auth_mode="login")

    def powershell(self, view: View) -> str:
        context = ps_context(view.need(StorageAccount, self.account).id)
        return ps_line("New-AzStorageContainer", Name=self.name, Context=context)
