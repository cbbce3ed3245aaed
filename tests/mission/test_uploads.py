"""A certificate of one's own: what App Service asks of a PFX, and how the PFX helper makes one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from textual.widgets import Input

from store.x509 import pem
from store.x509.authority import LeafRequest, issue
from store.x509.keys import new_key
from tests.support.app_cloud import NOW
from tests.support.desk import Desk, at_desk
from tests.support.mission_worlds import issued
from tests.support.pfx_files import foreign_authority
from tests.support.pfx_parts import PASSWORD, TRIPLE_DES, export, needs_openssl, openssl

pytestmark = needs_openssl
HOST = "shop.contoso.com"
SIZES = ((120, 36), (80, 24))


def leaf(key: bytes, serial: int = 0x1F2E3D4C5B6A7988) -> bytes:
    """A certificate for the shop, of a CA nobody trusts."""
    made = issue(
        foreign_authority(),
        LeafRequest(
            key=key,
            common_name=HOST,
            names=[HOST],
            not_before=NOW - timedelta(days=1),
            not_after=NOW + timedelta(days=300),
            serial=serial,
        ),
    )
    return made.certificate


def write(
    folder: Path,
    *options: str,
    key: bytes | None = None,
    chain: Sequence[bytes] | None = None,
    serial: int = 0x1F2E3D4C5B6A7988,
    password: str = PASSWORD,
) -> Path:
    """`shop.pfx` as `openssl pkcs12 -export` writes it with these options."""
    key = key or new_key("ec")
    above = foreign_authority().chain if chain is None else chain
    path = folder / "shop.pfx"
    path.write_bytes(export(folder, key, [leaf(key, serial), *above], *options, password=password))
    return path


async def look_at(desk: Desk, path: Path, password: str = PASSWORD) -> None:
    """Upload Certificate with these two answers."""
    await desk.open("sites")
    await desk.open("site.upload", "contoso-app")
    await desk.type(str(path))
    await desk.press("enter")
    if password:
        await desk.type(password)
    await desk.press("enter")


@pytest.mark.row("S1-52")
@pytest.mark.row("S1-10")
@pytest.mark.parametrize("size", SIZES)
async def test_an_upload_adds_a_row(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_desk(issued(), tmp_path / "state.json", size) as desk:
        await desk.open("site.tls", "contoso-app")
        await desk.press("right")
        assert desk.sees("No private key certificates available for app.")
        await desk.press("u")
        assert desk.line("PFX Certificate File")
        assert desk.line("Certificate password")
        assert desk.line("– Upload Cancel") == "– Upload Cancel Upload waits for: PFX Certificate File"
        await look_at(desk, write(tmp_path, *TRIPLE_DES))
        assert desk.sees("✓ App Service takes this file.")
        assert "EC 256, matches the certificate" in desk.screen
        await desk.press("f2", "right")
        await desk.undisturbed()
        # App Service takes it; clients will not, for its CA is nobody's here.
        assert desk.line(HOST).startswith("! Warning shop.contoso.com")


@pytest.mark.row("S1-04")
async def test_a_file_without_a_password_is_refused(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        path = write(tmp_path, *TRIPLE_DES, password="")
        for password in ("", "guess"):
            await look_at(desk, path, password)
            assert desk.sees("× App Service would refuse this file.")
            assert desk.line("× Password protected").endswith("no, it opens without a password")
        await desk.press("f2")
        assert desk.line("– Upload Cancel")
        await desk.press("escape", "right")
        assert desk.sees("No private key certificates available for app.")


@pytest.mark.row("S1-05", "S1-51")
async def test_aes_is_refused_and_the_same_certificate_in_3des_is_taken(tmp_path: Path) -> None:
    key = new_key("ec")
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await look_at(desk, write(tmp_path, key=key))
        assert desk.sees(
            "The portal would only say: The password is incorrect, or the certificate is not valid"
        )
        assert desk.line("× Encrypted with") == "× Encrypted with triple DES AES-256-CBC (PBES2)"
        assert desk.line("Repair") == "Repair press 3 enter another way"
        await desk.press("down", "down", "enter")
        assert desk.sees("openssl pkcs12 -export")
        assert desk.sees("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg SHA1 (or, shorter, -legacy)")
        await desk.press("escape")
        await look_at(desk, write(tmp_path, *TRIPLE_DES, key=key))
        assert desk.line("✓ Encrypted with") == "✓ Encrypted with triple DES 3DES (PBE-SHA1-3DES)"
        assert desk.sees("✓ App Service takes this file.")


@pytest.mark.row("S1-06")
async def test_a_key_of_1024_bits_is_refused(tmp_path: Path) -> None:
    small = rsa.generate_private_key(65537, 1024)
    key = small.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await look_at(desk, write(tmp_path, *TRIPLE_DES, key=key))
        assert desk.line("× Private key") == "× Private key, RSA 2048 or more RSA 1024"
        assert desk.line("– Upload Cancel").endswith("Upload waits for: Private key, RSA 2048 or more")


@pytest.mark.row("S1-07")
async def test_a_leaf_alone_is_an_incomplete_chain(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await look_at(desk, write(tmp_path, *TRIPLE_DES, chain=()))
        assert desk.sees("The portal would only say: The certificate chain is incomplete.")
        assert "the leaf alone; CN=Sim Secure" in desk.line("× All intermediates and the root")
        await look_at(desk, write(tmp_path, *TRIPLE_DES, chain=foreign_authority().chain[:1]))
        assert "CN=Sim Root - G2" in desk.line("× All intermediates and the root")
        await look_at(desk, write(tmp_path, *TRIPLE_DES))
        assert desk.line("✓ All intermediates") == "✓ All intermediates and the root 3 certificates"


@pytest.mark.row("S1-51")
@pytest.mark.parametrize(
    ("era", "verdict"), [("2022", "× App Service would refuse"), ("2026", "✓ App Service takes")]
)
async def test_a_serial_number_of_20_octets(tmp_path: Path, era: str, verdict: str) -> None:
    async with at_desk(issued(era), tmp_path / "state.json") as desk:
        await look_at(desk, write(tmp_path, *TRIPLE_DES, serial=0x11 * 256**19 + 1))
        assert desk.sees(verdict)
        sign = verdict[0]
        assert desk.line(f"{sign} Serial number").endswith(" 40 digits")
        if era == "2022":
            assert desk.sees('-set_serial "0x$(openssl rand -hex 8)"')


@pytest.mark.row("S1-10")
async def test_managed_and_bought_certificates_need_no_file(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", "contoso-app")
        await desk.press("right", "i", "f2")
        await desk.press("n", "right", "f2")
        await desk.wait("2m")
        await desk.undisturbed()
        assert desk.line("contoso.com, www.").startswith("✓ Healthy")
        assert desk.line("✓ Healthy www.contoso.com")


@pytest.mark.row("S1-72")
async def test_the_download_cannot_be_uploaded_as_it_is(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        target = tmp_path / "download.pfx"
        await desk.do("ExportCertificate", order="contosocert", path=str(target))
        await look_at(desk, target, "")
        assert desk.line("× Password protected").endswith("no, it opens without a password")
        assert desk.line("– Upload Cancel")
    assert b"BEGIN PRIVATE KEY" in openssl("pkcs12", "-in", target, "-passin", "pass:", "-nodes")


def parts(folder: Path) -> list[str]:
    """Files as an authority sends them: leaf and root as PEM, the intermediate as DER; and the key."""
    key, signer = new_key("ec"), foreign_authority()
    (folder / "leaf.crt").write_text(pem.encode("CERTIFICATE", leaf(key)))
    (folder / "intermediate.cer").write_bytes(signer.intermediate_certificate)
    (folder / "root.crt").write_text(pem.encode("CERTIFICATE", signer.root_certificate))
    (folder / "my.key").write_text(pem.encode("PRIVATE KEY", key))
    return ["my.key", "root.crt", "leaf.crt", "intermediate.cer"]


async def add(desk: Desk, folder: Path, name: str) -> None:
    """Add a file in the PFX helper; after the first one the folder is known."""
    await desk.press("f3")
    field = desk.app.focused
    assert isinstance(field, Input)
    await desk.type(name if field.value else f"{folder}/{name}")
    await desk.press("enter")


@pytest.mark.row("S1-50")
@pytest.mark.parametrize("size", SIZES)
async def test_the_helper_makes_a_file_that_uploads(tmp_path: Path, size: tuple[int, int]) -> None:
    names = parts(tmp_path)
    async with at_desk(issued(), tmp_path / "state.json", size) as desk:
        await desk.open("pfx_helper")
        for name in names[:-1]:
            await add(desk, tmp_path, name)
        assert desk.sees(
            "× Something is missing. The chain is incomplete: CN=Sim Secure Certificate Authority"
        )
        assert desk.line("– Export Cancel")
        await add(desk, tmp_path, names[-1])
        assert desk.sees(
            "The order was wrong; right is shop.contoso.com, Sim Secure Certificate Authority - G2"
        )
        await desk.press("p")
        assert "The order was wrong" not in desk.text
        place = {name: desk.screen.index(f" {name} ") for name in names}
        assert sorted(place, key=place.__getitem__) == ["leaf.crt", "intermediate.cer", "root.crt", "my.key"]
        await desk.press("tab", "tab")
        await desk.press("ctrl+u")
        await desk.type(str(tmp_path / "made.pfx"))
        await desk.press("tab")
        await desk.type(PASSWORD)
        await desk.press("tab")
        await desk.type("other")
        assert desk.line("– Export Cancel").endswith("Export waits for the same password twice.")
        await desk.press("ctrl+u")
        await desk.type(PASSWORD)
        await desk.press("f2")
        assert (tmp_path / "made.pfx").stat().st_mode & 0o777 == 0o600
        await desk.undisturbed()
        await look_at(desk, tmp_path / "made.pfx")
        assert desk.sees("✓ App Service takes this file.")


@pytest.mark.row("S1-50", "S1-51")
async def test_a_refused_file_is_repaired(tmp_path: Path) -> None:
    parts(tmp_path)
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await look_at(desk, write(tmp_path, chain=()))
        await desk.press("4")
        await desk.type(PASSWORD)
        await desk.press("enter")
        for name in ("intermediate.cer", "root.crt"):
            await add(desk, tmp_path, name)
        await desk.press("f2")
        await desk.press("escape", "o")
        await desk.type("shop-3des.pfx")
        await desk.press("enter", "enter")
        await desk.undisturbed()
        assert desk.sees("✓ App Service takes this file.")
