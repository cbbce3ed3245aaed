"""A banner carries the key to its way out: where its words name another page, the key opens that page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store import World
from store.operations.registry import from_json
from store.resources import CertificateOrder, DnsZone, SecretVersion, Site, Vault, VaultSecret, WebCertificate
from store.services.certificate_registration.state import Kind
from tests.support.desk import Desk, at_desk
from tests.support.golden import settle
from tests.support.order_states import in_state
from tui.blades.base import Blade
from tui.navigation.routes import ROUTES, path_to
from tui.shell.frame import Frame
from tui.widgets.section import Banner

#: Words of a banner → the page they name; the portal may also lead to a page above it.
NAMED = {
    "Certificate Configuration": "order.configuration",
    "Rekey and Sync >": "order.rekey",
    "Auto Renew Settings": "order.renew",
    "Access policies": "vault.policies",
    "Access control (IAM)": "vault.iam",
    "permission model": "vault.policies",
    "Networking:": "vault.networking",
    "Locks >": "order.locks",
    "Custom domains >": "site.domains",
    "Subscription blade": "subscription",
    "Recover the secret": "vault.secrets",
    "Recover the vault": "vaults",
}
#: What instructors break beneath an order whose app has not followed a rekey.
BREAKS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "lock": {"operation": "AddLock", "scope": "contosocert", "name": "guard", "level": "ReadOnly"},
    "group's lock": {"operation": "AddLock", "scope": "rg-web", "name": "guard", "level": "ReadOnly"},
    "firewall": {
        "operation": "SetVaultNetwork",
        "vault": "contoso-kv",
        "defaultAction": "Deny",
        "bypass": "None",
    },
    "policy": {
        "operation": "RemoveAccessPolicy",
        "vault": "contoso-kv",
        "principal": "Microsoft.Azure.WebSites",
    },
    "permission model": {"operation": "SetPermissionModel", "vault": "contoso-kv", "rbac": True},
    "vault": {"operation": "DeleteVault", "vault": "contoso-kv"},
    "secret": {"operation": "DeleteSecret", "vault": "contoso-kv", "secret": ""},
    "subscription": {"operation": "SetSubscriptionState", "to": "Suspended"},
}
#: Pages that no state of an order or a vault concerns.
QUIET = (".activity", ".iam", ".locks", ".tags", ".faqs", ".template", ".timeline", "pfx_helper")
_KINDS: dict[str, type[Any]] = {
    "order": CertificateOrder,
    "site": Site,
    "vault": Vault,
    "zone": DnsZone,
    "certificate": WebCertificate,
    "secret.versions": VaultSecret,
    "secret.version": SecretVersion,
}


def _places(world: World) -> Iterator[tuple[str, str]]:
    """Every page of the portal, each of the world's first resource of its kind."""
    for route in ROUTES:
        kind = _KINDS.get(route) or _KINDS.get(route.partition(".")[0])
        if route.endswith(QUIET) or not issubclass(ROUTES[route].load(), Blade):
            continue
        if kind is None and ROUTES[route].listed:
            yield route, ""
        elif kind is not None and (found := next(iter(world.all(kind)), None)) is not None:
            yield route, found.id


def _shown(desk: Desk) -> list[Banner]:
    blade = _frame(desk).blade
    return [one for one in blade.query(Banner) if one.display] if blade else []


def _frame(desk: Desk) -> Frame:
    frame = desk.app.frame
    assert frame is not None
    return frame


def _words(banner: Banner) -> str:
    return " ".join(str(banner.render()).split())


def _named(banner: Banner, here: str) -> list[str]:
    """The other pages that a banner's words name."""
    return [route for words, route in NAMED.items() if words in _words(banner) and route != here]


async def _lead(desk: Desk, route: str, resource: str) -> int:
    """Follow each banner of the page that names another one; how many did."""
    followed = 0
    for banner in _shown(desk):
        if not (named := _named(banner, route)):
            continue
        assert banner.key, f"{route}: no key to what it names: {_words(banner)}"
        assert banner.key in _words(banner)
        await desk.press(banner.key)
        arrived = _frame(desk).journey.here.route
        ways = {step for name in named for step in path_to(name)} | {"order.iam", "locks"}
        assert arrived in ways and arrived != route, f"{route} led to {arrived}: {_words(banner)}"
        desk.app.go(route, resource, fresh=True)
        await settle(desk.pilot)
        followed += 1
    return followed


