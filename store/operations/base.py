"""What an operation is: a small struct with a name and arguments, the only thing that changes a world.

Buttons, keys, the palette, the command line, scenario files and faults all speak operations.
Three steps: `prepare` (slow work without the lock: keys, files), `why_not` (the reason it is not
allowed now, or None), `apply` (writes on a draft). Arguments of type `Secret` and `File` are resolved
in `prepare` and never written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, get_type_hints

import msgspec

from store.errors import AzureError, UsageError
from store.resources import (
    AppServiceDomain,
    CertificateOrder,
    DeletedSecret,
    DeletedVault,
    DnsZone,
    Lock,
    Mail,
    PublicCertificate,
    ResourceGroup,
    SecretVersion,
    ServerFarm,
    Site,
    Subscription,
    Vault,
    VaultCertificate,
    VaultSecret,
    WebCertificate,
)
from store.secret import Secret
from store.world import Draft, View, World


class File(str):
    """A path given by the user; read in `prepare`, never journalled."""


class Ref:
    """Marks an argument that names a resource of this kind, by name or by id."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind


OrderRef = Annotated[str, Ref(CertificateOrder)]
SiteRef = Annotated[str, Ref(Site)]
PlanRef = Annotated[str, Ref(ServerFarm)]
VaultRef = Annotated[str, Ref(Vault)]
SecretRef = Annotated[str, Ref(VaultSecret)]
SecretVersionRef = Annotated[str, Ref(SecretVersion)]
DeletedVaultRef = Annotated[str, Ref(DeletedVault)]
DeletedSecretRef = Annotated[str, Ref(DeletedSecret)]
VaultCertificateRef = Annotated[str, Ref(VaultCertificate)]
CertificateRef = Annotated[str, Ref(WebCertificate)]
PublicCertificateRef = Annotated[str, Ref(PublicCertificate)]
ZoneRef = Annotated[str, Ref(DnsZone)]
DomainRef = Annotated[str, Ref(AppServiceDomain)]
LockRef = Annotated[str, Ref(Lock)]
GroupRef = Annotated[str, Ref(ResourceGroup)]
SubscriptionRef = Annotated[str, Ref(Subscription)]
MailRef = Annotated[str, Ref(Mail)]
#: The id (or name) of any resource, group or subscription.
ScopeRef = Annotated[str, Ref(object)]


class Operation(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    tag_field="operation",
    forbid_unknown_fields=True,
):
    """One change somebody asks for. Class variables describe it; fields are its arguments."""

    #: ARM operation name as the Activity log shows it, or "Simulator/…" for what Azure has not.
    arm: ClassVar[str]
    #: What the portal calls it.
    title: ClassVar[str]
    #: Whether it cannot be taken back in Azure.
    destructive: ClassVar[bool] = False
    #: What a lock sees in it: "write", "delete" or "action"; "" for the simulator's, which none stops.
    access: ClassVar[str] = "write"
    #: Whether it works while the subscription is suspended (the simulator's own always do).
    needs_active: ClassVar[bool] = True

    @property
    def repeats(self) -> str:
        """A word where it repeats by itself (ticks of a running clock): all share one entry and id."""
        return ""

    def target(self, view: View) -> str:
        """Id of what is changed: existence, locks, subscription and roles are checked there ("" skips)."""
        raise NotImplementedError

    def recall(self, view: View, at: Callable[[int], World]) -> Any:
        """`prepare` for an operation that looks at earlier revisions: `at` gives the world as it was."""
        return self.prepare(view)

    def prepare(self, view: View) -> Any:
        """Slow work done before the lock (keys, files); the result is handed to `apply`."""
        return None

    def why_not(self, view: View) -> AzureError | None:
        """Why it is not allowed now, or None."""
        return None

    def denied(self, view: View, caller: str) -> AzureError | None:
        """Why this caller may not do it, beyond roles and locks (a vault's own permissions), or None."""
        return None

    def apply(self, draft: Draft, material: Any) -> str:
        """Write the change on the draft; returns one line saying what was done.

        Raises `AzureError` where a reason shows only now; `NeedMore` where the material no longer fits.
        """
        raise NotImplementedError

    def az(self, view: View) -> str | None:
        """The equivalent command line of the Azure CLI, where one exists."""
        return None


