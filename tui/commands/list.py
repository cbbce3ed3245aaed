"""`certblade list`: resources as a table or as the JSON that ARM shows."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from store.arm import arm, resources, types
from store.errors import UsageError
from store.resources import CertificateOrder, Resource, group_of, name_of
from store.services.certificate_registration.state import order_state
from tui.commands.output import say_json, say_table
from tui.commands.session import world_of
from tui.text.state_words import WORDS

if TYPE_CHECKING:
    from store import View


def run(arguments: argparse.Namespace) -> int:
    """Prints the resources of a type, or all; with a query, its answer to them as JSON."""
    type_ = None if arguments.type is None else type_named(arguments.type)
    question = None if arguments.query is None else _compiled(arguments.query)
    world = world_of(arguments)
    if question is not None:
        say_json(_answer(question, [arm(world, resource) for resource in resources(world, type_)]))
    elif arguments.json:
        say_json([arm(world, resource) for resource in resources(world, type_)])
    else:
        heads = ("NAME", "TYPE", "RESOURCE GROUP", "LOCATION", "STATE")
        say_table(heads, (_row(world, resource) for resource in resources(world, type_)))
    return 0


def type_named(wanted: str) -> str:
    """The ARM type of that name, any case, or whose last part it is; raises `UsageError`."""
    low = wanted.lower()
    whole = [known for known in types() if known.lower() == low]
    last = whole or [known for known in types() if known.lower().rpartition("/")[2] == low]
    if len(last) == 1:
        return last[0]
    if last:
        raise UsageError(f"'{wanted}' is the last part of several types: {', '.join(last)}.", "AmbiguousType")
    raise UsageError(f"There is no type '{wanted}'; there are {', '.join(types())}.", "UnknownType")


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
