"""Ways to add a certificate to an app: key vault, managed, public; and what the app's code finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from store.operations.key_vault.certificate_imports import ImportVaultCertificate
from store.resources import Site, WebCertificate
from tests.support.desk import Desk, at_desk
from tests.support.mission_worlds import issued, linked, odd_names
from tests.support.pfx_files import PASSWORD, pfx

APP = "contoso-app"
#: From the list of private key certificates: the tiles' keys.
PRIVATE = "right"


async def open_settings(desk: Desk, app: str = APP) -> None:
    """TLS/SSL settings as they begin, on their first tab."""
    await desk.open("sites")
    await desk.open("site.tls", app)


async def open_private(desk: Desk) -> None:
    """The tab of private key certificates."""
    await open_settings(desk)
    await desk.press(PRIVATE)


async def create_managed(desk: Desk, *choose: str) -> None:
    """Create App Service Managed Certificate for the chosen domain, then two minutes."""
    await desk.press("n", *choose, "f2")
    await desk.wait("2m")


@pytest.mark.row("S1-01")
@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_five_ways_lead_from_the_settings(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_desk(issued(), tmp_path / "state.json", size) as desk:
        await open_private(desk)
        for tile in (
            "y Buy Certificate",
            "i Import App Service Certificate",
            "u Upload Certificate",
            "v Import Key Vault Certificate",
            "n Create App Service Managed Certificate",
        ):
            assert desk.sees(tile)
        await desk.press("right")
        assert desk.sees("u Upload Public Key Certificate")
        for keys, shown in (
            (("y",), "App Service Certificates › Create"),
            ((PRIVATE, "v"), "Select waits for: Certificate"),
            ((PRIVATE, "u"), "PFX Certificate File"),
            ((PRIVATE, "n"), "Free and renewed by Azure in terms of six months"),
            ((PRIVATE, "right", "u"), "Code of the app can load it; it secures no domain."),
            ((PRIVATE, "i"), "Import alone secures nothing"),
        ):
            await open_settings(desk)
            await desk.press(*keys)
            assert desk.sees(shown)
            await desk.press("escape")


@pytest.mark.row("S1-03")
async def test_only_mapped_domains_can_have_a_managed_certificate(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await open_private(desk)
        await desk.press("n", "space")
        shown = desk.text
        assert "contoso.com" in shown
        assert "www.contoso.com" in shown
        assert "api.contoso.com" not in shown


@pytest.mark.row("S1-12")
async def test_a_managed_certificate_is_listed_and_needs_a_binding(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await open_private(desk)
        await desk.press("n", "right", "f2")
        assert desk.sees("◐ Creating www.contoso.com")
        await desk.wait("2m")
        assert desk.sees("✓ Healthy www.contoso.com")
        await desk.press("left")
        assert desk.line("www.contoso.com –").startswith("○ Not secure")


@pytest.mark.row("S1-13", "S1-15")
async def test_a_managed_certificate_renews_itself_and_changes_its_thumbprint(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await open_private(desk)
        await create_managed(desk, "right")
        before = desk.line("✓ Healthy www").split()[-1]
        await desk.press("enter")
        pinned = desk.line("Thumbprint □").replace(" ", "").removeprefix("Thumbprint□")
        await desk.do("AddBinding", site=APP, host="www.contoso.com", certificate="www.contoso.com")
        await desk.do("SetAppSetting", site=APP, name="WEBSITE_LOAD_CERTIFICATES", value=pinned)
        await desk.wait("138d")
        await open_private(desk)
        assert desk.line("Warning www.contoso.com").split()[-1] == before
        await desk.wait("2d")
        renewed = desk.line("✓ Healthy www").split()[-1]
        assert renewed != before
        await desk.press("left")
        assert renewed[:8] in desk.line("✓ Secure www.contoso.com")
        await desk.open("site.configuration", APP)
        assert desk.sees(f"{pinned} × not found")


@pytest.mark.row("S1-14")
async def test_a_foreign_caa_record_stops_a_managed_certificate(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("AddRecord", zone="contoso.com", type="CAA", value="0 issue letsencrypt.org")
        await open_private(desk)
        await desk.press("n")
        assert desk.sees("– Create")
        assert desk.sees("Certificate creation failed unexpectedly for canonical name contoso.com.")
        await desk.press("escape")
        await desk.do("AddRecord", zone="contoso.com", type="CAA", value="0 issue digicert.com")
        await create_managed(desk)
        assert desk.sees("✓ Healthy contoso.com")
        await desk.press("enter")
        assert desk.sees("Issuer Sim TLS RSA CA G1")


async def refusal(desk: Desk, *choose: str) -> str:
    """What the managed certificate form says of the chosen domain; the form is left again."""
    await desk.press("n", *choose)
    assert desk.sees("– Create")
    said = desk.text
    await desk.press("escape")
    return said


@pytest.mark.row("S1-16")
async def test_names_a_managed_certificate_cannot_have(tmp_path: Path) -> None:
    async with at_desk(odd_names(), tmp_path / "state.json") as desk:
        await open_private(desk)
        assert "Managed certificates do not support wild card host names." in await refusal(desk, "left")
        said = await refusal(desk, "left", "left")
        assert "Managed certificates support only letters, digits, dashes and periods" in said
        await create_managed(desk, "right")
        said = await refusal(desk, "right")
        assert "There is a managed certificate for 'www.contoso.com' already" in said


@pytest.mark.row("S1-17")
async def test_a_managed_certificate_is_not_exported_and_no_client_certificate(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await open_private(desk)
        await create_managed(desk)
        await desk.press("enter")
        assert "Export" not in desk.text
        assert desk.sees("Not exportable, and no client certificate by its thumbprint.")
        pinned = desk.line("Thumbprint □").replace(" ", "").removeprefix("Thumbprint□")
        await desk.do("SetAppSetting", site=APP, name="WEBSITE_LOAD_CERTIFICATES", value=pinned)
        await desk.open("site.configuration", APP)
        assert desk.sees(f"{pinned} × not found A managed certificate")


@pytest.mark.row("S1-18")
async def test_no_managed_certificate_in_private_dns_or_an_environment(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("CreatePlan", name="ase", resourceGroup="rg-api", location="northeurope", sku="I1",
                      hostingEnvironment="ase1")  # fmt: skip
        await desk.do("CreateSite", name="inside", plan="ase")
        await desk.do(
            "AddRecord", zone="contoso.com", type="CNAME", name="in", value="inside.azurewebsites.net"
        )
        await desk.do("AddRecord", zone="contoso.com", type="TXT", name="asuid.in", value=proof(desk))
        await desk.do("MapHost", site="inside", host="in.contoso.com")
        await desk.open("site.tls", "inside")
        await desk.press(PRIVATE)
        assert "not supported in an App Service Environment" in await refusal(desk)
        await desk.do("DeleteZone", zone="contoso.com")
        await desk.do("CreateZone", name="contoso.com", resourceGroup="rg-web", zoneType="Private")
        await open_private(desk)
        assert "managed certificates do not support private DNS" in await refusal(desk)


def proof(desk: Desk) -> str:
    """The Custom Domain Verification ID of the subscription's apps."""
    return next(desk.world.all(Site)).properties.custom_domain_verification_id


