"""Documents of Azure Resource Manager as the page shows them, and edited ones as operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from store.arm import arm
from store.arm.states import State, state_of_child, states
from store.arm.tree import PAGE, document, find, members
from store.errors import AzureError
from store.operations.resource_manager.differences import merged, plain
from store.operations.resource_manager.writable import Misplaced, writable
from store.operations.resource_manager.write import WriteResource
from store.resources import name_of
from tui.text.json_places import row_of
from tui.text.json_text import NotJsonError, read, shown

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation


class Shown(NamedTuple):
    """A document on the screen: its path, its JSON and text, the states in it, and how much it leaves out."""

    path: str = ""
    document: Any = None
    text: str = ""
    states: tuple[State, ...] = ()
    left_out: int = 0


class FaultyDocument(Exception):
    """An edited document that cannot be written: what is wrong, and where (from 0; -1 for no place)."""

    def __init__(self, error: AzureError, row: int, column: int = -1) -> None:
        super().__init__(error.message)
        self.error = error
        self.row = row
        self.column = column


def document_at(world: World, path: str) -> Shown:
    """The document of a path; one that is gone is shown as the error a GET gives."""
    if not path:
        return Shown()
    try:
        found = document(world, path)
    except AzureError as error:
        gone = {"error": {"code": error.code, "message": error.message}}
        return Shown(path, gone, shown(gone))
    resource = find(world, path)
    told = states(world, resource) if resource is not None else state_of_child(world, found)
    left = max(0, sum(1 for _ in members(world, path)) - PAGE) if "nextLink" in found else 0
    return Shown(path, found, shown(found), told, left)


def whole_document(world: World, seen: Shown) -> Any:
    """What a question is put to: the document, and of a list that was cut all of it."""
    if seen.left_out:
        return {"value": [arm(world, one) for one in members(world, seen.path)]}
    return seen.document


def changeable(world: World, path: str) -> tuple[str, ...]:
    """The properties of a resource that a PUT can change."""

    resource = find(world, path)
    return writable(resource) if resource is not None else ()


def edited(world: World, seen: Shown, text: str) -> Operation:
    """The operation that an edited document asks for; raises `FaultyDocument` with its row."""

    resource = find(world, seen.path)
    if resource is None:
        missing = f"The resource '{name_of(seen.path)}' was not found."
        raise FaultyDocument(AzureError("ResourceNotFound", missing, "Refresh the tree."), -1)
    try:
        whole, clash = merged(plain(seen.document), read(text), plain(arm(world, resource)))
        if clash is not None:
            changed = "Somebody else has changed it since it was read."
            raise Misplaced("PreconditionFailed", clash, changed, "Read Only shows it as it is now.")
        return WriteResource.of(world, resource, whole)
    except NotJsonError as fault:
        error = AzureError("InvalidRequestContent", fault.message, "Mend the JSON.")
        raise FaultyDocument(error, fault.row, fault.column) from None
    except Misplaced as fault:
        row = row_of(text, fault.place)
        told = AzureError(fault.code, f"Line {row + 1}, {fault.message}", fault.next_step)
        raise FaultyDocument(told, row) from None
