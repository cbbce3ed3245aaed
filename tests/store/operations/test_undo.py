"""Undo and Redo: step by step back through what was done, and forward again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from store import open_portal
from store.errors import AzureError
from store.journal.journal import write_state
from store.operations.registry import from_json
from store.operations.simulator.bookmarks import bookmarks
from store.operations.simulator.undo import Redo, Undo
from store.resources import ActivityEntry, CertificateOrder, ExportedCopy
from store.world import World
from tests.support.cloud import Cloud
from tests.support.order_cloud import Shop
from tests.support.worlds import demo_world


def documents(world: World) -> dict[str, Any]:
    """Everything that undo brings back."""
    return {name: dict(table) for name, table in world.tables.items() if table and name != "_activity"}


def test_the_last_operation_is_taken_back_but_for_the_activity_log() -> None:
    shop = Shop()
    before = documents(shop.world)
    shop.buy()
    shop.do("Undo")
    assert not list(shop.world.all(CertificateOrder))
    assert documents(shop.world) == before
    assert [one.title for one in shop.world.all(ActivityEntry)][-2:] == [
        "Create App Service Certificate",
        "Undo",
    ]


def test_ticks_and_refusals_after_it_do_not_count() -> None:
    shop = Shop()
    shop.buy()
    begun = shop.world.now
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    shop.do("AdvanceClock", by="1h", running=True)
    shop.refused("Rekey", order="contosocert")
    told = shop.do("Undo")
    assert "Auto Renew Settings" in told and f"It is {begun:%Y-%m-%d %H:%M} UTC again." in told
    assert shop.order().properties.auto_renew and shop.world.now == begun


def test_undo_goes_back_step_by_step_and_redo_forward_again() -> None:
    shop = Cloud()
    seen = [documents(shop.world)]
    for operation, more in (
        ("CreateResourceGroup", {"name": "rg-one", "location": "West Europe"}),
        ("CreateResourceGroup", {"name": "rg-two", "location": "West Europe"}),
        ("AdvanceClock", {"by": "1h"}),
        ("CreateResourceGroup", {"name": "rg-three", "location": "West Europe"}),
    ):
        shop.do(operation, **more)
        seen.append(documents(shop.world))
    for earlier in reversed(seen[:-1]):
        shop.do("Undo")
        shop.do("AdvanceClock", by="5s", running=True)
        assert {**documents(shop.world), "_clock": 0} == {**earlier, "_clock": 0}
    assert shop.refused("Undo").code == "NothingToUndo"
    for later in seen[1:]:
        shop.do("Redo")
        assert {**documents(shop.world), "_clock": 0} == {**later, "_clock": 0}
    assert shop.refused("Redo").code == "NothingToRedo"


def test_undo_after_redo_takes_the_same_operation_back() -> None:
    shop = Shop()
    before = documents(shop.world)
    shop.buy()
    bought = documents(shop.world)
    for _ in range(3):
        assert "Create App Service Certificate" in shop.do("Undo")
        assert documents(shop.world) == before
        assert "Create App Service Certificate" in shop.do("Redo")
        assert documents(shop.world) == bought


def test_another_operation_leaves_nothing_to_redo() -> None:
    shop = Cloud()
    shop.do("CreateResourceGroup", name="rg-one", location="West Europe")
    shop.do("Undo")
    shop.do("CreateResourceGroup", name="rg-two", location="West Europe")
    assert shop.refused("Redo").code == "NothingToRedo"
    shop.do("Undo")
    assert shop.refused("Undo").code == "NothingToUndo"


def test_a_long_way_of_the_clock_is_one_step() -> None:
    shop = Shop()
    shop.buy()
    begun = documents(shop.world)
    for _ in shop.portal.advance(shop.world.now + timedelta(days=40)):
        pass
    first = shop.world.now
    for _ in shop.portal.advance(shop.world.now + timedelta(days=3, hours=1)):
        pass
    shop.do("Undo")
    assert shop.world.now == first
    shop.do("Undo")
    assert documents(shop.world) == begun


def test_there_must_be_something() -> None:
    shop = Cloud()
    assert [(one.code, one.next_step) for one in (shop.refused("Undo"), shop.refused("Redo"))] == [
        ("NothingToUndo", ""),
        ("NothingToRedo", ""),
    ]


def test_the_beginning_of_what_is_kept_is_named(tmp_path: Path) -> None:
    """The operations that made a demo are in its Activity log, and no earlier world of it is kept."""
    path = tmp_path / "state.json"
    write_state(path, demo_world(), replace=False)
    portal = open_portal(path)
    first = portal.world.revision
    portal.perform(
        from_json({"operation": "CreateResourceGroup", "name": "rg-one", "location": "West Europe"})
    )
    portal.perform(Undo())
    with pytest.raises(
        AzureError, match="beginning of the history that is kept: '.+' of 20.+ came before"
    ) as caught:
        portal.perform(Undo())
    assert caught.value.code == "NothingToUndo"
    assert caught.value.next_step.startswith(f"The history of this world goes from revision {first} to ")
    assert "'Create resource group' was done again" in portal.perform(Redo()).result
    portal.close()


def test_exported_files_stay_and_it_says_so(tmp_path: Path) -> None:
    shop = Shop()
    shop.issue()
    shop.do("SetAccessPolicy", vault="contoso-kv", principal="ada@contoso.com", secrets=["Get"])
    path = tmp_path / "x.pfx"
    shop.do("ExportCertificate", order="contosocert", path=str(path))
    assert "stay where they are" in shop.do("Undo")
    assert path.exists() and not list(shop.world.all(ExportedCopy))


def test_a_bookmark_is_come_back_to_and_that_is_taken_back_too() -> None:
    cloud = Cloud()
    cloud.do("CreateResourceGroup", name="rg-one", location="West Europe")
    lesson = documents(cloud.world)
    cloud.do("SetBookmark", name="Start of the lesson")
    cloud.do("CreateResourceGroup", name="rg-two", location="West Europe")
    cloud.do("AdvanceClock", by="2h")
    later = documents(cloud.world)
    assert "This is 'Start of the lesson': " in cloud.do("ReturnToBookmark", name="start of the LESSON")
    assert documents(cloud.world) == lesson
    cloud.do("Undo")
    assert documents(cloud.world) == later
    cloud.do("Undo")
    cloud.do("Undo")
    assert documents(cloud.world) == lesson, "a bookmark is no step"
    cloud.do("ReturnToBookmark", name="Start of the lesson")


def test_a_bookmark_of_the_same_name_moves() -> None:
    cloud = Cloud()
    cloud.do("SetBookmark", name="here")
    cloud.do("AdvanceClock", by="1h")
    cloud.do("SetBookmark", name="Here")
    there = cloud.world.now
    cloud.do("AdvanceClock", by="1h")
    cloud.do("ReturnToBookmark", name="here")
    assert cloud.world.now == there and list(bookmarks(cloud.world)) == ["Here"]


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * 61, "a\x1b[0m"])
def test_names_that_cannot_be_read_are_refused(name: str) -> None:
    assert Cloud().refused("SetBookmark", name=name).code == "InvalidBookmark"


def test_a_bookmark_must_be_there() -> None:
    refused = Cloud().refused("ReturnToBookmark", name="lesson")
    assert refused.code == "BookmarkNotFound" and refused.next_step == "Bookmarks: none yet."
