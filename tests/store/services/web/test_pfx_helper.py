"""The PFX helper: files of an authority in any order become what an upload takes."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from store.errors import AzureError
from store.operations.arguments import File
from store.operations.web.uploads import UploadCertificate
from store.secret import Secret
from store.services.web.pfx_assembly import PfxAssembly, merge_files, write_pfx
from store.x509 import pem
from store.x509.authority import LeafRequest, issue
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.support.app_cloud import NOW, Stage
from tests.support.pfx_files import PASSWORD, foreign_authority
from tests.support.pfx_parts import PASSWORD as WORD
from tests.support.pfx_parts import (
    bag,
    certificate_bag,
    clear_safe,
    encrypt,
    octets,
    pbe,
    sealed_pfx,
    sequence,
)

NEW = Secret("fresh")


class Made(NamedTuple):
    key: bytes
    leaf: bytes


@cache
def made() -> Made:
    key = new_key("ec")
    leaf = issue(
        foreign_authority(),
        LeafRequest(
            key=key,
            common_name="contoso.com",
            names=["contoso.com"],
            not_before=NOW - timedelta(days=1),
            not_after=NOW + timedelta(days=300),
            serial=7,
        ),
    )
    return Made(key, leaf.certificate)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """leaf.crt and root.crt as PEM, intermediate.cer as DER, the key, and a PFX of the leaf alone."""
    signer = foreign_authority()
    (tmp_path / "leaf.crt").write_text(pem.encode("CERTIFICATE", made().leaf))
    (tmp_path / "intermediate.cer").write_bytes(signer.intermediate_certificate)
    (tmp_path / "root.crt").write_text(pem.encode("CERTIFICATE", signer.root_certificate))
    (tmp_path / "my.key").write_text(pem.encode("PRIVATE KEY", made().key))
    (tmp_path / "leaf only.pfx").write_bytes(build_pfx(made().key, made().leaf, (), PASSWORD))
    return tmp_path


def mixed(folder: Path, *names: str, password: Secret = PASSWORD) -> PfxAssembly:
    return merge_files([str(folder / name) for name in names], password)


def code(assembly: PfxAssembly) -> str:
    problem = assembly.export_problem()
    return problem.code if problem else ""


@pytest.mark.row("S1-50")
def test_separate_files_make_a_pfx_that_uploads(folder: Path) -> None:
    assembly = mixed(folder, "leaf.crt", "intermediate.cer", "root.crt", "my.key")
    assert assembly.merged is not None
    assert assembly.merged.problems == ()
    written = write_pfx(assembly, NEW, str(folder / "new.pfx"))
    assert Path(written).stat().st_mode & 0o777 == 0o600
    stage = Stage()
    stage.new_site("contoso-app", "contoso.com")
    done = stage.do(UploadCertificate(site="contoso-app", file=File(written), password=NEW))
    assert "contoso.com" in done.result


@pytest.mark.row("S1-50")
def test_a_wrong_order_is_named_and_put_right(folder: Path) -> None:
    assembly = mixed(folder, "root.crt", "my.key", "leaf.crt", "intermediate.cer")
    assert assembly.merged is not None
    assert assembly.merged.problems[0].startswith("The order was wrong; right is contoso.com, ")
    names = [Path(path).name for path in assembly.sorted_paths()]
    assert names == ["leaf.crt", "intermediate.cer", "root.crt", "my.key"]
    assert code(assembly) == ""


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), "NoFiles"),
        (("leaf.crt", "intermediate.cer", "root.crt"), "PfxNoKey"),
        (("leaf.crt", "root.crt", "my.key"), "PfxChainIncomplete"),
        (("intermediate.cer", "root.crt", "my.key"), "PfxKeyMismatch"),
        (("my.key",), "PfxNoCertificate"),
        (("none.crt",), "FileNotFound"),
        (("leaf only.pfx",), "PfxChainIncomplete"),
        (("leaf only.pfx", "intermediate.cer", "root.crt"), ""),
    ],
)
def test_what_is_missing_is_said(folder: Path, names: tuple[str, ...], expected: str) -> None:
    assembly = mixed(folder, *names)
    assert code(assembly) == expected
    if expected:
        with pytest.raises(AzureError) as refused:
            write_pfx(assembly, NEW, str(folder / "never.pfx"))
        assert refused.value.code == expected
        assert not (folder / "never.pfx").exists()


def test_a_wrong_password_names_the_file(folder: Path) -> None:
    problem = mixed(folder, "leaf only.pfx", password=Secret("no")).export_problem()
    assert problem is not None
    assert (problem.code, problem.message.split(":")[0]) == ("PfxPasswordIncorrect", "leaf only.pfx")


def test_an_existing_file_is_left_alone(folder: Path) -> None:
    assembly = mixed(folder, "leaf.crt", "intermediate.cer", "root.crt", "my.key")
    with pytest.raises(AzureError) as refused:
        write_pfx(assembly, NEW, str(folder / "my.key"))
    assert refused.value.code == "FileExists"


def test_keys_of_two_certificates(folder: Path) -> None:
    (folder / "other.key").write_text(pem.encode("PRIVATE KEY", new_key("ec")))
    assert code(mixed(folder, "leaf.crt", "my.key", "other.key")) == "SeveralKeys"


def test_nothing_secret_is_printed(folder: Path) -> None:
    shown = repr(mixed(folder, "leaf only.pfx", "my.key"))
    assert repr(made().key)[2:20] not in shown


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl program")
@pytest.mark.row("S1-50")
def test_the_openssl_lines_make_the_same_file(folder: Path) -> None:
    assembly = mixed(folder, "root.crt", "intermediate.cer", "leaf.crt", "my.key")
    for line in assembly.openssl("by openssl.pfx"):
        line = f"{line} -passout pass:fresh" if "-export" in line else line
        subprocess.run(line, shell=True, check=True, cwd=folder, capture_output=True)
    again = merge_files([str(folder / "by openssl.pfx")], NEW)
    assert code(again) == ""
    assert again.merged is not None
    assert assembly.merged is not None
    assert again.merged.text == assembly.merged.text


def test_a_pfx_whose_key_stays_locked_says_so(folder: Path) -> None:
    key = clear_safe(bag(2, sequence(pbe(10), octets(encrypt(made().key, "another")))))
    data = sealed_pfx(key, clear_safe(certificate_bag(made().leaf)))
    (folder / "locked.pfx").write_bytes(data)
    mixture = mixed(folder, "locked.pfx", password=Secret(WORD))
    problem = mixture.export_problem()
    assert problem is not None and problem.code == "PfxKeyLocked"
    assert "locked.pfx: The private key is there, but this password does not open it" in problem.message


def test_of_two_keys_in_a_pfx_it_takes_the_one_with_a_certificate(folder: Path) -> None:
    keys = [bag(2, sequence(pbe(10), octets(encrypt(key)))) for key in (new_key("ec"), made().key)]
    (folder / "two.pfx").write_bytes(sealed_pfx(clear_safe(*keys, certificate_bag(made().leaf))))
    mixture = mixed(folder, "two.pfx", "intermediate.cer", "root.crt", password=Secret(WORD))
    assert mixture.merged is not None and mixture.merged.key == made().key and mixture.merged.complete
