"""What an operation changed: each resource and value before and after, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import AzureError
from store.history import changed_by, changed_with
from store.history.changes import ChangeKind, ResourceChange
from store.resources import ActionType
from tests.support.mission_worlds import linked
from tests.support.problem_case import APP, ORDER, VAULT, Bench


def last(bench: Bench) -> tuple[ResourceChange, ...]:
    return changed_by(bench.portal, bench.world.revision)


def values(change: ResourceChange) -> dict[str, tuple[str, str]]:
    return {one.place: (one.before, one.after) for one in change.values}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(linked(), tmp_path)


def test_values_that_differ_are_told_before_and_after(bench: Bench) -> None:
    bench.do("SetHttpsOnly", site=APP, enabled=True)
    (site,) = last(bench)
    assert (site.kind, site.type, site.name) == (ChangeKind.CHANGED, "Microsoft.Web/sites", APP)
    assert values(site) == {"properties.httpsOnly": ("false", "true")}


def test_an_item_of_a_list_comes_and_goes_alone(bench: Bench) -> None:
    bench.do("AddRecord", zone="contoso.com", type="TXT", name="new", value="hello")
    (zone,) = last(bench)
    ((place, (before, after)),) = values(zone).items()
    assert (place, before) == ("properties.records[]", "") and '"value":"hello"' in after
    bench.do("RemoveRecord", zone="contoso.com", type="TXT", name="new", value="hello")
    ((_, (gone, nothing)),) = values(last(bench)[0]).items()
    assert (gone, nothing) == (after, "")


def test_what_is_deleted_is_told_with_all_it_held_and_no_secret(bench: Bench) -> None:
    value = bench.secret().properties.value
    bench.unlock()
    bench.do("DeleteVault", vault=VAULT)
    found = last(bench)
    assert {one.kind for one in found} == {ChangeKind.DELETED}
    assert [one.type for one in found][0] == "Microsoft.KeyVault/vaults"
    assert value and all(value not in f"{one}" for one in found)


def test_what_azure_hides_and_a_page_shows_is_told_too(bench: Bench) -> None:
    bench.do("AssignRole", principal=bench.add_user("ben@contoso.com"), role="Reader", scope=VAULT)
    (ben,) = last(bench)
    assert (ben.type, ben.name) == ("Principal", "ben@contoso.com")
    assert [after for _, after in values(ben).values()] == ["Reader"]
    bench.do("Rekey", order=ORDER)
    order, at_ca = last(bench)
    assert values(order)["properties.status"] == ("Issued", "PendingRekey")
    assert values(at_ca)["pending.kind"] == ("", "rekey") and "keyId" not in f"{at_ca}"


def test_an_action_of_the_timeline_is_found_with_what_came_of_it(bench: Bench) -> None:
    bench.do("Rekey", order=ORDER)
    bench.do("SetHttpsOnly", site=APP, enabled=True)
    bench.wait("1h")
    bench.do("SetHttpsOnly", site=APP, enabled=False)
    issued = bench.ledger().actions[-1]
    assert issued.action_type is ActionType.ISSUED
    found = changed_with(bench.portal, bench.order().id, issued)
    assert values(found[0])["properties.status"] == ("PendingRekey", "Issued")
    types = [one.type.rpartition("/")[2] for one in found]
    assert types == ["certificateOrders", "secrets", "versions", "Order at the CA"]


def test_an_action_taken_back_and_done_again_is_told_by_its_last_coming(bench: Bench) -> None:
    bench.do("Rekey", order=ORDER)
    bench.wait("1h")
    action = bench.ledger().actions[-1]
    bench.do("Undo")
    bench.do("Redo")
    found = changed_with(bench.portal, bench.order().id, action)
    assert values(found[0])["properties.status"] == ("PendingRekey", "Issued")


def test_what_is_older_than_the_history_says_so(bench: Bench) -> None:
    with pytest.raises(AzureError, match="before the history that is kept"):
        changed_by(bench.portal, bench.world.revision)
    with pytest.raises(AzureError, match="before the history that is kept"):
        changed_with(bench.portal, bench.order().id, bench.ledger().actions[0])