@pytest.mark.row("S1-19")
async def test_an_apex_must_be_reachable_for_issue_and_renewal(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await open_private(desk)
        await create_managed(desk)
        name = "contoso.com"
        for change, undo, reason in (
            (("SetIpRestrictions", {"allowed": ["10.0.0.0/8"]}), {"allowed": []}, "not accessible by public"),
            (("SetPublicNetworkAccess", {"enabled": False}), {"enabled": True}, "not accessible by public"),
            (
                ("SetTrafficManager", {"host": name, "enabled": True}),
                {"host": name, "enabled": False},
                "Traffic",
            ),
        ):
            await desk.do(change[0], site=APP, **change[1])
            await open_private(desk)
            await desk.press("enter")
            assert desk.sees("× not as things stand:")
            assert reason in desk.text
            await desk.do(change[0], site=APP, **undo)
            assert desk.sees("✓ can be renewed")
        await desk.do("DeleteCertificate", certificate=name)
        address = next(one for one in desk.world.all(Site) if one.name == APP).properties.inbound_ip_address
        await desk.do("RemoveRecord", zone=name, type="A", name="@", value=address)
        await open_private(desk)
        assert "The A record of 'contoso.com' does not point to the app's IP address." in await refusal(desk)


@pytest.mark.row("S1-20")
async def test_an_intermediate_name_stops_a_subdomain(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await open_private(desk)
        await create_managed(desk, "right")
        target = f"{APP}.azurewebsites.net"
        await desk.do("RemoveRecord", zone="contoso.com", type="CNAME", name="www", value=target)
        await desk.do("AddRecord", zone="contoso.com", type="CNAME", name="hop", value=target)
        await desk.do("AddRecord", zone="contoso.com", type="CNAME", name="www", value="hop.contoso.com")
        await desk.press("enter")
        assert desk.sees("points to hop.contoso.com; it must point directly to contoso-app.azurewebsites.net")
        await desk.do("DeleteCertificate", certificate="www.contoso.com")
        await open_private(desk)
        assert "points to hop.contoso.com; it must point directly" in await refusal(desk, "right")


def put_in_vault(desk: Desk, folder: Path, name: str, serial: int) -> str:
    """A certificate object of the vault; returns its thumbprint."""
    file, made = pfx(folder, "contoso.com", serial=serial)
    desk.app.portal.perform(
        ImportVaultCertificate(vault="contoso-kv", name=name, file=file, password=PASSWORD)
    )
    desk.app.refresh_world()
    return made.thumbprint


@pytest.mark.row("S1-48")
async def test_all_vault_certificates_are_listed_and_unsuitable_ones_fail(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        good, bad = put_in_vault(desk, tmp_path, "good", 1), put_in_vault(desk, tmp_path, "bad", 2**96)
        await open_private(desk)
        await desk.press("v")
        for label in ("Subscription Contoso Training", "Key Vault contoso-kv", "Certificate good"):
            assert desk.sees(label)
        await desk.press("tab", "tab", "space")
        assert desk.sees(f"good ({good})")
        assert desk.sees(f"bad ({bad})")
        await desk.press("escape", "right")
        assert desk.sees("The serial number of the certificate is too long.")
        await desk.press("f2", "escape")
        assert desk.sees("Private Key Certificates (.pfx) 0")
        await desk.press("v", "tab", "tab", "f2")
        assert good[:8] in desk.line("! Warning contoso.com")


@pytest.mark.row("S1-53", "S1-54")
async def test_a_public_certificate_has_a_thumbprint_to_copy_and_secures_nothing(tmp_path: Path) -> None:
    _, made = pfx(tmp_path, "contoso.com")
    path = tmp_path / "ca.cer"
    path.write_bytes(made.certificate)
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        await desk.press("left", "u")
        await desk.type("ca")
        await desk.press("tab")
        await desk.type(str(path))
        await desk.press("f2")
        assert desk.sees(f"ca CurrentUserMy 2023-05-28 {made.thumbprint}")
        await desk.press("c")
        assert desk.app.clipboard == made.thumbprint
        await desk.undisturbed()
        await desk.press("right", "a", "tab", "space")
        assert desk.sees("Choose certificate")
        assert made.thumbprint[:8] not in desk.text


@pytest.mark.row("S1-78")
async def test_code_finds_the_certificates_the_setting_names(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        held = next(desk.world.all(WebCertificate)).thumbprint
        await desk.open("site.configuration", APP)
        await desk.press("n")
        await desk.type("WEBSITE_LOAD_CERTIFICATES")
        await desk.press("tab")
        await desk.type("nonsense")
        await desk.press("f2")
        assert desk.sees("NONSENSE × not found A thumbprint has 40")
        await desk.press("enter", "tab")
        desk.app.screen.query_one("#text Input", Input).value = ""
        await desk.type(f"{held},{'A' * 40}")
        await desk.press("f2")
        assert desk.sees(f"{held} ✓ found")
        assert desk.sees(f"{'A' * 40} × not found")
