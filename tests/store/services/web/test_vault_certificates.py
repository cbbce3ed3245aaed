"""Certificates from a key vault: judged each time they are taken, and never more than what is in the file."""

from __future__ import annotations

from base64 import b64decode, encodebytes
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.arm import arm
from store.errors import AzureError
from store.resources import KeyVaultSecretStatus, SecretVersion, VaultCertificate
from store.secret import Secret
from store.services.key_vault.secrets import versions
from store.services.web.serving import served_by
from store.services.web.sync import link_status
from store.x509 import pem
from store.x509.authority import LeafRequest
from store.x509.pfx.open import open_bytes
from tests.support.order_cloud import Shop
from tests.support.vault_apps import HOST, IMPORTED, VaultApps, small_rsa


@pytest.fixture
def cloud() -> VaultApps:
    return VaultApps()


@pytest.fixture
def served(cloud: VaultApps) -> VaultApps:
    """An app that serves a certificate of the vault."""
    cloud.generate()
    cloud.take()
    cloud.bind()
    return cloud


def test_a_sync_takes_over_every_fact_of_the_new_certificate(served: VaultApps, tmp_path: Path) -> None:
    before = served.held().properties
    request = served.request(not_after=served.world.now + timedelta(days=70))
    new = served.bring(tmp_path, request)
    assert "1 binding moved" in served.sync()
    after = served.held().properties
    assert (after.thumbprint, served.bound()) == (new, new)
    assert (after.issue_date, after.expiration_date) == (request.not_before, request.not_after)
    assert after.public_key_hash != before.public_key_hash


def test_a_self_signed_version_is_taken_and_not_trusted(served: VaultApps) -> None:
    served.generate("Self")
    served.sync()
    state = served.site().host(HOST)
    assert state is not None
    assert served.held().properties.self_signed
    client = served_by(served.world, served.site(), state, tls="1.3")
    assert client.objections


def _unfit(cloud: VaultApps, tmp_path: Path, why: str) -> str:
    """A new version of the served certificate that an import refuses; returns the code."""
    if why == "key":
        cloud.bring(tmp_path, cloud.request(small_rsa()))
        return "PfxKeyTooSmall"
    if why == "serial":
        cloud.bring(tmp_path, cloud.request(serial=1 << 127))
        return "PfxSerialTooLong"
    if why == "PEM":
        data = b64decode(cloud.version().properties.value)
        file = tmp_path / "site.pem"
        file.write_text(pem_of(data))
        cloud.do("ImportVaultCertificate", vault="contoso-kv", name="site", file=str(file))
        return "SecretContentType"
    newest = cloud.version()
    cloud.generate()
    cloud.do("SetSecretVersion", version=cloud.version().name, enabled=False)
    assert cloud.version().name != newest.name
    return "SecretDisabled"


def pem_of(data: bytes, label: str = "PRIVATE KEY") -> str:
    """Key and certificates of a PFX without a password as PEM text."""
    opened = open_bytes(data, "")
    key, _ = opened.pair()
    assert key is not None
    return "".join(
        [pem.encode(label, key.der), *(pem.encode("CERTIFICATE", der) for der in opened.certificates)]
    )


@pytest.mark.parametrize("why", ["key", "serial", "PEM", "disabled"])
def test_what_an_import_refuses_stays_out_and_the_old_one_is_served(
    served: VaultApps, tmp_path: Path, why: str
) -> None:
    old, before = served.bound(), served.held().properties
    code = _unfit(served, tmp_path, why)
    assert served.refused("SyncCertificate", certificate=IMPORTED).code == code
    again = {"site": "contoso-app", "vault": "contoso-kv", "certificate": "site"}
    assert served.refused("ImportKeyVaultCertificate", **again).code == code
    served.do("AdvanceClock", by="2d")
    kept = served.held().properties
    assert (kept.thumbprint, served.bound()) == (old, old)
    assert kept.expiration_date == before.expiration_date
    disabled = why == "disabled"
    status = KeyVaultSecretStatus.OPERATION_NOT_PERMITTED if disabled else KeyVaultSecretStatus.UNKNOWN_ERROR
    assert kept.key_vault_secret_status is status


def test_a_fit_version_after_an_unfit_one_is_followed(served: VaultApps, tmp_path: Path) -> None:
    _unfit(served, tmp_path, "key")
    served.do("AdvanceClock", by="2d")
    new = served.generate()
    served.do("AdvanceClock", by="2d")
    kept = served.held().properties
    assert (kept.thumbprint, served.bound()) == (new, new)
    assert kept.key_vault_secret_status is KeyVaultSecretStatus.INITIALIZED


def test_the_status_of_a_link_is_what_the_next_sync_meets(served: VaultApps) -> None:
    served.do("SetSecretVersion", version=served.version().name, enabled=False)
    assert link_status(served.world, served.held()) is KeyVaultSecretStatus.OPERATION_NOT_PERMITTED
    served.do("AdvanceClock", by="2d")
    served.do("SetSecretVersion", version=served.version().name, enabled=True)
    assert link_status(served.world, served.held()) is KeyVaultSecretStatus.INITIALIZED


def test_a_version_without_server_authentication_is_taken_and_cannot_be_bound(
    served: VaultApps, tmp_path: Path
) -> None:
    served.bring(tmp_path, served.request(server_auth=False))
    served.sync()
    assert not served.held().properties.server_auth


