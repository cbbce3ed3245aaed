"""The cloud service contoso-cs: its certificates renewed in the key vault, and the texts that say so."""

from __future__ import annotations

from functools import cache
from typing import Any

from store.resources import CloudService, RoleInstance, Vault, VaultCertificate
from store.services.compute.certificates import certificates_in
from store.world import View, World
from tests.support.cloud import Cloud

WEB, WORKER = "ContosoCertificate", "WorkerCertificate"


def service_of(view: View) -> CloudService:
    """The one cloud service."""
    [found] = view.all(CloudService)
    return found


def vault_of(view: View) -> Vault:
    """The one key vault."""
    [found] = view.all(Vault)
    return found


def thumbprint(view: View, name: str) -> str:
    """Thumbprint of the newest version of a certificate of the key vault."""
    return next(one.properties.thumbprint for one in view.all(VaultCertificate) if one.name == name)


def certificate_url(view: View, name: str) -> str:
    """Certificate URL of the newest version."""
    return next(one.url for one in certificates_in(view, vault_of(view).id) if one.name == name)


def installed(view: View, role: str) -> dict[str, tuple[str, ...]]:
    """Instance of a role → thumbprints it has installed."""
    return {
        one.name: tuple(held.thumbprint for held in one.properties.certificates)
        for one in view.all(RoleInstance)
        if one.properties.role == role
    }


def renewed_text(before: View, after: View, *names: str) -> str:
    """The configuration with the thumbprints that these certificates have later."""
    text = service_of(before).properties.configuration
    for name in names:
        text = text.replace(thumbprint(before, name), thumbprint(after, name))
    return text


def cloud_world() -> World:
    """The service as the world begins with it: both certificates end in 25 days."""
    return Cloud("cloud").world


@cache
def renewed_world() -> World:
    """Both certificates renewed in the key vault, the service not updated yet."""
    cloud = Cloud("cloud")
    for name in (WEB, WORKER):
        cloud.do("NewVaultCertificateVersion", certificate=name)
    return cloud.world


def with_cloud_service(world: World) -> World:
    """The world with the cloud service of another, its certificates in the key vault of both."""
    wanted = ("Microsoft.Compute/", "Microsoft.Storage/", "Microsoft.KeyVault/vaults/")
    changes = {
        name: dict(documents)
        for name, documents in cloud_world().tables.items()
        if name.startswith((*wanted, "_deployments", "_projects", "_blobs"))
    }
    return world.merge(changes, world.revision)


class Service(Cloud):
    """A portal on the world in which both certificates were renewed."""

    def __init__(self) -> None:
        super().__init__("cloud")
        self.before = self.world
        self.begin(renewed_world())

    def begin(self, world: World) -> None:
        """Go on from this world."""
        from tests.support.worlds import portal

        self.portal = portal(world)

    @property
    def service(self) -> CloudService:
        return service_of(self.world)

    def text(self, *names: str) -> str:
        """The configuration with the newest thumbprints of these certificates (none named: of both)."""
        return renewed_text(self.before, self.world, *(names or (WEB, WORKER)))

    def save(self, text: str, **more: Any) -> str:
        """Save in the portal with the certificates of contoso-kv."""
        return self.do(
            "SaveConfiguration", **{"service": "contoso-cs", "vault": "contoso-kv"} | more, configuration=text
        )
