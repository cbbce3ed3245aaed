"""The files we write: read by openssl and by the library, protected, merged."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from store.errors import AzureError
from store.secret import Secret
from store.x509.keys import new_key
from store.x509.merge import merge
from store.x509.pem import encode as pem
from store.x509.pfx.build import build_pfx, protect_pfx
from store.x509.pfx.open import open_bytes
from tests.support.pfx_parts import PASSWORD, Site, export, needs_openssl, openssl


@needs_openssl
def test_openssl_reads_both_forms(site: Site, good_pfx: bytes, vault_pfx: bytes, tmp_path: Path) -> None:
    for data, password in ((good_pfx, PASSWORD), (vault_pfx, "")):
        file = tmp_path / "file.pfx"
        file.write_bytes(data)
        text = openssl("pkcs12", "-in", file, "-nodes", "-legacy", "-passin", f"pass:{password}").decode()
        assert text.count("BEGIN CERTIFICATE") == 3
        assert pem("PRIVATE KEY", site.key).strip() in text


def test_the_library_reads_both_forms(site: Site, good_pfx: bytes, vault_pfx: bytes) -> None:
    for data, password in ((good_pfx, PASSWORD.encode()), (vault_pfx, None), (vault_pfx, b"")):
        read = pkcs12.load_pkcs12(data, password)
        assert read.cert is not None and len(read.additional_certs) == 2
    named = build_pfx(site.key, site.leaf.certificate, (), Secret("p"), "Übung")
    entry = pkcs12.load_pkcs12(named, b"p").cert
    assert entry is not None and entry.friendly_name == "Übung".encode()


def test_what_cannot_be_written_is_refused(site: Site) -> None:
    with pytest.raises(AzureError, match="PfxPasswordRequired"):
        build_pfx(site.key, site.leaf.certificate, (), Secret(""))
    with pytest.raises(AzureError, match="PfxKeyMismatch"):
        build_pfx(new_key("ec"), site.leaf.certificate, (), None)
    with pytest.raises(AzureError, match="CertificateUnreadable"):
        build_pfx(site.key, b"no", (), None)
    with pytest.raises(AzureError, match="KeyUnreadable"):
        build_pfx(b"no", site.leaf.certificate, (), None)


def test_a_vault_file_is_protected(site: Site, vault_pfx: bytes) -> None:
    data = protect_pfx(vault_pfx, Secret("new"))
    report = site.judge(data, "new")
    assert report.accepted and report.bindable
    assert report.parts is not None and report.parts.chain == site.authority.chain


@needs_openssl
def test_an_aes_file_is_written_again_with_3des(site: Site, tmp_path: Path) -> None:
    aes = export(tmp_path, site.key, [site.leaf.certificate, *reversed(site.authority.chain)])
    assert site.judge(aes).code == "PfxCipherNotTripleDes"
    assert site.judge(protect_pfx(aes, Secret("new"), opened_with=Secret(PASSWORD)), "new").accepted
    with pytest.raises(AzureError, match="PfxPasswordIncorrect"):
        protect_pfx(aes, Secret("new"))
    with pytest.raises(AzureError, match="PfxPasswordIncorrect"):
        protect_pfx(aes, Secret("new"), opened_with=Secret("wrong"))
    with pytest.raises(AzureError, match="NotAPfx"):
        protect_pfx(b"", Secret("new"))


def test_merge_puts_any_order_right(site: Site) -> None:
    ders = [site.authority.root_certificate, site.leaf.certificate, site.authority.intermediate_certificate]
    files = [pem("CERTIFICATE", ders[0]).encode() + pem("CERTIFICATE", ders[1]).encode(), ders[2]]
    merged = merge(files, key=pem("PRIVATE KEY", site.key).encode())
    assert merged.complete and (merged.leaf, *merged.chain) == (ders[1], ders[2], ders[0])
    assert any("order was wrong" in problem for problem in merged.problems)
    assert site.judge(merged.pfx(Secret(PASSWORD))).accepted
    assert merge([merged.text.encode()]).problems == ()
    assert str(site.key) not in repr(merged)


def test_merge_names_what_is_wrong(site: Site) -> None:
    root, middle = site.authority.root_certificate, site.authority.intermediate_certificate
    missing = merge([site.leaf.certificate, root])
    assert not missing.complete and "Sim Secure Certificate Authority - G2" in missing.problems[0]
    assert any("left out: Sim Root - G2" in problem for problem in missing.problems)
    twice = merge([site.leaf.certificate, middle, middle, root], key=site.key)
    assert any("more than once" in problem for problem in twice.problems)
    with pytest.raises(AzureError, match="PfxChainIncomplete"):
        merge([site.leaf.certificate], key=site.key).pfx(Secret("p"))
    with pytest.raises(AzureError, match="PfxNoKey"):
        twice_without_key = merge([site.leaf.certificate, middle, root])
        twice_without_key.pfx(Secret("p"))
    with pytest.raises(AzureError, match="PfxKeyMismatch"):
        merge([site.leaf.certificate], key=new_key("ec"))
    with pytest.raises(AzureError, match="PfxNoCertificate"):
        merge([])
    with pytest.raises(AzureError, match="CertificateUnreadable"):
        merge([b"nothing"])


@needs_openssl
@pytest.mark.parametrize(
    "options", [("-v2", "aes256"), ("-v2", "des3"), ("-v1", "PBE-SHA1-3DES"), ("-v2", "aes-128-cbc")]
)
def test_merge_takes_encrypted_key_files(options: tuple[str, ...], site: Site, tmp_path: Path) -> None:
    plain = tmp_path / "key.pem"
    plain.write_text(pem("PRIVATE KEY", site.key))
    for form in ("PEM", "DER"):
        data = openssl("pkcs8", "-topk8", "-in", plain, "-outform", form, "-passout", "pass:pw", *options)
        assert merge([site.leaf.certificate], key=data, key_password=Secret("pw")).key == site.key
        with pytest.raises(AzureError, match="KeyPasswordIncorrect"):
            merge([site.leaf.certificate], key=data, key_password=Secret("wrong"))
        with pytest.raises(AzureError, match="KeyPasswordRequired"):
            merge([site.leaf.certificate], key=data)


@needs_openssl
def test_merge_takes_old_key_files_and_bundles(site: Site, tmp_path: Path) -> None:
    plain = tmp_path / "key.pem"
    plain.write_text(pem("PRIVATE KEY", site.key))
    old = openssl("ec", "-in", plain, "-aes128", "-passout", "pass:pw")
    assert merge([site.leaf.certificate], key=old, key_password=Secret("pw")).key == site.key
    with pytest.raises(AzureError, match="KeyPassword"):
        merge([site.leaf.certificate], key=old, key_password=Secret("no"))
    bare = openssl("ec", "-in", plain)
    assert merge([site.leaf.certificate], key=bare).key == site.key
    chain = tmp_path / "chain.pem"
    chain.write_text("".join(pem("CERTIFICATE", der) for der in site.authority.chain))
    for form in ("PEM", "DER"):
        bundle = openssl("crl2pkcs7", "-nocrl", "-certfile", chain, "-outform", form)
        assert merge([site.leaf.certificate, bundle]).complete


@needs_openssl
def test_a_key_file_with_endless_rounds_is_refused(site: Site, tmp_path: Path) -> None:
    plain = tmp_path / "key.pem"
    plain.write_text(pem("PRIVATE KEY", site.key))
    data = openssl("pkcs8", "-topk8", "-in", plain, "-passout", "pass:pw", "-iter", "1000001")
    with pytest.raises(AzureError, match="PfxRoundsTooMany"):
        merge([site.leaf.certificate], key=data, key_password=Secret("pw"))


@needs_openssl
def test_a_key_file_with_a_cipher_that_is_not_run_is_written_again_as_told(
    site: Site, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.pem"
    plain.write_text(pem("PRIVATE KEY", site.key))
    aria = openssl("pkcs8", "-topk8", "-in", plain, "-passout", "pass:pw", "-v2", "aria-256-cbc")
    (tmp_path / "key.pem").write_bytes(aria)
    with pytest.raises(AzureError, match="encrypted with ARIA-256-CBC") as refusal:
        merge([site.leaf.certificate], key=aria, key_password=Secret("pw"))
    words = refusal.value.next_step.partition("openssl ")[2].split()
    new = tmp_path / "new.pem"
    words = [str(tmp_path / word) if word.endswith(".pem") else word for word in words]
    openssl(*words, "-passin", "pass:pw", "-passout", "pass:pw")
    assert merge([site.leaf.certificate], key=new.read_bytes(), key_password=Secret("pw")).key == site.key


CIPHERS = [
    "PBE-SHA1-2DES", "PBE-SHA1-RC2-40", "PBE-SHA1-RC2-128", "PBE-SHA1-RC4-40", "PBE-SHA1-RC4-128",
    "PBE-MD5-DES", "PBE-MD5-RC2-64", "PBE-SHA1-DES", "AES-128-CBC", "AES-192-CBC", "DES-EDE3-CBC",
    "camellia-256-cbc", "rc2-cbc", "des-cbc", "seed-cbc", "NONE",
]  # fmt: skip


@needs_openssl
@pytest.mark.parametrize("cipher", CIPHERS)
def test_every_cipher_is_opened(cipher: str, site: Site, tmp_path: Path) -> None:
    options = ("-legacy", "-keypbe", cipher, "-certpbe", cipher)
    data = export(tmp_path, site.key, [site.leaf.certificate], *options, password="pässwörd €")
    opened = open_bytes(data, "pässwörd €")
    assert [key.der for key in opened.keys] == [site.key]
    assert opened.certificates == (site.leaf.certificate,)
    assert all(
        (each.family == "3DES") is (cipher == "DES-EDE3-CBC")
        for layers in opened.key_layers
        for each in layers
    )
