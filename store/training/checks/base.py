"""The base of all checks: a question to a world, answered by how much of it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import msgspec

from store.errors import AzureError
from store.operations.naming import find_id
from store.resources import CertificateOrder, IssuedRecord, Resource, TrainingRun
from store.services.certificate_registration.ledger import ledger_of, record_of
from store.world import View

R = TypeVar("R", bound=Resource)


class Judged(NamedTuple):
    """How many parts are done, of how many; `trouble` says why a check cannot be answered ("" mostly)."""

    done: int
    of: int = 1
    trouble: str = ""

    @property
    def met(self) -> bool:
        """Whether all of it is done."""
        return self.of > 0 and self.done >= self.of


class Check(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="is",
    rename="kebab",
    forbid_unknown_fields=True,
):
    """A check with its arguments; resources are named by name or id."""

    def judge(self, view: View, run: TrainingRun) -> Judged:
        """How much of it is done in this world; what is missing from the world is not done."""
        raise NotImplementedError


def yes(answer: object) -> Judged:
    """A check of one part."""
    return Judged(1 if answer else 0)


def count(parts: Iterable[object]) -> Judged:
    """A check of several parts, each done or not; none at all is not done."""
    found = [bool(part) for part in parts]
    return Judged(sum(found), max(1, len(found)))


def find(view: View, kind: type[R], name: str) -> R | None:
    """The resource of that name or id, or None where there is none, or several."""
    try:
        found: Any = view.get(kind, find_id(view, kind, name))
    except AzureError:
        return None
    return found if isinstance(found, kind) else None


class OfOrder(Check, frozen=True, kw_only=True):
    """A check of one order; an order that is not there is not done."""

    order: str

    def judge(self, view: View, run: TrainingRun) -> Judged:
        order = find(view, CertificateOrder, self.order)
        return Judged(0) if order is None else self.of_order(view, order, run)

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        """How much of it is done for this order."""
        raise NotImplementedError


def current_is_new(view: View, order: CertificateOrder, run: TrainingRun) -> bool:
    """Whether the order's current certificate was issued since the run began."""
    issued = record_of(ledger_of(view, order), order.thumbprint)
    return issued is not None and issued_since(issued, run.began_at)


def issued_since(record: IssuedRecord, moment: datetime) -> bool:
    """Whether a certificate was issued then or later; one whose day is not known was issued before."""
    return record.issued_at is not None and record.issued_at >= moment