class Ordered(Shop):
    """An issued order whose link is turned to a secret `own` that people write by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.issue()

    def own(self, value: str, **more: str) -> SecretVersion:
        asked = {"vault": "contoso-kv", "secret": "own", "value": value, **more}
        self.do("CreateSecretVersion", **asked)
        link = self.order().link
        assert link is not None
        if link.key_vault_secret_name != "own":
            self.do("ChangeSecretName", order="contosocert", secret="own")
        return versions(self.world, self.vault().id, "own")[0]


IMPORT = {"site": "contoso-app", "order": "contosocert"}
P12 = {"contentType": "application/x-pkcs12"}


def _by_hand(password: Secret | None = None) -> tuple[str, LeafRequest]:
    """The base64 text of a file that somebody made, in lines as `base64` prints them."""
    cloud = VaultApps()
    request = cloud.request(common_name="contoso.com", names=("contoso.com",))
    return encodebytes(cloud.pfx(request, password)).decode(), request


@pytest.mark.parametrize(
    ("password", "more", "code", "way_out"),
    [
        (Secret("secret word"), P12, "PfxHasPassword", "without a password"),
        (None, {}, "SecretContentType", "application/x-pkcs12"),
        (None, {"contentType": "text/plain"}, "SecretContentType", "application/x-pkcs12"),
    ],
)
def test_a_file_put_into_a_secret_by_hand_is_refused_for_what_it_lacks(
    password: Secret | None, more: dict[str, str], code: str, way_out: str
) -> None:
    shop = Ordered()
    shop.own(_by_hand(password)[0], **more)
    refused = shop.refused("ImportAppServiceCertificate", **IMPORT)
    assert refused.code == code
    assert way_out in refused.message + refused.next_step


def test_text_that_is_no_file_is_called_so() -> None:
    shop = Ordered()
    shop.own("hunter2!", **P12)
    assert shop.refused("ImportAppServiceCertificate", **IMPORT).code == "SecretNotBase64"


def test_the_facts_come_from_the_file_and_not_from_the_secret() -> None:
    shop = Ordered()
    text, request = _by_hand()
    version = shop.own(text, **P12, activation="2020-01-01T00:00:00Z", expiration="2020-02-01T00:00:00Z")
    assert version.properties.value.count("\n") > 3
    told = shop.do("ImportAppServiceCertificate", **IMPORT)
    assert "expired" not in told
    kept = shop.linked().properties
    assert (kept.issue_date, kept.expiration_date) == (request.not_before, request.not_after)
    assert kept.issuer == "Sim TLS RSA CA G1"
    shop.do("SetSecretVersion", version=version.name, expiration="2021-02-01T00:00:00Z")
    assert shop.linked().properties.expiration_date == request.not_after


def test_dates_of_an_orders_secret_change_nothing_on_the_certificate() -> None:
    shop = Shop()
    shop.issue()
    signed = shop.order().properties.signed_certificate
    assert signed is not None
    dates = {"activation": "2022-06-01T00:00:00Z", "expiration": "2022-07-01T00:00:00Z"}
    shop.do("SetSecretVersion", version=shop.secret().name, **dates)
    shop.do("ImportAppServiceCertificate", **IMPORT)
    kept = shop.linked().properties
    assert (kept.issue_date, kept.expiration_date) == (signed.not_before, signed.not_after)


def test_a_pem_certificate_exists_in_the_vault_and_not_for_app_service(
    cloud: VaultApps, tmp_path: Path
) -> None:
    cloud.generate(name="pfx")
    file = tmp_path / "p8.pem"
    file.write_text(pem_of(b64decode(cloud.version("pfx").properties.value)))
    cloud.do("ImportVaultCertificate", vault="contoso-kv", name="site", file=str(file))
    kept = cloud.version().properties
    assert kept.content_type == "application/x-pem-file"
    assert kept.value.startswith("-----BEGIN PRIVATE KEY-----")
    made = {one.name: one.properties for one in cloud.world.all(VaultCertificate)}
    assert made["site"].thumbprint == made["pfx"].thumbprint
    assert made["site"].content_type == "application/x-pem-file"
    asked = {"site": "contoso-app", "vault": "contoso-kv", "certificate": "site"}
    refused = cloud.refused("ImportKeyVaultCertificate", **asked)
    assert refused.code == "SecretContentType"
    assert "application/x-pem-file" in refused.message


@pytest.mark.parametrize("label", ["RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])
def test_a_pem_key_that_is_not_pkcs8_is_refused_with_the_command_that_mends_it(
    cloud: VaultApps, tmp_path: Path, label: str
) -> None:
    cloud.generate(name="pfx")
    file = tmp_path / "p1.pem"
    file.write_text(pem_of(b64decode(cloud.version("pfx").properties.value), label))
    with pytest.raises(AzureError) as caught:
        cloud.do("ImportVaultCertificate", vault="contoso-kv", name="site", file=str(file))
    assert caught.value.code == "PemUnexpectedFormat"
    assert "openssl pkcs8" in caught.value.next_step


def test_a_version_of_an_older_state_file_is_read_when_it_is_asked_for(served: VaultApps) -> None:
    new = served.generate()
    version = served.version()
    less = replace(version.properties, certificate=None, fault=None)
    served.overwrite(replace(version, properties=less))
    served.sync()
    assert (served.held().thumbprint, served.bound()) == (new, new)


def test_the_status_shown_is_what_the_vault_answers_now(served: VaultApps) -> None:
    served.do("SetSecretVersion", version=served.version().name, enabled=False)
    assert served.held().properties.key_vault_secret_status is KeyVaultSecretStatus.INITIALIZED
    assert link_status(served.world, served.held()) is KeyVaultSecretStatus.OPERATION_NOT_PERMITTED
    shown = arm(served.world, served.held())["properties"]["keyVaultSecretStatus"]
    assert shown == "OperationNotPermittedOnKeyVault"
    served.do("DeleteVault", vault="contoso-kv")
    assert link_status(served.world, served.held()) is KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST
