"""The arguments of operations: their types, which of them name resources, how they become JSON and back.

    order: OrderRef        an order, by name or by id
    password: Secret       resolved in `prepare`, never journalled
    file: File             a path, read in `prepare`, never journalled

`build` makes an operation of plain JSON values, `record` the JSON that the journal keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar, get_type_hints

import msgspec

from store.errors import UsageError
from store.resources import (
    BlobContainer,
    CertificateOrder,
    CloudService,
    DeletedSecret,
    DeletedVault,
    DnsZone,
    Lock,
    Mail,
    Project,
    PublicCertificate,
    ResourceGroup,
    SecretVersion,
    ServerFarm,
    Site,
    StorageAccount,
    Subscription,
    Vault,
    VaultCertificate,
    WebCertificate,
)
from store.secret import Secret

_Operation = TypeVar("_Operation", bound=msgspec.Struct)

#: Characters of a stranger's name that a sentence repeats.
_LONGEST_NAME = 80


class File(str):
    """A path given by the user; read in `prepare`, never journalled."""


class HandedOver(File):
    """The name of a file that is not written here, but handed to a user who sits elsewhere.

    Once the operation is done, `data` holds the file's bytes.
    """

    data = b""

    def take(self, data: bytes) -> None:
        """Keep the bytes for the user."""
        self.data = data


class Ref:
    """Marks an argument that names a resource of this kind, by name or by id."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind


OrderRef = Annotated[str, Ref(CertificateOrder)]
SiteRef = Annotated[str, Ref(Site)]
PlanRef = Annotated[str, Ref(ServerFarm)]
VaultRef = Annotated[str, Ref(Vault)]
SecretVersionRef = Annotated[str, Ref(SecretVersion)]
DeletedVaultRef = Annotated[str, Ref(DeletedVault)]
DeletedSecretRef = Annotated[str, Ref(DeletedSecret)]
VaultCertificateRef = Annotated[str, Ref(VaultCertificate)]
CertificateRef = Annotated[str, Ref(WebCertificate)]
PublicCertificateRef = Annotated[str, Ref(PublicCertificate)]
ZoneRef = Annotated[str, Ref(DnsZone)]
LockRef = Annotated[str, Ref(Lock)]
GroupRef = Annotated[str, Ref(ResourceGroup)]
SubscriptionRef = Annotated[str, Ref(Subscription)]
CloudServiceRef = Annotated[str, Ref(CloudService)]
ProjectRef = Annotated[str, Ref(Project)]
StorageAccountRef = Annotated[str, Ref(StorageAccount)]
ContainerRef = Annotated[str, Ref(BlobContainer)]
MailRef = Annotated[str, Ref(Mail)]
#: The id (or name) of any resource, group or subscription.
ScopeRef = Annotated[str, Ref(object)]


@cache
def arguments(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    """Field name → annotation (with `Ref` metadata) of an operation class, in order."""
    hints = get_type_hints(kind, include_extras=True)
    return {field: hints[field] for field in kind.__struct_fields__}


def ref_kind(annotation: Any) -> type[Any] | None:
    """The resource kind an argument names, or None for other arguments."""
    for part in _parts(annotation):
        for extra in getattr(part, "__metadata__", ()):
            if isinstance(extra, Ref):
                return extra.kind
    return None


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


def is_hidden(annotation: Any) -> bool:
    """Whether an argument must never be written: a secret or a file."""
    return any(part in (Secret, File) for part in _parts(annotation))


@cache
def _recorded(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """(field, its name in JSON) of the arguments that may be written."""
    hints = arguments(kind)
    fields = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    return tuple((field, encoded) for field, encoded in fields if not is_hidden(hints[field]))


def record(operation: msgspec.Struct) -> dict[str, Any]:
    """The operation as the journal keeps it: name and arguments, without secrets and files."""
    kept: dict[str, Any] = {"operation": type(operation).__name__}
    for field, encoded in _recorded(type(operation)):
        kept[encoded] = msgspec.to_builtins(getattr(operation, field))
    return kept


@cache
def references(kind: type[msgspec.Struct]) -> Mapping[str, type[Any]]:
    """Field name → kind of resource, of the arguments that name resources."""
    kinds = ((field, ref_kind(annotation)) for field, annotation in arguments(kind).items())
    return {field: named for field, named in kinds if named is not None}


def unknown(operation: str, what: str, name: str, known: Collection[str]) -> str:
    """The sentence about a field or option that an operation lacks: its right spelling, else all it has."""
    meant = next((one for one in known if _letters(one) == _letters(name)), "")
    having = f"{meant} is meant" if meant else f"it has {', '.join(known) or 'none'}"
    return f"{operation} has no {what} '{name[:_LONGEST_NAME]}'; {having}."


def _letters(name: str) -> str:
    """The name without what people write otherwise: case, dashes, underscores."""
    return name.replace("-", "").replace("_", "").lower()


def build(kind: type[_Operation], values: dict[str, Any]) -> _Operation:
    """An operation from plain JSON values; raises `UsageError` naming the argument at fault."""
    fields = kind.__struct_encode_fields__
    for name in values:
        if name not in fields and name != "operation":
            raise UsageError(unknown(kind.__name__, "field", name, fields), "UnknownArgument")
    try:
        return msgspec.convert(values, kind, dec_hook=_decode, strict=True)
    except msgspec.ValidationError as error:
        raise UsageError(f"{kind.__name__}: {error}") from None


def _decode(kind: type, value: Any) -> Any:
    if kind in (Secret, File) and isinstance(value, str):
        return kind(value)
    raise msgspec.ValidationError(f"Expected `{kind.__name__}`")
