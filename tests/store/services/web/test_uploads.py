"""Certificates people bring themselves: uploads, public certificates, code that loads them, vault imports."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.operations.arguments import File
from store.operations.key_vault.certificate_imports import ImportVaultCertificate
from store.operations.web.app_settings import SetAppSetting
from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.certificates import DeleteCertificate, SyncCertificate
from store.operations.web.imports import ImportKeyVaultCertificate
from store.operations.web.public_certificates import DeletePublicCertificate, UploadPublicCertificate
from store.operations.web.uploads import UploadCertificate
from store.resources import (
    Clock,
    Health,
    Permissions,
    PublicCertificate,
    Revocation,
    TrustedRoot,
    Vault,
    WebCertificate,
)
from store.secret import Secret
from store.services.authority.authorities import authority_keys
from store.services.authorization.principals import WEB_SITES, service
from store.services.key_vault.permissions import FULL_ACCESS, grant, revoke
from store.services.web.bindings import binding_warnings
from store.services.web.bindings import health as health_of
from store.services.web.serving import served
from store.services.web.uploads import upload_report
from store.services.web.webspaces import certificates_in, webspace_of
from tests.support.app_cloud import NOW, VAULT, Stage
from tests.support.pfx_files import PASSWORD, foreign_authority, pfx


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.new_site("contoso-app", "contoso.com", "www.contoso.com")
    return stage


def upload(stage: Stage, folder: Path, *names: str, **made: object) -> WebCertificate:
    file, issued = pfx(folder, *names, **made)  # type: ignore[arg-type]
    stage.do(UploadCertificate(site="contoso-app", file=file, password=PASSWORD))
    return stage.certificate(f"{issued.thumbprint}-rg-web-WestEuropewebspace")


@pytest.mark.row("S1-52")
@pytest.mark.row("S1-10")
def test_an_upload_adds_a_certificate_to_the_webspace(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com", "www.contoso.com")
    properties = uploaded.properties
    assert properties.host_names == ("contoso.com", "www.contoso.com")
    assert properties.subject_name == "contoso.com"
    assert properties.issuer == "Sim Secure Certificate Authority - G2"
    assert properties.key_vault_id is None
    assert certificates_in(stage.world, webspace_of(stage.world, stage.site("contoso-app"))) == (uploaded,)


@pytest.mark.row("S1-04")
@pytest.mark.row("S1-72")
def test_a_file_without_a_password_is_refused(stage: Stage, tmp_path: Path) -> None:
    file, _ = pfx(tmp_path, "contoso.com", password=None)
    for password in (Secret(), Secret("any")):
        refused = stage.refused(UploadCertificate(site="contoso-app", file=file, password=password))
        assert refused.code == "PfxPasswordRequired"
    assert not list(stage.world.all(WebCertificate))


def test_a_wrong_password_is_the_portals_one_sentence(stage: Stage, tmp_path: Path) -> None:
    file, _ = pfx(tmp_path, "contoso.com")
    refused = stage.refused(UploadCertificate(site="contoso-app", file=file, password=Secret("wrong")))
    assert refused.message == "The password is incorrect, or the certificate is not valid"
    report = upload_report(stage.world, stage.site("contoso-app"), Path(file).read_bytes(), Secret("wrong"))
    assert report.line("password").verdict == "failed"


def test_a_file_that_is_not_there(stage: Stage, tmp_path: Path) -> None:
    missing = File(str(tmp_path / "none.pfx"))
    assert stage.refused(UploadCertificate(site="contoso-app", file=missing)).code == "FileNotFound"


def test_the_same_certificate_is_refused_a_second_time(stage: Stage, tmp_path: Path) -> None:
    file, made = pfx(tmp_path, "contoso.com")
    stage.do(UploadCertificate(site="contoso-app", file=file, password=PASSWORD))
    again = stage.refused(UploadCertificate(site="contoso-app", file=file, password=PASSWORD))
    assert again.message == (
        f"Another certificate exists with same thumbprint {made.thumbprint} at location West Europe "
        "in the Resource Group rg-web."
    )
    stage.new_site("far-app", plan="plan-api")
    stage.do(UploadCertificate(site="far-app", file=file, password=PASSWORD))


@pytest.mark.row("S1-55")
@pytest.mark.row("S1-56")
def test_a_successor_replaces_by_upload_bind_delete(stage: Stage, tmp_path: Path) -> None:
    old = upload(stage, tmp_path, "contoso.com", serial=1)
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=old.name, type="IP"))
    address = stage.site("contoso-app").properties.inbound_ip_address
    new = upload(stage, tmp_path, "contoso.com", serial=2)
    assert stage.host("contoso-app", "contoso.com").thumbprint == old.thumbprint
    assert stage.refused(SyncCertificate(certificate=old.name)).code == "NotFromKeyVault"
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=new.name, type="IP"))
    stage.do(DeleteCertificate(certificate=old.name))
    assert stage.host("contoso-app", "contoso.com").thumbprint == new.thumbprint
    assert stage.site("contoso-app").properties.inbound_ip_address == address


@pytest.mark.row("S1-09")
def test_an_untrusted_certificate_binds_with_a_warning(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com")
    bind = AddBinding(site="contoso-app", host="contoso.com", certificate=uploaded.name)
    assert "Warning: The certificate was not signed by a trusted authority" in stage.do(bind).result
    assert not served(stage.world, "contoso.com").secure
    stage.do(RemoveBinding(site="contoso-app", host="contoso.com"))
    root = b64encode(foreign_authority().root_certificate).decode("ascii")
    stage.put(TrustedRoot(id="A" * 40, certificate=root, subject="CN=Sim Root - G2"))
    assert "Warning" not in stage.do(bind).result
    assert served(stage.world, "contoso.com").secure


def test_a_self_signed_certificate_says_so(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com", signer="own")
    bind = AddBinding(site="contoso-app", host="contoso.com", certificate=uploaded.name)
    assert "is self-signed" in stage.do(bind).result


def test_a_certificate_of_this_worlds_ca_is_trusted(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com", signer=authority_keys(stage.world, "DigiCert"))
    bind = AddBinding(site="contoso-app", host="contoso.com", certificate=uploaded.name)
    assert "Warning" not in stage.do(bind).result


@pytest.mark.row("S1-08")
def test_a_client_certificate_is_uploaded_and_not_bound(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com", server_auth=False)
    bind = AddBinding(site="contoso-app", host="contoso.com", certificate=uploaded.name)
    assert stage.refused(bind).code == "CertificateNotForServerAuthentication"


def test_an_expired_certificate_binds_with_a_warning(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com")
    stage.put(Clock(id="clock", now=NOW + timedelta(days=300)))
    bind = AddBinding(site="contoso-app", host="contoso.com", certificate=uploaded.name)
    assert "The certificate expired on" in stage.do(bind).result


@pytest.mark.parametrize(
    ("days", "health"),
    [(239, Health.HEALTHY), (240, Health.WARNING), (299, Health.WARNING), (300, Health.EXPIRED)],
)
def test_health_warns_sixty_days_before(stage: Stage, tmp_path: Path, days: int, health: Health) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com", signer=authority_keys(stage.world, "GoDaddy"))
    stage.put(Clock(id="clock", now=NOW + timedelta(days=days)))
    assert health_of(stage.world, uploaded) is health


def test_a_certificate_that_clients_refuse_is_not_healthy(stage: Stage, tmp_path: Path) -> None:
    """The list and the details of an app say the same of a certificate."""
    foreign = upload(stage, tmp_path, "contoso.com")
    assert binding_warnings(stage.world, foreign)
    assert health_of(stage.world, foreign) is Health.WARNING
    good = upload(stage, tmp_path, "www.contoso.com", signer=authority_keys(stage.world, "GoDaddy"))
    assert health_of(stage.world, good) is Health.HEALTHY
    stage.put(Clock(id="clock", now=NOW - timedelta(days=20)))
    assert health_of(stage.world, good) is Health.WARNING
    stage.put(
        Clock(id="clock", now=NOW),
        Revocation(id=good.thumbprint, order="", serial_number="1", revoked_at=NOW),
    )
    assert health_of(stage.world, good) is Health.WARNING


def test_unbound_hosts_are_named(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path, "contoso.com")
    assert stage.site("contoso-app").unbound_hosts == ("contoso.com", "www.contoso.com")
    stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=uploaded.name))
    assert stage.site("contoso-app").unbound_hosts == ("www.contoso.com",)


@pytest.mark.row("S1-53")
@pytest.mark.row("S1-54")
def test_a_public_certificate_is_listed_and_never_bound(stage: Stage, tmp_path: Path) -> None:
    _, made = pfx(tmp_path, "contoso.com")
    path = tmp_path / "ca.cer"
    path.write_bytes(made.certificate)
    stage.do(UploadPublicCertificate(site="contoso-app", name="ca", file=File(str(path))))
    public = next(stage.world.all(PublicCertificate))
    assert public.properties.thumbprint == made.thumbprint
    assert public.properties.public_certificate_location == "CurrentUserMy"
    bind = AddBinding(site="contoso-app", host="contoso.com", certificate=made.thumbprint)
    assert stage.refused(bind).code == "CertificateNotFound"
    again = UploadPublicCertificate(site="contoso-app", name="CA", file=File(str(path)))
    assert stage.refused(again).code == "Conflict"
    stage.do(DeletePublicCertificate(certificate="ca"))
    assert not list(stage.world.all(PublicCertificate))


def test_a_private_key_is_no_public_certificate(stage: Stage, tmp_path: Path) -> None:
    file, _ = pfx(tmp_path, "contoso.com")
    refused = stage.refused(UploadPublicCertificate(site="contoso-app", name="ca", file=file))
    assert refused.code == "PrivateKeyInCer"


def test_the_name_of_a_setting_is_checked(stage: Stage) -> None:
    assert (
        stage.refused(SetAppSetting(site="contoso-app", name="a b", value="x")).code == "InvalidSettingName"
    )


def in_vault(stage: Stage, folder: Path, *names: str, **made: object) -> None:
    """The certificate object "mycert" of the vault, or its next version."""
    vault = stage.world.need(Vault, VAULT)
    stage.put(grant(vault, "11111111-0000-4000-a000-000000000001", FULL_ACCESS))
    file, _ = pfx(folder, *names, **made)  # type: ignore[arg-type]
    stage.do(ImportVaultCertificate(vault="contoso-kv", name="mycert", file=file, password=PASSWORD))


def import_it() -> ImportKeyVaultCertificate:
    return ImportKeyVaultCertificate(site="contoso-app", vault="contoso-kv", certificate="mycert")


@pytest.mark.row("S1-48")
@pytest.mark.row("S1-49")
def test_a_vault_certificate_is_imported_bound_and_followed(stage: Stage, tmp_path: Path) -> None:
    in_vault(stage, tmp_path, "contoso.com")
    stage.do(import_it())
    name = "rg-web-contoso-kv-mycert"
    first = stage.certificate(name)
    assert first.properties.issuer == "Sim Secure Certificate Authority - G2"
    assert "Warning" in stage.do(AddBinding(site="contoso-app", host="contoso.com", certificate=name)).result
    in_vault(stage, tmp_path, "contoso.com", serial=2)
    stage.do(SyncCertificate(certificate=name))
    assert stage.certificate(name).thumbprint != first.thumbprint
    assert stage.host("contoso-app", "contoso.com").thumbprint == stage.certificate(name).thumbprint


def test_an_unsuitable_vault_certificate_names_the_broken_rule(stage: Stage, tmp_path: Path) -> None:
    in_vault(stage, tmp_path, "contoso.com", serial=2**96)
    refused = stage.refused(import_it())
    assert refused.code == "PfxSerialTooLong"


@pytest.mark.row("S1-45")
@pytest.mark.parametrize(
    ("permissions", "said"),
    [
        (Permissions(secrets=("get",)), "certificate permission Get"),
        (Permissions(certificates=("get",)), "secret permission Get"),
        (None, "secret permission Get"),
    ],
)
def test_app_service_needs_both_permissions(
    stage: Stage, tmp_path: Path, permissions: Permissions | None, said: str
) -> None:
    in_vault(stage, tmp_path, "contoso.com")
    vault, principal = stage.world.need(Vault, VAULT), service(stage.world, WEB_SITES).id
    stage.put(revoke(vault, principal) if permissions is None else grant(vault, principal, permissions))
    refused = stage.refused(import_it())
    assert refused.code == "KeyVaultAccessDenied"
    assert said in refused.next_step


def test_properties_survive_a_second_import(stage: Stage, tmp_path: Path) -> None:
    in_vault(stage, tmp_path, "contoso.com")
    stage.do(import_it())
    assert stage.refused(import_it()).code == "Conflict"
    held = stage.certificate("rg-web-contoso-kv-mycert")
    stage.put(replace(held, properties=replace(held.properties, thumbprint="0" * 40)))
    stage.do(import_it())
    assert stage.certificate("rg-web-contoso-kv-mycert").properties == held.properties
