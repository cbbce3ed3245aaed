"""Every check, asked of a world where it holds and of one where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import msgspec
import pytest

from store.operations.registry import from_json
from store.operations.training.run import run_of
from store.resources import TrainingRun
from store.training.checks import AnyCheck, Judged
from store.training.score import judge
from store.training.start import start
from store.world import World
from tests.support.scenarios import SOUND, scenario
from tests.support.worlds import portal

_ORDER = {"order": "contosocert"}
_BOTH = {"hosts": ["contoso.com", "www.contoso.com"]}
_WEB = "Microsoft.Azure.WebSites"
_SUBSCRIPTIONS = "Microsoft.Resources/subscriptions"


def op(operation: str, /, **arguments: Any) -> dict[str, Any]:
    """An operation as a scenario file has it."""
    return {"operation": operation, **arguments}


_LOCK = "AppServiceCertificateLock"


@cache
def _begun() -> World:
    """Rekeyed ten minutes ago, not synced."""
    with TemporaryDirectory() as folder:
        return start(scenario(), SOUND, Path(folder))


def asked(check: dict[str, Any], *operations: dict[str, Any]) -> Judged:
    """The answer of a check after these operations."""
    cloud = portal(_begun())
    for one in operations:
        cloud.perform(from_json(one))
    run = run_of(cloud.world)
    assert isinstance(run, TrainingRun)
    return judge(msgspec.convert(check, AnyCheck), cloud.world, run)


_REKEY = (op("Rekey", order="contosocert"), op("AdvanceClock", by="10m"))
_SYNC = op("SyncOrder", order="contosocert")
#: Step 1 has put a lock on the order.
_UNLOCK = (op("DeleteLock", lock=_LOCK),)
_UNBIND = op("RemoveBinding", site="contoso-app", host="www.contoso.com")

#: A check, the operations that make it hold (it does not before), as pairs.
_BECOMES: list[tuple[dict[str, Any], Sequence[dict[str, Any]]]] = [
    ({"is": "in_sync", **_ORDER}, [_SYNC]),
    ({"is": "in_sync", "by": "rekey", **_ORDER}, [_SYNC]),
    ({"is": "in_sync", "since-start": True, **_ORDER}, [*_REKEY, _SYNC]),
    ({"is": "hop", "hop": "B", **_ORDER}, [_SYNC]),
    ({"is": "new_certificate", **_ORDER}, _REKEY),
    ({"is": "new_certificate", "by": "rekey", **_ORDER}, _REKEY),
    ({"is": "old_revoked", **_ORDER}, [*_REKEY, op("AdvanceClock", by="4d")]),
    ({"is": "order_ended", **_ORDER}, [*_UNLOCK, op("DeleteOrder", order="contosocert")]),
    ({"is": "auto_renew", "on": False, **_ORDER}, [op("SetAutoRenew", order="contosocert", enabled=False)]),
    ({"is": "tile", "one-of": ["ready"], **_ORDER}, [_SYNC]),
    ({"is": "verified", "since-start": True, **_ORDER}, [
        op("AgeProof", order="contosocert", days=500),
        op("VerifyDomain", order="contosocert", method="Domain Verification"),
        op("AdvanceClock", by="10m"),
    ]),
    ({"is": "hosts_serve", **_ORDER, **_BOTH}, [_SYNC]),
    ({"is": "hosts_serve", "since-start": True, **_ORDER, **_BOTH}, [*_REKEY, _SYNC]),
    ({"is": "hosts_down", **_BOTH}, [op("StopSite", site="contoso-app")]),
    ({"is": "not_bound", "hosts": ["www.contoso.com"]}, [_UNBIND]),
    ({"is": "record", "zone": "contoso.com", "type": "CAA", "contains": "godaddy"}, [
        op("AddRecord", zone="contoso.com", type="CAA", value='0 issue "godaddy.com"')
    ]),
    ({"is": "locked", "scope": "rg-web", "level": "Delete"}, [op("AddLock", scope="rg-web", name="keep")]),
    ({"is": "permitted", "vault": "contoso-kv", "principal": _WEB, "secrets": ["set"]}, [
        op("SetAccessPolicy", vault="contoso-kv", principal=_WEB, secrets=["get", "set"])
    ]),
    ({"is": "exists", "type": "Microsoft.KeyVault/vaults", "name": "second-kv"}, [
        op("CreateVault", name="second-kv", resourceGroup="rg-web")
    ]),
    ({"is": "missing", "type": "Microsoft.KeyVault/vaults", "name": "contoso-kv"}, [
        op("DeleteVault", vault="contoso-kv")
    ]),
    ({"is": "setting_current", "site": "contoso-app", "name": "X", **_ORDER}, [
        op("SetAppSetting", site="contoso-app", name="X", value="*")
    ]),
    ({"is": "clock_at", "moment": "2022-09-01T00:00:00Z"}, [op("AdvanceClock", to="2022-09-01T00:00:00Z")]),
    ({"is": "answered", "question": 1, "right": ["two hosts"]}, [
        op("AnswerQuestion", question=1, answer="Two  hosts.")
    ]),
    ({"is": "answered", "question": 1, "ask": "length(@)", "type": "certificateOrders"}, [
        op("AnswerQuestion", question=1, answer="1")
    ]),
    ({"is": "escalated"}, [op("Escalate")]),
    ({"is": "query", "ask": "[0].properties.state", "type": _SUBSCRIPTIONS, "equals": "Suspended"}, [
        op("SetSubscriptionState", to="Suspended")
    ]),
]  # fmt: skip

#: A check that holds at the start, and operations after which it does not.
_ENDS: list[tuple[dict[str, Any], Sequence[dict[str, Any]]]] = [
    ({"is": "issued", **_ORDER}, [op("AgeProof", order="contosocert", days=500), _REKEY[0]]),
    ({"is": "stored", **_ORDER}, [op("DeleteVault", vault="contoso-kv")]),
    ({"is": "stored", "vault": "contoso-kv", **_ORDER}, [op("DeleteVault", vault="contoso-kv")]),
    ({"is": "verified", **_ORDER}, [op("AgeProof", order="contosocert", days=500)]),
    ({"is": "expires", "days": 300, **_ORDER}, [op("AdvanceClock", by="100d")]),
    ({"is": "hosts_secure", **_BOTH}, [_UNBIND]),
    ({"is": "no_hazard", **_BOTH}, [_UNBIND]),
    ({"is": "bound", "type": "SNI", "kind": "order", **_BOTH}, [
        _UNBIND
    ]),
    ({"is": "covers", **_ORDER, **_BOTH}, [
        op("RemoveRecord", zone="contoso.com", type="TXT"),
        op("AgeProof", order="contosocert", days=500),
        _REKEY[0],
        op("VerifyDomain", order="contosocert", method="App Service Verification"),
        op("AdvanceClock", by="1h"),
    ]),
    ({"is": "locked", "scope": "rg-web", "none": True}, [op("AddLock", scope="rg-web", name="keep")]),
]  # fmt: skip


@pytest.mark.parametrize(("check", "operations"), _BECOMES, ids=lambda one: str(one)[:60])
def test_a_check_holds_after_what_it_asks_for(
    check: dict[str, Any], operations: list[dict[str, Any]]
) -> None:
    assert not asked(check).met
    found = asked(check, *operations)
    assert (found.met, found.trouble) == (True, "")


@pytest.mark.parametrize(("check", "operations"), _ENDS, ids=lambda one: str(one)[:60])
def test_a_check_holds_no_more_after_what_breaks_it(
    check: dict[str, Any], operations: list[dict[str, Any]]
) -> None:
    assert asked(check).met
    assert not asked(check, *operations).met


def test_a_check_of_several_hosts_counts_each() -> None:
    found = asked({"is": "bound", "hosts": ["contoso.com", "www.contoso.com", "api.contoso.com"]})
    assert (found.done, found.of) == (2, 3)


def test_an_export_counts_while_it_is_current(tmp_path: Path) -> None:
    export = op("ExportCertificate", order="contosocert", path=str(tmp_path / "a.pfx"), password="Secret-22")
    for check in (
        {"is": "exported", **_ORDER},
        {"is": "exported", "protected": True, "replaces": True, **_ORDER},
    ):
        assert not asked(check).met
        assert asked(check, export).met
        (tmp_path / "a.pfx").unlink()
        assert not asked(check, export, *_REKEY).met
        (tmp_path / "a.pfx").unlink()


@pytest.mark.parametrize(
    "check",
    [
        {"is": "in_sync", "order": "nobody"},
        {"is": "permitted", "vault": "nobody", "principal": _WEB, "secrets": ["get"]},
        {"is": "setting_current", "site": "nobody", "name": "X", **_ORDER},
        {"is": "hosts_secure", "hosts": ["nowhere.example"]},
        {"is": "record", "zone": "nowhere.example", "type": "TXT"},
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_is_not_there_is_not_done(check: dict[str, Any]) -> None:
    found = asked(check)
    assert (found.met, found.trouble) == (False, "")


def test_an_unknown_type_is_said() -> None:
    assert "There is no type 'cats'" in asked({"is": "exists", "type": "cats", "name": "x"}).trouble


def test_every_check_is_asked_here() -> None:
    named = {"exported", *(check["is"] for check, _ in _BECOMES), *(check["is"] for check, _ in _ENDS)}
    assert {one.__struct_config__.tag for one in get_args(AnyCheck)} == named
