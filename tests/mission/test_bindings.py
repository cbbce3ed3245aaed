"""TLS/SSL settings: certificates come to an app, host names are bound to them, clients see the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.operations.web.uploads import UploadCertificate
from store.x509.authority import LeafRequest
from store.x509.keys import new_key
from tests.support.app_cloud import IMPORTED
from tests.support.desk import Desk, at_desk
from tests.support.mission_worlds import issued, linked, rekeyed
from tests.support.pfx_files import PASSWORD, pfx, pfx_of

APP = "contoso-app"


async def bind(desk: Desk, *choose: str) -> None:
    """Add TLS/SSL Binding for the first custom domain without one; `choose` picks the certificate."""
    await desk.press("a", "tab", *choose, "f2")


async def upload(desk: Desk, folder: Path, *names: str, **more: object) -> str:
    """A PFX file is uploaded to the app by somebody else; returns its thumbprint."""
    file, made = pfx(folder, *names, **more)  # type: ignore[arg-type]
    desk.app.portal.perform(UploadCertificate(site=APP, file=file, password=PASSWORD))
    desk.app.refresh_world()
    await desk.press("r")
    return made.thumbprint


@pytest.mark.row("S1-02")
async def test_apps_of_a_webspace_share_certificates(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("CreateSite", name="contoso-shop", plan="plan-web")
        for app, count in ((APP, 1), ("contoso-shop", 1), ("contoso-api", 0)):
            await desk.open("site.tls", app)
            assert desk.sees(f"Private Key Certificates (.pfx) {count}")
        await desk.press("right")
        assert desk.sees("No private key certificates available for app.")


@pytest.mark.row("S1-43", "S1-44")
async def test_an_import_lists_the_orders_certificate_and_secures_nothing(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.press("enter")
        thumbprint = desk.line("Thumbprint ◆").split()[-1]
        await desk.open("site.tls", APP)
        await desk.press("right", "i")
        assert desk.sees("Import App Service Certificate")
        await desk.press("f2")
        assert desk.line("✓ Healthy").endswith(thumbprint[-4:])
        await desk.press("left")
        assert desk.line("○ Not secure contoso.com").endswith("no binding")
        assert desk.sees("2 custom host names have no binding: contoso.com, www.contoso.com")
        await bind(desk, "right")
        assert desk.line("contoso.com ◆1").startswith("✓ Secure")
        assert desk.sees("1 custom host name has no binding: www.contoso.com")


async def test_ok_waits_for_an_issued_order(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("CreateOrder", name="second", host="fabrikam.com", resourceGroup="rg-web")
        await desk.open("site.tls", APP)
        await desk.press("right", "i", "down")
        assert desk.sees("– OK")
        assert desk.sees("App Service Certificate is not issued.")


@pytest.mark.row("S1-65")
async def test_the_details_of_a_certificate_have_sync(tmp_path: Path) -> None:
    async with at_desk(rekeyed(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        await desk.press("right", "enter")
        assert desk.sees("Thumbprint ◇1")
        await desk.press("s")
        assert desk.sees("Thumbprint ◆2")
        assert desk.sees("KeyVault is configured properly")
        assert desk.sees("– Sync")


@pytest.mark.row("S1-49")
async def test_a_new_version_reaches_app_and_bindings_within_a_day(tmp_path: Path) -> None:
    async with at_desk(rekeyed(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        assert desk.line("contoso.com ◇1").startswith("! Old certificate")
        await desk.wait("24h")
        assert desk.line("contoso.com ◆2").startswith("✓ Secure")
        assert desk.line("www.contoso.com ◆2").startswith("✓ Secure")
        await desk.press("right")
        assert " ◆2 " in desk.line("✓ Healthy")


@pytest.mark.row("S1-08")
async def test_a_certificate_without_server_authentication_is_listed_and_cannot_be_bound(
    tmp_path: Path,
) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        thumbprint = await upload(desk, tmp_path, "contoso.com", server_auth=False)
        await desk.press("right")
        assert thumbprint[:8] in desk.line("! Warning contoso.com")
        await desk.press("left", "a", "tab", "right")
        assert desk.sees("– Add Binding")
        assert desk.sees("no Extended Key Usage for server authentication (1.3.6.1.5.5.7.3.1)")


@pytest.mark.row("S1-09")
async def test_a_self_signed_certificate_is_bound_with_a_warning(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        await upload(desk, tmp_path, "contoso.com", signer="own")
        await desk.press("a", "tab", "right")
        assert desk.sees("The certificate is self-signed: clients will not trust it.")
        await desk.press("f2")
        assert desk.line("contoso.com □").startswith("! Not trusted")
        assert desk.sees("The certificate is self-signed: clients will not trust it.")


@pytest.mark.row("S1-55", "S1-56")
async def test_an_upload_moves_no_binding_and_replacing_keeps_the_address(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        old = await upload(desk, tmp_path, "contoso.com")
        await desk.do("AddBinding", site=APP, host="contoso.com", certificate=old, type="IP")
        address = desk.line("IP Based SSL").split()[-1]
        new = await upload(desk, tmp_path, "contoso.com", serial=2)
        assert old[:8] in desk.line("IP Based SSL")
        await desk.press("enter", "right", "f2")
        assert new[:8] in desk.line("IP Based SSL")
        assert desk.line("IP Based SSL").endswith(address)
        await desk.press("right", "home", "enter")
        await desk.press("d", "shift+tab", "enter")
        await desk.open("site.overview", APP)
        assert desk.sees(f"Inbound IP {address}")
        await desk.open("site.tls", APP)
        assert desk.sees("Private Key Certificates (.pfx) 1")
        await desk.press("d")
        assert desk.sees(f"The dedicated IP address {address} is lost")
        await desk.press("shift+tab", "enter")
        await desk.open("site.overview", APP)
        assert desk.sees("Inbound IP 20.50.")


@pytest.mark.row("S1-77")
async def test_bindings_https_only_and_the_least_tls_version_change_what_clients_get(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        assert desk.sees("a Add TLS/SSL Binding")
        assert desk.sees("STATE HOST NAME THUMBPRINT TLS/SSL TYPE")
        assert desk.line("www.contoso.com ◆1").startswith("✓ Secure")
        assert "SNI SSL" in desk.line("www.contoso.com ◆1")
        assert desk.line("http 200")
        await desk.press("p")
        assert desk.sees("http 301: redirected to https://contoso.com/")
        assert desk.line("TLS 1.1 –")
        await desk.press("v")
        assert desk.sees("TLS 1.1 ✓")
        assert desk.sees("TLS 1.0 ✓")
        await desk.press("v")
        assert desk.sees("TLS 1.1 ✓")
        assert desk.sees("TLS 1.0 – refused: the app accepts TLS 1.1 and later.")


@pytest.mark.row("S1-11")
async def test_a_shared_plan_shows_the_way_up_instead_of_the_actions(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("ScalePlan", plan="plan-web", sku="D1")
        await desk.open("site.tls", APP)
        assert desk.sees("Custom TLS/SSL is not supported on the Shared tier. u Scale up to Basic")
        assert "Add TLS/SSL Binding" not in desk.text
        await desk.press("right")
        assert "Import App Service Certificate" not in desk.text
        await desk.press("u", "f2")
        assert desk.sees("i Import App Service Certificate")
        assert desk.sees("plan-web (B1)")


async def test_the_list_is_filtered_by_health(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        await desk.press("right", "f")
        assert desk.sees("✓ Healthy contoso.com")
        await desk.press("f")
        assert "✓ Healthy contoso.com" not in desk.text
        await desk.wait("320d")
        assert desk.sees("! Warning contoso.com")


async def test_a_bound_certificate_cannot_be_deleted(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("certificate.overview", IMPORTED)
        assert desk.sees("– Delete")
        await desk.press("d")
        assert desk.line("Unable to delete the certificate because it is")
        assert desk.line("currently being used in a TLS/SSL binding.")


async def test_list_and_details_agree_on_a_certificate_of_the_future(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json", (120, 36)) as desk:
        later = desk.world.now.replace(year=2026)
        request = LeafRequest(
            key=new_key("ec"),
            common_name="later.contoso.com",
            names=["later.contoso.com"],
            not_before=later,
            not_after=later.replace(year=2027),
            serial=8,
        )
        file, _ = pfx_of(tmp_path, request)
        desk.app.portal.perform(UploadCertificate(site=APP, file=file, password=PASSWORD))
        await desk.open("site.tls", APP)
        await desk.press("right")
        assert "! Warning" in desk.line("later.contoso.com")
        await desk.press("down", "enter")
        assert desk.sees("! Not a valid certificate. The certificate is not valid before 2026")


async def test_the_locks_of_a_group_are_told_from_those_of_its_resource(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("site.locks", APP)
        await desk.press("o")
        assert desk.sees("Locks › rg-web - Locks")
        await desk.press("u")
        assert desk.sees("Subscription - Locks")
