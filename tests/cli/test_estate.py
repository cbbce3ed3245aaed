"""`certblade estate`: reads, reports, writes a world of its own, and says how it went by its exit status."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.command import Command
from tests.support.estates import SAMPLES, expected

_AZ = str(SAMPLES / "az-cli-2.91")
_DAY = ("--as-of", "2026-11-28T09:00:00Z")


def test_an_estate_is_a_world_to_rehearse_in(certblade: Command) -> None:
    made = certblade("estate", _AZ, *_DAY)
    assert made.status == 1, "something needs somebody"
    assert "What needs you in the next 90 days" in made.out
    assert certblade("clock").out.startswith("2026-11-28T09:00:00Z")
    assert certblade("drift").status == 1
    assert certblade("list", "certificateOrders", "--query", "[].name").json() == [
        "fabrikamwild",
        "fabrikampay",
    ]


def test_a_dry_run_writes_nothing(certblade: Command) -> None:
    made = certblade("estate", _AZ, *_DAY, "--dry-run", "--json")
    assert made.json()["drifted"] == expected("az-cli-2.91")["drifted"]
    assert not certblade.state.exists()


def test_an_estate_is_never_put_onto_a_world(empty: Command) -> None:
    before = empty.state.read_bytes()
    assert (empty("estate", _AZ, *_DAY, "--json").status, empty.state.read_bytes()) == (3, before)


def test_standard_input_is_a_file_too(certblade: Command) -> None:
    text = (SAMPLES / "az-cli-2.91" / "orders.json").read_text()
    made = certblade("estate", "-", *_DAY, "--dry-run", "--json", stdin=text)
    assert made.json()["orders"] == 2


@pytest.mark.parametrize(
    ("words", "status"),
    [((), 2), (("/no/such/folder",), 3), (("--as-of", "someday", _AZ), 2)],
    ids=["no path", "no file", "no date"],
)
def test_wrong_usage_makes_no_world(certblade: Command, words: tuple[str, ...], status: int) -> None:
    ended = certblade("estate", *words)
    assert (ended.status, ended.err.count("\n")) == (status, 1)
    assert not certblade.state.exists()


def test_nothing_that_can_be_read_is_3(certblade: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no export")
    ended = certblade("estate", str(tmp_path / "notes.txt"))
    assert (ended.status, ended.code) == (3, "EstateEmpty")


def test_the_commands_only_read_and_are_a_shells(certblade: Command) -> None:
    script = certblade.bare("estate", "--commands", "it's mine").out
    checked = subprocess.run(["sh", "-n"], input=script, text=True, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    words = [line.strip() for line in script.splitlines()]
    verbs = {"show", "list", "list-versions", "rest"}
    for line in (one for one in words if one.startswith("az ")):
        assert verbs & set(line.split()), line
    assert "--method get" in script
    assert "'it'\\''s mine'" in script
    assert "secret show" not in script and "appsettings" not in script


def test_the_dates_are_a_calendar(certblade: Command) -> None:
    made = certblade("estate", _AZ, *_DAY, "--dry-run", "--calendar")
    calendar = Calendar.from_ical(made.out)
    moments = {str(event["SUMMARY"]): event.decoded("DTSTART") for event in calendar.walk("VEVENT")}
    renewals = {one["order"]: one["at"] for one in expected("az-cli-2.91")["next_renewals"]}
    for name, at in renewals.items():
        assert moments[f"{name}: Azure begins to renew it"].isoformat() == at.replace("Z", "+00:00")
    assert any("expires, and nothing renews it" in summary for summary in moments)


def test_the_rehearsal_is_listed_as_commands(certblade: Command) -> None:
    certblade("estate", _AZ, *_DAY)
    certblade(
        "do", "AddRecord", "--zone", "fabrikam.com", "--type", "CAA", "--value", '0 issue "godaddy.com"'
    )
    certblade("do", "Rekey", "--order", "fabrikamwild")
    listed = certblade("estate", "--changes").out
    assert listed.index("az network dns record-set caa add-record") < listed.index("reissue")
    assert "Invoke-AzRestMethod" in listed
    assert (
        json.loads(certblade("estate", "--changes", "--json").out)["changes"][0]["title"] == "Add record set"
    )
