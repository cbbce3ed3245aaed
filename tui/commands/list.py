"""`certblade list`: resources as a table or as the JSON that ARM shows, and what ARM does not show."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from store.arm import arm, resources, types
from store.arm.records import record_types, records
from store.errors import UsageError
from store.resources import CertificateOrder, Resource, group_of, name_of
from store.services.certificate_registration.state import order_state
from tui.commands.output import say_json, say_table
from tui.commands.session import world_of
from tui.text.state_words import WORDS

if TYPE_CHECKING:
    from store import View

#: Fields of a record that its table shows; JSON has all of them.
COLUMNS = {
    "mails": ("id", "order", "sentAt", "openedAt", "subject", "to"),
    "charges": ("chargedAt", "order", "text", "amount", "currency"),
    "timeline": ("order", "createdAt", "actionType", "note"),
    "exports": ("path", "order", "exportedAt", "thumbprint", "outdated", "protected"),
    "jobRuns": ("ranAt", "job", "resource", "ok", "result"),
    "faults": ("operation", "resource", "sentence"),
    "deletedVaults": ("name", "deletedAt", "purgeAt"),
    "deletedSecrets": ("id", "deletedAt", "purgeAt"),
    "principals": ("name", "id", "appId"),
    "revocations": ("thumbprint", "order", "revokedAt"),
    "trustedRoots": ("thumbprint", "subject"),
}


def run(arguments: argparse.Namespace) -> int:
    """Prints the resources or records of a type, or all resources; with a query, its answer as JSON."""
    type_ = None if arguments.type is None else type_named(arguments.type)
    question = None if arguments.query is None else _compiled(arguments.query)
    world = world_of(arguments)
    if question is not None:
        say_json(_answer(question, _documents(world, type_)))
    elif arguments.json:
        say_json(_documents(world, type_))
    elif type_ in COLUMNS:
        columns = COLUMNS[type_]
        heads = tuple(re.sub("([A-Z])", r" \1", column).upper() for column in columns)
        say_table(heads, ([_cell(one[column]) for column in columns] for one in records(world, type_)))
    else:
        heads = ("NAME", "TYPE", "RESOURCE GROUP", "LOCATION", "STATE")
        say_table(heads, (_row(world, resource) for resource in resources(world, type_)))
    return 0


def _documents(view: View, type_: str | None) -> list[dict[str, Any]]:
    if type_ in COLUMNS:
        return list(records(view, type_))
    return [arm(view, resource) for resource in resources(view, type_)]


def _cell(value: Any) -> str:
    """A field of a record in a table: a list as words, nothing as a dash."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | dict) else str(value or "-")


def type_named(wanted: str) -> str:
    """The type or record of that name, any case, or the type whose last part it is; raises `UsageError`."""
    low = wanted.lower()
    whole = [known for known in (*types(), *record_types()) if known.lower() == low]
    last = whole or [known for known in types() if known.lower().rpartition("/")[2] == low]
    if len(last) == 1:
        return last[0]
    if last:
        raise UsageError(f"'{wanted}' is the last part of several types: {', '.join(last)}.", "AmbiguousType")
    named = ", ".join((*types(), *record_types()))
    raise UsageError(f"There is no type '{wanted}'; there are {named}.", "UnknownType")


def _row(view: View, resource: Resource) -> tuple[object, ...]:
    state = getattr(getattr(resource, "properties", None), "state", "")
    if isinstance(resource, CertificateOrder):
        state = WORDS[order_state(view, resource).kind]
    type_ = resource.__struct_config__.tag
    return resource.name, type_, name_of(group_of(resource.id)), getattr(resource, "location", ""), state


def _compiled(query: str) -> Any:
    import jmespath

    try:
        return jmespath.compile(query)
    except (jmespath.exceptions.JMESPathError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"The query cannot be understood: {reason}", "InvalidQuery") from None


def _answer(question: Any, documents: list[dict[str, Any]]) -> Any:
    import jmespath

    try:
        return question.search(documents)
    except (
        jmespath.exceptions.JMESPathError,
        ArithmeticError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"The query cannot be answered: {reason}", "InvalidQuery") from None
