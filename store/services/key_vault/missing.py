"""A key vault that is not where its id says: deleted, moved, or gone for good; and what helps in each case.

Sources: "Azure Key Vault soft-delete overview", "Moving an Azure Key Vault to another subscription" (Azure
docs, 2022).
"""

from __future__ import annotations

from msgspec import Struct

from store.errors import Place, WayOut
from store.resources import Subscription, Vault, group_of, name_of, subscription_of
from store.services import steps
from store.services.key_vault.soft_delete import deleted_vault
from store.world import View


class Missing(Struct, frozen=True):
    """Why there is no vault with an id, in a sentence, and the way out of whoever is linked to it."""

    cause: str
    way_out: WayOut


def missing_vault(view: View, id: str) -> Missing:
    """What happened to the vault that had this id."""
    moved = moved_vault(view, id)
    if moved is not None:
        return _moved(view, id, moved)
    if deleted_vault(view, id) is not None:
        step = f"Recover the vault, or choose another one in {steps.STORE}."
        return Missing("The key vault was deleted.", Place.KEY_VAULTS.way(step))
    step = f"Choose another one in {steps.STORE}."
    return Missing("The key vault does not exist any more.", Place.STORE.way(step))


def moved_vault(view: View, id: str) -> Vault | None:
    """The vault that had this id before it was moved: a vault's name is its own in all of Azure."""
    name = name_of(id).lower()
    if view.get(Vault, id) is not None:
        return None
    return next((one for one in view.all(Vault) if one.name.lower() == name), None)


def _moved(view: View, id: str, moved: Vault) -> Missing:
    before, after = (view.get(Subscription, subscription_of(one)) for one in (id, moved.id))
    if after is None or before is after:
        return Missing(
            f"The key vault was moved to resource group '{name_of(group_of(moved.id))}'.",
            Place.STORE.way(f"Choose it again in {steps.STORE}."),
        )
    cause = f"The key vault was moved to subscription '{after.properties.display_name}'"
    if before is not None and before.properties.tenant_id != after.properties.tenant_id:
        cause += " of another tenant, and has lost its access policies"
    way_out = Place.STORE.way(f"Choose another one in {steps.STORE}, or move it back.")
    return Missing(f"{cause}.", way_out)
