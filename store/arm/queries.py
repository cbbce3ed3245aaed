"""Questions to a world in JMESPath, over its resources as ARM shows them or over its records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from store.arm import arm, resources, types
from store.arm.records import record_types, records
from store.errors import UsageError
from store.resources import CertificateOrder, OrderLedger, SecretVersion, VaultSecret, table_of
from store.services.certificate_registration.term import reissued_inside_term
from store.time.calendar import year_later
from store.world import View


def documents(view: View, type_: str | None) -> Iterator[dict[str, Any]]:
    """All resources as ARM shows them, those of a type, or the records of that name."""
    if type_ is not None and type_ in record_types():
        yield from records(view, type_)
        return
    if type_ in (None, table_of(CertificateOrder)):
        # What is shown of every order follows from them: read at once rather than one by one.
        for kind in (VaultSecret, SecretVersion):
            view.table(kind).values()
        if reissued_inside_term(view.era, year_later(view.now)):
            view.table(OrderLedger).values()
    for resource in resources(view, type_):
        yield arm(view, resource)


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


def compiled(query: str) -> Any:
    """The JMESPath question, to be asked; raises `UsageError` InvalidQuery."""
    from store.arm import bounded

    return bounded.compiled(query)


def answer(question: Any, documents: Any) -> Any:
    """The answer to it, which is JSON; raises `UsageError` InvalidQuery."""
    from store.arm import bounded

    # JMESPath knows arrays, and takes a tuple for no array.
    return bounded.answer(question, msgspec.json.decode(msgspec.json.encode(documents)))
