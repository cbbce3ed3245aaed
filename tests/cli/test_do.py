"""`do` and `apply`: how typed words become an operation's arguments, and what is acknowledged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store import open_portal
from store.operations.registry import kinds
from store.resources import ActivityEntry, SecretVersion, Vault
from tests.cli.command import Command
from tui.commands.options import options

_GROUP = ("--resource-group", "rg-web")


def _tags(certblade: Command, name: str) -> object:
    return certblade("list", "vaults", "--query", f"[?name=='{name}'].tags | [0]").json()


@pytest.mark.parametrize(
    "text", ["--state", "-x", "'", '"', "[b]bold[/b]", "true", "17", "Grün €", "a=b", " "]
)
def test_text_is_taken_literally(empty: Command, text: str) -> None:
    """A note is any text, also one that looks like an option, like JSON or like markup."""
    assert empty(
        "do", "AddLock", "--scope", "rg-web", "--name", "l1", "--level", "Delete", "--notes", text
    ).acks
    assert empty("list", "locks", "--query", "[0].properties.notes").json() == text


def test_an_equals_sign_binds_a_value_too(empty: Command) -> None:
    assert empty("do", "CreateVault", "--name=kv-a", "--resource-group=rg-web", '--tags={"a":"b=c"}').acks
    assert _tags(empty, "kv-a") == {"a": "b=c"}


def test_other_types_are_json(empty: Command) -> None:
    words = ("--name", "kv-a", *_GROUP, "--retention-days", "7", "--rbac", "true", "--tags", '{"a":"b"}')
    assert empty("do", "CreateVault", *words).status == 0
    shown = empty("show", "kv-a").json()
    assert shown["properties"]["softDeleteRetentionInDays"] == 7
    assert shown["properties"]["enableRbacAuthorization"] is True
    assert shown["tags"] == {"a": "b"}


def test_a_switch_needs_no_value(empty: Command) -> None:
    assert empty("do", "CreateVault", "--rbac", "--name", "kv-a", *_GROUP).status == 0
    assert empty("show", "kv-a").json()["properties"]["enableRbacAuthorization"] is True


def test_repeated_options_make_a_list(empty: Command) -> None:
    rules = ("--ip-rules", "10.0.0.1", "--ip-rules", "10.0.1.0/24", "--default-action", "Deny")
    assert empty("do", "CreateVault", "--name", "kv-a", *_GROUP, *rules).status == 0
    shown = empty("show", "kv-a").json()["properties"]["networkAcls"]
    assert shown["ipRules"] == [{"value": "10.0.0.1/32"}, {"value": "10.0.1.0/24"}]


def test_a_password_comes_on_standard_input_only(empty: Command, tmp_path: Path) -> None:
    empty("do", "CreateVault", "--name", "kv-a", *_GROUP)
    words = ("do", "CreateSecretVersion", "--vault", "kv-a", "--secret", "s1")
    assert empty(*words, "--value", "hunter2-on-argv").status == 2
    assert empty(*words, "--value-stdin", stdin="hunter2\n").status == 0
    world = open_portal(empty.state).world
    assert all("hunter2" not in str(entry) for entry in world.all(ActivityEntry))
    lines = empty.state.with_name("state.json.journal").read_text().splitlines()
    operation = json.loads(lines[-1])["operation"]
    assert operation["secret"] == "s1"
    assert "hunter2" not in str(operation)


def test_text_that_is_not_unicode_is_refused_before_the_door(empty: Command) -> None:
    ended = empty("do", "CreateVault", "--name", "kv\udce9", *_GROUP)
    assert ended.status == 2
    assert empty("activity", "--ids").out == ""


def test_resources_go_by_name_in_any_case_or_by_id(empty: Command) -> None:
    empty("do", "CreateVault", "--name", "kv-a", *_GROUP)
    with_name = empty("do", "SetPermissionModel", "--vault", "KV-A", "--rbac", "true")
    assert with_name.status == 0
    id = empty("show", "kv-a").json()["id"]
    assert empty("do", "SetPermissionModel", "--vault", id.upper(), "--rbac", "false").status == 0


def test_help_of_an_operation_names_its_arguments(empty: Command) -> None:
    shown = empty("do", "CreateVault", "--help")
    assert shown.status == 0
    assert "--resource-group" in shown.out


def _line(name: str) -> str:
    return json.dumps({"operation": "CreateVault", "name": name, "resourceGroup": "rg-web"})


def test_apply_acknowledges_each_and_stops_at_the_first_refusal(empty: Command) -> None:
    lines = "\n".join([_line("kv-a"), "", _line("kv-b"), _line("kv-a"), _line("kv-c")])
    ended = empty("apply", "-", stdin=lines)
    assert (ended.status, ended.code) == (1, "AlreadyExists")
    assert ended.lines == [f"ACK {id}" for id in ended.acks]
    assert empty("activity", "--ids").lines == ended.acks
    assert [vault.name for vault in open_portal(empty.state).world.all(Vault)] == ["kv-a", "kv-b"]


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[]",
        b"{}",
        b'{"operation": 7}',
        b'{"operation": "Nothing"}',
        b'{"operation": "CreateVault"}',
        b'{"operation": "CreateVault", "name": "kv-b", "resourceGroup": "rg-web", "extra": 1}',
        b'{"operation": "CreateVault", "name": "\xff", "resourceGroup": "rg-web"}',
        b"[" * 100_000,
        b'{"operation": "' + b"x" * 2_000_000 + b'"}',
    ],
)
def test_apply_names_the_malformed_line_and_keeps_what_came_before(empty: Command, line: bytes) -> None:
    ended = empty("apply", "-", stdin=_line("kv-a").encode() + b"\n" + line + b"\n")
    assert ended.status == 2
    assert "Line 2" in ended.err
    assert len(ended.acks) == 1


def test_apply_reads_a_file_and_refuses_what_is_none(empty: Command, tmp_path: Path) -> None:
    file = tmp_path / "operations.ndjson"
    file.write_text(_line("kv-a") + "\n")
    assert len(empty("apply", str(file)).acks) == 1
    assert empty("apply", str(tmp_path)).status == 2


def test_operations_prints_what_do_takes(certblade: Command) -> None:
    listed = {one["name"]: one for one in certblade.bare("operations", "--json").json()}
    vault = {one["option"]: one for one in listed["CreateVault"]["arguments"]}
    assert vault["--name"]["required"]
    assert vault["--ip-rules"]["repeats"]
    assert listed["DeleteVault"]["destructive"]
    assert "--resource-group" in certblade.bare("operations").out


def test_no_argument_of_an_operation_is_one_of_the_command_line() -> None:
    for kind in kinds().values():
        assert not {"--state", "--help", "-h"} & set(options(kind)), kind.__name__


def test_the_list_of_operations_has_the_lines_of_both_shells(certblade: Command) -> None:
    listed = {one["name"]: one for one in certblade.bare("operations", "--json").json()}
    assert listed["ExportCertificate"]["az"].startswith("az keyvault secret download")
    assert "Get-AzKeyVaultSecret" in listed["ExportCertificate"]["powershell"]
    assert listed["AdvanceClock"]["az"] is listed["AdvanceClock"]["powershell"] is None
    assert listed["AdvanceClock"]["no_line"] == "It is the simulator's own: Azure has no such operation."
    told = certblade.bare("operations").out
    assert "    # PowerShell: Set-AzWebApp " in told and f"    # {listed['Undo']['no_line']}" in told


def test_a_journal_that_has_grown_is_folded_in(empty: Command) -> None:
    """Scripts that never open the portal find the state as fast after a year as on the first day."""
    note = "n" * 500
    zone = json.dumps({"operation": "CreateZone", "name": "contoso.com", "resourceGroup": "rg-web"})
    lock = {"operation": "AddLock", "scope": "rg-web", "notes": note}
    lines = [zone, *(json.dumps({**lock, "name": f"lock-{number}"}) for number in range(1, 700))]
    ended = empty("apply", "-", stdin="\n".join(lines))
    assert ended.status == 0, ended.err
    journal = empty.state.with_name("state.json.journal")
    assert journal.stat().st_size < 1_000_000
    assert set(empty("activity", "--ids").lines) >= set(ended.acks)
    assert len(empty("list", "locks", "--json").json()) == 699


def test_a_whole_file_is_a_value_on_standard_input(empty: Command) -> None:
    """A PFX with its chain is longer than any password, and `base64` breaks it into lines."""
    empty("do", "CreateVault", "--name", "contoso-kv", *_GROUP)
    words = ("do", "CreateSecretVersion", "--vault", "contoso-kv", "--secret", "big", "--value-stdin")
    text = "\n".join(["x" * 76] * 330)
    assert empty(*words, stdin=f"{text}\n").status == 0
    held = [one.properties.value for one in open_portal(empty.state).world.all(SecretVersion)]
    assert held == [text]
    refused = empty(*words, stdin="x" * 25_601)
    assert refused.status != 0
    assert "25600 characters" in refused.err.replace(",", "")


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("resource_group", "has no field 'resource_group'; resourceGroup is meant."),
        ("Resource-Group", "has no field 'Resource-Group'; resourceGroup is meant."),
        ("colour", "has no field 'colour'; it has name, resourceGroup, zoneType."),
    ],
)
def test_apply_names_the_field_that_is_meant(empty: Command, field: str, sentence: str) -> None:
    line = json.dumps({"operation": "CreateZone", "name": "contoso.com", field: "rg-web"})
    ended = empty("apply", "-", stdin=line)
    assert (ended.status, ended.code) == (2, "UnknownArgument")
    assert f"Line 1: CreateZone {sentence}" in ended.err


def test_do_names_the_argument_that_is_meant(empty: Command) -> None:
    ended = empty("do", "CreateZone", "--name", "contoso.com", "--resource_group", "rg-web")
    assert (ended.status, ended.code) == (2, "UnknownArgument")
    assert "--resource-group is meant" in ended.err


def test_a_refusal_names_the_command_that_shows_what_is_to_be_changed(demo: Command) -> None:
    demo("do", "AddLock", "--scope", "contosocert", "--name", "l", "--level", "ReadOnly")
    locked = demo("do", "SetOrderTags", "--order", "contosocert", "--tags", '{"a":"b"}')
    assert locked.code == "ScopeLocked"
    assert locked.err.endswith("Locks > remove 'l' on contosocert. (certblade list locks)\n")
    demo("do", "SetVaultNetwork", "--vault", "contoso-kv", "--default-action", "Deny", "--bypass", "None")
    closed = demo("do", "SyncCertificate", "--certificate", "contosocert-rg-web-WestEuropewebspace")
    assert closed.code == "KeyVaultFirewall"
    shown = closed.err.rstrip(")\n").rpartition("(certblade ")[2].split()
    assert demo(*shown).json()["name"] == "contoso-kv"


def test_lines_for_a_shell_are_printed_whole(certblade: Command) -> None:
    """Also those longer than a line of a table, and those that are several."""
    printed = [line.strip() for line in certblade.bare("operations").lines]
    for one in certblade.bare("operations", "--json").json():
        for line in (one["az"] or "").splitlines():
            assert line in printed
        for line in (one["powershell"] or "").splitlines():
            assert f"# PowerShell: {line}" in printed
