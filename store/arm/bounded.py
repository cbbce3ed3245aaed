"""JMESPath that comes to an end: an answer that grows without measure is given up.

A question of a few hundred letters can double what it has again and again (`[@, @][] | [@, @][] | …`), and
the specification of JMESPath (jmespath.org) sets no bound.
"""

from __future__ import annotations

from typing import Any

import jmespath
import msgspec
from jmespath.visitor import TreeInterpreter

from store.errors import UsageError

#: Items of a list on the way to an answer; 10,000 orders have fewer.
_MOST_ITEMS = 1_000_000
#: Characters of a text on the way, and of an answer, each part as often as it stands there.
_MOST_CHARACTERS = 200_000_000
_TOO_LARGE = "its answer is too large."
_NO_JSON = "its answer is no JSON, but an expression (&…) or half of a character."
#: What the library raises for questions that mean nothing, beside its own errors.
_FAULTS = (
    jmespath.exceptions.JMESPathError,
    ArithmeticError,
    MemoryError,
    TypeError,
    ValueError,
    RecursionError,
)


def compiled(query: str) -> Any:
    """The question, to be asked; raises `UsageError` InvalidQuery."""
    try:
        return jmespath.compile(query)
    except (jmespath.exceptions.JMESPathError, RecursionError) as error:
        raise _refused("understood", error) from None


def answer(question: Any, document: Any) -> Any:
    """The answer to it, which is JSON; `document` is of JSON's types. Raises `UsageError` InvalidQuery."""
    try:
        found = _Interpreter().visit(question.parsed, document)
        if _characters(found, {}) > _MOST_CHARACTERS:
            raise ValueError(_TOO_LARGE)
        _check(found)
    except _FAULTS as error:
        raise _refused("answered", error) from None
    return found


def _check(found: Any) -> None:
    """Raises `ValueError` for what is an answer in JMESPath, and no JSON."""
    try:
        msgspec.json.encode(found)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(_NO_JSON) from None


class _Interpreter(TreeInterpreter):  # type: ignore[misc]
    """Looks at each part of an answer as it is made."""

    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().visit(node, *args, **kwargs)
        if isinstance(found, list | str):
            most = _MOST_ITEMS if isinstance(found, list) else _MOST_CHARACTERS
            if len(found) > most:
                raise ValueError(_TOO_LARGE)
        return found


def _characters(found: Any, known: dict[int, int]) -> int:
    """About how long it is as JSON; `known` has what stands in it more than once, by its identity."""
    if isinstance(found, str):
        return len(found)
    if not isinstance(found, dict | list):
        return 1
    size = known.get(id(found))
    if size is None:
        items = found.values() if isinstance(found, dict) else found
        size = known[id(found)] = 1 + sum(_characters(one, known) for one in items)
    return size


def _refused(what: str, error: BaseException) -> UsageError:
    reason = " ".join(str(error).split()).removeprefix("Invalid jmespath expression: ").removesuffix(" ^")
    return UsageError(f"The query cannot be {what}: {reason}", "InvalidQuery")
