"""Answers kept from world to world say the same as answers worked out anew."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from store.drift import order_drift, site_drift
from store.errors import AzureError
from store.operations.registry import from_json
from store.resources import (
    CertificateOrder,
    DnsZone,
    Resource,
    ResourceGroup,
    Site,
    WebCertificate,
)
from store.services.certificate_registration.outlook import order_outlook
from store.services.certificate_registration.state import order_state
from store.services.certificate_registration.sync_way_out import sync_way_out
from store.services.key_vault.links import out_of_sync, read_linked
from store.services.web.serving import served_by
from store.services.web.webspaces import bindings_following
from store.world import Draft, View, World
from store.world.answers import remembered
from tests.support.demo_steps import a_step
from tests.support.worlds import demo_world, portal


def _read(view: View, certificate: WebCertificate) -> object:
    try:
        return read_linked(view, certificate)
    except AzureError as error:
        return error.code, error.message, error.next_step


#: A kind of document → questions about it.
_ORDER: tuple[Callable[[View, CertificateOrder], object], ...] = (
    order_drift,
    order_state,
    order_outlook,
    out_of_sync,
    sync_way_out,
)
_SITE: tuple[Callable[[View, Site], object], ...] = (
    site_drift,
    lambda view, site: [served_by(view, site, state) for state in site.properties.host_name_ssl_states],
)
_CERTIFICATE: tuple[Callable[[View, WebCertificate], object], ...] = (_read, bindings_following)


def _everything(view: View) -> list[object]:
    return [
        *(ask(view, one) for one in view.all(CertificateOrder) for ask in _ORDER),
        *(ask(view, one) for one in view.all(Site) for ask in _SITE),
        *(ask(view, one) for one in view.all(WebCertificate) for ask in _CERTIFICATE),
    ]


@pytest.mark.parametrize("seed", range(24))
def test_after_any_operations_every_answer_is_that_of_a_world_never_asked_before(seed: int) -> None:
    chance, door = Random(seed), portal(demo_world())
    done = set()
    for _ in range(30):
        step = from_json(a_step(chance, door.world))
        foretold = door.why_not(step)
        bare = World(door.world.tables, door.world.revision)
        try:
            assert door.perform(step).result and foretold is None
            done.add(type(step).__name__)
        except AzureError as error:
            # Asked of a world that was never asked, nothing else is foretold either.
            new = portal(bare).why_not(step)
            known = (foretold.code, foretold.message) if foretold else None
            assert known == ((new.code, new.message) if new else None)
            assert known in (None, (error.code, error.message))
        world = door.world
        assert _everything(world) == _everything(World(world.tables, world.revision))
        assert _everything(Draft(world)) == _everything(world)
    assert len(done) > 3


def _group(name: str) -> ResourceGroup:
    return ResourceGroup(id=f"/g/{name}", name=name, location="westeurope")


def test_an_answer_is_kept_until_a_table_it_read_is_written() -> None:
    asked = []

    @remembered
    def groups(view: View) -> int:
        asked.append(view)
        return len(view.table(ResourceGroup))

    world = demo_world()
    count = groups(world)
    later = Draft(world)
    later.put(next(world.all(Site)))
    assert groups(later.finish()) == groups(world) == groups(Draft(world)) == count and len(asked) == 1
    changed = Draft(world)
    changed.put(_group("one"))
    assert groups(changed) == count + 1
    changed.put(_group("two"))
    # The draft writes on the table that it has written: nothing is kept of it.
    assert groups(changed) == count + 2
    following = changed.finish()
    assert groups(following) == groups(following) == count + 2 and len(asked) == 4


def test_a_draft_takes_answers_of_tables_that_it_has_not_written_and_gives_none() -> None:
    asked = []

    @remembered
    def groups(view: View) -> int:
        asked.append(view)
        return len(view.table(ResourceGroup))

    @remembered
    def sites(view: View) -> int:
        asked.append(view)
        return len(view.table(Site))

    world = demo_world()
    count, held = groups(world), sites(world)
    draft = Draft(world)
    draft.remove(next(world.all(Site)))
    assert groups(draft) == count and len(asked) == 2
    assert sites(draft) == held - 1 and len(asked) == 3
    assert (sites(world), groups(world)) == (held, count) and len(asked) == 3
    assert sites(draft.finish()) == held - 1


@pytest.mark.parametrize("kind", [WebCertificate, CertificateOrder, Site, DnsZone])
def test_a_draft_that_has_written_answers_as_one_of_a_world_never_asked_before(kind: type[Resource]) -> None:
    world = demo_world()
    _everything(world)
    for document in [*world.all(kind)][:4]:
        known, new = Draft(world), Draft(World(world.tables, world.revision))
        for draft in (known, new):
            draft.remove(document)
        assert _everything(known) == _everything(new)
    assert _everything(world) == _everything(World(world.tables, world.revision))


def test_what_an_answer_asked_others_counts_as_read_for_it_too() -> None:
    @remembered
    def groups(view: View) -> int:
        return len(view.table(ResourceGroup))

    @remembered
    def twice(view: View) -> int:
        return 2 * groups(view)

    world = demo_world()
    groups(world)
    count = twice(world)
    draft = Draft(world)
    draft.put(_group("one"))
    assert twice(draft.finish()) == count + 2


def test_a_refusal_met_on_the_way_counts_as_read() -> None:
    @remembered
    def needed(view: View) -> str:
        return view.need(ResourceGroup, "/g/one").name

    @remembered
    def named(view: View) -> str:
        try:
            return needed(view)
        except AzureError as error:
            return error.code

    world = demo_world()
    assert named(world) == "ResourceNotFound"
    draft = Draft(world)
    draft.put(_group("one"))
    assert named(draft.finish()) == "one"