class Simulator(Operation, frozen=True, kw_only=True):
    """An operation Azure does not have: the clock, faults, undo. No lock, role or subscription forbids it."""

    access: ClassVar[str] = ""
    needs_active: ClassVar[bool] = False

    def target(self, view: View) -> str:
        return ""


class NeedMore(Exception):
    """The world moved between `prepare` and `apply`: prepare again."""


@cache
def arguments(kind: type[Operation]) -> Mapping[str, Any]:
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
def _recorded(kind: type[Operation]) -> tuple[tuple[str, str], ...]:
    """(field, its name in JSON) of the arguments that may be written."""
    hints = arguments(kind)
    fields = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    return tuple((field, encoded) for field, encoded in fields if not is_hidden(hints[field]))


def record(operation: Operation) -> dict[str, Any]:
    """The operation as the journal keeps it: name and arguments, without secrets and files."""
    kept: dict[str, Any] = {"operation": type(operation).__name__}
    for field, encoded in _recorded(type(operation)):
        kept[encoded] = msgspec.to_builtins(getattr(operation, field))
    return kept


@cache
def _references(kind: type[Operation]) -> tuple[tuple[str, type[Any]], ...]:
    """(field, kind of resource) of the arguments that name resources."""
    found = ((field, ref_kind(annotation)) for field, annotation in arguments(kind).items())
    return tuple((field, named) for field, named in found if named is not None)


def build(kind: type[Operation], values: dict[str, Any]) -> Operation:
    """An operation from plain JSON values; raises `UsageError` naming the argument at fault."""
    try:
        made: Operation = msgspec.convert(values, kind, dec_hook=_decode, strict=True)
    except msgspec.ValidationError as error:
        raise UsageError(f"{kind.__name__}: {error}") from None
    return made


def _decode(kind: type, value: Any) -> Any:
    if kind in (Secret, File) and isinstance(value, str):
        return kind(value)
    raise msgspec.ValidationError(f"Expected `{kind.__name__}`")


def resolve(operation: Operation, view: View) -> Operation:
    """The same operation with every named resource replaced by its id.

    Raises `AzureError` AmbiguousName (with the ids); a name of nothing is left as it is, so that the
    operation itself can say what is missing.
    """
    changed: dict[str, Any] = {}
    for field, kind in _references(type(operation)):
        value = getattr(operation, field)
        if not value:
            continue
        if isinstance(value, tuple):
            changed[field] = tuple(find_id(view, kind, one) for one in value)
        else:
            changed[field] = find_id(view, kind, value)
    return msgspec.structs.replace(operation, **changed) if changed else operation


def find_id(view: View, kind: type[Any], name: str) -> str:
    """The id of the resource called `name` (or `name` itself where it is an id or names nothing)."""
    if name.startswith("/"):
        found = None if kind is object else view.get(kind, name)
        return found.id if found is not None else name
    matches = [document.id for document in _candidates(view, kind) if _named(document, name)]
    if len(matches) > 1:
        message = f"'{name}' names several resources: {', '.join(matches)}."
        raise AzureError("AmbiguousName", message, "Give the id.")
    return matches[0] if matches else name


def _candidates(view: View, kind: type[Any]) -> Iterator[Any]:
    kinds = SCOPES if kind is object else (kind,)
    for one in kinds:
        yield from view.all(one)


def _named(document: Any, name: str) -> bool:
    if getattr(document, "name", document.id).lower() == name.lower():
        return True
    return isinstance(document, Subscription) and document.properties.display_name.lower() == name.lower()


#: What a lock or role can be put on.
SCOPES: tuple[type[Any], ...] = (
    Subscription,
    ResourceGroup,
    CertificateOrder,
    Vault,
    Site,
    ServerFarm,
    WebCertificate,
    DnsZone,
)
