"""Lines for the shells of Azure: every operation has them, as the shells and their commands read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from store import World
from store.operations.azure_powershell import SWITCH, Value, ps_line, ps_move, ps_secure, ps_word
from store.operations.naming import resolve
from store.operations.operation import Operation, Simulator
from store.operations.registry import from_json, kinds
from store.operations.shells import shell_lines
from store.resources import SecretVersion
from store.world import Draft, View
from tests.support.azure_cli import parse as parse_az
from tests.support.azure_powershell import RefusedError, parse
from tests.support.order_cloud import Shop
from tests.support.strange_texts import STRANGE
from tests.support.worlds import demo_world
from tui.commands.examples import shell_example

_IN_GROUP, _APP = "-ResourceGroupName 'rg-web'", "'contoso-app'"
_SET_APP = f"Set-AzWebApp {_IN_GROUP} -Name {_APP}"


def shown(operation: Mapping[str, object], there: View | None = None) -> str:
    """The PowerShell of an operation in the demo, read by the cmdlets' table."""
    lines = shell_lines(there or demo_world(), from_json(operation))
    assert lines.reason == ""
    for line in lines.az.splitlines():
        parse_az(line)
    assert parse(lines.powershell)
    return lines.powershell


def test_every_operation_has_both_lines_or_says_why_it_has_none() -> None:
    for name, kind in kinds().items():
        has = [getattr(kind, shell) is not getattr(Operation, shell) for shell in ("az", "powershell")]
        assert has == ([False] * 2 if kind.alone else [True] * 2), name
        assert bool(kind.alone) == issubclass(kind, Simulator), name


def test_examples_of_all_operations_are_taken_by_both_shells() -> None:
    used = set()
    for kind in kinds().values():
        lines = shell_example(kind)
        for line in lines.az.splitlines():
            parse_az(line)
        used |= {call.cmdlet for call in parse(lines.powershell)} if lines.powershell else set()
    assert len(used) > 55


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            {"operation": "SetHttpsOnly", "site": "contoso-app", "enabled": True},
            f"{_SET_APP} -HttpsOnly $true",
        ),
        (
            {"operation": "RemoveBinding", "site": "contoso-app", "host": "contoso.com"},
            f"Remove-AzWebAppSSLBinding {_IN_GROUP} -WebAppName {_APP} -Name 'contoso.com' "
            "-DeleteCertificate $false -Force",
        ),
        (
            {"operation": "MapHost", "site": "contoso-app", "host": "new.contoso.com"},
            f"{_SET_APP} -HostNames @('contoso-app.azurewebsites.net', 'contoso.com', 'www.contoso.com', "
            "'new.contoso.com')",
        ),
        (
            {"operation": "SetAppSetting", "site": "contoso-app", "name": "A", "value": "it's"},
            f"{_SET_APP} -AppSettings @{{'A' = 'it''s'}}",
        ),
        (
            {"operation": "SetPermissionModel", "vault": "contoso-kv", "rbac": True},
            f"Update-AzKeyVault {_IN_GROUP} -VaultName 'contoso-kv' -DisableRbacAuthorization $false",
        ),
        (
            {"operation": "SetDeploymentAccess", "vault": "contoso-kv", "enabled": False},
            f"Remove-AzKeyVaultAccessPolicy {_IN_GROUP} -VaultName 'contoso-kv' -EnabledForDeployment",
        ),
        (
            {
                "operation": "SetVaultNetwork",
                "vault": "contoso-kv",
                "defaultAction": "deny",
                "ipRules": ["203.0.113.7"],
            },
            f"Update-AzKeyVaultNetworkRuleSet {_IN_GROUP} -VaultName 'contoso-kv' -DefaultAction 'Deny' "
            "-Bypass 'AzureServices'\n"
            f"Add-AzKeyVaultNetworkRule {_IN_GROUP} -VaultName 'contoso-kv' "
            "-IpAddressRange @('203.0.113.7/32')",
        ),
        (
            {
                "operation": "SetIpRestrictions",
                "site": "contoso-app",
                "allowed": ["10.0.0.1"],
                "names": ["ours"],
            },
            f"Add-AzWebAppAccessRestrictionRule {_IN_GROUP} -WebAppName {_APP} -Name 'ours' -Action 'Allow' "
            "-IpAddress '10.0.0.1' -Priority 100",
        ),
        (
            {"operation": "ScalePlan", "plan": "plan-web", "sku": "P2v3"},
            f"Set-AzAppServicePlan {_IN_GROUP} -Name 'plan-web' -Tier 'PremiumV3' -WorkerSize 'Medium'",
        ),
        (
            {
                "operation": "AddRecord",
                "zone": "contoso.com",
                "type": "CAA",
                "name": "x",
                "value": '0 issue "a.b"',
            },
            f"New-AzDnsRecordSet {_IN_GROUP} -ZoneName 'contoso.com' -Name 'x' -RecordType 'CAA' -Ttl 3600 "
            "-DnsRecords (New-AzDnsRecordConfig -CaaFlags 0 -CaaTag 'issue' -CaaValue 'a.b')",
        ),
        (
            {"operation": "DeleteSecret", "vault": "contoso-kv", "secret": "s1"},
            "Remove-AzKeyVaultSecret -VaultName 'contoso-kv' -Name 's1' -Force",
        ),
    ],
)
def test_an_operation_has_the_line_of_its_cmdlet(operation: dict[str, object], expected: str) -> None:
    assert shown(operation) == expected


