"""What is served has the fields of Azure's reference, under their names and of their types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.support import arm_fields
from tests.support.rest import ORDERS, VAULTS, WEB, Client
from tests.support.worlds import demo_world

_TYPES: dict[str, type] = {"text": str, "flag": bool, "number": int, "list": list, "object": dict}


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(demo_world())


def _strange(document: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    """The fields of a document that the reference has not, or not of that type."""
    return {name: value for name, value in document.items() if not _fits(fields.get(name, ""), value)}


def _fits(kind: str, value: Any) -> bool:
    if value is None:
        return bool(kind)
    if kind == "date":
        # RFC 3339 with Z, as ARM writes dates.
        return isinstance(value, str) and value.endswith("Z") and bool(datetime.fromisoformat(value))
    return kind in _TYPES and type(value) is _TYPES[kind]


def test_an_order_and_everything_in_it(client: Client) -> None:
    order = client.get(f"{ORDERS}/contosocert")
    properties = order["properties"]
    assert set(order) <= {"id", "name", "type", "kind", "location", "tags", "properties"}
    assert not _strange(properties, arm_fields.ORDER)
    assert set(properties) == set(arm_fields.ORDER)
    assert not _strange(properties["certificates"]["contosocert"], arm_fields.LINK)
    assert set(properties["signedCertificate"]) == set(arm_fields.DETAILS)
    for name in ("signedCertificate", "intermediate", "root"):
        assert not _strange(properties[name], arm_fields.DETAILS)
    assert not _strange(properties["contact"], arm_fields.CONTACT)


def test_a_private_certificate_and_the_ways_to_a_binding(client: Client) -> None:
    fields = arm_fields.WEB_CERTIFICATE | arm_fields.RAW["WEB_CERTIFICATE"]
    for one in client.get(f"{WEB}/certificates")["value"]:
        assert not _strange(one["properties"], fields)
    site = client.get(f"{WEB}/sites/contoso-app")
    for state in site["properties"]["hostNameSslStates"]:
        assert not _strange(state, arm_fields.SSL_STATE)
    for binding in client.get(f"{WEB}/sites/contoso-app/hostNameBindings")["value"]:
        assert not _strange(binding["properties"], arm_fields.BINDING)


def test_a_vault_its_policies_and_its_secrets(client: Client) -> None:
    vault = client.get(f"{VAULTS}/contoso-kv")["properties"]
    assert not _strange(vault, arm_fields.VAULT)
    assert not _strange(vault["networkAcls"], arm_fields.NETWORK)
    assert not [one for one in vault["accessPolicies"] if _strange(one, arm_fields.POLICY)]
    for one in client.vault("GET", "contoso-kv", "/secrets").json()["value"]:
        assert not _strange(one, arm_fields.SECRET)
        assert not _strange(one["attributes"], arm_fields.ATTRIBUTES)


def test_a_lock(client: Client) -> None:
    locks = client.get(f"{ORDERS}/contosocert/providers/Microsoft.Authorization/locks")["value"]
    assert locks
    assert not [one for one in locks if _strange(one["properties"], arm_fields.LOCK)]
