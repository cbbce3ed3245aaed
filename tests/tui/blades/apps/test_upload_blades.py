"""Upload Certificate and the PFX helper as a terminal shows them, at both sizes; and hostile file names."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.resources import TrustedRoot
from store.x509 import pem
from store.x509.authority import LeafRequest, issue
from store.x509.certificates import describe
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.support.app_cloud import NOW
from tests.support.desk import at_desk
from tests.support.golden import Golden
from tests.support.mission_worlds import issued
from tests.support.pfx_files import PASSWORD, foreign_authority, pfx
from tests.support.pfx_parts import PASSWORD as WORD
from tests.support.pfx_parts import bag, clear_safe, encrypt, octets, pbe, sealed_pfx, sequence
from tests.tui.text.test_plain import HOSTILE
from tui.navigation.routes import ROUTES
from tui.text.paths import listing

SIZES = ((120, 36), (80, 24))


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menus have these pages only, whatever else the portal learns."""
    kept = {"certificates", "site.tls", "site.upload", "pfx_helper"}
    for route in [one for one in ROUTES if one not in kept]:
        monkeypatch.delitem(ROUTES, route)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder: a PFX of a leaf with a long serial number, its intermediate and its root."""
    key, signer = new_key("ec"), foreign_authority()
    leaf = issue(
        signer,
        LeafRequest(
            key=key,
            common_name="shop.contoso.com",
            names=["shop.contoso.com"],
            not_before=NOW,
            not_after=NOW.replace(year=2023),
            serial=0x1F * 256**16,
        ),
    )
    (tmp_path / "shop.pfx").write_bytes(build_pfx(key, leaf.certificate, (), PASSWORD))
    (tmp_path / "intermediate.cer").write_bytes(signer.intermediate_certificate)
    (tmp_path / "root.crt").write_text(pem.encode("CERTIFICATE", signer.root_certificate))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("size", SIZES)
async def test_a_refused_file(folder: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(issued(), folder / "state.json", size) as desk:
        await desk.open("site.upload", "contoso-app")
        golden(f"upload-{size[0]}x{size[1]}", desk.app)
        await desk.type("shop.pfx")
        await desk.press("enter")
        await desk.type(PASSWORD.reveal())
        await desk.press("enter")
        golden(f"upload-refused-{size[0]}x{size[1]}", desk.app)


async def test_the_root_of_a_file_is_trusted_by_a_key(folder: Path) -> None:
    file, _ = pfx(folder, "shop.contoso.com")
    root = describe(foreign_authority().root_certificate)
    async with at_desk(issued(), folder / "state.json", (80, 24)) as desk:
        await desk.open("site.upload", "contoso-app")
        await desk.type(Path(file).name)
        await desk.press("enter")
        await desk.type(PASSWORD.reveal())
        await desk.press("enter")
        await desk.press("end")
        assert desk.sees("Repair press 5 enter another way")
        await desk.press("5")
        assert [one.subject for one in desk.world.all(TrustedRoot)] == [root.subject]
        assert "press 5" not in desk.text and "is not a trusted root" not in desk.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_that_stays_locked_is_told_from_no_key(folder: Path, size: tuple[int, int]) -> None:
    key = clear_safe(bag(2, sequence(pbe(10), octets(encrypt(new_key("ec"), "another")))))
    (folder / "locked.pfx").write_bytes(sealed_pfx(key))
    async with at_desk(issued(), folder / "state.json", size) as desk:
        await desk.open("site.upload", "contoso-app")
        await desk.type("locked.pfx")
        await desk.press("enter")
        await desk.type(WORD)
        await desk.press("enter")
        assert "there, but this password does not" in desk.screen
        assert "Export it again with one password for all" in desk.screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_helper(folder: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(issued(), folder / "state.json", size) as desk:
        await desk.open("site.upload", "contoso-app")
        desk.app.go("pfx_helper", "shop.pfx")
        await desk.press()
        await desk.type(PASSWORD.reveal())
        await desk.press("enter")
        for name in ("root.crt", "intermediate.cer"):
            await desk.press("f3")
            await desk.type(name)
            await desk.press("enter")
        golden(f"pfx-helper-{size[0]}x{size[1]}", desk.app)


async def test_completion_and_folders(folder: Path) -> None:
    (folder / "certificates").mkdir()
    (folder / "shop.pfx").rename(folder / "certificates" / "shop.pfx")
    async with at_desk(issued(), folder / "state.json") as desk:
        await desk.open("site.upload", "contoso-app")
        await desk.type("cert")
        await desk.press("right")
        assert "certificates/" in desk.line("PFX Certificate File")
        await desk.press("f3", "down", "enter")
        assert "certificates/shop.pfx" in desk.line("PFX Certificate File")
        assert desk.sees("i The file waits for its password.")
        await desk.press("f3", "up", "enter")
        assert f"{folder}/" in desk.screen
        assert "certificates folder" in " ".join(desk.screen.split())


async def test_what_is_no_file_is_said_while_typing(folder: Path) -> None:
    async with at_desk(issued(), folder / "state.json") as desk:
        await desk.open("site.upload", "contoso-app")
        for typed, said in (("none.pfx", "No such file."), ("/dev", "Not a file.")):
            await desk.press("ctrl+u")
            await desk.type(typed)
            await desk.press("enter")
            assert desk.line("PFX Certificate File").endswith(f"! {said}")
            await desk.press("shift+tab")
        await desk.press("f2")
        assert desk.line("– Upload Cancel").endswith("Not a file.")


@pytest.mark.parametrize("name", [name for name in HOSTILE if "\x00" not in name and "/" not in name])
def test_names_that_attack_the_terminal_are_not_offered(tmp_path: Path, name: str) -> None:
    (tmp_path / "good.pfx").touch()
    try:
        (tmp_path / f"{name}.pfx").touch()
    except UnicodeEncodeError:
        pytest.skip("no file can have this name")
    assert all(one.name.isprintable() for one in listing(f"{tmp_path}/"))
    assert "good.pfx" in [one.name for one in listing(f"{tmp_path}/", endings=(".pfx",))]
