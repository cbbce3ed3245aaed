"""Locks guard a scope and everything below it, on the control plane."""

from __future__ import annotations

from typing import Any

import pytest

from store.resources import Lock, LockLevel
from tests.support.cloud import Cloud
from tests.support.order_cloud import Shop


@pytest.fixture
def cloud() -> Cloud:
    made = Cloud()
    made.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    return made


def only_lock(cloud: Cloud) -> Lock:
    (lock,) = cloud.world.all(Lock)
    return lock


@pytest.mark.parametrize(
    ("word", "level", "label"),
    [
        ("Delete", LockLevel.CAN_NOT_DELETE, "Delete"),
        ("CanNotDelete", LockLevel.CAN_NOT_DELETE, "Delete"),
        ("Read-only", LockLevel.READ_ONLY, "Read-only"),
        ("readonly", LockLevel.READ_ONLY, "Read-only"),
    ],
)
def test_both_vocabularies_name_the_levels(cloud: Cloud, word: str, level: LockLevel, label: str) -> None:
    assert label in cloud.do("AddLock", scope="CONTOSO-KV", name="keep", level=word, notes="n" * 512)
    lock = only_lock(cloud)
    assert lock.id == f"{cloud.vault().id}/providers/Microsoft.Authorization/locks/keep"
    assert (lock.properties.level, lock.scope) == (level, cloud.vault().id)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"level": "NotSpecified"}, "InvalidLockLevel"),
        ({"notes": "n" * 513}, "InvalidLockNotes"),
        ({"name": ""}, "InvalidLockName"),
        ({"name": "a/b"}, "InvalidLockName"),
        ({"scope": "nothing"}, "ResourceNotFound"),
        ({"scope": "/subscriptions/none"}, "ResourceNotFound"),
    ],
)
def test_refused_locks(cloud: Cloud, arguments: dict[str, str], code: str) -> None:
    assert cloud.refused("AddLock", **{"scope": "contoso-kv", "name": "keep", **arguments}).code == code


def test_a_scope_has_one_lock_of_a_name(cloud: Cloud) -> None:
    cloud.do("AddLock", scope="contoso-kv", name="keep")
    assert cloud.refused("AddLock", scope="contoso-kv", name="KEEP").code == "Conflict"
    cloud.do("AddLock", scope="rg-web", name="keep")
    ambiguous = cloud.refused("DeleteLock", lock="keep")
    assert ambiguous.code == "AmbiguousName"
    assert all(lock.id in ambiguous.message for lock in cloud.world.all(Lock))


@pytest.mark.parametrize("scope", ["contoso-kv", "rg-web", "Contoso Training"])
def test_the_refusal_names_the_locked_scope(cloud: Cloud, scope: str) -> None:
    cloud.do("AddLock", scope=scope, name="keep")
    refused = cloud.refused("DeleteVault", vault="contoso-kv")
    assert refused.message == (
        f"The scope '{cloud.vault().id}' cannot perform delete operation because following scope(s) are "
        f"locked: '{only_lock(cloud).scope}'. Please remove the lock and try again."
    )
    cloud.do("DeleteLock", lock="keep")
    cloud.do("DeleteVault", vault="contoso-kv")


def test_a_delete_lock_lets_changes_pass_and_a_read_only_one_none(cloud: Cloud) -> None:
    cloud.do("AddLock", scope="rg-web", name="keep")
    cloud.do("SetVaultNetwork", vault="contoso-kv", defaultAction="Deny")
    cloud.do("EditLock", lock="keep", level="Read-only")
    assert cloud.refused("SetVaultNetwork", vault="contoso-kv", defaultAction="Allow").code == "ScopeLocked"
    later = {"name": "later-kv", "resourceGroup": "rg-web"}
    assert cloud.refused("CreateVault", **later).code == "ScopeLocked"
    cloud.do("CreateVault", name="other-kv", resourceGroup="rg-api")


def test_the_most_restrictive_lock_wins(cloud: Cloud) -> None:
    cloud.do("AddLock", scope="contoso-kv", name="soft", level="Delete")
    cloud.do("AddLock", scope="rg-web", name="hard", level="Read-only")
    refused = cloud.refused("SetVaultNetwork", vault="contoso-kv", defaultAction="Deny")
    assert "'hard' on rg-web" in refused.next_step
    assert "soft" not in refused.next_step
    both = cloud.refused("DeleteVault", vault="contoso-kv")
    assert "'soft' on contoso-kv" in both.next_step
    assert "'hard' on rg-web" in both.next_step


def test_an_edit_keeps_what_it_does_not_name(cloud: Cloud) -> None:
    cloud.do("AddLock", scope="contoso-kv", name="keep", level="Delete", notes="why")
    cloud.do("EditLock", lock="keep", level="Read-only")
    assert only_lock(cloud).properties.notes == "why"
    cloud.do("EditLock", lock="keep", notes="")
    assert (only_lock(cloud).properties.level, only_lock(cloud).properties.notes) == (LockLevel.READ_ONLY, "")
    assert cloud.refused("EditLock", lock="keep").code == "NoChange"
    assert cloud.refused("EditLock", lock="keep", notes="n" * 513).code == "InvalidLockNotes"
    assert cloud.refused("EditLock", lock="keep", level="hard").code == "InvalidLockLevel"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("Reader", False), ("Contributor", False), ("User Access Administrator", True), ("Owner", True)],
)
def test_who_may_manage_locks(cloud: Cloud, role: str, allowed: bool) -> None:
    ben = cloud.add_user("ben@contoso.com", role)
    asked = {"scope": "contoso-kv", "name": "keep"}
    if allowed:
        cloud.do("AddLock", ben, **asked)
        cloud.do("DeleteLock", ben, lock="keep")
        return
    refused = cloud.refused("AddLock", ben, **asked)
    assert refused.code == "AuthorizationFailed"
    assert "'Microsoft.Authorization/locks/write'" in refused.message
    cloud.do("AddLock", **asked)
    assert cloud.refused("DeleteLock", ben, lock="keep").code == "AuthorizationFailed"


def test_a_delete_lock_refuses_what_ends_an_order_where_it_stands_and_nothing_else() -> None:
    shop = Shop()
    shop.issue()
    order = shop.order().id
    shop.do("CreateResourceGroup", name="elsewhere", location="West Europe")
    ben = shop.add_user("ben@contoso.com", "Reader", order)
    ended: tuple[tuple[str, dict[str, Any]], ...] = (
        ("DeleteOrder", {"order": "contosocert"}),
        ("MoveOrder", {"order": "contosocert", "resourceGroup": "elsewhere"}),
        ("RemoveRole", {"principal": ben, "scope": order}),
    )
    for operation, arguments in ended:
        assert shop.refused(operation, **arguments).code == "ScopeLocked"
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    shop.do("SetOrderTags", order="contosocert", tags={"team": "web"})
    shop.do("Rekey", order="contosocert")
    shop.do("EditLock", lock="AppServiceCertificateLock", level="Read-only")
    for operation, arguments in (*ended, ("SetAutoRenew", {"order": "contosocert", "enabled": True})):
        assert shop.refused(operation, **arguments).code == "ScopeLocked"
