"""Certificates and keys that a hand made unreadable in the state file: what needs them is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.errors import AzureError
from store.journal.in_memory import MemoryJournal
from store.operations.registry import from_json
from store.portal import Portal
from store.resources import Hidden, Resource
from store.world import Draft, World
from tests.support.desk import at_desk
from tests.support.order_cloud import Shop

_LONG = re.compile(r"[A-Za-z0-9+/=]{60,}")
RUBBISH = ("rubbish!", "AAAA", "é")
#: What makes use of every stored value, one after the other.
STEPS: tuple[dict[str, Any], ...] = (
    {"operation": "DeleteVault", "vault": "contoso-kv"},
    {"operation": "CreateVault", "name": "other-kv", "resourceGroup": "rg-web"},
    {"operation": "StoreInKeyVault", "order": "contosocert", "vault": "other-kv"},
    {"operation": "AdvanceClock", "by": "10m"},
    {"operation": "SyncOrder", "order": "contosocert"},
    {"operation": "GenerateVaultCertificate", "vault": "other-kv", "name": "second", "issuer": "DigiCert"},
    {"operation": "ImportKeyVaultCertificate", "site": "contoso-api", "vault": "other-kv"},
    {"operation": "AdvanceClock", "by": "400d"},
)
_MORE: dict[str, dict[str, Any]] = {
    "GenerateVaultCertificate": {"subject": "CN=www.contoso.com"},
    "ImportKeyVaultCertificate": {"certificate": "second"},
}


@pytest.fixture(scope="module")
def begun() -> World:
    """An order with a rekey under way, and a managed certificate that is being made."""
    shop = Shop()
    shop.issue()
    shop.link()
    shop.do("CreateManagedCertificate", site="contoso-app", host="www.contoso.com")
    shop.do("Rekey", order="contosocert")
    return shop.world


def long_texts(document: Any, before: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a document has values that may be base64."""
    if isinstance(document, str) and _LONG.fullmatch(document):
        yield before
    elif isinstance(document, dict):
        for name, part in document.items():
            yield from long_texts(part, (*before, name))
    elif isinstance(document, list | tuple):
        for place, part in enumerate(document):
            yield from long_texts(part, (*before, place))


def damaged(document: Resource | Hidden, place: tuple[str | int, ...], value: str) -> Resource | Hidden:
    """The document as a hand left it."""
    plain = msgspec.to_builtins(document)
    inner = plain
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    changed: Resource | Hidden = msgspec.convert(plain, type(document))
    return changed


def refusals(world: World) -> list[AzureError]:
    """What is refused of the steps; anything but a refusal fails the test."""
    portal, found = Portal(MemoryJournal(world)), []
    for step in STEPS:
        try:
            portal.perform(from_json({**step, **_MORE.get(step["operation"], {})}))
        except AzureError as error:
            found.append(error)
    return found


@pytest.mark.parametrize("value", RUBBISH)
def test_nothing_unexpected_comes_of_any_unreadable_value(begun: World, value: str) -> None:
    named = set()
    for table in begun.tables.values():
        for document in table.values():
            for place in long_texts(msgspec.to_builtins(document)):
                draft = Draft(begun)
                draft.put(damaged(document, place, value))
                for error in refusals(draft.finish()):
                    if error.code == "StoredValueUnreadable":
                        named.add(place[-1])
                        assert "changed there by hand" in error.message and error.next_step
    known = {"rootCertificate", "rootKey", "intermediateCertificate", "intermediateKey", "pkcs8", "rawData"}
    assert named == known


async def test_pages_of_a_world_with_an_unreadable_authority_are_drawn(begun: World, tmp_path: Path) -> None:
    draft = Draft(begun)
    for document in begun.tables["_authorities"].values():
        draft.put(damaged(document, ("rootCertificate",), "rubbish!"))
    async with at_desk(draft.finish(), tmp_path / "state.json") as desk:
        for route, name in (
            ("order.overview", "contosocert"),
            ("order.drift", "contosocert"),
            ("order.renew", "contosocert"),
            ("site.overview", "contoso-app"),
            ("site.tls", "contoso-app"),
            ("site.upload", "contoso-app"),
        ):
            await desk.open(route, name)
            assert desk.app.return_code is None
        assert "unexpected error" not in desk.screen
