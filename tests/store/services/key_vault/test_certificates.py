"""Certificate objects: real certificates, kept as managed secrets."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store.errors import AzureError
from store.resources import Clock, DnsZone, SecretVersion, VaultCertificate
from store.secret import Secret
from store.services.authority.authorities import authority_keys
from store.services.key_vault.secrets import versions
from store.time.calendar import HORIZON
from store.x509.certificates import describe
from store.x509.pfx.build import protect_pfx
from store.x509.pfx.open import open_bytes
from store.x509.requirements.check import Surroundings, check_vault_pfx
from tests.support.cloud import Cloud
from tests.support.worlds import portal, world


def generate(cloud: Cloud, **more: object) -> VaultCertificate:
    asked = {"vault": "contoso-kv", "name": "c1", "subject": "CN=contoso.com", **more}
    if "issuer" in more and not any(True for _ in cloud.world.all(DnsZone)):
        cloud.do("CreateZone", name="contoso.com", resourceGroup="rg-web")
    cloud.do("GenerateVaultCertificate", **asked)
    return certificate(cloud, str(asked["name"]))


def certificate(cloud: Cloud, name: str) -> VaultCertificate:
    return next(one for one in cloud.world.all(VaultCertificate) if one.name == name)


def newest(cloud: Cloud, name: str) -> SecretVersion:
    return versions(cloud.world, cloud.vault().id, name)[0]


def stored(cloud: Cloud, name: str) -> bytes:
    return b64decode(newest(cloud, name).properties.value)


def test_a_generated_certificate_is_a_real_one(cloud: Cloud) -> None:
    made = generate(cloud, hosts=["www.contoso.com"], issuer="DigiCert", validityMonths=6)
    key, leaf = open_bytes(stored(cloud, "c1"), "").pair()
    assert key is not None
    assert leaf is not None
    facts = describe(leaf)
    assert facts.thumbprint == made.properties.thumbprint == newest(cloud, "c1").properties.thumbprint
    assert facts.names == made.properties.host_names == ("contoso.com", "www.contoso.com")
    assert (facts.not_before, (facts.not_after - facts.not_before).days) == (cloud.world.now, 182)
    report = check_vault_pfx(
        stored(cloud, "c1"),
        Surroundings(
            era=cloud.world.era,
            now=cloud.world.now,
            trusted_roots=[authority_keys(cloud.world, "DigiCert").chain[-1]],
            host="www.contoso.com",
        ),
    )
    assert (report.accepted, report.bindable) == (True, True)


@pytest.mark.parametrize(("when", "days"), [("2022-08-01", 397), ("2026-08-01", 199), ("2030-01-01", 46)])
def test_a_public_ca_gives_no_more_than_the_maximum_of_the_day(cloud: Cloud, when: str, days: int) -> None:
    cloud.put(Clock(id="clock", now=datetime.fromisoformat(f"{when}T09:00:00+00:00")))
    made = generate(cloud, issuer="GlobalSign", validityMonths=36).properties
    assert made.not_after is not None and (made.not_after - cloud.world.now).days == days
    own = generate(cloud, name="own", validityMonths=36).properties
    assert own.not_after is not None and (own.not_after - cloud.world.now).days == 1095
    cloud.do("AddRecord", zone="contoso.com", type="CAA", value="0 issue digicert.com")
    assert cloud.refused("NewVaultCertificateVersion", certificate="c1").code == "CaaForbids"


def test_nothing_ends_after_the_end_of_time(cloud: Cloud) -> None:
    cloud.put(Clock(id="clock", now=HORIZON - timedelta(days=7)))
    assert generate(cloud, issuer="DigiCert").properties.not_after == HORIZON
    cloud.do("DeleteVaultCertificate", certificate="c1")
    cloud.do("RecoverSecret", secret="c1")
    cloud.do("DeleteVault", vault="contoso-kv")
    cloud.do("RecoverVault", vault="contoso-kv")
    assert certificate(cloud, "c1").properties.not_after == HORIZON


def test_a_self_signed_certificate_signs_itself(cloud: Cloud) -> None:
    made = generate(cloud)
    _, leaf = open_bytes(stored(cloud, "c1"), "").pair()
    assert leaf is not None
    assert describe(leaf).self_signed
    assert (made.properties.issuer_name, made.properties.issuer) == ("Self", "CN=contoso.com")


def test_a_renewal_in_the_vault_has_a_new_key_and_the_same_names(cloud: Cloud) -> None:
    old = generate(cloud, hosts=["www.contoso.com"], issuer="DigiCert")
    before = open_bytes(stored(cloud, "c1"), "").keys[0].public_key_hash
    cloud.do("NewVaultCertificateVersion", certificate="c1")
    new = certificate(cloud, "c1")
    assert new.properties.thumbprint != old.properties.thumbprint
    assert new.properties.host_names == old.properties.host_names
    assert new.properties.issuer_name == "DigiCert"
    assert open_bytes(stored(cloud, "c1"), "").keys[0].public_key_hash != before
    assert [one.properties.sequence for one in versions(cloud.world, cloud.vault().id, "c1")] == [2, 1]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"subject": "CN=contoso"}, "InvalidSubject"),
        ({"hosts": ["a.*.contoso.com"]}, "InvalidSubject"),
        ({"issuer": "Nobody"}, "UnknownIssuer"),
        ({"issuer": "GoDaddy"}, "UnknownIssuer"),
        ({"issuer": "GlobalSign"}, "DomainNotValidated"),
        ({"validityMonths": 0}, "InvalidValidity"),
        ({"validityMonths": 121}, "InvalidValidity"),
        ({"name": "a.b"}, "InvalidCertificateName"),
    ],
)
def test_refused_certificates(cloud: Cloud, more: dict[str, object], code: str) -> None:
    asked = {"vault": "contoso-kv", "name": "c1", "subject": "contoso.com", **more}
    assert cloud.refused("GenerateVaultCertificate", **asked).code == code


def test_an_imported_certificate_loses_its_password_and_keeps_its_chain(cloud: Cloud, tmp_path: Path) -> None:
    made = generate(cloud, issuer="DigiCert")
    file = tmp_path / "contoso.pfx"
    file.write_bytes(protect_pfx(stored(cloud, "c1"), Secret("Pa55word!")))
    cloud.do("ImportVaultCertificate", vault="contoso-kv", name="c2", file=str(file), password="Pa55word!")
    taken = certificate(cloud, "c2").properties
    assert (taken.thumbprint, taken.issuer_name) == (made.properties.thumbprint, "Unknown")
    opened = open_bytes(stored(cloud, "c2"), "")
    assert opened.state == "no password"
    assert len(opened.certificates) == 3
    assert cloud.refused("NewVaultCertificateVersion", certificate="c2").code == "IssuerUnknown"


@pytest.mark.parametrize(
    ("content", "password", "code"),
    [
        (b"", "", "NotAPfx"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "", "PemUnexpectedFormat"),
        (None, "wrong", "PfxPasswordIncorrect"),
        (None, "\0", "PfxPasswordIncorrect"),
    ],
)
def test_files_a_vault_does_not_import(
    cloud: Cloud, tmp_path: Path, content: bytes | None, password: str, code: str
) -> None:
    generate(cloud)
    file = tmp_path / "file.pfx"
    sealed = protect_pfx(stored(cloud, "c1"), Secret("right"))
    file.write_bytes(sealed if content is None else content)
    error = failure(cloud, file=str(file), password=password)
    assert error == code
    assert len(list(cloud.world.all(VaultCertificate))) == 1


def failure(cloud: Cloud, **arguments: str) -> str:
    """The code of an import that fails while its file is read."""
    with pytest.raises(AzureError) as caught:
        cloud.do("ImportVaultCertificate", vault="contoso-kv", name="c2", **arguments)
    return caught.value.code


def test_a_missing_file_is_named(cloud: Cloud, tmp_path: Path) -> None:
    assert failure(cloud, file=str(tmp_path / "none.pfx"), password="") == "FileNotFound"
    assert failure(cloud, file=str(tmp_path), password="") == "FileNotRegular"


def test_an_import_under_the_name_is_the_next_version(cloud: Cloud, tmp_path: Path) -> None:
    generate(cloud)
    generate(cloud, name="c2", hosts=["www.contoso.com"])
    file = tmp_path / "c2.pfx"
    file.write_bytes(stored(cloud, "c2"))
    cloud.do("ImportVaultCertificate", vault="contoso-kv", name="c1", file=str(file))
    assert len(versions(cloud.world, cloud.vault().id, "c1")) == 2
    assert certificate(cloud, "c1").properties.thumbprint == certificate(cloud, "c2").properties.thumbprint


def test_certificate_and_secret_live_and_go_together(cloud: Cloud) -> None:
    made = generate(cloud)
    owned = {"vault": "contoso-kv", "secret": "c1"}
    assert cloud.refused("DeleteSecret", **owned).code == "SecretManagedByCertificate"
    assert cloud.refused("CreateSecretVersion", **owned, value="x").code == "SecretManagedByCertificate"
    cloud.do("DeleteVaultCertificate", certificate="c1")
    assert versions(cloud.world, cloud.vault().id, "c1") == ()
    again = {"vault": "contoso-kv", "name": "c1", "subject": "contoso.com"}
    assert cloud.refused("GenerateVaultCertificate", **again).code == "ObjectIsDeletedButRecoverable"
    cloud.do("RecoverSecret", secret="c1")
    assert certificate(cloud, "c1") == made
    assert newest(cloud, "c1").properties.thumbprint == made.properties.thumbprint


def test_a_plain_secrets_name_is_not_taken_over(cloud: Cloud) -> None:
    cloud.do("CreateSecretVersion", vault="contoso-kv", secret="s1", value="x")
    asked = {"vault": "contoso-kv", "name": "s1", "subject": "contoso.com"}
    assert cloud.refused("GenerateVaultCertificate", **asked).code == "Conflict"


def test_rsa_worlds_make_rsa_keys() -> None:
    cloud = Cloud()
    cloud.portal = portal(world("empty", keys="rsa2048"))
    cloud.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")
    generate(cloud)
    key = open_bytes(stored(cloud, "c1"), "").keys[0]
    assert (key.kind, key.bits) == ("RSA", 2048)
