"""Operations as commands: what help and `certblade operations` print is taken by what it is typed into."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from store import World
from store.operations.arguments import build
from store.operations.naming import resolve
from store.operations.operation import Operation
from store.operations.registry import from_json, kind_named, kinds
from store.resources import CertificateOrder, Site, VaultSecret, name_of
from store.secret import Secret
from store.services.certificate_registration.export_commands import export_commands
from tests.support.azure_cli import RefusedError, parse
from tests.support.azure_powershell import parse as parse_powershell
from tests.support.desk import at_desk
from tests.support.strange_texts import STRANGE
from tests.support.worlds import demo_world, world
from tui.commands.examples import shell_example
from tui.commands.options import missing, options, read_words
from tui.commands.parser import parser
from tui.text.command_lines import block, certblade_line
from tui.text.example_operations import example

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
ZONE = f"{SUBSCRIPTION}/resourceGroups/rg-web/providers/Microsoft.Network/dnsZones/contoso.com"


def typed(line: str) -> Operation:
    """What the command line makes of a `certblade do` line; a secret is what its test typed."""
    program, *words = split(line)
    assert program == "certblade"
    read = parser().parse_args(words)
    kind = kind_named(read.operation)
    found = read_words(read.options, options(kind), kind.__name__)
    assert not missing(options(kind), found)
    return build(kind, found.values | ({found.secret: "PASSWORD"} if found.secret else {}))


def split(line: str) -> list[str]:
    """The words that a shell makes of a line."""
    told = subprocess.run(["bash", "-c", f"printf '%s\\0' {line}"], capture_output=True, check=True)
    return told.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


@pytest.mark.parametrize("name", ["demo", "walk", "empty"])
def test_every_operation_is_shown_by_lines_that_are_accepted(name: str) -> None:
    there = world(name)
    for kind in kinds().values():
        shown = example(there, kind)
        title, *azure, ours = block(there, kind.title, shown).splitlines()
        assert title == f"# {kind.title}"
        assert resolve(typed(ours), there) == resolve(_revealed(shown), there), ours
        for line in azure:
            if line.startswith("# PowerShell: "):
                parse_powershell(line.removeprefix("# PowerShell: "))
            elif not line.startswith("#"):
                parse(line)


def _revealed(operation: Operation) -> Operation:
    """The operation with the test's password in place of every secret that it gives."""
    import msgspec

    secrets = {
        field: Secret("PASSWORD")
        for field in operation.__struct_fields__
        if isinstance(value := getattr(operation, field), Secret) and value
    }
    return msgspec.structs.replace(operation, **secrets)


def test_any_text_reaches_both_programs_through_a_shell_as_it_was() -> None:
    there = demo_world()
    for text in STRANGE:
        for operation in (
            {"operation": "SetAppSetting", "site": "contoso-app", "name": "A", "value": text},
            {"operation": "AddLock", "scope": "rg-web", "name": "l", "notes": text},
            {"operation": "AddRecord", "zone": "contoso.com", "type": "TXT", "value": text},
        ):
            asked = resolve(from_json(operation), there)
            _, azure, *_, ours = block(there, "", asked).split("\n")
            assert resolve(typed(ours), there) == asked
            written = (f"A={text}", text, f"--notes={text}", f"-v{text}")
            assert set(written) & set(split(azure))


def test_a_list_that_is_emptied_is_said_to_be_empty() -> None:
    there = demo_world()
    arguments = {"operation": "CreateVault", "name": "kv-b", "resourceGroup": "rg-web"}
    none, default = from_json({**arguments, "policies": []}), from_json(arguments)
    for asked in (none, default):
        assert typed(certblade_line(there, asked)) == asked
    assert none != default


def test_the_commands_of_the_export_page_are_taken() -> None:
    there = demo_world()
    order = next(there.all(CertificateOrder))
    lines = [line for one in export_commands(there, order) for line in one.lines if line.startswith("az ")]
    assert [parse(line) for line in lines]


def test_what_azure_can_do_has_its_lines_in_the_list_of_operations() -> None:
    without = {name for name, kind in kinds().items() if not shell_example(kind).az}
    # The two worlds of the examples have no public certificate.
    assert without == {name for name, kind in kinds().items() if kind.alone} | {"DeletePublicCertificate"}


@pytest.mark.parametrize(
    ("arguments", "option", "value"),
    [
        ({"type": "TXT", "value": "it's"}, "--value", "it's"),
        ({"type": "TXT", "value": "x'; touch owned; ''"}, "--value", "x'; touch owned; ''"),
        ({"type": "TXT", "value": "$(id) `id` $HOME"}, "--value", "$(id) `id` $HOME"),
        ({"type": "TXT", "value": "-v"}, "--value", "-v"),
        ({"type": "A", "name": "*", "value": "203.0.113.7"}, "--record-set-name", "*"),
        ({"type": "CAA", "value": '0 issue ";"'}, "--value", ";"),
        ({"type": "CAA", "value": '0 issue "godaddy.com; account=42"'}, "--value", "godaddy.com; account=42"),
        ({"type": "CAA", "value": '0 iodef "mailto:Sec@contoso.com"'}, "--value", "mailto:Sec@contoso.com"),
        ({"type": "TXT", "value": "token", "ttl": 60}, "--set", "ttl=60"),
        ({"type": "A", "value": "203.0.113.7", "ttl": 60}, "--ttl", "60"),
    ],
)
def test_a_record_reaches_the_azure_cli_as_it_was_written(
    arguments: Mapping[str, object], option: str, value: str
) -> None:
    line = from_json({"operation": "AddRecord", "zone": ZONE, **arguments}).az(demo_world())
    assert line is not None
    assert parse(line.splitlines()[-1])[option] == [value]


