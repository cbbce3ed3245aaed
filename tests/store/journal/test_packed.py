"""A large state opens by its packed documents: they say what the checkpoint says, or are not listened to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import StateError
from store.journal import packing
from store.journal.journal import Journal, write_state
from store.journal.state_paths import StatePaths
from store.resources import CertificateOrder, Clock, WebCertificate
from store.resources.lookups import LOOKUPS
from store.world import Draft, View, World
from store.world.index import index_by
from store.world.shelf import Shelf
from tests.support.many_orders import many_orders
from tests.support.small_states import contents

_WORLD = many_orders(4, links=2)


@pytest.fixture(autouse=True)
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LEAST_PACKED", 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A large state."""
    made = tmp_path / "state.json"
    write_state(made, _WORLD, replace=False)
    return made


def packed(path: Path) -> list[Path]:
    return sorted(StatePaths(path).history.glob("*.packed"))


def opened(path: Path) -> World:
    journal = Journal.open(path)
    journal.close(checkpoint=False)
    return journal.world


def is_packed(world: World) -> bool:
    return isinstance(world.table(CertificateOrder), Shelf)


def test_it_opens_with_the_same_documents_and_finds_each_by_its_id(path: Path) -> None:
    world = opened(path)
    assert is_packed(world)
    for name, table in _WORLD.tables.items():
        held = world.tables[name]
        assert (len(held), list(held)) == (len(table), list(table))
        assert all(held.get(key) == document for key, document in table.items())
        assert all(held.get(key) is held[key] for key in table)
        assert held.get("/nothing") is None and "/nothing" not in held
    assert contents(world) == contents(_WORLD)


def test_a_look_at_one_document_reads_no_other(path: Path) -> None:
    world = opened(path)
    first = next(iter(world.table(CertificateOrder)))
    order = world.need(CertificateOrder, first)
    for one in (path, *packed(path)):
        one.write_bytes(b"")
    assert world.need(CertificateOrder, first) is order
    assert len(world.table(WebCertificate)) == len(_WORLD.table(WebCertificate))
    with pytest.raises(StateError, match="not a certblade state: it is empty"):
        list(world.all(WebCertificate))


def test_a_look_at_all_reads_none_that_most_others_have_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = opened(path)
    draft, model = Draft(world), dict(_WORLD.table(CertificateOrder))
    first, second, *_ = model
    changed = replace(model[first], tags={"changed": "yes"})
    draft.put(changed)
    draft.remove(model[second])
    model[first] = changed
    del model[second]
    # Small tables become plain dictionaries at once; this one stands for a large one.
    monkeypatch.setattr("store.world.table.SMALL", 0)
    orders = draft.finish().table(CertificateOrder)
    assert list(orders.items()) == list(model.items())
    shelf = world.table(CertificateOrder)
    assert isinstance(shelf, Shelf) and shelf.unread
    assert dict(shelf) == dict(_WORLD.table(CertificateOrder))


def test_of_a_document_that_is_damaged_the_checkpoint_has_another(path: Path) -> None:
    (file,) = packed(path)
    whole = file.read_bytes()
    for at in range(len(packing._FIRST), len(whole), len(whole) // 60):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert contents(opened(path)) == contents(_WORLD), at
    for cut in (0, 10, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        assert contents(opened(path)) == contents(_WORLD), cut


def test_a_checkpoint_that_was_edited_is_read_itself(path: Path) -> None:
    text = path.read_text()
    path.write_text(text.replace('"speed": 0', '"speed": 60'))
    for one in StatePaths(path).history.glob("*.json"):
        one.unlink()
    journal = Journal.open(path)
    assert journal.world.need(Clock, "clock").speed == 60


def test_only_the_newest_checkpoint_is_packed(path: Path) -> None:
    for _ in range(3):
        journal = Journal.open(path)
        with journal.locked() as world:
            draft = Draft(world)
            clock = world.need(Clock, "clock")
            draft.put(replace(clock, speed=clock.speed + 1))
            journal.commit(draft, id="c", caller="me", operation={"operation": "X"})
        changed = contents(journal.world)
        assert is_packed(journal.world)
        assert contents(opened(path)) == changed
        journal.close(checkpoint=True)
        assert contents(opened(path)) == changed
        assert len(packed(path)) == 1


def _indexes(view: View) -> Iterator[object]:
    for lookup in LOOKUPS:
        found = index_by(view, lookup.kind, lookup)
        yield {key: tuple(documents) for key, documents in found.items()}
        yield [found.get(key) for key in (("a", "b"), "nothing")]


#: (what is done, to which certificate or order, which of some thumbprints and secrets it has then)
_STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "remove", "order"]), st.integers(0, 7), st.integers(0, 3)), max_size=5
)


def _change(draft: Draft, steps: list[tuple[str, int, int]]) -> None:
    certificates, orders = list(_WORLD.all(WebCertificate)), list(_WORLD.all(CertificateOrder))
    for what, which, value in steps:
        one = certificates[which % len(certificates)]
        if what == "order":
            order = orders[which % len(orders)]
            draft.put(replace(order, tags={"a": str(value)}))
        elif what == "remove":
            draft.remove(one)
        else:
            properties = replace(
                one.properties, thumbprint=f"{value:040X}", key_vault_secret_name=f"contosocert{value}"
            )
            draft.put(replace(one, properties=properties))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STEPS, max_size=4), st.booleans())
def test_what_is_found_after_changes_is_what_a_world_in_memory_finds(
    tmp_path: Path, worlds: list[list[tuple[str, int, int]]], look: bool
) -> None:
    path = tmp_path / "state.json"
    if not path.exists():
        write_state(path, _WORLD, replace=False)
    ours, plain = opened(path), World(dict(_WORLD.tables), _WORLD.revision)
    for steps in worlds:
        drafts = Draft(ours), Draft(plain)
        for draft in drafts:
            _change(draft, steps)
        if look:
            asked = [lookup.of(one) for lookup in LOOKUPS for one in plain.all(lookup.kind)]
            for lookup in LOOKUPS:
                for keys in asked:
                    for key in keys:
                        found = [index_by(view, lookup.kind, lookup).get(key) for view in drafts]
                        assert found[0] == found[1]
        ours, plain = (draft.finish() for draft in drafts)
        for name, table in plain.tables.items():
            assert (len(ours.tables[name]), list(ours.tables[name])) == (len(table), list(table))
        assert list(_indexes(ours)) == list(_indexes(plain))
    assert contents(ours) == contents(plain)
