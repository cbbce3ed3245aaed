"""The tree of Azure Resource Manager: every resource can be reached, and every place has its document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from store.arm import resources
from store.arm.tree import PAGE, Node, below, document, find, members, search, way_to
from store.errors import AzureError
from store.resources import CertificateOrder, Vault
from store.world import World
from tests.support.cloud import Cloud
from tests.support.many_orders import many_orders
from tests.support.worlds import demo_world

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
ORDERS = f"{SUBSCRIPTION}/providers/Microsoft.CertificateRegistration/certificateOrders"


def walk(world: World, path: str = "", depth: int = 0) -> Iterator[Node]:
    """Every place of the tree."""
    assert depth < 12
    for node in below(world, path):
        yield node
        if node.opens:
            yield from walk(world, node.path, depth + 1)


def test_every_resource_is_in_the_tree_and_every_place_has_a_document() -> None:
    world = demo_world()
    places = list(walk(world))
    assert {one.id for one in resources(world)} <= {node.path for node in places}
    for node in places:
        shown = document(world, node.path)
        assert ("value" in shown) != ("id" in shown)


def test_the_way_to_a_resource_leads_there_step_by_step() -> None:
    world = demo_world()
    for resource in resources(world):
        at = ""
        for path in way_to(world, resource.id):
            assert path in {node.path for node in below(world, at)}, path
            at = path
        assert at == resource.id


def test_the_list_of_a_type_holds_all_of_a_scope_and_no_other() -> None:
    cloud = Cloud("walk")
    for name, group in (("one-kv", "rg-web"), ("two-kv", "rg-api")):
        cloud.do("CreateVault", name=name, resourceGroup=group)
    group = f"{SUBSCRIPTION}/resourceGroups/rg-web"
    listed = document(cloud.world, f"{group}/providers/Microsoft.KeyVault/vaults")["value"]
    assert [one["name"] for one in listed] == ["one-kv"]
    assert len(document(cloud.world, f"{SUBSCRIPTION}/providers/Microsoft.KeyVault/vaults")["value"]) == 2
    assert below(cloud.world, f"{SUBSCRIPTION}/providers/Microsoft.KeyVault")[0].count == 2


def test_a_long_list_says_where_it_goes_on() -> None:
    world = many_orders(PAGE + 5)
    shown = document(world, ORDERS)
    assert len(shown["value"]) == PAGE and "$skiptoken=100" in shown["nextLink"]
    assert len(list(members(world, ORDERS))) == PAGE + 5
    assert len(below(world, ORDERS)) == PAGE


def test_paths_and_names_are_found_in_any_case() -> None:
    world = demo_world()
    order = next(world.all(CertificateOrder))
    assert find(world, order.id.upper()) is order
    assert order in search(world, "TOSOCERT")
    assert next(world.all(Vault)) in search(world, "contoso-KV")
    assert search(world, "nothing has this name") == ()


def test_what_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(AzureError, match="The resource 'none' was not found"):
        document(demo_world(), f"{SUBSCRIPTION}/resourceGroups/rg-web/providers/Microsoft.Web/sites/none")
