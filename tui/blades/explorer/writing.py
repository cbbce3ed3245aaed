"""Read Only and Read/Write: what edits, writes and deletes the resource that Resource Explorer shows."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from store.arm.tree import find
from store.operations.resource_manager.deletion import deletion_of
from store.resources import name_of
from tui.blades.base import Blade
from tui.blades.explorer.document_pane import DocumentPane
from tui.blades.explorer.reading import FaultyDocument, Shown, changeable, edited
from tui.blades.explorer.resource_tree import ResourceTree
from tui.dialogs.type_name import TypeName
from tui.host import Outside
from tui.navigation.verbs import verb

if TYPE_CHECKING:
    from store.operations.operation import Operation

READ_ONLY, READ_WRITE = "Read Only", "Read/Write"


class WritesDocuments(Blade):
    """A page with a document of the resource at `path`, which can be edited once one asks for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "put", "PUT", show=False, id="explorer.put_key"),
    ]

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self.path = resource
        self.places = ResourceTree()
        self.pane = DocumentPane(lambda: self.world)

    @abstractmethod
    def look(self) -> None:
        """Read the document anew, and show it."""

    @abstractmethod
    def turn(self, side: str) -> None:
        """Show the tree ("-choosing") or the document ("-reading") where both do not fit."""

    @verb("e", "Edit (Read/Write)", "Whether the document can be edited")
    def toggle_mode(self) -> None:
        """Begin to edit the document, or let go of what was edited."""
        self._write(not self.pane.writing)
        if self.pane.writing:
            self.turn("-reading")
            self.pane.area.focus()
        else:
            self.accepted()
            self.look()

    @toggle_mode.labelled
    def _mode(self) -> str:
        return READ_ONLY if self.pane.writing else f"Edit ({READ_WRITE})"

    @toggle_mode.why_not
    def _no_document(self) -> str:
        if find(self.world, self.path) is None:
            return "A resource can be written, a list cannot."
        return "" if self.pane.seen.path == self.path else "The document is being read."

    @verb("p", "PUT", "Write the edited document (also ctrl+s)")
    def put(self) -> None:
        """Write the document as it stands in the editor; a fault is said, and the cursor put at it."""
        try:
            operation = edited(self.world, self.pane.seen, self.pane.area.text)
        except FaultyDocument as fault:
            error = fault.error
            self.refused(error)
            self.host.say("PUT", error.message, "error", code=error.code, repair=error.next_step)
            if fault.row >= 0:
                self.pane.area.reveal(fault.row, fault.column)
            return
        self.host.perform(operation, title=operation.title, then=self._written)

    @put.shown
    def _is_writing(self) -> bool:
        return self.pane.writing

    @verb("d", "Delete", "DELETE of the resource, in Read/Write mode")
    def delete(self) -> None:
        """Ask for the name, then delete the resource."""
        resource, operation = find(self.world, self.path), self.deletion()
        if resource is None or operation is None:
            return
        warning = f"{operation.title}. Azure Resource Manager does not ask."
        dialog = TypeName(f"Delete {resource.name}?", warning, (), name=resource.name, what="resource")
        self.host.ask(dialog, lambda _: self.host.perform(operation, title="Delete", then=self._written))

    @delete.operation
    def deletion(self) -> Operation | None:
        resource = find(self.world, self.path)
        return deletion_of(resource) if resource is not None else None

    @delete.why_not
    def _delete_waits(self) -> str:
        return "" if self.pane.writing else f"{self.toggle_mode.key} allows Delete."

    def outside(self) -> Outside | None:
        seen = self.pane.seen
        if not seen.text:
            return None
        name = name_of(seen.path).lower() or "document"
        can = find(self.world, seen.path) is not None and not self.portal.looks_on
        take = partial(self._take, seen) if can else None
        return Outside(name, "json", self.pane.area.text if self.pane.writing else seen.text, take)

    def _take(self, seen: Shown, text: str) -> None:
        """Write what an editor made of the document, as if it had been edited in place."""
        self.path = seen.path
        self.pane.go_on(seen, text, changeable(self.world, seen.path))
        self.places.disabled = True
        self.turn("-reading")
        self.pane.area.focus()
        self.press(self.put)

    def _write(self, writes: bool) -> None:
        self.pane.write(changeable(self.world, self.path) if writes else (), writes=writes)
        self.places.disabled = writes
        self.update_chrome()

    def _written(self, _: object) -> None:
        self._write(False)
        self.look()

    def action_put(self) -> None:
        if self.pane.writing:
            self.press(self.put)
