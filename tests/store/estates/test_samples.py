"""Six exports of an Azure, each in one format: what they hold is found, and nothing secret stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from store import open_portal
from store.estates.keeping import keep
from store.estates.report import as_json, report
from store.journal.reread import reread
from tests.cli.command import Command
from tests.support.estates import NAMES, SAMPLES, expected, sample_world


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_the_expected(name: str) -> None:
    wanted = {key: value for key, value in expected(name).items() if key not in ("sample", "never_stored")}
    found = json.loads(json.dumps(as_json(report(sample_world(name)))))
    assert {key: _as_set(found[key]) for key in wanted} == {
        key: _as_set(value) for key, value in wanted.items()
    }


def _as_set(value: Any) -> Any:
    """Lists are sets: their order means nothing."""
    if isinstance(value, list):
        return sorted((_as_set(one) for one in value), key=json.dumps)
    if isinstance(value, dict):
        return {key: _as_set(value[key]) for key in sorted(value)}
    return value


@pytest.mark.parametrize("name", NAMES)
def test_a_world_opens_again_as_it_was_made(name: str, tmp_path: Path) -> None:
    world = sample_world(name)
    path = tmp_path / "estate.json"
    assert reread(path, world).tables.keys() == {table for table, found in world.tables.items() if found}
    keep(path, world)
    portal = open_portal(path)
    assert {key: dict(table) for key, table in portal.world.tables.items()} == {
        key: dict(table) for key, table in world.tables.items() if table
    }
    portal.close()


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_anywhere_afterwards(
    name: str, estate: Command, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    wanted = expected(name)
    printed = [estate("estate", str(SAMPLES / name), "--as-of", wanted["as_of"])]
    printed.append(estate("clock", "advance", "2d"))
    printed.append(estate("drift", "--json"))
    printed += [estate("list", kind, "--json") for kind in ("certificateOrders", "sites", "vaults")]
    kept = [path.read_bytes() for path in estate.state.parent.rglob("*") if path.is_file()]
    assert kept
    texts = [*(one.out + one.err for one in printed), caplog.text]
    for canary in [*wanted["never_stored"], "CANARY"]:
        assert not any(canary.encode() in one for one in kept)
        assert not any(canary in one for one in texts)
