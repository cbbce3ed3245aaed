"""Commands that read: list, show, drift, clock, jobs, activity."""

from __future__ import annotations

import pytest

from store.arm import types
from store.arm.records import record_types
from tests.cli.command import Command
from tui.commands import parser
from tui.commands.list import COLUMNS


def test_list_prints_arm_objects_of_a_type_in_any_case(demo: Command) -> None:
    (order,) = demo("list", "certificateorders", "--json").json()
    assert order["type"] == "Microsoft.CertificateRegistration/certificateOrders"
    assert demo("list", "MICROSOFT.certificateregistration/CERTIFICATEORDERS", "--json").json() == [order]
    everything = demo("list", "--json").json()
    assert order in everything
    assert len({one["id"].lower() for one in everything}) == len(everything)


def test_a_last_part_of_two_types_is_refused_with_both(demo: Command) -> None:
    ended = demo("list", "certificates")
    assert (ended.status, ended.code) == (2, "AmbiguousType")
    assert "Microsoft.Web/certificates" in ended.err
    assert "Microsoft.KeyVault/vaults/certificates" in ended.err
    assert len(demo("list", "microsoft.web/certificates", "--json").json()) == 3


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("[].name", ["contosocert"]),
        ("length(@)", 1),
        ("[?properties.status=='Denied']", []),
        ("[0].properties.certificates.contosocert.provisioningState", "Succeeded"),
        ("[0].nothing", None),
    ],
)
def test_a_query_is_answered_as_json(demo: Command, query: str, answer: object) -> None:
    assert demo("list", "certificateOrders", "--query", query).json() == answer


@pytest.mark.parametrize("query", ["[?", "unknown(@)", "length(`1`)", "@" * 100_000, "[" * 50_000])
def test_a_query_that_cannot_be_answered_is_wrong_usage(demo: Command, query: str) -> None:
    ended = demo("list", "--query", query)
    assert (ended.status, ended.code) == (2, "InvalidQuery")


def test_show_by_name_id_and_child_id(demo: Command) -> None:
    by_name = demo("show", "CONTOSOCERT").json()
    assert demo("show", by_name["id"].upper()).json() == by_name
    child = demo("show", f"{by_name['id']}/certificates/contosocert").json()
    assert child["name"] == "contosocert/contosocert"
    assert list(by_name) == ["id", "name", "type", "location", "tags", "properties"]


def test_show_of_nothing_and_of_two_is_refused(demo: Command) -> None:
    assert demo("show", "nothing").code == "ResourceNotFound"
    for scope in ("contoso-kv", "contoso-app"):
        assert demo("do", "AddLock", "--scope", scope, "--name", "twice").status == 0
    ended = demo("show", "twice")
    assert (ended.status, ended.code) == (1, "AmbiguousName")
    assert "vaults/contoso-kv" in ended.err
    assert "sites/contoso-app" in ended.err


def test_an_ambiguous_name_is_refused_with_the_ids(demo: Command) -> None:
    for scope in ("contoso-kv", "contoso-app"):
        demo("do", "AddLock", "--scope", scope, "--name", "twice")
    ended = demo("do", "DeleteLock", "--lock", "twice")
    assert (ended.status, ended.code) == (1, "AmbiguousName")
    assert "vaults/contoso-kv" in ended.err


def test_drift_ends_with_1_until_a_sync(demo: Command) -> None:
    drifted = demo("drift", "contosocert")
    assert drifted.status == 1
    assert "2 of 3 differ" in drifted.out
    (found,) = demo("drift", "--json").json()
    assert found["drifted"]
    assert [hop["equal"] for hop in found["hops"]] == [True, False, True, True]
    assert demo("do", "SyncOrder", "--order", "contosocert").status == 0
    assert demo("drift", "--json").json() == []
    synced = demo("drift")
    assert synced.status == 0
    assert synced.lines[0] == "Nothing has drifted."