def test_an_action_without_a_cmdlet_is_a_request() -> None:
    told = shown({"operation": "Rekey", "order": "contosocert"})
    assert told.startswith("Invoke-AzRestMethod -Method 'POST' -Path '/subscriptions/")
    assert "/certificateOrders/contosocert/reissue?api-version=2022-03-01'" in told
    assert told.endswith("""-Payload '{"properties": {"keySize": 2048, "isPrivateKeyExternal": false}}'""")
    synced = shown({"operation": "SyncOrder", "order": "contosocert"}).splitlines()
    assert len(synced) == 3 and all("-Method 'PATCH'" in line for line in synced)


def test_a_plan_without_a_word_of_powershell_is_written_by_a_request() -> None:
    assert '-Payload \'{"sku": {"name": "P0v3"}}\'' in shown(
        {"operation": "ScalePlan", "plan": "plan-web", "sku": "P0v3"}
    )


def test_a_binding_names_thumbprint_and_state() -> None:
    certificate = "contosocert-rg-web-WestEuropewebspace"
    asked = {"operation": "AddBinding", "site": "contoso-app", "host": "a.contoso.com", "type": "IP"}
    told = shown({**asked, "certificate": certificate})
    assert told.startswith("New-AzWebAppSSLBinding ")
    assert "-SslState 'IpBasedEnabled'" in told and len(told.split("-Thumbprint '")[1].split("'")[0]) == 40


def test_a_secrets_value_is_a_secure_string_and_its_dates_are_utc() -> None:
    asked = {"operation": "CreateSecretVersion", "vault": "contoso-kv", "secret": "s1", "value": "hunter2"}
    told = shown({**asked, "expiration": "2030-01-02T03:04:05Z"})
    assert "hunter2" not in told
    assert "-SecretValue (ConvertTo-SecureString -String 'VALUE' -AsPlainText -Force)" in told
    assert told.endswith("-Expires (([DateTime]'2030-01-02T03:04:05Z').ToUniversalTime())")
    version = next(demo_world().all(SecretVersion))
    switched = shown({"operation": "SetSecretVersion", "version": version.id, "enabled": False})
    assert switched.endswith(f"-Version '{version.name}' -Enable $false")


def test_the_last_record_of_a_set_takes_the_set_with_it() -> None:
    first, second = (
        {"zone": "contoso.com", "type": "TXT", "name": "two", "value": value} for value in ("first", "second")
    )
    there = demo_world()
    draft = Draft(World(there.tables, there.revision))
    resolve(from_json({"operation": "AddRecord", **first}), draft).apply(draft, None)
    assert shown({"operation": "RemoveRecord", **first}, draft).startswith("Remove-AzDnsRecordSet ")
    added = shown({"operation": "AddRecord", **second, "ttl": 60}, draft).splitlines()
    assert added[0].startswith("$set = Get-AzDnsRecordSet ") and added[2] == "$set.Ttl = 60"
    resolve(from_json({"operation": "AddRecord", **second}), draft).apply(draft, None)
    assert shown({"operation": "RemoveRecord", **first}, draft).splitlines()[1:] == [
        "Remove-AzDnsRecordConfig -RecordSet $set -Value 'first'",
        "Set-AzDnsRecordSet -RecordSet $set",
    ]