@pytest.mark.parametrize(
    ("operation", "arguments", "option", "values"),
    [
        ("AddLock", {"scope": "rg-web", "name": "it's mine"}, "--name", ["it's mine"]),
        ("AddLock", {"scope": "rg-web", "name": "l"}, "--resource-group", ["rg-web"]),
        ("AddLock", {"scope": "contosocert", "name": "l", "notes": "a; b"}, "--notes", ["a; b"]),
        ("SetOrderTags", {"order": "contosocert", "tags": {}}, "--tags", []),
        (
            "SetOrderTags",
            {"order": "contosocert", "tags": {"team": "web & co", "x": ""}},
            "--tags",
            ["team=web & co", "x="],
        ),
        (
            "SetAppSetting",
            {"site": "contoso-app", "name": "A", "value": "x y 'z'"},
            "--settings",
            ["A=x y 'z'"],
        ),
        (
            "SetVaultNetwork",
            {"vault": "contoso-kv", "defaultAction": "deny", "ipRules": ["203.0.113.7", "203.0.113.0/28"]},
            "--ip-address",
            ["203.0.113.0/28", "203.0.113.7/32"],
        ),
        (
            "SetSecretVersion",
            {"version": "secret", "expiration": "2023-08-01T09:00:00Z"},
            "--expires",
            ["2023-08-01T09:00:00Z"],
        ),
        (
            "AssignRole",
            {"principal": "Microsoft.Azure.WebSites", "scope": "rg-web", "role": "user access administrator"},
            "--role",
            ["User Access Administrator"],
        ),
    ],
)
def test_what_is_chosen_reaches_the_azure_cli(
    operation: str, arguments: Mapping[str, object], option: str, values: list[str]
) -> None:
    there = demo_world()
    chosen = {name: _newest(there) if value == "secret" else value for name, value in arguments.items()}
    line = resolve(from_json({"operation": operation, **chosen}), there).az(there)
    assert line is not None
    assert parse(line.splitlines()[-1])[option] == values


def _newest(there: World) -> str:
    from store.resources import SecretVersion

    return next(there.all(SecretVersion)).id


@pytest.mark.parametrize(
    "line",
    [
        "az keyvault update --ids /v --default-action Deny",
        "az webapp create --plan /p -n app",
        "az webapp config ssl upload -g g -n app --certificate-file x.pfx",
        "az webapp config hostname add --hostname contoso.com",
        "az network dns record-set txt add-record -g g -z z -n @ --value",
        "az appservice certificate-order sync",
    ],
)
def test_the_table_of_the_azure_cli_refuses_what_it_refuses(line: str) -> None:
    with pytest.raises(RefusedError):
        parse(line)


async def test_the_help_shows_what_dialogs_and_fields_do(tmp_path: Path) -> None:
    pages = {
        "order.tags": ("contosocert", "SetOrderTags --order contosocert"),
        "site.configuration": ("contoso-app", "SetIpRestrictions --site contoso-app"),
        "site.tls": ("contoso-app", "CreateManagedCertificate --site contoso-app"),
        "order.export": ("contosocert", "ProtectExport --path /srv/gateway/contosocert.pfx --password-stdin"),
        "order.timeline": ("contosocert", "Nothing on this page changes the cloud."),
    }
    async with at_desk(demo_world(), tmp_path / "state.json", (120, 160)) as desk:
        for route, (name, line) in pages.items():
            await desk.open(route, name)
            await desk.press("question_mark")
            await desk.press("l")
            # A long path is broken wherever the card ends.
            assert f"exportCERTBLADE_STATE={tmp_path / 'state.json'}" in desk.text.replace(" ", "")
            assert desk.sees(line)
            assert desk.sees("certblade do SetClockSpeed")
            await desk.press("escape", "escape")


def test_an_example_is_about_what_the_page_shows() -> None:
    there = demo_world()
    order, site = next(there.all(CertificateOrder)), list(there.all(Site))[-1]
    assert order.link is not None
    secret = next(there.all(VaultSecret))
    about = {
        ("StoreInKeyVault", order.id): f"--order {order.name} --vault {name_of(order.link.key_vault_id)}",
        ("ScalePlan", site.id): f"--plan {name_of(site.properties.server_farm_id)}",
        ("SetHttpsOnly", site.id): f"--site {site.name}",
        ("DeleteSecret", secret.id): f"--vault {secret.id.split('/')[8]} --secret {secret.name}",
        ("AddLock", site.id): f"--scope {site.name}",
    }
    for (name, near), words in about.items():
        assert words in certblade_line(there, example(there, kind_named(name), near))
