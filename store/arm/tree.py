"""The tree of Azure Resource Manager: subscriptions, their groups and providers, types, resources, children.

Every place in it has the path that a GET of it has, so a path is all that is asked. Source: Azure Resource
Explorer (resources.azure.com) as "Troubleshooting Tools for App Service Certificate" (blog, 2018) shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

import msgspec

from store.arm import arm, children, resources, types
from store.errors import AzureError
from store.resources import TABLES, Resource, ResourceGroup, Subscription, name_of, table_of
from store.world import View

Json: TypeAlias = "dict[str, Any]"

#: Resources of a type that one list holds, and that stand below one place of the tree.
PAGE = 100

_SCOPES = (table_of(Subscription), table_of(ResourceGroup))
_GROUPS, _PROVIDERS = "resourceGroups", "providers"


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the tree: its path, what it is called there, and how much lies below (None: not counted)."""

    path: str
    label: str
    count: int | None = None
    #: Whether anything can lie below it.
    opens: bool = True


def below(view: View, path: str) -> tuple[Node, ...]:
    """The places directly below a path ("" is the root); at most `PAGE` resources, the oldest."""
    parts = path.strip("/").split("/")
    if not path:
        return tuple(
            Node(path=one.id, label=one.properties.display_name or one.name) for one in view.all(Subscription)
        )
    if len(parts) == 2:
        groups = sum(1 for one in view.all(ResourceGroup) if _within(one, path))
        return (
            Node(path=f"{path}/{_GROUPS}", label=_GROUPS, count=groups),
            Node(path=f"{path}/{_PROVIDERS}", label=_PROVIDERS),
        )
    if len(parts) == 3 and parts[2] == _GROUPS:
        return tuple(
            Node(path=one.id, label=one.name) for one in view.all(ResourceGroup) if _within(one, path)
        )
    return _of_providers(view, path, parts)


def _of_providers(view: View, path: str, parts: list[str]) -> tuple[Node, ...]:
    """Providers, their types, the resources of a type, and the children of a resource."""
    scope, at, tail = path.rpartition(f"/{_PROVIDERS}")
    if view.get(ResourceGroup, path) is not None:
        return _types(view, path, "")
    if at and not tail:
        return tuple(
            Node(path=f"{path}/{provider}", label=provider)
            for provider in dict.fromkeys(type_.partition("/")[0] for type_ in _used(view, scope))
        )
    kind = tail.strip("/")
    if at and "/" not in kind:
        return _types(view, scope, kind)
    if at and kind.lower() in map(str.lower, _top_types()):
        return tuple(_node(view, one) for one in islice(_listed(view, scope, kind), PAGE))
    return tuple(_children(view, path))


def _types(view: View, scope: str, provider: str) -> tuple[Node, ...]:
    """The types below a scope, those of one provider or all of them."""
    counted = _used(view, scope)
    return tuple(
        Node(
            path=f"{scope}/{_PROVIDERS}/{type_}",
            label=type_.partition("/")[2] if provider else type_,
            count=number,
        )
        for type_, number in counted.items()
        if not provider or type_.partition("/")[0].lower() == provider.lower()
    )


def _used(view: View, scope: str) -> Counter[str]:
    """Type → how many resources of it lie in the scope, by name."""
    counted = {type_: sum(1 for _ in _listed(view, scope, type_)) for type_ in sorted(_top_types())}
    return Counter({type_: number for type_, number in counted.items() if number})


def _top_types() -> tuple[str, ...]:
    """The types whose resources belong to no other resource."""
    return tuple(type_ for type_ in types() if type_ not in _SCOPES and type_.count("/") == 1)


def _listed(view: View, scope: str, type_: str) -> Iterator[Resource]:
    prefix = scope.lower() + "/"
    table = next(one for one in types() if one.lower() == type_.lower())
    return (
        one
        for key, one in view.table(TABLES[table]).items()
        if key.startswith(prefix) and isinstance(one, Resource)
    )


def _within(resource: Resource, path: str) -> bool:
    return resource.key.startswith(path.lower().removesuffix(f"/{_GROUPS.lower()}") + "/")


def _node(view: View, resource: Resource) -> Node:
    return Node(path=resource.id, label=resource.name, opens=_has_children(view, resource))


def _has_children(view: View, resource: Resource) -> bool:
    kind = str(type(resource).__struct_config__.tag)
    return any(type_.startswith(f"{kind}/") for type_ in types()) or bool(children(view, resource))


