"""Checks of everything else: a question in JMESPath, resources, locks, permissions, the trainee's answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from store.arm.queries import answer, compiled, documents, type_named
from store.errors import AzureError, UsageError
from store.operations.naming import find_id
from store.resources import (
    CertificateOrder,
    DnsZone,
    Lock,
    LockLevel,
    Record,
    Site,
    TrainingRun,
    Vault,
)
from store.services.authorization.access import locks_over
from store.services.authorization.principals import find_principal
from store.services.key_vault.permissions import permissions_of
from store.training.checks.base import Check, Judged, count, find, yes
from store.world import View


class Query(Check, frozen=True, kw_only=True, tag="query"):
    """A question in JMESPath, as `certblade list --query` takes it: done where the answer is true.

    It is asked of all resources, or of those of a `type` (a record's name too). With `equals` the answer has
    to be that value.
    """

    ask: str
    type: str = ""
    equals: Any = None

    def judge(self, view: View, run: TrainingRun) -> Judged:
        try:
            found = ask(view, self.ask, self.type)
        except UsageError as error:
            return Judged(0, trouble=error.message)
        return yes(found == self.equals if self.equals is not None else found)


def ask(view: View, query: str, type_: str = "") -> Any:
    """The answer to a question over all resources, or over those of a type; raises `UsageError`."""
    return answer(compiled(query), list(documents(view, type_named(type_) if type_ else None)))


class _OfResource(Check, frozen=True, kw_only=True):
    """A check of a resource of a type, by its name."""

    type: str
    name: str

    def there(self, view: View) -> bool:
        """Whether there is one; raises `UsageError` where no such type is known."""
        wanted = self.name.lower()
        found = documents(view, type_named(self.type))
        return any(wanted in (str(one.get("name", "")).lower(), str(one["id"]).lower()) for one in found)


class Exists(_OfResource, frozen=True, kw_only=True, tag="exists"):
    """There is a resource of this type and name."""

    def judge(self, view: View, run: TrainingRun) -> Judged:
        return yes(self.there(view))


class Missing(_OfResource, frozen=True, kw_only=True, tag="missing"):
    """There is no resource of this type and name."""

    def judge(self, view: View, run: TrainingRun) -> Judged:
        return yes(not self.there(view))


class HasRecord(Check, frozen=True, kw_only=True, tag="record"):
    """The zone has a record of this type and name, whose value contains a text; or it has none such.

    With `by-hand`, records that Azure itself wrote do not count.
    """

    zone: str
    type: str
    name: str = "@"
    contains: str = ""
    by_hand: bool = False
    none: bool = False

    def judge(self, view: View, run: TrainingRun) -> Judged:
        zone = find(view, DnsZone, self.zone)
        found = [one for one in zone.properties.records if self._meant(one)] if zone else []
        return yes(zone is not None and bool(found) is not self.none)

    def _meant(self, record: Record) -> bool:
        named = (record.type, record.name) == (self.type, self.name)
        return named and self.contains in record.value and not (self.by_hand and record.automatic)


class Locked(Check, frozen=True, kw_only=True, tag="locked"):
    """A resource, group or subscription has a lock of this level, its own or an inherited one; or none."""

    scope: str
    level: Literal["Delete", "Read-only", "any"] = "any"
    none: bool = False

    def judge(self, view: View, run: TrainingRun) -> Judged:
        try:
            id = find_id(view, object, self.scope)
        except AzureError:
            return Judged(0)
        held = [one for one in locks_over(view, id) if self._meant(one)]
        return yes(not held if self.none else held)

    def _meant(self, lock: Lock) -> bool:
        level: LockLevel = lock.properties.level
        return self.level in ("any", level.label)


class Permitted(Check, frozen=True, kw_only=True, tag="permitted"):
    """A principal has these permissions on the vault's secrets and certificates; each one counts."""

    vault: str
    principal: str
    secrets: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()

    def judge(self, view: View, run: TrainingRun) -> Judged:
        vault = find(view, Vault, self.vault)
        principal = find_principal(view, self.principal) if vault else None
        if vault is None or principal is None:
            return Judged(0, len(self.secrets) + len(self.certificates))
        has = permissions_of(view, vault, principal.id)
        secrets = [one.lower() for one in has.secrets]
        certificates = [one.lower() for one in has.certificates]
        return count(
            [
                *(one.lower() in secrets for one in self.secrets),
                *(one.lower() in certificates for one in self.certificates),
            ]
        )


class SettingCurrent(Check, frozen=True, kw_only=True, tag="setting_current"):
    """An app setting names the thumbprint of the order's current certificate, or `*`."""

    site: str
    name: str
    order: str

    def judge(self, view: View, run: TrainingRun) -> Judged:
        site, order = find(view, Site, self.site), find(view, CertificateOrder, self.order)
        if site is None or order is None:
            return Judged(0)
        value = site.properties.site_config.app_settings.get(self.name, "")
        return yes(value.strip() == "*" or order.thumbprint in value.upper())


class ClockAt(Check, frozen=True, kw_only=True, tag="clock_at"):
    """It is this moment (UTC) or later in the simulated world."""

    moment: datetime

    def judge(self, view: View, run: TrainingRun) -> Judged:
        return yes(view.now >= self.moment)


class Answered(Check, frozen=True, kw_only=True, tag="answered"):
    """The question with this number is answered rightly; case and spaces make no difference.

    Right are these texts, and the answer of a question in JMESPath (`ask`, of all resources or of a `type`).
    """

    question: int
    right: tuple[str, ...] = ()
    ask: str = ""
    type: str = ""

    def judge(self, view: View, run: TrainingRun) -> Judged:
        given = _plain(run.answers.get(str(self.question), ""))
        right = [*self.right]
        if self.ask:
            right.append(str(ask(view, self.ask, self.type)))
        return yes(given and given in map(_plain, right))


def _plain(text: str) -> str:
    return "".join(text.lower().split()).rstrip(".")


class Escalated(Check, frozen=True, kw_only=True, tag="escalated"):
    """The ticket was handed to the next line of support."""

    def judge(self, view: View, run: TrainingRun) -> Judged:
        return yes(run.escalated_at is not None)
