"""Exported templates: `az group export`, the portal's "Export template", the exportTemplate action of REST.

Names are expressions over parameters, ids are functions, and nothing that is read-only is there. The template
names neither its subscription nor its group: both follow from ids in it, or from names that contain them.
Sources: "Export template" (Azure docs, 2024); azure-cli issues 7604, 3889 and 5555.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from store.estates.containers.expressions import Scope, Unresolved, is_expression, resolved
from store.estates.containers.reading import Reading
from store.estates.identity import (
    LOCK,
    NO_GROUP,
    NO_SUBSCRIPTION,
    TYPES,
    Identity,
    group_in,
    identify,
    subscription_in,
)
from store.estates.limits import DEEPEST
from store.estates.rows import Row, Source, merged_fields
from store.estates.values import whole

#: A certificate's name ends with the group and the webspace, an uploaded one's with region and group.
_WEBSPACE = re.compile(r"-([\w.()-]*?)-[A-Za-z0-9]+webspace(?:-Linux)?$")
_UPLOADED = re.compile(r"^[0-9A-F]{40}_[^_]*_[^_]*_(.+)$", re.IGNORECASE)
_MOST_NESTED = 5


def read_templates(reading: Reading) -> None:
    """Rows of all templates, once every file is read and their parameters are there."""
    subscriptions = {subscription_in(row.identity.id) for row in reading.rows}
    scopes = [_scope(template.document, reading) for template in reading.templates]
    external = {one for scope in scopes for one in _external(scope)}
    subscriptions |= {subscription_in(one) for one in external}
    known = sorted(subscriptions - {""})
    subscription = f"/subscriptions/{known[0]}" if len(known) == 1 else NO_SUBSCRIPTION
    for template, scope in zip(reading.templates, scopes, strict=True):
        group = _group(template.document, scope, external)
        placed = scope._replace(place=f"{subscription}/resourceGroups/{group}")
        for resource in _resources(template.document):
            _read(resource, placed, template.file, reading)


def _scope(document: Mapping[str, Any], reading: Reading) -> Scope:
    declared, given = document.get("parameters"), reading.parameters
    parameters: dict[str, Any] = {}
    for name, one in declared.items() if isinstance(declared, Mapping) else ():
        default = one.get("defaultValue") if isinstance(one, Mapping) else None
        secure = str(one.get("type", "")).lower().startswith("secure") if isinstance(one, Mapping) else True
        if not secure:
            parameters[name.lower()] = given.get(name.lower()) or default
    variables = document.get("variables")
    nowhere = f"{NO_SUBSCRIPTION}/resourceGroups/{NO_GROUP}"
    return Scope(parameters, variables if isinstance(variables, Mapping) else {}, nowhere)


def _external(scope: Scope) -> list[str]:
    """Ids among the defaults: of resources of other groups that this one refers to."""
    values = (one for one in scope.parameters.values() if isinstance(one, str))
    return [one for one in values if one.lower().startswith("/subscriptions/")]


def _group(document: Mapping[str, Any], scope: Scope, external: set[str]) -> str:
    """The group a template is of: that of an id which names one of its resources, else by its names."""
    found = [identity for one in sorted(external) if (identity := identify(one)) is not None]
    names: list[tuple[str, str]] = []
    for resource in _resources(document):
        type, name = TYPES.get(str(resource.get("type", "")).lower()), _name(resource, scope)
        if type is not None and name is not None:
            names.append((type, name))
    for identity in found:
        if any(type == identity.type and name == identity.names[-1] for type, name in names):
            return group_in(identity.id) or NO_GROUP
    orders = sorted((name.partition("-")[0] for _, name in names), key=len, reverse=True)
    for _, name in names:
        uploaded = _UPLOADED.match(name)
        if uploaded:
            return uploaded[1]
        for order in orders:
            ended = _WEBSPACE.search(name.removeprefix(order)) if name.startswith(order) else None
            if ended and ended[1]:
                return ended[1]
    return NO_GROUP


def _name(resource: Mapping[str, Any], scope: Scope) -> str | None:
    try:
        return resolved(whole(str(resource.get("name", ""))), scope)
    except Unresolved:
        return None


def _resources(document: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The resources of a template and those inside them; a newer language has them in an object."""
    found = document.get("resources")
    every = found.values() if isinstance(found, Mapping) else found if isinstance(found, list) else ()
    for one in every:
        if isinstance(one, Mapping):
            yield one
            for child in _resources(one, depth + 1) if depth < _MOST_NESTED else ():
                yield _inside(one, child)


def _inside(parent: Mapping[str, Any], child: Mapping[str, Any]) -> Mapping[str, Any]:
    """A child with its type and name in full, where the template has them relative to its parent."""
    type, name = str(child.get("type", "")), str(child.get("name", ""))
    if type.lower().startswith(str(parent.get("type", "")).lower()) or is_expression(name):
        return child
    return {**child, "type": f"{parent.get('type')}/{type}", "name": f"{parent.get('name')}/{name}"}


def _read(resource: Mapping[str, Any], scope: Scope, file: str, reading: Reading) -> None:
    type = str(resource.get("type", ""))
    if TYPES.get(type.lower()) is None and not type.lower().endswith("/providers/locks"):
        reading.unread += 1
        return
    name = _name(resource, scope)
    identity = _identity(type, name, resource, scope) if name is not None else None
    if identity is None:
        reading.note("template-expression", file)
        return
    properties = resource.get("properties")
    fields = merged_fields(resource, properties if isinstance(properties, Mapping) else {})
    worked = {key: _worked_out(value, scope, 0) for key, value in fields.items()}
    reading.rows.append(Row(file, identity, Source.TEMPLATE, worked))


def _identity(type: str, name: str, resource: Mapping[str, Any], scope: Scope) -> Identity | None:
    if type.lower().endswith("/providers/locks"):
        # Of an older kind: "…/certificateOrders/providers/locks", named "order/Microsoft.Authorization/x".
        return _lock_inside(type, name, scope)
    place = scope.place
    if type.lower() == LOCK.lower() and isinstance(resource.get("scope"), str):
        try:
            place = resolved(resource["scope"], scope)
        except Unresolved:
            return None
        place = place if place.startswith("/") else f"{scope.place}/providers/{place}"
    known, names = TYPES[type.lower()], tuple(name.split("/"))
    return Identity(known, names, place) if len(names) == known.count("/") and all(names) else None


def _lock_inside(type: str, name: str, scope: Scope) -> Identity | None:
    provider, *kinds = type.rsplit("/providers/", 1)[0].split("/")
    *names, _, lock = name.split("/")
    if len(kinds) != len(names) or not all(names) or not lock:
        return None
    path = "/".join(f"{kind}/{one}" for kind, one in zip(kinds, names, strict=True))
    return Identity(LOCK, (lock,), f"{scope.place}/providers/{provider}/{path}")


def _worked_out(value: Any, scope: Scope, depth: int) -> Any:
    """A value with its expressions worked out; None in place of those that lead outside the template."""
    if isinstance(value, str):
        try:
            return resolved(value, scope)
        except Unresolved:
            return None
    if depth > DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {
            str(_worked_out(key, scope, depth + 1)): _worked_out(one, scope, depth + 1)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_worked_out(one, scope, depth + 1) for one in value]
    return value
