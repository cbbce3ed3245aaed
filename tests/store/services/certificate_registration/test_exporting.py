"""Export: the file on disk, its mode, its password, and everything it must not be written to."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from base64 import b64decode
from pathlib import Path

import pytest

from store.errors import AzureError
from store.operations.arguments import File, HandedOver, record
from store.operations.certificate_registration.export import ExportCertificate
from store.resources import ExportedCopy
from store.secret import Secret
from store.x509.pfx.open import open_bytes
from tests.support.order_cloud import Shop


@pytest.fixture
def shop() -> Shop:
    made = Shop()
    made.issue()
    allow(made)
    return made


def allow(shop: Shop) -> None:
    """The person at the portal gets Get on secrets."""
    shop.do("SetAccessPolicy", vault="contoso-kv", principal="ada@contoso.com", secrets=["Get", "Set"])


def test_the_file_opens_with_the_empty_password_and_is_nobody_elses(shop: Shop, tmp_path: Path) -> None:
    target = tmp_path / "contoso.pfx"
    mask = os.umask(0)
    try:
        told = shop.do("ExportCertificate", order="contosocert", path=str(target))
    finally:
        os.umask(mask)
    assert "no password" in told and str(target) in told
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    key, leaf = open_bytes(target.read_bytes(), "").pair()
    assert key is not None and leaf is not None
    assert [one.name for one in tmp_path.iterdir()] == ["contoso.pfx"]
    [copy] = shop.world.all(ExportedCopy)
    assert (copy.path, copy.thumbprint, copy.protected) == (str(target), shop.order().thumbprint, False)


def test_with_a_password_it_needs_it(shop: Shop, tmp_path: Path) -> None:
    target = tmp_path / "contoso.pfx"
    shop.do("ExportCertificate", order="contosocert", path=str(target), password="s3cret")
    with pytest.raises(AzureError) as caught:
        open_bytes(target.read_bytes(), "")
    assert caught.value.code == "PfxPasswordIncorrect"
    opened = open_bytes(target.read_bytes(), "s3cret")
    secret = open_bytes(b64decode(shop.secret().properties.value), "")
    assert opened.pair() == secret.pair() != (None, None)
    assert opened.certificates == secret.certificates, "the same chain as in the vault"


def test_without_get_the_caller_is_refused(tmp_path: Path) -> None:
    shop = Shop()
    shop.issue()
    reader = shop.add_user("eve", "Owner")
    path = str(tmp_path / "x.pfx")
    refused = shop.refused("ExportCertificate", reader, order="contosocert", path=path)
    assert refused.code == "KeyVaultAccessDenied" and "secrets get permission" in refused.message
    assert not list(tmp_path.iterdir())


def test_an_older_version_can_be_named(shop: Shop, tmp_path: Path) -> None:
    first, target = shop.secret(), tmp_path / "first.pfx"
    shop.do("Rekey", order="contosocert")
    shop.wait("11m")
    shop.do("ExportCertificate", order="contosocert", path=str(target), version=first.id)
    _, leaf = open_bytes(target.read_bytes(), "").pair()
    assert leaf is not None
    assert hashlib.sha1(leaf).hexdigest().upper() == first.properties.thumbprint
    assert first.properties.thumbprint != shop.order().thumbprint
    shop.do("SetSecretVersion", version=first.id, enabled=False)
    path = str(tmp_path / "again.pfx")
    refused = shop.refused("ExportCertificate", order="contosocert", path=path, version=first.id)
    assert refused.code == "SecretDisabled"


def test_before_the_issue_the_secret_has_no_value(tmp_path: Path) -> None:
    shop = Shop()
    shop.buy()
    path = str(tmp_path / "x.pfx")
    assert shop.refused("ExportCertificate", order="contosocert", path=path).code == "NotStored"
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    allow(shop)
    assert shop.refused("ExportCertificate", order="contosocert", path=path).code == "SecretHasNoValue"


def test_an_existing_file_is_replaced_only_when_asked(shop: Shop, tmp_path: Path) -> None:
    target = tmp_path / "contoso.pfx"
    target.write_text("mine")
    refused = shop.refused("ExportCertificate", order="contosocert", path=str(target))
    assert refused.code == "FileExists" and "--overwrite" in refused.message
    assert target.read_text() == "mine"
    shop.do("ExportCertificate", order="contosocert", path=str(target), overwrite=True)
    assert open_bytes(target.read_bytes(), "").pair()[0] is not None
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_links_pipes_and_folders_are_left_alone(shop: Shop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / "link").symlink_to(elsewhere)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("link", "dangling", "pipe", "folder"):
        refused = shop.refused(
            "ExportCertificate", order="contosocert", path=str(tmp_path / name), overwrite=True
        )
        assert refused.code == "FileNotRegular"
    assert elsewhere.read_text() == "mine" and not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("no/such/folder/x.pfx", "FolderNotFound"),
        ("/", "InvalidPath"),
        ("a\0b", "InvalidPath"),
        ("a\udcff.pfx", "InvalidPath"),
    ],
)
def test_paths_that_are_none(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shop.refused("ExportCertificate", order="contosocert", path=path).code == code
    assert not list(tmp_path.iterdir())


def test_a_write_that_fails_leaves_no_file_and_no_record(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> None:
        os.write(fd, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("store.files.durable.write_all", full)
    with pytest.raises(AzureError) as caught:
        shop.do("ExportCertificate", order="contosocert", path=str(tmp_path / "x.pfx"))
    assert caught.value.code == "ExportNotWritten" and "No space left" in caught.value.message
    assert not list(tmp_path.iterdir()) and not list(shop.world.all(ExportedCopy))


def test_neither_path_nor_password_is_journalled() -> None:
    asked = ExportCertificate(order="contosocert", path=File("/secret/place"), password=Secret("s3cret"))
    written = json.dumps(record(asked))
    assert "contosocert" in written
    assert "s3cret" not in written and "/secret/place" not in written


def test_a_copy_is_protected_later_and_struck_off(shop: Shop, tmp_path: Path) -> None:
    path = str(tmp_path / "contoso.pfx")
    assert shop.refused("ProtectExport", path=path, password="x").code == "ExportNotFound"
    shop.do("ExportCertificate", order="contosocert", path=path)
    shop.do("ProtectExport", path=path, password="s3cret")
    assert open_bytes(Path(path).read_bytes(), "s3cret").pair()[0] is not None
    assert shop.refused("ProtectExport", path=path, password="x").code == "AlreadyProtected"
    shop.do("ForgetExport", path=path)
    assert not list(shop.world.all(ExportedCopy)) and Path(path).exists()


def test_a_download_is_handed_over_and_leaves_its_record_and_no_file(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path, order = HandedOver("contoso.pfx"), shop.order().id
    wanted = ExportCertificate(order=order, path=path, password=Secret("s3cret"))
    told = shop.portal.perform(wanted).result
    assert told.startswith("contoso.pfx was downloaded, protected by the password.")
    assert open_bytes(path.data, "s3cret").pair()[0] is not None
    [copy] = shop.world.all(ExportedCopy)
    assert (copy.path, copy.downloaded, copy.protected) == ("contoso.pfx", True, True)
    # A browser gives a second file another name: the records stay apart.
    again = shop.portal.why_not(ExportCertificate(order=order, path=HandedOver("contoso.pfx")))
    assert again is not None and again.code == "FileExists"
    shop.portal.perform(ExportCertificate(order=order, path=HandedOver("bare.pfx")))
    assert shop.refused("ProtectExport", path="bare.pfx", password="x").code == "NotOnThisMachine"
    shop.do("ForgetExport", path="bare.pfx")
    assert [one.path for one in shop.world.all(ExportedCopy)] == ["contoso.pfx"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../x.pfx", "a b", ".x", "", 'x"y', "x\r\nCookie: a", "x" * 101, "ä.pfx"])
def test_a_download_has_a_name_that_a_header_takes(shop: Shop, name: str) -> None:
    wanted = ExportCertificate(order=shop.order().id, path=HandedOver(name))
    with pytest.raises(AzureError) as refused:
        shop.portal.perform(wanted)
    assert refused.value.code == "InvalidPath"
