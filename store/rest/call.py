"""One request on its way: the world it is asked of, who asks, and what was done for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from store.errors import AzureError
from store.operations.operation import Operation
from store.portal import Done, Portal
from store.resources import Resource, ResourceGroup, Subscription
from store.rest.messages import Request
from store.rest.place import Place
from store.rest.tokens import Tokens
from store.services.authorization.access import reading_refusal
from store.world import World

R = TypeVar("R", bound=Resource)


class Call:
    """A request with its path taken apart; `names` are those in the route's braces."""

    caller = ""
    #: The vault whose data is asked for, "" elsewhere.
    vault = ""
    names: Mapping[str, str] = {}
    #: How many parts of the path are the scope of a lock or role.
    scope = 0

    def __init__(
        self,
        portal: Portal,
        place: Place,
        tokens: Tokens,
        request: Request,
        parts: Sequence[str],
        query: Mapping[str, str],
    ) -> None:
        self.portal = portal
        self.place = place
        self.tokens = tokens
        self.request = request
        self.parts = tuple(parts)
        self.query = query
        self.done: list[Done] = []
        self.operations: list[str] = []

    @property
    def world(self) -> World:
        """The world as it is now, after what this request did."""
        return self.portal.world

    @property
    def path(self) -> str:
        """The path as it was asked for, without empty parts."""
        return "/" + "/".join(self.parts)

    def id(self, parts: int | None = None) -> str:
        """The first parts of the path as an id in the request's spelling; all of them without a number."""
        return "/" + "/".join(self.parts[:parts])

    def find(self, kind: type[R], parts: int | None = None) -> R | None:
        """The resource that the path, or its beginning, names; the caller must be allowed to read it.

        Raises `AzureError` AuthorizationFailed, SubscriptionNotFound, ResourceGroupNotFound.
        """
        id = self.id(parts)
        self.may_read(id, f"{kind.__struct_config__.tag}/read")
        self._parents(id)
        return self.world.get(kind, id)

    def need(self, kind: type[R], parts: int | None = None) -> R:
        """The same resource; raises `AzureError` ResourceNotFound besides."""
        found = self.find(kind, parts)
        if found is None:
            raise self.missing(str(kind.__struct_config__.tag), self.id(parts))
        return found

    def missing(self, kind: str, id: str) -> AzureError:
        """Resource Manager's sentence about a resource that is not there."""
        group = self.parts[3] if len(self.parts) > 3 else ""
        name = id.rpartition("/")[2]
        return AzureError(
            "ResourceNotFound",
            f"The Resource '{kind}/{name}' under resource group '{group}' was not found. "
            "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
        )

    def may_read(self, scope: str, action: str) -> None:
        """Raises `AzureError` AuthorizationFailed where the caller has no role at the scope."""
        refused = reading_refusal(self.world, self.caller, action, scope)
        if refused is not None:
            raise refused

    def _parents(self, id: str) -> None:
        parts = id.split("/")
        subscription = "/".join(parts[:3])
        if self.world.get(Subscription, subscription) is None:
            raise AzureError("SubscriptionNotFound", f"The subscription '{parts[2]}' could not be found.")
        group = "/".join(parts[:5])
        grouped = len(parts) > 4 and parts[3].lower() == "resourcegroups"
        if grouped and self.world.get(ResourceGroup, group) is None:
            raise AzureError("ResourceGroupNotFound", f"Resource group '{parts[4]}' could not be found.")

    def body(self) -> dict[str, Any]:
        """The request's JSON object, empty for an empty body; raises `AzureError` InvalidRequestContent."""
        if not self.request.body.strip():
            return {}
        try:
            document = msgspec.json.decode(self.request.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise AzureError(
                "InvalidRequestContent", "The request content was invalid and could not be deserialized."
            ) from None
        if not isinstance(document, dict):
            raise AzureError("InvalidRequestContent", "The request content must be a JSON object.")
        return document

    def why_not(self, operation: Operation) -> AzureError | None:
        """Why the caller may not do it now, or None; nothing is done."""
        return self.portal.why_not(operation, self.caller)

    def perform(self, operation: Operation) -> Done:
        """Do it through the one door; raises `AzureError` and `StateError` as `Portal.perform`."""
        self.operations.append(type(operation).__name__)
        done = self.portal.perform(operation, self.caller)
        self.done.append(done)
        return done

    def perform_all(self, operations: Sequence[Operation]) -> None:
        """Do them in order; where one of them is refused as things stand, none is done.

        Raises `AzureError` as `perform`.
        """
        if len(operations) > 1:
            for one in operations:
                refused = self.why_not(one)
                if refused is not None:
                    raise refused
        for one in operations:
            self.perform(one)
