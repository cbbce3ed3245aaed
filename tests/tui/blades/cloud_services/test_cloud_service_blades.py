"""The pages of a cloud service as a terminal shows them, at both sizes that must work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cloud_services import cloud_world, renewed_text, renewed_world
from tests.support.desk import at_desk
from tests.support.golden import Golden

SIZES = ((120, 36), (80, 24))


@pytest.mark.parametrize("size", SIZES)
async def test_list_overview_and_drift(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json", size) as desk:
        await desk.open("cloud_services")
        golden(f"cloud_services-{size[0]}x{size[1]}", desk.app)
        for page in ("overview", "drift"):
            await desk.open(f"cloud_service.{page}", "contoso-cs")
            golden(f"cloud_service-{page}-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
async def test_configuration_from_a_fault_to_the_update(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json", size) as desk:
        await desk.open("cloud_service.configuration", "contoso-cs")
        await desk.press("down", "down", "x")
        golden(f"cloud_service-configuration-{size[0]}x{size[1]}", desk.app)
        await desk.press("f7")
        await desk.paste(renewed_text(cloud_world(), desk.world, "ContosoCertificate"))
        await desk.press("f2", "right")
        golden(f"cloud_service-save-{size[0]}x{size[1]}", desk.app)
        await desk.press("f2")
        await desk.undisturbed()
        await desk.open("cloud_service.overview", "contoso-cs")
        golden(f"cloud_service-updating-{size[0]}x{size[1]}", desk.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_ways_of_visual_studio_and_powershell(
    tmp_path: Path, golden: Golden, size: tuple[int, int]
) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json", size) as desk:
        await desk.open("projects")
        golden(f"projects-{size[0]}x{size[1]}", desk.app)
        await desk.press("p", "f2", "tab", "tab", "tab", "right")
        golden(f"project-publish-{size[0]}x{size[1]}", desk.app)
        await desk.press("escape", "i")
        golden(f"project-compare-{size[0]}x{size[1]}", desk.app)
        await desk.open("cloud_service.powershell", "contoso-cs")
        golden(f"cloud_service-powershell-{size[0]}x{size[1]}", desk.app)


async def test_the_pages_of_any_scope_know_a_cloud_service(tmp_path: Path) -> None:
    async with at_desk(renewed_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.open("cloud_service.iam", "contoso-cs")
        assert desk.sees("contoso-cs - Access control (IAM) Cloud service (extended support)")
        assert desk.sees("Contoso Training (inherited)")
        # A change of the world leaves the page open.
        await desk.do("AddPrincipal", name="ben@contoso.com")
        assert desk.sees("contoso-cs - Access control (IAM)")