def _children(view: View, path: str) -> Iterator[Node]:
    """The child resources of a resource: those of its own table first, then those that follow from it."""
    parent = find(view, path)
    if parent is None:
        return
    kind, prefix = str(type(parent).__struct_config__.tag), parent.key + "/"
    for type_ in types():
        if type_.startswith(f"{kind}/") and type_.count("/") == kind.count("/") + 1:
            held = (one for key, one in view.table(TABLES[type_]).items() if key.startswith(prefix))
            for one in islice(held, PAGE):
                assert isinstance(one, Resource)
                yield Node(path=one.id, label=f"{name_of(type_)}/{one.name}", opens=_has_children(view, one))
    for child in children(view, parent):
        yield Node(path=child["id"], label="/".join(child["id"].rsplit("/", 2)[1:]), opens=False)


def find(view: View, path: str) -> Resource | None:
    """The stored resource with this id, of any type."""
    return next((found for type_ in types() if (found := _stored(view, type_, path)) is not None), None)


def _stored(view: View, type_: str, path: str) -> Resource | None:
    found = view.get(TABLES[type_], path)
    return found if isinstance(found, Resource) else None


def way_to(view: View, path: str) -> tuple[str, ...]:
    """The paths from a subscription down to a resource, by its provider; () for no resource."""
    resource = find(view, path)
    if resource is None:
        return ()
    parts = resource.id.strip("/").split("/")
    subscription = "/" + "/".join(parts[:2])
    if isinstance(resource, Subscription):
        return (subscription,)
    if isinstance(resource, ResourceGroup):
        return subscription, f"{subscription}/{_GROUPS}", resource.id
    scope, _, tail = resource.id.rpartition(f"/{_PROVIDERS}/")
    provider, kind, *names = tail.split("/")
    providers = f"{subscription}/{_PROVIDERS}"
    tops = [f"{scope}/{_PROVIDERS}/{provider}/{kind}/" + "/".join(names[: 1 + 2 * n]) for n in range(9)]
    return (
        subscription,
        providers,
        f"{providers}/{provider}",
        f"{providers}/{provider}/{kind}",
        *dict.fromkeys(top for top in tops if find(view, top) is not None),
    )


def document(view: View, path: str) -> Json:
    """The JSON that a GET of the path answers with: a resource, a child, or a list (`value`, `nextLink`).

    Raises `AzureError` ResourceNotFound.
    """
    resource = find(view, path)
    if resource is not None:
        return arm(view, resource)
    for node_of in _parents(path):
        parent = find(view, node_of)
        for child in children(view, parent) if parent is not None else ():
            if child["id"].lower() == path.lower():
                return child
    listed = list(islice(members(view, path), PAGE + 1))
    if not listed and not _is_list(path):
        raise AzureError("ResourceNotFound", f"The resource '{name_of(path)}' was not found.", "Refresh.")
    answer: Json = {"value": [arm(view, one) for one in listed[:PAGE]]}
    if len(listed) > PAGE:
        answer["nextLink"] = f"{path}?api-version={view.era.api_version}&$skiptoken={PAGE}"
    return answer


def _parents(path: str) -> Iterator[str]:
    """The ids above a path, the nearest first."""
    parts = path.split("/")
    yield from ("/".join(parts[:end]) for end in range(len(parts) - 2, 4, -2))


def _is_list(path: str) -> bool:
    return name_of(path) in (_GROUPS, _PROVIDERS) or len(path.rpartition(_PROVIDERS)[2].split("/")) in (2, 3)


def members(view: View, path: str) -> Iterator[Resource]:
    """All resources of a list, however long: of a type, a provider, a group, a subscription."""
    scope, at, tail = path.rpartition(f"/{_PROVIDERS}")
    if name_of(path) == _GROUPS:
        yield from (one for one in view.all(ResourceGroup) if _within(one, path))
        return
    if at and tail.count("/") == 2:
        if tail.strip("/").lower() in map(str.lower, _top_types()):
            yield from _listed(view, scope, tail.strip("/"))
        return
    for type_ in sorted(_top_types()):
        if at and (not tail or type_.lower().startswith(tail.strip("/").lower() + "/")):
            yield from _listed(view, scope, type_)


def search(view: View, text: str, most: int = PAGE) -> tuple[Resource, ...]:
    """The resources with the text in their name or id's last part, any case, in the order of their types."""
    wanted = text.lower()
    named = (
        one
        for type_ in types()
        for one in resources(view, type_)
        if wanted in one.name.lower() or wanted in _shown_name(one).lower()
    )
    return tuple(islice(named, most))


def _shown_name(resource: Resource) -> str:
    return resource.properties.display_name if isinstance(resource, Subscription) else ""
