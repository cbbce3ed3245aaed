"""Room for certificates in a webspace and a plan: every way in needs it, a deletion makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.operations.arguments import File
from store.operations.key_vault.certificate_imports import ImportVaultCertificate
from store.operations.operation import Operation
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.certificates import DeleteCertificate, SyncCertificate
from store.operations.web.imports import ImportAppServiceCertificate, ImportKeyVaultCertificate
from store.operations.web.managed import CreateManagedCertificate
from store.operations.web.public_certificates import DeletePublicCertificate, UploadPublicCertificate
from store.operations.web.uploads import UploadCertificate
from store.resources import (
    ManagedRequest,
    PublicCertificate,
    PublicCertificateProperties,
    Vault,
    WebCertificate,
    WebCertificateProperties,
)
from store.services.key_vault.permissions import FULL_ACCESS, grant
from store.services.web.imports import web_certificate_id
from store.services.web.webspaces import certificates_in, webspace_of
from tests.support.app_cloud import NOW, VAULT, Stage
from tests.support.pfx_files import PASSWORD, pfx

_DOORS = ("upload", "App Service Certificate", "Key Vault", "managed")


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.new_site("contoso-app", "contoso.com", "www.contoso.com")
    return stage


def fill(stage: Stage, count: int) -> None:
    """So many certificates in the webspace of the app, beside those it has."""
    plan = stage.plan()
    names = [f"filler{number:04d}" for number in range(count)]
    stage.put(
        *(
            WebCertificate(
                id=web_certificate_id(plan, name),
                name=name,
                location=plan.location,
                properties=WebCertificateProperties(
                    subject_name=name,
                    host_names=(f"{name}.contoso.com",),
                    issuer="",
                    issue_date=NOW,
                    expiration_date=NOW,
                    thumbprint=f"{number:040X}",
                    server_farm_id=plan.id,
                    web_space=plan.webspace,
                ),
            )
            for number, name in enumerate(names)
        )
    )


def knock(
    stage: Stage, door: str, folder: Path, site: str = "contoso-app", host: str = "www.contoso.com"
) -> Operation:
    """The operation by which a certificate would come in, all its other conditions met."""
    if door == "upload":
        file, _ = pfx(folder, "contoso.com")
        return UploadCertificate(site=site, file=file, password=PASSWORD)
    if door == "managed":
        return CreateManagedCertificate(site=site, host=host)
    if door == "App Service Certificate":
        stage.issue()
        return ImportAppServiceCertificate(site=site, order="contosocert")
    stage.put(grant(stage.world.need(Vault, VAULT), "11111111-0000-4000-a000-000000000001", FULL_ACCESS))
    file, _ = pfx(folder, "contoso.com", password=None)
    stage.do(ImportVaultCertificate(vault="contoso-kv", name="mycert", file=file))
    return ImportKeyVaultCertificate(site=site, vault="contoso-kv", certificate="mycert")


@pytest.mark.parametrize("door", _DOORS)
def test_a_full_webspace_takes_no_further_certificate(stage: Stage, tmp_path: Path, door: str) -> None:
    operation = knock(stage, door, tmp_path)
    fill(stage, 1000)
    refused = stage.refused(operation)
    assert (refused.code, refused.message) == (
        "TooManyCertificates",
        "A webspace can hold 1000 private key certificates.",
    )
    stage.do(DeleteCertificate(certificate="filler0007"))
    stage.do(operation)
    stage.do(AdvanceClock(by="5m"))
    space = webspace_of(stage.world, stage.site("contoso-app"))
    assert len(certificates_in(stage.world, space)) == 1000


@pytest.mark.parametrize("door", _DOORS)
def test_a_full_webspace_does_not_concern_another(stage: Stage, tmp_path: Path, door: str) -> None:
    fill(stage, 1000)
    stage.new_site("far-app", "api.contoso.com", plan="plan-api")
    stage.do(knock(stage, door, tmp_path, "far-app", "api.contoso.com"))


def test_a_managed_certificate_that_is_being_made_has_its_place(stage: Stage, tmp_path: Path) -> None:
    fill(stage, 999)
    stage.do(CreateManagedCertificate(site="contoso-app", host="www.contoso.com"))
    assert list(stage.world.all(ManagedRequest))
    assert stage.refused(knock(stage, "upload", tmp_path)).code == "TooManyCertificates"


def test_a_full_webspace_still_syncs_what_it_has(stage: Stage) -> None:
    stage.issue()
    stage.do(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    fill(stage, 999)
    newest = stage.issue()
    linked = next(one for one in stage.world.all(WebCertificate) if one.properties.key_vault_id)
    stage.do(SyncCertificate(certificate=linked.name))
    assert stage.certificate(linked.name).thumbprint == newest


def test_the_apps_of_a_plan_share_the_room_for_public_certificates(stage: Stage, tmp_path: Path) -> None:
    file, issued = pfx(tmp_path, "contoso.com")
    cer = tmp_path / "one.cer"
    cer.write_bytes(issued.certificate)
    properties = PublicCertificateProperties(
        blob="", thumbprint="A" * 40, subject_name="CN=x", expiration_date=NOW
    )
    stage.new_site("second-app")
    site = stage.site("second-app").id
    stage.put(
        *(
            PublicCertificate(id=f"{site}/publicCertificates/{name}", name=name, properties=properties)
            for name in (f"p{number}" for number in range(1000))
        )
    )
    upload = UploadPublicCertificate(site="contoso-app", name="one", file=File(str(cer)))
    assert stage.refused(upload).message == "The apps of a plan can have 1000 public key certificates."
    stage.new_site("far-app", plan="plan-api")
    stage.do(UploadPublicCertificate(site="far-app", name="one", file=File(str(cer))))
    stage.do(DeletePublicCertificate(certificate="p3"))
    stage.do(upload)
