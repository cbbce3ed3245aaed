"""What a client has against the chain of an app's certificate, as bindings and the client's view tell it."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest

from store.operations.arguments import File
from store.operations.key_vault.certificate_imports import ImportVaultCertificate
from store.operations.web.bindings import AddBinding
from store.operations.web.imports import ImportKeyVaultCertificate
from store.operations.web.uploads import UploadCertificate
from store.resources import Clock, SecretVersion, TrustedRoot, Vault, VaultSecret
from store.secret import Secret
from store.services.key_vault.permissions import FULL_ACCESS, grant
from store.services.web.serving import served
from store.x509.certificates import describe
from store.x509.pfx.build import build_pfx
from tests.support.app_cloud import VAULT, Stage
from tests.support.path_cases import CASES, HOST, NOW, SERVER, Case, certificate, key_der, purposes

PASSWORD = Secret("correct horse")
ME = "11111111-0000-4000-a000-000000000001"


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.new_site("contoso-app", HOST)
    made.put(Clock(id="clock", now=NOW))
    return made


def trust(stage: Stage, *roots: bytes) -> None:
    for root in roots:
        facts = describe(root)
        text = b64encode(root).decode("ascii")
        stage.put(TrustedRoot(id=facts.thumbprint, certificate=text, subject=facts.subject))


def file(folder: Path, leaf: bytes, *pool: bytes) -> File:
    path = folder / "case.pfx"
    path.write_bytes(build_pfx(key_der(HOST), leaf, pool, PASSWORD))
    return File(str(path))


def bound(stage: Stage, folder: Path, case: Case) -> str:
    """Upload the case with its roots and bind the host to it; what the operation said."""
    trust(stage, *case.roots)
    made = file(folder, case.leaf, *dict.fromkeys((*case.pool, *case.roots)))
    stage.do(UploadCertificate(site="contoso-app", file=made, password=PASSWORD))
    thumbprint = describe(case.leaf).thumbprint
    return stage.do(AddBinding(site="contoso-app", host=HOST, certificate=thumbprint)).result


@pytest.mark.parametrize(
    "name",
    [
        "plain",
        "expired intermediate",
        "expired root",
        "path length 0 and a CA below",
        "CA for mail",
        "unknown critical in the CA",
        "both ways, new root trusted",
        "old way only, new root trusted",
        "both ways, expired root trusted",
    ],
)
def test_bindings_and_clients_judge_the_whole_chain(stage: Stage, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    told, client = bound(stage, tmp_path, case), served(stage.world, HOST)
    assert ("Warning" in told) is (not client.secure) is bool(case.fault)
    assert case.fault in told and case.fault in " ".join(client.objections)


def test_an_intermediate_that_expires_under_a_valid_leaf_is_noticed(stage: Stage, tmp_path: Path) -> None:
    early = certificate("CA", "Root", end=NOW + timedelta(days=30))
    case = CASES["plain"]._replace(pool=(early,))
    assert "Warning" not in bound(stage, tmp_path, case)
    assert served(stage.world, HOST).secure
    stage.put(Clock(id="clock", now=NOW + timedelta(days=31)))
    [objection] = served(stage.world, HOST).objections
    assert "CA expired on 2022-08-31" in objection


def test_a_root_trusted_later_makes_another_way_up_good(stage: Stage, tmp_path: Path) -> None:
    case = CASES["both ways, new root trusted"]
    assert "was not signed by a trusted authority" in bound(stage, tmp_path, case._replace(roots=()))
    trust(stage, *case.roots)
    assert served(stage.world, HOST).secure


def imported(stage: Stage, folder: Path, *pool: bytes, leaf: bytes) -> None:
    given = file(folder, leaf, *pool)
    stage.put(grant(stage.world.need(Vault, VAULT), ME, FULL_ACCESS))
    stage.do(ImportVaultCertificate(vault=VAULT, name="site", file=given, password=PASSWORD))
    stage.do(ImportKeyVaultCertificate(site="contoso-app", vault=VAULT, certificate="site"))
    thumbprint = describe(leaf).thumbprint
    stage.do(AddBinding(site="contoso-app", host=HOST, certificate=thumbprint))


def test_a_vault_certificate_is_judged_by_its_file_and_remembered_without_it(
    stage: Stage, tmp_path: Path
) -> None:
    case = CASES["old way only, new root trusted"]
    trust(stage, *case.roots)
    imported(stage, tmp_path, *case.pool, leaf=case.leaf)
    assert served(stage.world, HOST).secure
    draft = stage.draft()
    for kind in (SecretVersion, VaultSecret):
        for document in list(draft.all(kind)):
            draft.remove(document)
    stage.world = draft.finish()
    assert served(stage.world, HOST).secure
    draft = stage.draft()
    for root in list(draft.all(TrustedRoot)):
        draft.remove(root)
    stage.world = draft.finish()
    [objection] = served(stage.world, HOST).objections
    assert "not signed by a trusted authority" in objection


@pytest.mark.parametrize(
    ("names", "subject", "part"),
    [((), HOST, "lists no DNS names"), (("www.contoso.com.",), "L", "ends with a dot"), ((HOST,), "L", "")],
)
def test_where_clients_read_the_names_differently_is_said(
    stage: Stage, tmp_path: Path, names: tuple[str, ...], subject: str, part: str
) -> None:
    leaf = certificate(subject, "CA", purposes(SERVER), ca=False, names=names, key=HOST)
    bound(stage, tmp_path, CASES["plain"]._replace(leaf=leaf))
    client = served(stage.world, HOST)
    assert client.secure
    assert bool(client.remarks) == bool(part) and part in " ".join(client.remarks)