def test_a_private_zones_records_have_commands_of_their_own() -> None:
    there = demo_world()
    draft = Draft(World(there.tables, there.revision))
    group = {"resourceGroup": "rg-web", "zoneType": "Private"}
    resolve(from_json({"operation": "CreateZone", "name": "corp.example", **group}), draft).apply(draft, None)
    first = {"zone": "corp.example", "type": "A", "name": "db", "value": "10.0.0.4"}
    added = {"operation": "AddRecord", **first, "ttl": 60}
    assert shown(added, draft).startswith("New-AzPrivateDnsRecordSet ")
    az = shell_lines(draft, from_json(added)).az.splitlines()
    assert (
        az[0] == "az network private-dns record-set a add-record -g rg-web -z corp.example -n db -a 10.0.0.4"
    )
    assert az[1].endswith("--set ttl=60")
    resolve(from_json({"operation": "AddRecord", **first}), draft).apply(draft, None)
    second = {**first, "value": "10.0.0.5"}
    assert "Add-AzPrivateDnsRecordConfig" in shown({"operation": "AddRecord", **second}, draft)
    resolve(from_json({"operation": "AddRecord", **second}), draft).apply(draft, None)
    assert "Remove-AzPrivateDnsRecordConfig" in shown({"operation": "RemoveRecord", **first}, draft)


@pytest.mark.parametrize("text", STRANGE)
def test_any_text_reaches_a_cmdlet_as_it_was(text: str) -> None:
    line = ps_line("New-AzResourceGroup", Name=text, Location="x", Tag={text or "k": text})
    assert "\n" not in line
    (call,) = parse(line)
    assert call.parameters["Name"].value == text
    assert {name: one.value for name, one in call.parameters["Tag"].value.items()} == {text or "k": text}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("it's; $(rm) `whoami`", "'it''s; $(rm) `whoami`'"),
        ("’", "'’’'"),
        ("a\tb“$c`", '"a`u{9}b`“`$c``"'),
        ([], "@()"),
        (["a"], "@('a')"),
        (("a", "b"), "@('a', 'b')"),
        ({"k": "v’w", "n": [1, True]}, "@{'k' = 'v’’w'; 'n' = @(1, $true)}"),
        (datetime(2023, 8, 1, 9, tzinfo=UTC), "(([DateTime]'2023-08-01T09:00:00Z').ToUniversalTime())"),
        (ps_secure("P'1"), "(ConvertTo-SecureString -String 'P''1' -AsPlainText -Force)"),
    ],
)
def test_values_are_written_as_powershell_reads_them(value: Value, expected: str) -> None:
    assert ps_word(value) == expected


def test_what_is_left_out_and_what_has_no_value() -> None:
    assert ps_line("Remove-AzResource", ResourceId="/a", ApiVersion=None, Force=SWITCH) == (
        "Remove-AzResource -ResourceId '/a' -Force"
    )
    moved: Any = parse(ps_move("/subscriptions/1/x", "/subscriptions/2/resourceGroups/rg-b"))[0].parameters
    assert moved["DestinationSubscriptionId"].value == "2"


@pytest.mark.parametrize(
    "line",
    [
        "Set-AzWebsite -Name 'a'",
        "Set-AzWebApp -ResourceGroupName 'g'",
        "Set-AzWebApp -ResourceGroupName 'g' -Name 'a' -TlsVersion '1.2'",
        "Set-AzWebApp -ResourceGroupName 'g' -Name 'a' -HttpsOnly 'true'",
        "Set-AzWebApp -ResourceGroupName 'g' -Name 'a' -HttpsOnly",
        "Set-AzWebApp -ResourceGroupName 'g' -Name 'it's' -HttpsOnly $true",
        "Set-AzWebApp -ResourceGroupName 'g' -Name 'a' -Name 'a'",
        "Set-AzKeyVaultSecret -VaultName 'v' -Name 's' -SecretValue 'hunter2'",
        "Set-AzKeyVaultAccessPolicy -VaultName 'v' -ObjectId 'o' -EnabledForDeployment",
        "Remove-AzKeyVault -VaultName 'v' -InRemovedState",
        "Update-AzKeyVaultSecret -VaultName 'v' -Name 's' -Expires '2023-08-01'",
        "Update-AzCloudService",
        "New-AzResourceGroup -Name \"$(rm)\" -Location 'x'",
        "New-AzResourceGroup -Name 'a' -Location 'x' 'y'",
    ],
)
def test_the_table_of_the_cmdlets_refuses_what_they_refuse(line: str) -> None:
    with pytest.raises(RefusedError):
        parse(line)


