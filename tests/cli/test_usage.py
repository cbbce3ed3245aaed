"""The command line's contract: where --state stands, exit statuses, what is printed where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.eras import ERAS
from tests.cli.command import Command

_COMMANDS = (
    *("new", "operations", "do", "apply", "list", "show", "activity", "jobs", "drift", "clock"),
    *("inspect", "export", "estate"),
)
_VAULT = ("--name", "contoso-kv", "--resource-group", "rg-web")


@pytest.mark.parametrize("word", ["--help", "do --help", "list --help", "clock --help"])
def test_help_is_no_error(certblade: Command, word: str) -> None:
    shown = certblade.bare(*word.split())
    assert shown.status == 0
    assert "usage: certblade" in shown.out


def test_help_alone_names_every_command(certblade: Command) -> None:
    shown = certblade.bare("--help").out
    for command in _COMMANDS:
        assert f"  {command} " in shown


def test_version(certblade: Command) -> None:
    assert certblade.bare("--version").out.startswith("certblade ")


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("list", "--jso"),
        ("new", "--world", "moon"),
        ("new", "--world", "demo", "--orders", "5"),
        ("new", "--now", "yesterday"),
        ("show",),
        ("clock", "advance"),
        ("clock", "next", "8h"),
        ("do", "NoSuchOperation"),
        ("do", "CreateVault"),
        ("do", "CreateVault", *_VAULT, "--colour", "red"),
        ("do", "CreateVault", *_VAULT, "--name", "twice"),
        ("do", "CreateVault", *_VAULT, "--retention-days", "ninety"),
        ("do", "CreateVault", *_VAULT, "--sku"),
        ("list", "nothings"),
        ("list", "--query", "[?"),
        ("apply", "/no/such/file"),
    ],
)
def test_wrong_usage_is_2_and_one_line(empty: Command, words: tuple[str, ...]) -> None:
    ended = empty(*words)
    assert ended.status == 2
    assert ended.out == ""
    assert ended.err.strip()
    assert "Traceback" not in ended.err


def test_words_that_are_quoted_come_out_clean(empty: Command) -> None:
    hostile = "\x1b[31mred\u202e\x9b2J"
    for words in (("list", f"--{hostile}"), (hostile,), ("do", hostile), ("clock", "to", hostile)):
        ended = empty(*words)
        assert ended.status == 2
        assert "red" in ended.err and not {"\x1b", "\x9b", "\u202e"} & set(ended.err)


def test_wrong_usage_makes_no_world(certblade: Command) -> None:
    assert certblade("do", "CreateVault", "--colour", "red").status == 2
    assert not certblade.state.exists()


def test_refusal_is_1_with_code_and_sentence(empty: Command) -> None:
    assert empty("do", "CreateVault", *_VAULT).status == 0
    refused = empty("do", "CreateVault", *_VAULT)
    assert (refused.status, refused.code, refused.out) == (1, "AlreadyExists", "")


@pytest.mark.parametrize("command", ["list", "clock", "activity", "jobs", "drift", "show x"])
def test_no_state_is_3(certblade: Command, command: str) -> None:
    ended = certblade(*command.split())
    assert (ended.status, ended.code) == (3, "StateNotFound")
    assert not certblade.state.exists()


@pytest.mark.parametrize("command", ["list", "clock", "do CreateVault --name v-1 --resource-group rg-web"])
def test_unreadable_state_is_3_and_keeps_the_bytes(certblade: Command, command: str) -> None:
    certblade.state.write_bytes(b"\xff\xfe not a world")
    ended = certblade(*command.split())
    assert ended.status == 3
    assert str(certblade.state) in ended.err
    kept = [path.read_bytes() for path in certblade.state.parent.rglob("*") if path.is_file()]
    assert b"\xff\xfe not a world" in kept


def test_a_fleet_says_that_its_keys_are_demo_keys(certblade: Command) -> None:
    made = certblade("new", "--world", "fleet", "--orders", "3")
    assert made.status == 0
    assert "demo keys, which everybody can have" in made.out
    assert certblade("list", "certificateOrders").out.count("fleet0000") == 3
    assert "OrdersOutOfRange" in certblade("new", "--world", "fleet", "--orders", "0", "--replace").err


def test_new_refuses_an_existing_world_unless_told(empty: Command) -> None:
    before = empty.state.read_bytes()
    assert empty("new", "--world", "empty").status == 3
    assert empty.state.read_bytes() == before
    assert empty("new", "--world", "empty", "--keys", "ec", "--replace").status == 0
    kept = [path.read_bytes() for path in empty.state.parent.rglob("*") if path.is_file()]
    assert before in kept


@pytest.mark.parametrize("era", list(ERAS))
def test_a_new_world_begins_in_the_year_of_its_era_unless_told(certblade: Command, era: str) -> None:
    assert certblade("new", "--world", "empty", "--keys", "ec", "--era", era).status == 0
    assert f"{era}-08-01T09:00:00Z" in certblade("clock").out
    told = ("--now", "2031-02-03", "--replace")
    assert certblade("new", "--world", "empty", "--keys", "ec", "--era", era, *told).status == 0
    assert "2031-02-03T00:00:00Z" in certblade("clock").out


def test_do_and_apply_begin_an_empty_world(certblade: Command) -> None:
    done = certblade("do", "CreateVault", *_VAULT)
    assert done.status == 0
    assert certblade("list", "vaults", "--query", "[].name").json() == ["contoso-kv"]


@pytest.mark.parametrize("command", ["list", "clock advance 1h", "do DeleteVault --vault contoso-kv"])
@pytest.mark.parametrize("after", [True, False])
def test_a_file_copied_without_its_journal_opens_only_when_told(
    empty: Command, command: str, after: bool
) -> None:
    assert empty("do", "CreateVault", *_VAULT).status == 0
    shutil.move(empty.state, copy := empty.state.with_name("copy.json"))
    words = ("--state", str(copy), *command.split())
    refused = empty.bare(*words)
    assert (refused.status, refused.code) == (3, "JournalMissing")
    assert f"{copy}.journal is missing" in refused.err and "stands at revision" in refused.err
    told = empty.bare(*words, "--allow-older") if after else empty.bare("--allow-older", *words)
    assert "JournalMissing" not in told.err
    assert told.status == (1 if command.startswith("do") else 0), "the vault is in the journal"


def test_state_stands_before_or_after(certblade: Command) -> None:
    state = str(certblade.state)
    assert certblade.bare("new", "--world", "empty", "--keys", "ec", "--state", state).status == 0
    assert certblade.bare("--state", state, "list").out == certblade.bare("list", "--state", state).out
    assert certblade.bare("do", "CreateVault", *_VAULT, "--state", state).status == 0
    assert certblade.bare("do", "--state", state, "CreateVault", *_VAULT).code == "AlreadyExists"


def test_state_comes_from_the_environment(certblade: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERTBLADE_STATE", str(certblade.state))
    assert certblade.bare("new", "--world", "empty", "--keys", "ec").status == 0
    assert certblade.state.exists()


def test_default_state_is_in_the_data_directory(
    certblade: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CERTBLADE_STATE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert certblade.bare("new", "--world", "empty", "--keys", "ec").status == 0
    assert list(tmp_path.rglob("certblade/state.json"))


def test_ack_is_found_in_the_activity_log(empty: Command) -> None:
    done = empty("do", "createvault", *_VAULT)
    assert done.lines == ["Created key vault 'contoso-kv' in westeurope.", f"ACK {done.acks[0]}"]
    empty("do", "CreateVault", *_VAULT)
    assert empty("activity", "--ids").lines == done.acks
    log = empty("activity").out
    assert done.acks[0] in log
    assert "AlreadyExists" in log