async def _tour(desk: Desk) -> int:
    followed = 0
    for route, resource in list(_places(desk.world)):
        desk.app.go(route, resource, fresh=True)
        await settle(desk.pilot)
        followed += await _lead(desk, route, resource)
    return followed


@pytest.mark.parametrize("broken", list(BREAKS))
async def test_on_every_page_of_a_broken_cloud_a_banner_has_the_key_to_the_page_it_names(
    broken: str, tmp_path: Path
) -> None:
    shop = in_state(Kind.OUT_OF_SYNC)
    shop.do("SetClockSpeed", speed=0)
    async with at_desk(shop.world, tmp_path / "state.json") as desk:
        if step := dict(BREAKS[broken]):
            if "secret" in step:
                link = shop.order().link
                step["secret"] = link.key_vault_secret_name if link else ""
            await desk.do(step.pop("operation"), **step)
        followed = await _tour(desk)
        assert followed or broken in ("nothing", "secret"), f"no banner named a page: {broken}"


@pytest.mark.parametrize("kind", [Kind.VERIFY_DOMAIN, Kind.NOT_STORED, Kind.REVERIFY_DOMAIN, Kind.RENEW_SOON])
async def test_a_refusal_and_a_state_each_have_their_key(kind: Kind, tmp_path: Path) -> None:
    shop = in_state(kind)
    shop.do("SetClockSpeed", speed=0)
    shop.do("AddLock", scope="contosocert", name="guard", level="ReadOnly")
    order = shop.order().id
    refused = from_json({"operation": "SetOrderTags", "order": "contosocert", "tags": {"a": "b"}})
    async with at_desk(shop.world, tmp_path / "state.json") as desk:
        await desk.open("order.overview", "contosocert")
        desk.app.perform(refused, title="Tags")
        await settle(desk.pilot)
        assert desk.sees("f4 Locks")
        assert await _lead(desk, "order.overview", order) >= 1


async def test_a_click_on_the_key_of_a_banner_opens_the_page(tmp_path: Path) -> None:
    shop = in_state(Kind.OUT_OF_SYNC)
    shop.do("SetClockSpeed", speed=0)
    shop.do("AddLock", scope="contosocert", name="guard", level="ReadOnly")
    async with at_desk(shop.world, tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        lines = desk.screen.splitlines()
        row = next(at for at, line in enumerate(lines) if "f4 Locks" in line)
        await desk.pilot.click(offset=(lines[row].index("f4 Locks") + 4, row))
        await settle(desk.pilot)
        assert _frame(desk).journey.here.route == "order.locks"


async def test_help_and_palette_list_the_key_of_a_banner(tmp_path: Path) -> None:
    shop = in_state(Kind.OUT_OF_SYNC)
    shop.do("SetClockSpeed", speed=0)
    shop.do("AddLock", scope="contosocert", name="guard", level="ReadOnly")
    async with at_desk(shop.world, tmp_path / "state.json") as desk:
        await desk.open("order.rekey", "contosocert")
        await desk.press("question_mark")
        assert desk.sees("f4 Locks")


async def test_the_sync_pane_counts_what_is_behind_and_moves_nothing_where_nothing_is(tmp_path: Path) -> None:
    shop = in_state(Kind.OUT_OF_SYNC)
    shop.do("SetClockSpeed", speed=0)
    async with at_desk(shop.world, tmp_path / "state.json") as desk:
        await desk.open("order.sync", "contosocert")
        assert desk.sees("1 private certificate out of sync")
        assert desk.sees("Sync moves it, and every TLS/SSL binding that uses it,")
        await desk.do("SyncOrder", order="contosocert")
        assert desk.sees("No linked private certificate is out of sync.")
        assert "0 private certificates" not in desk.text
        assert "Sync moves" not in desk.text


@pytest.mark.parametrize(
    ("kind", "word"), [(Kind.VERIFY_DOMAIN, "waits"), (Kind.READY, "proved"), (Kind.CANCELED, "ended")]
)
async def test_a_mail_waits_only_while_its_order_needs_a_proof(kind: Kind, word: str, tmp_path: Path) -> None:
    shop = in_state(kind)
    shop.do("SetClockSpeed", speed=0)
    async with at_desk(shop.world, tmp_path / "state.json") as desk:
        await desk.open("mailbox")
        assert desk.line("Confirm your domain").split()[1] == word