def test_a_file_outside_azure_is_a_note_unless_it_is_asked_for(demo: Command) -> None:
    demo("do", "SyncOrder", "--order", "contosocert")
    assert "Outside Azure: /srv/gateway/contosocert.pfx" in demo("drift").out
    outside = demo("drift", "--outside")
    assert outside.status == 1
    assert outside.lines[0].startswith("contosocert")
    assert demo("drift", "contosocert", "--outside").status == 1
    assert demo("drift", "contosocert").status == 0


_VAULT_APP = """
CreateSite --name contoso-app --plan plan-web
CreateVault --name contoso-kv --resource-group rg-web
SetAccessPolicy --vault contoso-kv --principal Microsoft.Azure.WebSites --secrets get --certificates get
GenerateVaultCertificate --vault contoso-kv --name site --subject a.test
ImportKeyVaultCertificate --site contoso-app --vault contoso-kv --certificate site
"""


def test_drift_looks_at_certificates_of_no_order_too(empty: Command) -> None:
    lines = [line.split() for line in _VAULT_APP.strip().splitlines()]
    for words in lines:
        assert empty("do", *words).status == 0, words
    assert empty("drift").status == 0
    assert empty("do", *lines[3]).status == 0
    drifted = empty("drift")
    assert drifted.status == 1
    assert drifted.lines[0].startswith("rg-web-contoso-kv-site")
    (found,) = empty("drift", "--json").json()
    assert (found["drifted"], found["linked"]["inSync"]) == (True, False)


def test_drift_of_a_world_without_any_is_0(empty: Command) -> None:
    assert empty("drift").status == 0
    assert empty("drift", "--json").json() == []
    assert empty("drift", "nothing").code == "ResourceNotFound"


def test_the_clock_moves_as_told(demo: Command) -> None:
    assert demo("clock").lines == ["2022-08-01T09:00:00Z paused"]
    assert len(demo("clock", "advance", "90m").acks) == 1
    assert demo("clock").lines == ["2022-08-01T10:30:00Z paused"]
    assert demo("clock", "to", "2022-08-02").status == 0
    assert demo("clock").lines == ["2022-08-02T00:00:00Z paused"]
    assert demo("clock", "next").status == 0
    assert demo("clock").lines == ["2022-08-02T02:00:00Z paused"]
    assert "Sync job" in demo("jobs").out
    assert demo("clock", "to", "2022-08-01").status == 1
    assert demo("clock", "advance", "soon").status == 2


def test_a_date_with_an_offset_is_that_moment(demo: Command) -> None:
    assert demo("clock", "to", "2022-08-01T14:00:00+02:00").status == 0
    assert demo("clock").lines == ["2022-08-01T12:00:00Z paused"]


def test_nothing_ahead_is_a_refusal(empty: Command) -> None:
    assert empty("clock", "next").code == "NothingAhead"


def test_jobs_names_what_is_due_next(demo: Command) -> None:
    shown = demo("jobs").out
    assert "Auto-renew job" in shown
    assert "2022-08-02 02:00Z" in shown


def test_hostile_text_comes_out_as_visible_escapes(empty: Command) -> None:
    note = "\x1b]0;pwned\x07\u202e\x9b31m"
    assert empty("do", "AddLock", "--scope", "rg-web", "--name", "l1", "--notes", note).status == 0
    assert empty("do", "AddLock", "--scope", "rg-web", "--name", note).status == 1
    for words in (("list",), ("activity",), ("jobs",), ("show", note), ("list", note), ("do", note)):
        ended = empty(*words)
        assert not set("\x1b\x07\u202e\x9b") & set(ended.out + ended.err)
    shown = empty("list", "locks", "--json")
    assert shown.out.replace("\n", "").isprintable()
    assert shown.json()[0]["properties"]["notes"] == note


