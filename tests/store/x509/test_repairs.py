"""The command lines that repairs print lead to a file that the same report accepts."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from store.eras import era
from store.x509.authority import new_authority
from store.x509.keys import new_key
from store.x509.pem import encode as pem
from store.x509.requirements.check import Surroundings, check_vault_pfx
from tests.support.pfx_parts import (
    NOW,
    PASSWORD,
    TRIPLE_DES,
    Site,
    bag,
    clear_safe,
    export,
    leaf,
    needs_openssl,
    octets,
    openssl,
    pbe,
    sequence,
    unsealed_pfx,
)

needs_keytool = pytest.mark.skipif(shutil.which("keytool") is None, reason="needs keytool")
#: Programs that a repair may name, and what ends the line.
_LINE = re.compile(r"((?:openssl|keytool|base64|sed) .*?)(?: \(or|; later|\.?$)")


def _line(repair: str) -> str:
    found = _LINE.search(repair)
    assert found is not None, repair
    return found[1]


def _run(repair: str, folder: Path) -> bytes:
    """Run the line of a repair in a folder with the files it names, and answer for the user."""
    line = _line(repair)
    if "pkcs12 -export" in line and "-passout" not in line:
        line += f" -passout pass:{PASSWORD}"
    if line.startswith("keytool"):
        line += f" -srcstorepass {PASSWORD} -deststorepass {PASSWORD}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, (line, done.stderr.decode())
    made = folder / "out.pfx"
    return made.read_bytes() if made.exists() else b""


@pytest.fixture
def whole(site: Site) -> list[bytes]:
    return [site.leaf.certificate, *site.authority.chain]


@pytest.fixture
def folder(site: Site, whole: list[bytes], tmp_path: Path) -> Path:
    """What the user has: the merged certificate and the key."""
    (tmp_path / "merged.crt").write_text("".join(pem("CERTIFICATE", der) for der in whole))
    (tmp_path / "key.pem").write_text(pem("PRIVATE KEY", site.key))
    (tmp_path / "made").mkdir()
    return tmp_path


@needs_openssl
@pytest.mark.parametrize(
    ("kind", "rule", "code"),
    [
        ("AES", "cipher", "PfxCipherNotTripleDes"),
        ("ARIA", "cipher", "PfxCipherNotTripleDes"),
        ("no key", "key", "PfxNoKey"),
        ("no certificate", "key", "PfxNoCertificate"),
        ("leaf alone", "chain", "PfxChainIncomplete"),
        ("rounds", "file", "PfxRoundsTooMany"),
        ("certificate", "file", "NotAPfx"),
        ("PEM", "file", "NotAPfx"),
        ("no password", "password", "PfxPasswordRequired"),
    ],
)
def test_an_export_as_told_is_accepted(
    kind: str, rule: str, code: str, site: Site, whole: list[bytes], folder: Path
) -> None:
    made = folder / "made"
    data = {
        "AES": lambda: export(made, site.key, whole),
        "ARIA": lambda: export(made, site.key, whole, "-keypbe", "aria-256-cbc", "-certpbe", "aria-256-cbc"),
        "no key": lambda: export(made, None, whole, *TRIPLE_DES),
        "no certificate": lambda: export(made, site.key, whole, "-nocerts", *TRIPLE_DES),
        "leaf alone": lambda: export(made, site.key, whole[:1], *TRIPLE_DES),
        "rounds": lambda: unsealed_pfx(clear_safe(bag(2, sequence(pbe(1_000_001), octets(bytes(64)))))),
        "certificate": lambda: whole[0],
        "PEM": lambda: (folder / "merged.crt").read_bytes(),
        "no password": lambda: export(made, site.key, whole, *TRIPLE_DES, password=""),
    }[kind]()
    report = site.judge(data)
    assert report.line(rule).code == code
    assert site.judge(_run(report.line(rule).repair, folder)).accepted


@needs_openssl
def test_the_shorter_way_is_accepted_too(site: Site, whole: list[bytes], folder: Path) -> None:
    repair = site.judge(export(folder / "made", site.key, whole)).line("cipher").repair
    assert "(or, shorter, -legacy)" in repair
    short = _line(repair).split(" -keypbe")[0] + " -legacy"
    assert site.judge(_run(short, folder)).accepted


@needs_openssl
@needs_keytool
@pytest.mark.parametrize("kind", ["JKS", "JCEKS"])
def test_a_key_store_of_java_is_converted_as_told(
    kind: str, site: Site, whole: list[bytes], folder: Path
) -> None:
    (folder / "in.p12").write_bytes(export(folder / "made", site.key, whole, *TRIPLE_DES))
    words = f"keytool -importkeystore -srckeystore in.p12 -destkeystore keystore.jks -deststoretype {kind}"
    _run(words, folder)
    report = site.judge((folder / "keystore.jks").read_bytes())
    assert kind in report.lines[0].found
    assert site.judge(_run(report.lines[0].repair, folder)).accepted


def test_a_pfx_as_text_is_decoded_as_told(site: Site, good_pfx: bytes, folder: Path) -> None:
    for name, text in (
        ("file.txt", base64.encodebytes(good_pfx)),
        ("file.pem", b"Subject: contoso.com\n" + pem("PKCS12", good_pfx).encode()),
    ):
        (folder / name).write_bytes(text)
        report = site.judge(text)
        assert report.code == "NotAPfx" and "text of a PFX" in report.lines[0].found
        assert _run(report.lines[0].repair, folder) == good_pfx


def _own_authority(folder: Path) -> None:
    """An authority of one's own, as the repair of a serial number has it."""
    authority = new_authority("GoDaddy", key_kind="ec", now=NOW, serials=(3, 4))
    (folder / "ca.crt").write_text(pem("CERTIFICATE", authority.root_certificate))
    (folder / "ca.key").write_text(pem("PRIVATE KEY", authority.root_key))


def _merge(folder: Path) -> None:
    text = (folder / "leaf.crt").read_text() + (folder / "ca.crt").read_text()
    (folder / "merged.crt").write_text(text)


@needs_openssl
def test_a_shorter_serial_number_and_a_larger_key_as_told_are_accepted(site: Site, folder: Path) -> None:
    _own_authority(folder)
    openssl("genrsa", "-out", folder / "small.pem", "1024")
    small = openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", folder / "small.pem")
    made = leaf(site.authority, small, serial=2**150)
    report = site.judge(
        export(folder / "made", small, [made.certificate, *site.authority.chain], *TRIPLE_DES)
    )
    assert report.code == "PfxKeyTooSmall" and report.line("serial").code == "PfxSerialTooLong"
    _run(report.line("key").repair, folder)
    _run(report.line("serial").repair, folder)
    _merge(folder)
    repair = site.judge((folder / "leaf.crt").read_bytes()).lines[0].repair
    assert site.judge(_run(repair, folder)).accepted


@needs_openssl
def test_a_vault_takes_the_file_that_was_exported_as_told(site: Site, good_pfx: bytes, folder: Path) -> None:
    around = Surroundings(era("2022"), NOW, ())
    report = check_vault_pfx(good_pfx, around)
    assert report.code == "PfxHasPassword"
    assert check_vault_pfx(_run(report.line("no-password").repair, folder), around).accepted


@pytest.mark.parametrize("year", ["2018", "2022", "2026"])
def test_no_repair_is_left_unfinished(year: str, site: Site) -> None:
    """A line that stops at "…" cannot be run."""
    for data in (b"", b"\xfe\xed\xfe\xed", site.leaf.certificate, unsealed_pfx(), new_key("ec")):
        assert all("…" not in line.repair for line in site.judge(data, year=year).lines)
