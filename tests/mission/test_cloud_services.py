"""The portal way to change a certificate of a cloud service (extended support), and what comes before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.resources import CloudService, table_of
from store.world import World
from tests.support.cloud_services import (
    WEB,
    WORKER,
    cloud_world,
    renewed_text,
    renewed_world,
    service_of,
    thumbprint,
)
from tests.support.desk import Desk, at_desk
from tests.support.pfx_files import PASSWORD, pfx
from tui.widgets.xml_editor import XmlEditor


async def editing(desk: Desk, text: str) -> None:
    """Open the configuration, and paste another text over all of it."""
    await desk.open("cloud_service.configuration", "contoso-cs")
    await desk.press("f7")
    await desk.paste(text)


def text_now(*names: str) -> str:
    """The configuration with the thumbprints of these renewed certificates."""
    return renewed_text(cloud_world(), renewed_world(), *(names or (WEB, WORKER)))


@pytest.mark.row("S3-01")
async def test_the_service_warns_before_a_certificate_ends_and_stays_available_as_roles_switch(
    tmp_path: Path,
) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await desk.open("cloud_service.overview", "contoso-cs")
        assert desk.sees("Expires soon:")
        assert desk.sees("expire on 2022-08-26 09:00 UTC, in 25 days.")
        assert desk.sees("The key vault contoso-kv has newer versions")
        await editing(desk, text_now())
        await desk.press("f2", "right", "f2")
        old, new = thumbprint(cloud_world(), WEB)[:8], thumbprint(desk.world, WEB)[:8]
        await desk.open("cloud_service.overview", "contoso-cs")
        assert desk.sees("Update domain 0 restarts until 09:04 UTC, 1 update domain to follow.")
        assert desk.line("WebRole1_IN_0").startswith(f"WebRole1_IN_0 ◐ Starting 0 Certificate1 ≠ {old}")
        assert desk.line("port 443") == f"✓ WebRole1 port 443 ✓ available 1 of 2 instances serve {old}"
        await desk.wait("4m")
        assert desk.line("port 443") == f"✓ WebRole1 port 443 ✓ available 1 of 2 instances serve {new}"
        assert desk.line("WebRole1_IN_1").startswith(f"WebRole1_IN_1 ◐ Starting 1 Certificate1 ≠ {old}")
        await desk.wait("4m")
        assert desk.line("port 443") == f"✓ WebRole1 port 443 ✓ available 2 of 2 instances serve {new}"
        assert desk.line("WebRole1_IN_1").startswith(f"WebRole1_IN_1 ✓ Started 1 Certificate1 = {new}")


@pytest.mark.row("S3-01")
async def test_the_clock_says_in_time_that_a_certificate_ends(tmp_path: Path) -> None:
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await desk.open("cloud_service.overview", "contoso-cs")
        assert desk.sees("2022-08-19 09:00 in 18 d 'Certificate1' of WebRole1")
        await desk.wait("26d")
        assert desk.sees("Expired:") and desk.sees("expired on 2022-08-26 09:00 UTC.")
        assert "2022-08-26 expired" in desk.line("WebRole1_IN_0")


@pytest.mark.row("S3-02")
async def test_self_signed_and_issued_certificates_are_imported_on_the_vaults_page(tmp_path: Path) -> None:
    files = {
        "own": pfx(tmp_path, "own.contoso.com", signer="own"),
        "issued": pfx(tmp_path, "www.contoso.com"),
    }
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await desk.open("vault.certificates", "contoso-kv")
        for name, (file, made) in files.items():
            await desk.press("i", "down", "enter")
            await desk.type(name)
            await desk.press("tab")
            await desk.type(file)
            await desk.press("tab")
            await desk.type(PASSWORD.reveal())
            await desk.press("f2")
            await desk.undisturbed()
            assert thumbprint(desk.world, name) == made.thumbprint
            assert desk.line(f"{name} □").startswith(f"{name} □ {made.thumbprint[:8]}")


@pytest.mark.row("S3-03")
async def test_the_way_to_the_configuration_leads_over_list_and_menu(tmp_path: Path) -> None:
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await desk.press("g")
        await desk.type("cloud services")
        await desk.press("enter")
        assert desk.line("contoso-cs").startswith("! Expires soon contoso-cs")
        await desk.press("enter", "o")
        assert desk.screen.splitlines()[0].strip().startswith("certblade › Cloud services (extended support)")
        assert desk.line('<Role name="WebRole1">') == '5 <Role name="WebRole1">'
        editor = desk.app.screen.query_one(XmlEditor)
        assert editor.written == service_of(desk.world).properties.configuration
        assert editor.is_syntax_aware


@pytest.mark.row("S3-04")
async def test_a_misplaced_element_is_reported_with_its_place_and_cannot_be_saved(tmp_path: Path) -> None:
    text = text_now()
    certificates = text[text.index("    <Certificates>") : text.index("</Certificates>") + 16]
    role = '  <Role name="WebRole1">'
    moved = text.replace(certificates, "").replace(role, f"{certificates}{role}")
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await editing(desk, moved)
        assert desk.line("is misplaced in") == (
            "5 5 × <Certificates> is misplaced in <ServiceConfiguration>; it belongs in <Role>."
        )
        assert desk.sees("Move it into <Role>.")
        await desk.press("f2")
        assert desk.sees("Save waits for a correction. Line 5, column 5:")
        await desk.press("f8")
        assert desk.app.screen.query_one(XmlEditor).cursor_location == (4, 4)


@pytest.mark.row("S3-05")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('thumbprintAlgorithm="sha1"', 'thumbprintAlgorithm="sha256"', "is 'sha256'; sha1 is the only one."),
        ('thumbprint="', 'thumbprint="0', "It has 41 hexadecimal digits instead of 40."),
        ('thumbprint="', 'thumbprint="\u200e', "Its character 1 is invisible: U+200E, LEFT-TO-RIGHT MARK."),
    ],
)
async def test_another_algorithm_or_length_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await editing(desk, text_now().replace(old, new, 1))
        assert desk.line("× The thumbprint").startswith("12 ")
        assert desk.sees(said)
        await desk.press("f2")
        assert desk.sees("Save waits for a correction. Line 12, column ")


@pytest.mark.row("S3-06", "S3-16")
async def test_a_thumbprint_that_no_vault_certificate_has_is_reported_at_save_role_by_role(
    tmp_path: Path,
) -> None:
    stranger = "0123456789ABCDEF0123456789ABCDEF01234567"
    text = text_now()
    for name in (WEB, WORKER):
        text = text.replace(thumbprint(renewed_world(), name), stranger if name == WEB else stranger[::-1])
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await editing(desk, text)
        await desk.press("f2", "right")
        assert desk.line("WebRole1 Certificate1") == (
            "WebRole1 Certificate1 01234567…4567 × Not found no such certificate"
        )
        assert "× Not found" in desk.line("WorkerRole1 Certificate1")
        missing = f"Missing thumbprints: WebRole1|{stranger}, WorkerRole1|{stranger[::-1]}."
        assert desk.sees(missing)
        assert desk.sees("OK waits until every certificate is Found: 2 of 2 not yet.")
        await desk.press("f2")
        assert "Updating" not in desk.text


@pytest.mark.row("S3-07")
async def test_ok_waits_until_each_certificate_is_found_in_the_chosen_vault(tmp_path: Path) -> None:
    """The certificate is renewed by somebody else while the dialog waits: its row turns to Found."""
    path, before = tmp_path / "state.json", cloud_world()
    async with at_desk(before, path) as desk:
        stranger = "89ABCDEF0123456789ABCDEF0123456789ABCDEF"
        text = service_of(before).properties.configuration.replace(thumbprint(before, WORKER), stranger)
        await editing(desk, text)
        await desk.press("f2")
        assert desk.line("WebRole1 Certificate1").endswith("◐ Pending")
        assert desk.sees("OK waits for: Key vault")
        await desk.press("right")
        assert "✓ Found" in desk.line("WebRole1 Certificate1")
        assert "× Not found" in desk.line("WorkerRole1 Certificate1")
        await desk.press("escape")
        await desk.do("NewVaultCertificateVersion", certificate=WORKER)
        new = thumbprint(desk.world, WORKER)
        await editing(desk, text.replace(stranger, new))
        await desk.press("f2", "right")
        assert "✓ Found WorkerCertificate in contoso-kv" in desk.line("WorkerRole1 Certificate1")
        assert "waits" not in desk.text
        await desk.press("f2")
        assert service_of(desk.world).properties.configuration == text.replace(stranger, new)
        await desk.open("cloud_service.overview", "contoso-cs")
        assert desk.sees("Update domain 0 restarts until 09:04 UTC")


@pytest.mark.row("S3-07")
async def test_a_row_turns_to_found_while_the_dialog_is_open(tmp_path: Path) -> None:
    file, made = pfx(tmp_path, "www.contoso.com", signer="own")
    text = service_of(cloud_world()).properties.configuration
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await editing(desk, text.replace(thumbprint(desk.world, WEB), made.thumbprint))
        await desk.press("f2", "right")
        assert "× Not found" in desk.line("WebRole1 Certificate1")
        sealed = {"file": file, "password": PASSWORD.reveal()}
        await desk.elsewhere("ImportVaultCertificate", vault="contoso-kv", name="new", **sealed)
        assert "✓ Found new in contoso-kv" in desk.line("WebRole1 Certificate1")
        assert "waits" not in desk.text


@pytest.mark.row("S3-16")
async def test_two_roles_are_judged_each_for_itself(tmp_path: Path) -> None:
    text = text_now().replace('thumbprint="', 'thumbprint="x')
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await editing(desk, text)
        assert desk.sees("Faults: 2")
        lines = [line for line in desk.screen.splitlines() if "× The thumbprint of" in line]
        assert [line.split()[0] for line in lines] == ["12", "19"]


async def test_a_vault_that_forbids_deployment_is_refused_with_the_way_out(tmp_path: Path) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await desk.open("vault.policies", "contoso-kv")
        await desk.press("v")
        await editing(desk, text_now())
        await desk.press("f2", "right")
        assert desk.sees("either has not been enabled for deployment")
        assert desk.sees("enable access to Azure Virtual Machines for deployment")


async def test_comments_order_and_white_space_are_kept_where_nobody_edits(tmp_path: Path) -> None:
    saved = service_of(renewed_world()).properties.configuration
    odd = saved.replace("\n", "\r\n").replace('<Instances count="2" />', "<Instances\tcount='2'/><!-- ü -->")
    world = _configured(renewed_world(), odd)
    async with at_desk(world, tmp_path / "state.json") as desk:
        await desk.open("cloud_service.configuration", "contoso-cs")
        # To the end of the first comment, where a person writes a word more.
        await desk.press("down", "end", *["left"] * 4, "!")
        await desk.press("f2", "right", "f2")
        assert service_of(desk.world).properties.configuration == odd.replace(
            " -->\r\n<Serv", "! -->\r\n<Serv"
        )


async def test_a_text_that_was_begun_survives_what_others_do_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with at_desk(renewed_world(), path) as desk:
        await desk.open("cloud_service.configuration", "contoso-cs")
        await desk.press("down", "end", *["left"] * 4, "!")
        other = {"service": "contoso-cs", "vault": "contoso-kv"}
        await desk.do("SaveConfiguration", **other, configuration=text_now())
        assert desk.sees("Changed elsewhere: Saving replaces that change. x Discard")
        assert "restarts.! -->" in desk.line("2 <!--")
        await desk.press("escape", "x")
        assert desk.app.screen.query_one(XmlEditor).written == text_now()


async def test_retirement_is_told_ahead_and_when_the_clock_has_passed_it(tmp_path: Path) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await desk.do("AdvanceClock", to="2027-03-30T00:00:00Z")
        await desk.open("cloud_services")
        assert desk.sees("Cloud Services (extended support) retire on 31 March 2027.")
        await desk.wait("1d")
        assert desk.sees("Cloud Services (extended support) were retired on 31 March 2027.")
        assert desk.line("contoso-cs").startswith("× Retired")
        await editing(desk, text_now())
        await desk.press("f2")
        assert desk.sees("were retired on 31 March 2027")
        await desk.open("jobs")
        assert desk.sees("Cloud Services")


async def test_leaving_the_text_gives_letters_back_to_verbs_and_a_second_esc_goes_back(
    tmp_path: Path,
) -> None:
    async with at_desk(cloud_world(), tmp_path / "state.json") as desk:
        await desk.open("cloud_service.configuration", "contoso-cs")
        await desk.press("escape", "c")
        assert desk.app.clipboard == service_of(desk.world).properties.configuration
        await desk.press("escape")
        assert desk.sees("Essentials")


def _configured(world: World, text: str) -> World:
    """The world with another configuration in its service."""
    service = service_of(world)
    changed = replace(service, properties=replace(service.properties, configuration=text))
    return world.merge({table_of(CloudService): {changed.key: changed}}, world.revision)