def test_a_mail_is_opened_by_the_id_that_is_listed(certblade: Command) -> None:
    """Mail verification, scripted from the purchase to the proof."""
    assert certblade("new", "--world", "walk", "--keys", "ec").status == 0
    order = ("--name", "contosocert", "--host", "contoso.com", "--resource-group", "rg-web")
    assert certblade("do", "CreateOrder", *order).status == 0
    assert certblade("do", "VerifyDomain", "--order", "contosocert", "--method", "mail").status == 0
    (mail,) = certblade("list", "mails", "--json").json()
    assert mail["id"] in certblade("list", "mails").out
    assert (mail["order"], mail["openedAt"]) == ("contosocert", None)
    assert certblade("do", "OpenMailLink", "--mail", mail["id"]).status == 0
    assert certblade("clock", "advance", "5m").status == 0
    assert certblade("list", "mails", "--query", "[?!openedAt]").json() == []
    assert "DomainValidationComplete" in certblade("list", "timeline", "--query", "[].actionType").json()


def test_charges_exports_and_job_runs_are_listed(demo: Command) -> None:
    assert demo("list", "charges", "--query", "[].amount").json() == ["299.99", "299.99"]
    (copy,) = demo("list", "exports", "--json").json()
    assert (copy["path"], copy["outdated"]) == ("/srv/gateway/contosocert.pfx", True)
    assert "/srv/gateway/contosocert.pfx" in demo("list", "exports").out
    demo("clock", "advance", "2d")
    runs = demo("list", "jobruns", "--json").json()
    assert {run["job"] for run in runs} >= {"Auto-renew job", "Sync job"}
    assert all(run["resource"].startswith("/subscriptions/") for run in runs)


def test_a_staged_fault_is_listed_until_it_is_undone(demo: Command) -> None:
    assert demo("list", "faults", "--json").json() == []
    staged = [
        ("SetCard", "--valid", "false"),
        ("SetSiteHealth", "--site", "contoso-app", "--status", "500"),
        ("AgeProof", "--order", "contosocert", "--days", "30"),
        ("FlagForFraud", "--order", "contosocert"),
        ("SetMailboxes", "--zone", "contoso.com"),
        ("SetSubscriptionState", "--to", "Suspended"),
    ]
    for words in staged:
        assert demo("do", *words).status == 0, words
    listed = demo("list", "faults", "--query", "[].operation").json()
    assert sorted(listed) == sorted(words[0] for words in staged)
    assert demo("do", "SetCard", "--valid", "true").status == 0
    assert "SetCard" not in demo("list", "faults").out


def test_what_was_deleted_is_listed_by_what_recovers_it(demo: Command) -> None:
    versions = "Microsoft.KeyVault/vaults/secrets"
    secret = demo("list", versions, "--query", "[0].name").json()
    assert demo("do", "DeleteSecret", "--vault", "contoso-kv", "--secret", secret).status == 0
    (held,) = demo("list", "deletedSecrets", "--json").json()
    assert demo("do", "RecoverSecret", "--secret", held["id"]).status == 0
    assert demo("list", "deletedSecrets", "--json").json() == []


def test_help_of_list_names_what_can_be_listed(demo: Command) -> None:
    shown = demo.bare("list", "--help").out
    for name in (*types(), *record_types()):
        assert f"  {name}\n" in shown
        assert demo("list", name).status == 0
        assert isinstance(demo("list", name, "--json").json(), list)
    assert (types(), record_types()) == (parser.TYPES, parser.RECORDS)
    assert tuple(COLUMNS) == record_types()


def test_the_activity_log_is_printed_as_azures_events(empty: Command) -> None:
    assert empty("do", "CreateVault", "--name", "kv-a", "--resource-group", "rg-web").acks
    [shown] = [one for one in empty("activity", "--json").json() if one["resourceId"].endswith("/kv-a")]
    assert shown["operationName"] == {
        "value": "Microsoft.KeyVault/vaults/write",
        "localizedValue": "Create key vault",
    }
    assert shown["correlationId"] == empty("activity", "--ids").out.split()[-1]
