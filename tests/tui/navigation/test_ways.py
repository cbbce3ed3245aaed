"""Ways out lead to pages: every place has one, for the resource that it names or what is spoken of."""

from __future__ import annotations

import pytest

from store.errors import AzureError, Place
from store.operations.registry import from_json
from store.resources import CertificateOrder, Site, Vault, WebCertificate
from tests.support.worlds import demo_world, portal
from tui.blades.base import Blade
from tui.navigation.routes import ROUTES
from tui.navigation.ways import PAGES, door_of


def test_every_place_has_pages_and_every_page_is_there() -> None:
    assert set(PAGES) == set(Place)
    for routes in PAGES.values():
        for route in routes:
            assert issubclass(ROUTES[route].load(), Blade)


@pytest.mark.parametrize("place", Place)
def test_every_place_has_a_page_in_the_demo_from_its_order_or_by_its_resource(place: Place) -> None:
    there = demo_world()
    order, site = next(there.all(CertificateOrder)), next(there.all(Site))
    zone = next(iter(there.tables["Microsoft.Network/dnsZones"].values()))
    certificate = next(there.all(WebCertificate))
    for near in (order.id, site.id, zone.id, certificate.id):
        if (door := door_of(there, place.way(""), near)) is not None:
            assert door.route in PAGES[place] and door.label
            return
    assert place is Place.CLOUD_SERVICE, "the demo has none"


def test_a_way_out_leads_to_what_it_names_and_else_to_what_is_spoken_of() -> None:
    there = demo_world()
    order = next(there.all(CertificateOrder))
    vault = next(there.all(Vault))
    group = vault.id.partition("/providers/")[0]
    expected = {
        (Place.POLICIES, vault.id, ""): ("vault.policies", vault.id),
        (Place.POLICIES, f"{vault.id}/secrets/x/versions/1", ""): ("vault.policies", vault.id),
        (Place.SECRETS, "", order.id): ("vault.secrets", vault.id),
        (Place.ACCESS_CONTROL, vault.id, order.id): ("vault.iam", vault.id),
        (Place.ACCESS_CONTROL, order.id, ""): ("order.iam", order.id),
        (Place.LOCKS, order.id, ""): ("order.locks", order.id),
        # A group's lock is not taken off the order below it.
        (Place.LOCKS, group, order.id): ("locks", group),
        (Place.APP, "", order.id): ("sites", ""),
        (Place.STORE, "", f"{vault.id}/secrets/{order.link.key_vault_secret_name if order.link else ''}"): (
            "order.configuration",
            order.id,
        ),
    }
    for (place, named, near), wanted in expected.items():
        door = door_of(there, place.way("", named), near)
        assert door is not None and (door.route, door.resource) == wanted, (place, named, near)
    assert door_of(there, Place.POLICIES.way("", order.id)) is None, "a way to one resource leads to no other"


def test_a_refusal_says_its_repair_as_a_sentence_and_as_a_place() -> None:
    there = portal(demo_world())
    there.perform(
        from_json({"operation": "AddLock", "scope": "contosocert", "name": "l", "level": "ReadOnly"})
    )
    order = next(there.world.all(CertificateOrder))
    with pytest.raises(AzureError) as refused:
        there.perform(from_json({"operation": "SetOrderTags", "order": "contosocert", "tags": {"a": "b"}}))
    error = refused.value
    assert error.next_step == "Locks > remove 'l' on contosocert."
    assert error.way_out == Place.LOCKS.way(error.next_step, order.id)
    plain = AzureError("X", "It is so.", "Wait.")
    assert (plain.next_step, plain.way_out, plain.told) == ("Wait.", None, "It is so. Wait.")
