"""Certificates with elliptic curve keys: later years take them as an upload, and not from a key vault."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.secret import Secret
from store.services.authority.trust import rsa_stand_ins
from store.x509.authority import issue
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.support.order_cloud import Shop
from tests.support.pfx_files import foreign_authority
from tests.support.vault_apps import HOST, VaultApps

TAKE = {"site": "contoso-app", "vault": "contoso-kv", "certificate": "site"}


def brought(cloud: VaultApps, folder: Path, kind: str = "ec") -> str:
    """The name of a file with a key of that kind, which a CA outside the world has certified."""
    signer = foreign_authority()
    request = cloud.request(new_key(kind))
    made = issue(signer, request).certificate
    file = folder / f"{kind}.pfx"
    file.write_bytes(build_pfx(request.key, made, signer.chain, Secret("secret word")))
    return str(file)


def put(cloud: VaultApps, file: str) -> None:
    asked = {"vault": "contoso-kv", "name": "site", "file": file, "password": "secret word"}
    cloud.do("ImportVaultCertificate", **asked)


def test_in_2026_an_ec_certificate_is_uploaded_but_not_imported_from_a_vault(tmp_path: Path) -> None:
    cloud = VaultApps("2026")
    file = brought(cloud, tmp_path)
    put(cloud, file)
    refused = cloud.refused("ImportKeyVaultCertificate", **TAKE)
    assert refused.code == "EcKeyFromVault"
    assert "Upload it" in refused.next_step
    told = cloud.do("UploadCertificate", site="contoso-app", file=file, password="secret word")
    assert HOST in told


@pytest.mark.parametrize(("era", "kind"), [("2022", "ec"), ("2026", "rsa2048")])
def test_earlier_years_and_rsa_keys_have_no_such_rule(era: str, kind: str, tmp_path: Path) -> None:
    cloud = VaultApps(era)
    put(cloud, brought(cloud, tmp_path, kind))
    assert "Imported" in cloud.take()


def test_an_ec_version_stays_out_on_sync_and_job_and_the_rsa_one_is_served(tmp_path: Path) -> None:
    cloud = VaultApps("2026")
    put(cloud, brought(cloud, tmp_path, "rsa2048"))
    cloud.take()
    cloud.bind()
    served = cloud.bound()
    put(cloud, brought(cloud, tmp_path))
    assert cloud.held().thumbprint == served != cloud.version().properties.thumbprint
    cloud.do("AdvanceClock", by="2d")
    assert (cloud.held().thumbprint, cloud.bound()) == (served, served)


@pytest.mark.parametrize("issuer", ["Self", "DigiCert"])
def test_what_the_vault_of_a_world_with_quick_keys_makes_is_imported(issuer: str) -> None:
    """By their policy those certificates have RSA keys."""
    cloud = VaultApps("2026")
    cloud.generate(issuer)
    assert "Imported" in cloud.take()
    cloud.do("NewVaultCertificateVersion", certificate="site")
    cloud.sync()
    assert cloud.held().thumbprint == cloud.version().properties.thumbprint


def test_an_order_of_a_world_with_quick_keys_is_imported_also_as_a_vault_certificate(tmp_path: Path) -> None:
    shop = Shop("2026")
    shop.issue()
    assert "Imported" in shop.do("ImportAppServiceCertificate", site="contoso-app", order="contosocert")
    asked = {"vault": "contoso-kv", "secret": "copy", "value": shop.secret().properties.value}
    shop.do("CreateSecretVersion", **asked, contentType="application/x-pkcs12")
    shop.do("DeleteCertificate", certificate=shop.linked().id)
    shop.do("ChangeSecretName", order="contosocert", secret="copy")
    assert "Imported" in shop.do("ImportAppServiceCertificate", site="contoso-app", order="contosocert")


def test_in_a_world_with_rsa_keys_nothing_stands_for_them() -> None:
    cloud = VaultApps("2026")
    assert rsa_stand_ins(cloud.world)
    cloud.put(replace(cloud.world.facts, keys="rsa2048"))
    assert not rsa_stand_ins(cloud.world)
