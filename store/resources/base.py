"""The base of stored documents: an ARM id, a name, and a type that is its table."""

# Annotations of documents are not put off as elsewhere: msgspec would compile the text of each field when the
# first document is read (3 ms of every start).

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Annotated, TypeVar

import msgspec

#: A moment with its offset from UTC; one without cannot be compared with the clock, so none is read.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


# gc=False: documents hold no cycles, and the collector need not walk ten thousands of them.


class Properties(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, gc=False
):
    """A part of a resource, in Azure's camelCase; unknown fields are refused when read."""


class Resource(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    tag_field="type",
    gc=False,
):
    """An ARM resource. Its table is its type; its key there is its id in lower case.

    Azure compares ids without regard to case and its services write them in different cases
    (`resourcegroups`, `microsoft.keyvault`), so only `key` may be compared.
    """

    id: str
    name: str

    @property
    def key(self) -> str:
        """The id as this world's tables are keyed."""
        return self.id.lower()


class Located(Resource, frozen=True, kw_only=True):
    """A resource with a region and tags."""

    location: str
    tags: Mapping[str, str] = msgspec.field(default_factory=dict)


class Hidden(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    tag_field="type",
    gc=False,
):
    """A document Azure keeps to itself (keys, proofs, the clock); its table's name begins with `_`."""

    id: str

    @property
    def key(self) -> str:
        return self.id.lower()


Document = Resource | Hidden
D = TypeVar("D", Resource, Hidden)


def table_of(kind: type[msgspec.Struct]) -> str:
    """The table (ARM type) that documents of this class live in."""
    return str(kind.__struct_config__.tag)


@lru_cache(maxsize=4096)
def subscription_of(id: str) -> str:
    """The `/subscriptions/{guid}` an id begins with, or "" for an id outside any subscription."""
    parts = id.split("/", 3)
    return "/".join(parts[:3]) if len(parts) > 2 and parts[1].lower() == "subscriptions" else ""


@lru_cache(maxsize=4096)
def group_of(id: str) -> str:
    """The `/subscriptions/{guid}/resourceGroups/{name}` of an id, or "" where it has none."""
    parts = id.split("/")
    return "/".join(parts[:5]) if len(parts) > 4 and parts[3].lower() == "resourcegroups" else ""


def name_of(id: str) -> str:
    """The last segment of an id: the resource's name."""
    return id.rsplit("/", 1)[-1]


def resource_id(group: str, type_: str, *names: str) -> str:
    """The id of a resource in a group: `type_` is `Provider/type[/child…]`, one name for each part."""
    provider, *kinds = type_.split("/")
    path = "/".join(f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True))
    return f"{group}/providers/{provider}/{path}"


def same_id(left: str | None, right: str | None) -> bool:
    """Whether two ids name one resource; None is the id of nothing."""
    return left is not None and right is not None and left.lower() == right.lower()
