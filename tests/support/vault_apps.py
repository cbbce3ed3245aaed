"""Apps that follow certificates of a key vault: the walk world with a vault that App Service may read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from store.operations.naming import find_id
from store.resources import SecretVersion, Site, WebCertificate
from store.secret import Secret
from store.services.authority.authorities import authority_keys
from store.services.key_vault.secrets import versions
from store.world import Draft
from store.x509.authority import LeafRequest, issue
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.support.cloud import Cloud
from tests.support.worlds import portal

HOST = "www.contoso.com"
#: The name of the vault's certificate `site` in the webspace of contoso-app.
IMPORTED = "rg-web-contoso-kv-site"


class VaultApps(Cloud):
    """By default everything is about the vault certificate `site` and contoso-app with www.contoso.com."""

    def __init__(self, era: str = "2022") -> None:
        super().__init__("walk", era)
        self.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
        asked = {"principal": "Microsoft.Azure.WebSites", "secrets": ["get"], "certificates": ["get"]}
        self.do("SetAccessPolicy", vault="contoso-kv", **asked)

    def generate(self, issuer: str = "DigiCert", name: str = "site", **more: Any) -> str:
        """A certificate, or its next version; returns the thumbprint."""
        asked = {"vault": "contoso-kv", "name": name, "subject": f"CN={HOST}", "issuer": issuer}
        self.do("GenerateVaultCertificate", **asked | more)
        return self.version(name).properties.thumbprint

    def bring(self, folder: Path, request: LeafRequest, name: str = "site") -> str:
        """A certificate of the world's DigiCert from a file, or its next version; returns the thumbprint."""
        file = folder / "brought.pfx"
        file.write_bytes(self.pfx(request))
        self.do("ImportVaultCertificate", vault="contoso-kv", name=name, file=str(file))
        return self.version(name).properties.thumbprint

    def pfx(self, request: LeafRequest, password: Secret | None = None) -> bytes:
        """The file of a certificate that the world's DigiCert signs."""
        keys = authority_keys(self.world, "DigiCert")
        return build_pfx(request.key, issue(keys, request).certificate, keys.chain, password)

    def request(self, key: bytes | None = None, **more: Any) -> LeafRequest:
        """A request for the host, valid from ten days ago for a hundred."""
        usual: dict[str, Any] = {
            "common_name": HOST,
            "names": (HOST,),
            "not_before": self.world.now - timedelta(days=10),
            "not_after": self.world.now + timedelta(days=90),
            "serial": 7,
        }
        return LeafRequest(key=key or new_key("ec"), **usual | more)

    def take(self, site: str = "contoso-app", name: str = "site") -> str:
        return self.do("ImportKeyVaultCertificate", site=site, vault="contoso-kv", certificate=name)

    def bind(self, certificate: str = IMPORTED, site: str = "contoso-app", host: str = HOST) -> None:
        self.do("AddBinding", site=site, host=host, certificate=certificate)

    def sync(self, certificate: str = IMPORTED) -> str:
        return self.do("SyncCertificate", certificate=certificate)

    def other_region(self) -> None:
        """An app contoso-us in East US, its plan in the same resource group, with us.contoso.com."""
        self.do("CreatePlan", name="plan-us", resourceGroup="rg-web", location="East US", sku="S1")
        self.do("CreateSite", name="contoso-us", plan="plan-us")
        self.map("contoso-us", "us.contoso.com")

    def map(self, site: str, host: str) -> None:
        """Point a host name of contoso.com to an app and map it."""
        label = host.removesuffix(".contoso.com")
        zone = {"zone": "contoso.com"}
        self.do("AddRecord", **zone, type="CNAME", name=label, value=f"{site}.azurewebsites.net")
        proof = self.site(site).properties.custom_domain_verification_id
        self.do("AddRecord", **zone, type="TXT", name=f"asuid.{label}", value=proof)
        self.do("MapHost", site=site, host=host)

    def version(self, secret: str = "site") -> SecretVersion:
        return versions(self.world, self.vault().id, secret)[0]

    def site(self, name: str = "contoso-app") -> Site:
        return self.world.need(Site, find_id(self.world, Site, name))

    def held(self, name: str = IMPORTED) -> WebCertificate:
        return self.world.need(WebCertificate, find_id(self.world, WebCertificate, name))

    def bound(self, site: str = "contoso-app", host: str = HOST) -> str:
        found = self.site(site).host(host)
        assert found is not None
        return found.thumbprint or ""

    def overwrite(self, document: SecretVersion) -> None:
        draft = Draft(self.world)
        draft.put(document)
        self.portal = portal(draft.finish())


def small_rsa() -> bytes:
    """An RSA key of 1024 bits, which App Service does not take (PKCS#8 DER)."""
    key = rsa.generate_private_key(65537, 1024)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
