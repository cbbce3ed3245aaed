"""The PowerShell and the Visual Studio way to change a certificate of a cloud service (extended support)."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from store.resources import Project, table_of
from store.world import World
from tests.support.cloud_services import (
    WEB,
    WORKER,
    certificate_url,
    cloud_world,
    installed,
    renewed_text,
    renewed_world,
    service_of,
    thumbprint,
)
from tests.support.desk import Desk, at_desk
from tui.dialogs.read_text import ReadText

LOCAL = "ServiceConfiguration.Local.cscfg"
MISSING = (
    "Update-AzCloudService : The thumbprints specified in the CSCFG do not have corresponding certificates "
    "in osProfile.secrets. Add the missing certificates in osProfile.secrets. Missing thumbprints: {}. To "
    "understand more about how to use KeyVault for certificates, please follow the documentation at "
    "https://aka.ms/cses-kv"
)


def one_for_both() -> str:
    """A configuration in which both roles have the renewed web certificate, as the script needs it."""
    text = renewed_text(cloud_world(), renewed_world(), WEB)
    return text.replace(thumbprint(cloud_world(), WORKER), thumbprint(renewed_world(), WEB))


async def edit_local(desk: Desk, text: str) -> None:
    """Solution Explorer, the local file, another text, Save."""
    await desk.open("projects")
    await desk.press("down", "down", "enter", "f7")
    await desk.paste(text)
    await desk.press("f2")
    await desk.undisturbed()


async def fill(desk: Desk, *values: str) -> None:
    """Type into field after field; "" leaves what is there."""
    for value in values:
        if value:
            await desk.type(value)
        await desk.press("tab")


async def json_shown(desk: Desk) -> str:
    """The text of JSON View."""
    await desk.open("cloud_service.overview", "contoso-cs")
    await desk.press("v")
    screen = desk.app.screen
    assert isinstance(screen, ReadText)
    text = screen._text
    await desk.press("escape")
    return text


@pytest.mark.row("S3-08")
async def test_the_local_file_is_changed_and_compared_with_the_cloud_one(tmp_path: Path) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await desk.open("projects")
        await desk.press("i")
        assert desk.line("WebRole1 Certificate1").startswith("✓ same WebRole1")
        assert desk.sees("The two files are the same.")
        new, old = thumbprint(desk.world, WEB), thumbprint(cloud_world(), WEB)
        await edit_local(desk, renewed_text(cloud_world(), desk.world, WEB))
        await desk.open("projects")
        await desk.press("i")
        assert desk.line("WebRole1 Certificate1") == (
            f"≠ different WebRole1 Certificate1 {new[:8]} {old[:8]} {old[:8]}"
        )
        assert desk.line(f'+ <Certificate name="Certificate1" thumbprint="{new}"')
        [project] = desk.world.all(Project)
        assert old in project.cloud and old in service_of(desk.world).properties.configuration


@pytest.mark.row("S3-09", "S3-12", "S3-11", "S3-10")
async def test_package_script_and_update_change_all_three_of_the_service(tmp_path: Path) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        before = await json_shown(desk)
        await edit_local(desk, one_for_both())
        await desk.open("projects")
        await desk.press("z", "u")
        assert desk.sees("File: Contoso.cspkg")
        assert desk.sees("Not uploaded: ServiceConfiguration.Cloud.cscfg.")
        await desk.press("f2")
        await desk.undisturbed()
        await desk.open("cloud_service.powershell", "contoso-cs")
        assert desk.sees(
            "Needed first: $vaultName, $resourceGroupKeyVault, $certificateName, $cscfgFilePath, $cspkgUrl."
        )
        await desk.press("f2")
        assert service_of(desk.world) == service_of(renewed_world())
        await fill(desk, "contoso-kv", "rg-web", "ContosoCertificate", "", "", "", LOCAL)
        url = await signed_url(desk)
        assert url.startswith(
            "https://contosostore.blob.core.windows.net/packages/Contoso.cspkg?sp=r&st=2022-08-01"
        )
        await desk.press("pagedown")
        assert desk.sees(
            "✓ $secretGroup = New-AzCloudServiceVaultSecretGroupObject ContosoCertificate, contoso-kv"
        )
        await desk.press("f2")
        assert service_of(desk.world).properties.package_url == url
        after = await json_shown(desk)
        assert certificate_url(desk.world, WEB) in after and certificate_url(desk.world, WEB) not in before
        assert '"sourceVault": {' in after and "vaults/contoso-kv" in after
        assert thumbprint(desk.world, WEB) in after and thumbprint(desk.world, WEB) not in before
        assert "se=2022-08-08" in after and "se=2022-08-08" not in before
        await desk.wait("8m")
        assert set(installed(desk.world, "WorkerRole1").values()) == {(thumbprint(desk.world, WEB),)}


async def signed_url(desk: Desk) -> str:
    """Leave the field for the toggle, ask for a URL of the package, and read it from its field."""
    await desk.press("tab", "l", "f2")
    await desk.undisturbed()
    field = desk.app.screen.query_one("#package_url Input", Input)
    return field.value


@pytest.mark.row("S3-13", "S3-14", "S3-16")
async def test_a_forgotten_os_profile_fails_with_the_missing_thumbprints_and_is_mended(
    tmp_path: Path,
) -> None:
    async with at_desk(_with_local(renewed_world(), one_for_both()), tmp_path / "state.json") as desk:
        old, new = thumbprint(cloud_world(), WEB), thumbprint(desk.world, WEB)
        await desk.open("cloud_service.powershell", "contoso-cs")
        await fill(desk, "contoso-kv", "rg-web", "ContosoCertificate", "", "", "", LOCAL)
        await signed_url(desk)
        await desk.press("right", "pagedown")
        assert desk.sees("left out: the service keeps its own")
        await desk.press("f2", "pageup", "pageup")
        assert desk.sees(MISSING.format(f"WebRole1|{new}, WorkerRole1|{new}"))
        await desk.wait("1h")
        assert set(installed(desk.world, "WebRole1").values()) == {(old,)}
        await desk.open("cloud_service.overview", "contoso-cs")
        assert desk.line("WebRole1_IN_0").startswith(f"WebRole1_IN_0 ✓ Started 0 Certificate1 = {old[:8]}")
        await desk.press("escape")
        await desk.open("cloud_service.activity", "contoso-cs")
        assert desk.sees("Update cloud service") and desk.sees("Failed")
        await desk.open("cloud_service.powershell", "contoso-cs")
        await fill(desk, "contoso-kv", "rg-web", "ContosoCertificate", "", "", "", LOCAL)
        await signed_url(desk)
        await desk.press("f2")
        await desk.wait("8m")
        assert set(installed(desk.world, "WebRole1").values()) == {(new,)}


@pytest.mark.row("S3-10")
async def test_each_step_of_the_script_says_what_it_does_not_find_and_the_script_is_copied_whole(
    tmp_path: Path,
) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json") as desk:
        await desk.open("cloud_service.powershell", "contoso-cs")
        await fill(desk, "contoso-kv", "rg-api", "ContosoCertificate", "", "", "", LOCAL, "https://x")
        assert desk.sees("Get-AzKeyVault : there is no key vault 'contoso-kv' in 'rg-api'.")
        await desk.press("c")
        lines = desk.app.clipboard.splitlines()
        assert lines[1:4] == [
            '$vaultName = "contoso-kv"',
            '$resourceGroupKeyVault = "rg-api"',
            '$certificateName = "ContosoCertificate"',
        ]
        assert "$cses.OSProfile = $osProfile" in lines and lines[-1] == "$cses | Update-AzCloudService"
        await desk.press("right", "c")
        assert "$cses.OSProfile = $osProfile" not in desk.app.clipboard


@pytest.mark.row("S3-15", "S3-08")
async def test_publish_goes_from_sign_in_to_the_settings_with_the_key_vault(tmp_path: Path) -> None:
    text = renewed_text(cloud_world(), renewed_world(), WEB, WORKER)
    async with at_desk(_with_local(renewed_world(), text), tmp_path / "state.json") as desk:
        await desk.open("projects")
        await desk.press("p")
        assert desk.sees("Account") and "Key vault" not in desk.text
        await desk.press("f2")
        assert desk.line("Key vault").startswith("Key vault ▌ Select a key vault")
        assert desk.sees("Publish waits for: Key vault")
        await desk.press("tab", "tab", "tab", "right")
        assert "waits" not in desk.text
        await desk.press("f2")
        await desk.open("cloud_service.overview", "contoso-cs")
        assert desk.sees("Update domain 0 restarts until 09:04 UTC")
        await desk.wait("8m")
        for role, name in (("WebRole1", WEB), ("WorkerRole1", WORKER)):
            assert set(installed(desk.world, role).values()) == {(thumbprint(desk.world, name),)}


def _with_local(world: World, text: str) -> World:
    """The world with this text in the local file of its project."""
    [project] = world.all(Project)
    return world.merge({table_of(Project): {project.key: replace(project, local=text)}}, world.revision)
