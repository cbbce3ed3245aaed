"""The tags of an order.

Source: "Use tags to organize your Azure resources" (Azure docs, 2024).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import OrderRef
from store.operations.azure_cli import az_line, tag_words
from store.operations.azure_powershell import ps_line
from store.operations.operation import Operation
from store.resources import (
    CertificateOrder,
)
from store.services.certificate_registration.limits import LONGEST_TAG_NAME, LONGEST_TAG_VALUE, MOST_TAGS
from store.world import Draft, View


def tag_refusal(tags: Mapping[str, str]) -> AzureError | None:
    """Why a resource cannot have these tags, or None."""
    if len(tags) > MOST_TAGS:
        return AzureError("TooManyTags", f"A resource has at most {MOST_TAGS} tags; these are {len(tags)}.")
    names = {name.lower() for name in tags}
    if len(names) < len(tags):
        return AzureError("DuplicateTag", "Two tags have the same name; case makes no difference.")
    for name, value in tags.items():
        if not 0 < len(name) <= LONGEST_TAG_NAME or any(letter in "<>%&\\?/" for letter in name):
            return AzureError(
                "InvalidTagName", f"A tag's name has 1-{LONGEST_TAG_NAME} characters without <>%&\\?/."
            )
        if len(value) > LONGEST_TAG_VALUE:
            return AzureError("InvalidTagValue", f"A tag's value has at most {LONGEST_TAG_VALUE} characters.")
    return None


class SetOrderTags(Operation, frozen=True, kw_only=True):
    """Replace the tags of a certificate."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/Write"
    title: ClassVar[str] = "Set tags"
    targets: ClassVar[str] = "order"

    order: OrderRef
    tags: Mapping[str, str]

    def why_not(self, view: View) -> AzureError | None:
        return tag_refusal(self.tags)

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        draft.put(replace(order, tags=dict(self.tags)))
        return f"'{order.name}' has {len(self.tags)} tag{'s' * (len(self.tags) != 1)}."

    def az(self, view: View) -> str | None:
        tags = tag_words(self.tags)
        return None if tags is None else az_line("resource tag", ids=self.target(view), tags=tags)

    def powershell(self, view: View) -> str:
        return ps_line("Update-AzTag", ResourceId=self.target(view), Tag=self.tags, Operation="Replace")
