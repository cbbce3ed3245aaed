"""PUT of a resource: several of its writable properties at once, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from store.arm.tree import find
from store.errors import AzureError
from store.operations.api_versions import versioned
from store.operations.arguments import ScopeRef
from store.operations.azure_cli import az_line, az_lines, json_word
from store.operations.azure_powershell import ps_rest
from store.operations.operation import Operation
from store.operations.resource_manager.writable import changes_of
from store.resources import Resource, SecretVersion
from store.services.authorization.access import refusal
from store.world import Draft, View, World


class WriteResource(Operation, frozen=True, kw_only=True):
    """Write a resource by its whole document, as a PUT does; of a name that is there already."""

    arm: ClassVar[str] = "Microsoft.Resources/deployments/write"
    title: ClassVar[str] = "Write resource"

    resource: ScopeRef
    document: Mapping[str, Any]

    @classmethod
    def of(cls, view: View, resource: Resource, document: Any) -> Operation:
        """The operation that turns the resource into this document: its own where one change is all there is.

        Raises `Misplaced` where it is no object, or a property cannot be written.
        """
        parts = changes_of(view, resource, document)
        return parts[0] if len(parts) == 1 else cls(resource=resource.id, document=document)

    def target(self, view: View) -> str:
        return _need(view, self.resource).id

    def parts(self, view: View) -> tuple[Operation, ...]:
        """The operations that make the changes, in order; raises `AzureError` as `changes_of`."""
        return changes_of(view, _need(view, self.resource), dict(self.document))

    def why_not(self, view: View) -> AzureError | None:
        if not self.parts(view):
            return AzureError("NoChange", "The document is the resource as it is.", "Change a property.")
        # A later change may be possible, or not, only because of an earlier one.
        self._made(Draft(World(view.tables, view.revision)))
        return None

    def denied(self, view: View, caller: str) -> AzureError | None:
        refused = (refusal(view, part, caller) for part in self.parts(view))
        return next((one for one in refused if one is not None), None)

    def apply(self, draft: Draft, material: None) -> str:
        return " ".join(self._made(draft))

    def _made(self, draft: Draft) -> list[str]:
        """The sentences of the changes, made on the draft; raises `AzureError` of the first refused."""
        told = []
        for part in self.parts(draft):
            if (refused := part.why_not(draft)) is not None:
                raise refused
            told.append(part.apply(draft, part.prepare(draft)))
        return told

    def az(self, view: View) -> str | None:
        id = self.target(view)
        if view.get(SecretVersion, id) is not None:
            return az_lines(part.az(view) for part in self.parts(view))
        return az_line("rest", method="put", url=versioned(view, id), body=json_word(dict(self.document)))

    def powershell(self, view: View) -> str | None:
        id = self.target(view)
        if view.get(SecretVersion, id) is not None:
            # What is in a vault is no resource of Resource Manager.
            return az_lines(part.powershell(view) for part in self.parts(view))
        return ps_rest(view, "PUT", id, dict(self.document))


def _need(view: View, id: str) -> Resource:
    resource = find(view, id)
    if resource is None:
        raise AzureError("ResourceNotFound", f"The resource '{id}' was not found.", "Refresh the list.")
    return resource
