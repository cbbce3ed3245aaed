"""Whatever the arguments of an operation: it is done, or refused in words."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import AzureError, UsageError
from store.operations.arguments import arguments, ref_kind
from store.operations.naming import SCOPES
from store.operations.operation import Operation
from store.operations.registry import from_json, kinds
from store.services.authorization.access import DEFAULT_USER
from store.world import World
from tests.support.cloud import Cloud
from tests.support.cloud_services import with_cloud_service
from tests.support.configurations import TWO_ROLES
from tests.support.worlds import portal

#: The providers whose operations are tried here.
PROVIDERS = ("key_vault", "network", "authorization", "compute", "storage")
TEXTS = (
    *("", "contoso-kv", "new-kv", "s1", "gone", "c1", "rg-web", "keep", "contoso.com", "shop.contoso.com"),
    *("@", "*", "TXT", "A", "CAA", "CNAME", "0 issue godaddy.com", "20.50.2.10", "Public", "Private"),
    *("Owner", "Reader", "Delete", "Read-only", "Allow", "Deny", "None", "AzureServices", "Self", "GoDaddy"),
    *(
        TWO_ROLES,
        "Contoso",
        "Contoso.cspkg",
        "packages",
        "contoso-cs",
        "local",
        "https://[",
        "https://x/y?sig=z",
    ),
    *("ada@contoso.com", DEFAULT_USER, "Microsoft.Azure.WebSites", "get", "westeurope", "premium"),
    *(
        "/",
        "//",
        "/subscriptions/x",
        "..",
        "a" * 400,
        "\x1b[31m",
        "\0",
        "ü.example",
        "\U0001f511",
        "10.0.0.0/99",
    ),
)
DATES = (
    "2022-08-01T00:00:00Z",
    "0001-01-01T00:00:00+05:00",
    "9999-12-31T23:59:59-05:00",
    "2022-08-01T00:00:00",
)


@pytest.fixture(scope="module")
def furnished() -> World:
    """A world with something of everything."""
    cloud = Cloud("walk")
    cloud.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    for name in ("s1", "gone"):
        cloud.do("CreateSecretVersion", vault="contoso-kv", secret=name, value="x")
    cloud.do("DeleteSecret", vault="contoso-kv", secret="gone")
    cloud.do("GenerateVaultCertificate", vault="contoso-kv", name="c1", subject="contoso.com")
    cloud.do("AddLock", scope="rg-api", name="keep")
    return with_cloud_service(cloud.world)


def value(chance: Random, world: World, annotation: Any) -> Any:
    """A value for an argument: of its type, and for a resource mostly one that is there."""
    kind = ref_kind(annotation)
    if kind is not None and chance.random() < 0.8:
        there = [one.id for scope in (SCOPES if kind is object else (kind,)) for one in world.all(scope)]
        return chance.choice(there or TEXTS)
    written = str(annotation)
    if "bool" in written:
        return chance.random() < 0.5
    if "datetime" in written:
        return chance.choice(DATES)
    if "Mapping" in written:
        return {chance.choice(TEXTS): chance.choice(TEXTS)}
    if "SecretGroup" in written:
        return [{"vault": chance.choice(TEXTS), "certificateUrls": [chance.choice(TEXTS)]}]
    if "Policy" in written:
        return [{"principal": chance.choice(TEXTS), "secrets": [chance.choice(("Get", "fly"))]}]
    if "tuple" in written:
        return [chance.choice(TEXTS) for _ in range(chance.randrange(3))]
    if annotation is int:
        return chance.choice((-1, 0, 1, 7, 90, 2**63 - 1))
    return chance.choice(TEXTS)


def asked(chance: Random, world: World) -> Operation | None:
    """Some operation with some arguments; None where they are no operation at all."""
    kind = chance.choice([one for one in kinds().values() if one.__module__.split(".")[2] in PROVIDERS])
    names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    document = {
        names[field]: value(chance, world, annotation)
        for field, annotation in arguments(kind).items()
        if chance.random() < 0.9
    }
    try:
        return from_json({"operation": kind.__name__, **document})
    except UsageError:
        return None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_done_or_refused_in_words(furnished: World, chance: Random) -> None:
    door = portal(furnished)
    for _ in range(10):
        operation = asked(chance, door.world)
        if operation is None:
            continue
        foreseen = door.why_not(operation)
        try:
            assert door.perform(operation).result.strip()
            assert foreseen is None
        except AzureError as error:
            assert error.code.isidentifier()
            assert error.message.strip()
