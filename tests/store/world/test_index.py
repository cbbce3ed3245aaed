"""Groups that are kept from world to world say the same as groups made anew."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from store.resources import ResourceGroup
from store.world import Draft, View, World
from store.world.index import index_by

#: (what is done, to which of a few groups, its letters: each of them is a key)
_STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "remove"]), st.integers(0, 5), st.text("abc", max_size=3)), max_size=8
)


def group(number: int, letters: str) -> ResourceGroup:
    return ResourceGroup(id=f"/g/{number}", name=str(number), location=letters)


def _letters(view: View) -> Callable[[ResourceGroup], set[str]]:
    return lambda one: set(one.location)


def _plainly(view: View) -> dict[str, tuple[ResourceGroup, ...]]:
    keys = {letter for one in view.all(ResourceGroup) for letter in one.location}
    return {key: tuple(one for one in view.all(ResourceGroup) if key in one.location) for key in keys}


def _change(draft: Draft, steps: list[tuple[str, int, str]]) -> None:
    for what, number, letters in steps:
        held = draft.get(ResourceGroup, f"/g/{number}")
        if what == "put":
            draft.put(group(number, letters))
        elif held is not None:
            draft.remove(held)


@settings(max_examples=200, deadline=None)
@given(st.lists(_STEPS, max_size=6))
def test_kept_groups_equal_new_ones(worlds: list[list[tuple[str, int, str]]]) -> None:
    world = World({})
    for steps in worlds:
        draft = Draft(world)
        _change(draft, steps)
        assert index_by(draft, ResourceGroup, _letters) == _plainly(draft)
        world = draft.finish()
        assert index_by(world, ResourceGroup, _letters) == _plainly(world)


def test_groups_are_kept_while_the_table_stands_and_a_draft_does_not_spoil_them() -> None:
    draft = Draft(World({}))
    draft.put(group(1, "a"))
    world = draft.finish()
    kept = index_by(world, ResourceGroup, _letters)
    assert index_by(Draft(world), ResourceGroup, _letters) is kept
    changed = Draft(world)
    changed.put(group(1, "b"))
    assert set(index_by(changed, ResourceGroup, _letters)) == {"b"}
    assert index_by(world, ResourceGroup, _letters) is kept


def test_what_keys_follow_from_makes_groups_anew() -> None:
    draft = Draft(World({}))
    draft.put(group(1, "a"))
    world = draft.finish()
    factor = {"a": "x"}

    def keys(view: View) -> Callable[[ResourceGroup], list[str]]:
        return lambda one: [factor[one.location]]

    assert set(index_by(world, ResourceGroup, keys, (ResourceGroup,))) == {"x"}
    factor["a"] = "y"
    assert set(index_by(world, ResourceGroup, keys, (ResourceGroup,))) == {"x"}
    assert set(index_by(world.merge({}, 2), ResourceGroup, keys, (ResourceGroup,))) == {"x"}
    other = Draft(world)
    other.put(group(2, "a"))
    assert set(index_by(other.finish(), ResourceGroup, keys, (ResourceGroup,))) == {"y"}
