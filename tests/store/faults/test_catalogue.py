"""Each fault of the menu makes the problem it is named after, in the instructor's name, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import AzureError, UsageError
from store.faults import fault_named, faults
from store.faults.causing import cause
from store.problems import PROBLEMS, likely
from store.resources import (
    ActivityEntry,
    CertificateOrder,
    OrderLedger,
    OrderStatus,
    RequestKind,
    ServerFarm,
    Site,
    Subscription,
    Vault,
)
from store.services.authorization.outsiders import instructor
from store.services.certificate_registration.ledger import ledger_of
from store.world import World
from tests.support.mission_worlds import bought, issued, linked
from tests.support.problem_case import Case
from tests.support.problems_of_apps import CASES as OF_APPS
from tests.support.problems_of_orders import CASES as OF_ORDERS
from tests.support.worlds import portal, walk_world, world

CASES = {case.code: case for case in (*OF_ORDERS, *OF_APPS)}
GRACE = instructor("Grace Hopper")
#: Where the case of a problem begins before what the fault needs.
_WORLDS: dict[str, Callable[[], World]] = {"NeverImported": issued}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_fault_makes_the_problem_it_is_named_after(case: Case, tmp_path: Path) -> None:
    cloud, fault = portal(_WORLDS.get(case.code, case.world)()), fault_named(case.code)
    before, log = cloud.world, cloud.world.table(ActivityEntry)
    told = cause(cloud, fault, GRACE, folder=tmp_path / "files")
    assert told.startswith(f"{fault.title}: happened to '")
    assert case.code in {one.problem.code for one in likely(cloud.world)}
    deeds = [one for key, one in cloud.world.table(ActivityEntry).items() if log.get(key) != one]
    assert {one.caller for one in deeds} == {GRACE}
    assert fault.clock or cloud.world.now == before.now


EVENTS: dict[str, tuple[Callable[[], World], Callable[[CertificateOrder, OrderLedger], bool]]] = {
    "T1": (walk_world, lambda order, _: order.properties.status is OrderStatus.PENDING_ISSUANCE),
    "T2": (bought, lambda order, _: order.link is not None and not order.thumbprint),
    "T3": (bought, lambda order, ledger: ledger.verified_at is not None),
    "T4": (bought, lambda order, _: order.properties.status is OrderStatus.ISSUED),
    "T5": (bought, lambda order, _: order.properties.status is OrderStatus.DENIED),
    "T6": (linked, lambda order, ledger: len(ledger.issued) == 2),
    "T7": (linked, lambda order, ledger: len(ledger.issued) == 1 and ledger.pending is not None),
    "T8": (linked, lambda order, ledger: ledger.issued[-1].kind is RequestKind.RENEW),
    "T9": (linked, lambda order, ledger: ledger.issued[-1].kind is RequestKind.RENEW),
    "T10": (linked, lambda order, _: order.properties.status is OrderStatus.EXPIRED),
    "T11": (linked, lambda order, _: order.properties.status is OrderStatus.REVOKED),
    "T12": (bought, lambda order, ledger: ledger.flagged_at is not None),
    "T13": (linked, lambda order, ledger: "www.contoso.com" not in ledger.issued[-1].names),
}


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_in_an_orders_life_happens(event: str, tmp_path: Path) -> None:
    begins, holds = EVENTS[event]
    cloud = portal(begins())
    cause(cloud, fault_named(event), GRACE, folder=tmp_path)
    order = next(cloud.world.all(CertificateOrder))
    assert holds(order, ledger_of(cloud.world, order))


def test_the_menu_has_every_event_and_every_known_problem() -> None:
    numbers = {number for one in faults() for number in one.event.split()}
    assert numbers >= {*EVENTS, *(f"P{number}" for number in range(1, 48))}
    assert {one.code for one in faults()} >= {one.code for one in PROBLEMS}
    assert len({one.code for one in faults()}) == len(faults())
    assert [one.event for one in faults()[:2]] == ["T1", "T3"]


def test_what_has_no_place_in_a_world_says_what_it_needs_and_changes_nothing() -> None:
    cloud = portal(world("empty"))
    before = cloud.world
    for fault in faults():
        refused = fault.why_not(before)
        if refused is None:
            assert fault.on in (Subscription, ServerFarm)
            continue
        assert refused.message == f"It needs {fault.needs}, and this world has none."
        with pytest.raises(AzureError, match="It needs"):
            cause(cloud, fault, GRACE)
    assert cloud.world is before


def test_a_fault_is_found_by_code_and_by_number_and_an_unknown_one_is_named() -> None:
    assert fault_named("keyvaultdeleted") is fault_named("p17")
    with pytest.raises(UsageError, match="no fault 'P48'"):
        fault_named("P48")


def test_a_fault_hits_the_resource_that_is_chosen_and_no_other_kind(tmp_path: Path) -> None:
    cloud = portal(linked())
    site = list(cloud.world.all(Site))[-1]
    cause(cloud, fault_named("ManagedNotRenewable"), GRACE, resource=site.id, folder=tmp_path)
    found = cloud.world.need(Site, site.id)
    assert found.properties.site_config.ip_security_restrictions
    with pytest.raises(AzureError, match="It needs an app"):
        cause(cloud, fault_named("PfxRefused"), GRACE, resource=next(cloud.world.all(Vault)).id)
