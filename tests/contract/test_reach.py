"""Every operation of the registry has a door in the portal."""

from __future__ import annotations

from functools import cache

from store.operations.registry import OPERATIONS, kinds
from tests.support.performed import performed
from tui.navigation.routes import ROUTES

#: Rooms of operations that have no page, and how they are performed instead.
_NO_PAGE = {
    "compute": "the classic Cloud Services: by `certblade do`",
    "storage": "packages of the classic Cloud Services: by `certblade do`",
    "visual_studio": "projects of the classic Cloud Services: by `certblade do`",
    "training": "exercises: by the page of a class and `certblade scenario`",
}


@cache
def _reached() -> set[str]:
    return {name for route in ROUTES.values() for name in performed(route.load())}


def test_every_operation_can_be_performed_in_the_portal() -> None:
    rooms = {place.rpartition(":")[2]: place.partition(".")[0] for place in OPERATIONS}
    missing = {name for name in kinds() if name not in _reached() and rooms[name] not in _NO_PAGE}
    assert missing == set(), "neither a verb nor a dialog of any page performs them"


def test_a_page_performs_nothing_that_is_not_in_the_registry() -> None:
    assert _reached() <= set(kinds())