def test_lines_wait_for_what_they_name() -> None:
    lines = shell_lines(demo_world(), from_json({"operation": "Rekey", "order": "nothing"}))
    assert (lines.az, lines.powershell) == ("", "")
    assert lines.reason == "It can be said once what it names is there."


FIREWALL = {"defaultAction": "deny", "bypass": "none", "ipRules": ["203.0.113.7"]}
POLICIES = [{"principal": "Microsoft.Azure.WebSites", "secrets": ["get"], "certificates": ["get"]}]


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (
            {"operation": "CreateVault", "name": "new-kv", "resourceGroup": "rg-web", **FIREWALL},
            (
                "--default-action Deny --bypass None --network-acls-ips 203.0.113.7/32",
                "-NetworkRuleSet (New-",
            ),
        ),
        (
            {"operation": "CreateVault", "name": "new-kv", "resourceGroup": "rg-web", "policies": POLICIES},
            ("--no-self-perms true\naz keyvault set-policy -n new-kv", "\nSet-AzKeyVaultAccessPolicy"),
        ),
        (
            {
                "operation": "CreateVault",
                "name": "new-kv",
                "resourceGroup": "rg-web",
                "purgeProtection": True,
                "enabledForDeployment": True,
                "tags": {"team": "web"},
            },
            (
                "--enable-purge-protection true --enabled-for-deployment true --tags team=web",
                "-EnablePurgeProtection -EnabledForDeployment -Tag @{'team' = 'web'}",
            ),
        ),
        (
            {
                "operation": "CreateOrder",
                "name": "new",
                "host": "shop.contoso.com",
                "resourceGroup": "rg-new",
                "location": "West Europe",
                "tags": {"team": "web"},
            },
            ('"tags": {"team": "web"}', '"tags": {"team": "web"}'),
        ),
        (
            {
                "operation": "CreatePlan",
                "name": "ase",
                "resourceGroup": "rg-web",
                "location": "West US",
                "sku": "I1",
                "hostingEnvironment": "ase1",
            },
            ("--app-service-environment ase1", "hostingEnvironmentProfile"),
        ),
        (
            {
                "operation": "ImportAppServiceCertificate",
                "site": "contoso-app",
                "order": "contosocert",
                "name": "own",
            },
            ("--certificate-name own", "/certificates/own?"),
        ),
        (
            {"operation": "UploadCertificate", "site": "contoso-app", "file": "x.pfx", "name": "own"},
            ("--certificate-name own", "/certificates/own?"),
        ),
        (
            {"operation": "ExportCertificate", "order": "contosocert", "path": "x.pfx", "overwrite": True},
            ("--overwrite", "WriteAllBytes"),
        ),
    ],
)
def test_what_an_operation_is_told_is_in_its_lines(
    operation: dict[str, object], words: tuple[str, str]
) -> None:
    lines = shell_lines(demo_world(), from_json(operation))
    shown(operation)
    assert words[0] in lines.az and words[1] in lines.powershell
    if operation["operation"] == "CreateOrder":
        assert lines.az.startswith("az group create --name rg-new --location westeurope\n")
        assert lines.powershell.startswith("New-AzResourceGroup -Name 'rg-new'")


@pytest.mark.parametrize(
    ("era", "rbac", "access", "lock"),
    [
        ("2018", False, ["set-policy", "set-policy"], ""),
        ("2022", False, ["set-policy", "set-policy"], "certificateOrders/contosocert"),
        ("2026", False, ["set-policy", "set-policy"], "vaults/contoso-kv"),
        ("2026", True, ["assignment create", "assignment create"], "vaults/contoso-kv"),
    ],
)
def test_step_1_has_a_line_for_each_thing_it_does(era: str, rbac: bool, access: list[str], lock: str) -> None:
    """Azure writes the link alone: without the access of both services no renewal reaches the vault."""
    shop = Shop(era)
    shop.buy()
    if rbac:
        shop.do("SetPermissionModel", vault="contoso-kv", rbac=True)
    asked = {"operation": "StoreInKeyVault", "order": "contosocert", "vault": "contoso-kv"}
    assert len(shown(asked, shop.world).splitlines()) == 3 + bool(lock)
    first, second, link, *rest = shell_lines(shop.world, from_json(asked)).az.splitlines()
    assert [word in line for word, line in zip(access, (first, second), strict=True)] == [True, True]
    assert "/certificates/contosocert" in link and len(rest) == bool(lock)
    assert not lock or f"{lock} --notes" in rest[0]
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    again = shell_lines(shop.world, from_json(asked)).az.splitlines()
    assert len(again) == 1
