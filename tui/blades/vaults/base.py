"""The base of all pages of a key vault, and of those that show the contents of a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.resources import Vault
from tui.blades.base import Blade
from tui.text.secret_words import opening_refusal
from tui.widgets.section import Banner, Section

if TYPE_CHECKING:
    from store import World


class VaultBlade(Blade):
    """A page of one vault; it closes when the vault is deleted or moved."""

    KIND_LABEL = "Key vault"
    RESOURCE = Vault

    @property
    def vault(self) -> Vault:
        """The vault as it is now; raises `AzureError` ResourceNotFound when it is gone."""
        return self.world.need(Vault, self.resource)


class SecretBlade(Blade):
    """A page of what is in a secret: a banner `#denied` first, then sections."""

    def shows(self, world: World, secret: str) -> bool:
        """Show the sections, or without Get on secrets the refusal in their place; whether they are shown."""
        refused = opening_refusal(self.portal, secret)
        denied = self.query_one("#denied", Banner)
        for section in self.query(Section):
            section.display = refused is None
        if refused is None:
            denied.hide()
            return True
        told = f"{refused.message} {refused.next_step}"
        denied.show("error", f"{refused.code}:", told, way_out=refused.way_out)
        return False
