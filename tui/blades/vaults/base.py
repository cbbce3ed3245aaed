"""What all pages of one key vault share."""

from __future__ import annotations

from store.resources import Vault
from tui.blades.base import Blade


class VaultBlade(Blade):
    """A page of one vault; it closes when the vault is deleted or moved."""

    KIND_LABEL = "Key vault"
    RESOURCE = Vault

    @property
    def vault(self) -> Vault:
        """The vault as it is now; raises `AzureError` ResourceNotFound when it is gone."""
        return self.world.need(Vault, self.resource)
