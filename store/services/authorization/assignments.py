"""Role assignments at a resource and below, which go with it."""

from __future__ import annotations

from msgspec.structs import replace

from store.resources import Principal
from store.services.authorization.access import is_inside
from store.world import Draft


def forget_assignments(draft: Draft, id: str) -> None:
    """Take away the roles that principals have at this id and below: what is gone grants nothing."""
    for principal in tuple(draft.all(Principal)):
        kept = {scope: role for scope, role in principal.roles.items() if not is_inside(scope, id)}
        if len(kept) != len(principal.roles):
            draft.put(replace(principal, roles=kept))
