"""A line for a shell does all that the operation does, in the place where the operation does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

import msgspec
import pytest

from store.operations.arguments import File, arguments
from store.operations.operation import Operation
from store.operations.registry import from_json, kinds
from store.operations.shells import ShellLines, shell_lines
from store.resources import Subscription
from store.secret import Secret
from store.world import View
from tests.support.azure_cli import parse as parse_az
from tests.support.azure_powershell import parse as parse_powershell
from tests.support.cloud import Cloud
from tests.support.worlds import demo_world, world
from tui.text.example_operations import example

#: Arguments that no line says, and why.
_UNSAID = {
    "CreateOrder.subscription": "the id has it",
    "CreateResourceGroup.subscription": "its own test says it",
    "CreateOrder.location": "it is that of a resource group that is not there yet",
    "VerifyDomain.method": "Azure tries them all",
    "PlaceTokenPage.content": "it is in the file",
    "ExportCertificate.password": "the file comes without one",
    "ExportCertificate.overwrite": "it is the simulator's own question",
    "CreateVault.policies": "they have operations of their own",
    "CreateSecretVersion.value": "no line has a secret",
    "ImportVaultCertificate.password": "no line has a secret",
    "UploadCertificate.password": "no line has a secret",
    "CreateCloudService.configuration": "PowerShell takes a file",
    "CreateCloudService.configuration_file": "the Azure CLI takes its text",
    "CreateCloudService.secrets": "its own tests say it",
    "UpdateCloudService.secrets": "its own tests say it",
    "ImportKeyVaultCertificate.name": "the example has no certificate in its vault",
}
#: Values of arguments that take only certain ones.
_OTHERS: Mapping[str, Any] = {
    "bypass": "None",
    "default_action": "Deny",
    "endpoint": "nested",
    "ip_rules": ("203.0.113.9",),
    "retention_days": 30,
    "sku": "P1v2",
    "type": "IP",
    "zone_type": "Private",
}


def other(name: str, hint: Any, value: Any) -> Any:
    """Another value for an argument."""
    if name in _OTHERS:
        return _OTHERS[name]
    if isinstance(value, bool) or bool in get_args(hint):
        return not value
    if isinstance(value, Secret):
        return Secret("other")
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Mapping) or name == "tags":
        return {"NAME": "OTHER"}
    if datetime in get_args(hint):
        return datetime(2030, 1, 1, tzinfo=UTC)
    if isinstance(value, tuple):
        return ("other",)
    return File("/other") if isinstance(value, File) else "other"


def examples() -> Iterator[tuple[View, Operation, ShellLines]]:
    for kind in kinds().values():
        if not kind.alone:
            for there in (demo_world(), world("cloud")):
                shown = example(there, kind)
                lines = shell_lines(there, shown)
                if lines.az:
                    yield there, shown, lines
                    break


def test_no_argument_is_left_out() -> None:
    """Each one that is given another value gives another line to both shells, or says that they have none."""
    unsaid = []
    for there, shown, lines in examples():
        hints = arguments(type(shown))
        for field in msgspec.structs.fields(type(shown)):
            name = f"{type(shown).__name__}.{field.name}"
            if field.required or name in _UNSAID:
                continue
            value = other(field.name, hints[field.name], getattr(shown, field.name))
            changed = shell_lines(there, msgspec.structs.replace(shown, **{field.name: value}))
            if lines.az == changed.az or lines.powershell == changed.powershell:
                unsaid.append(name)
    assert unsaid == []


def shown(cloud: Cloud, operation: str, **asked: Any) -> tuple[list[str], list[str]]:
    """The lines of an operation, each read by its shell."""
    lines = shell_lines(cloud.world, from_json({"operation": operation, **asked}))
    az, powershell = lines.az.splitlines(), lines.powershell.splitlines()
    assert [parse_az(line) for line in az] and parse_powershell(lines.powershell)
    return az, powershell


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        ("azure", ("azureEndpoints", "--target-resource-id /subscriptions/", "-Type 'AzureEndpoints'")),
        ("external", ("externalEndpoints", "--target contoso-app.azurewebsites.net", "-Target 'contoso-app")),
        ("nested", ("nestedEndpoints", "--min-child-endpoints 1", "-MinChildEndpoints 1")),
    ],
)
def test_an_endpoint_is_of_the_kind_that_was_chosen(endpoint: str, words: tuple[str, ...]) -> None:
    asked = {"site": "contoso-app", "host": "contoso.com", "enabled": True, "endpoint": endpoint}
    told = "\n".join(map("\n".join, shown(Cloud("demo"), "SetTrafficManager", **asked)))
    assert [word for word in words if word not in told] == []


def test_lines_for_another_subscription_go_there() -> None:
    cloud = Cloud("demo")
    cloud.do("CreateSubscription", name="Fabrikam")
    there = list(cloud.world.all(Subscription))[-1]
    group = {"name": "rg-far", "location": "West Europe", "subscription": there.id}
    vault = {"name": "far-kv", "resourceGroup": f"{there.id}/resourceGroups/rg-far"}
    for operation, asked in (("CreateResourceGroup", group), ("CreateVault", vault)):
        az, powershell = shown(cloud, operation, **asked)
        assert az[0].endswith(f" --subscription {there.name}")
        assert powershell[0] == f"Set-AzContext -Subscription '{there.name}'" and len(powershell) == 2
        cloud.do(operation, **asked)
    # Lines with the whole id need no more, and those of the first subscription neither.
    az, powershell = shown(cloud, "AddLock", scope=there.id, name="keep", level="Delete")
    assert len(powershell) == 1 and az[0].count("--subscription") == 1
    az, powershell = shown(cloud, "SetAutoRenew", order="contosocert", enabled=False)
    assert len(powershell) == 1 and "--subscription" not in az[0]
