"""A request to support: the likely problem first, its repair by a key, and a report without secrets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.errors import AzureError
from store.journal.journal import write_state
from store.problems.report import PARTS, support_report
from store.resources import CertificateOrder, CloudService, Site
from tests.support.cloud import Cloud
from tests.support.desk import Desk, at_desk, order_page
from tests.support.golden import Golden
from tests.support.mission_worlds import bought, linked
from tests.support.problem_case import Bench, Case
from tests.support.problems_of_apps import CASES as OF_APPS
from tests.support.problems_of_orders import CASES as OF_ORDERS
from tests.support.worlds import demo_world, walk_world
from tui.text.report_text import report_text

SIZES = ((120, 36), (80, 24))


@pytest.mark.parametrize("size", SIZES)
async def test_the_page(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with order_page("support", demo_world(), tmp_path / "state.json", size) as desk:
        golden(f"order-support-{size[0]}x{size[1]}", desk.app)


async def test_each_known_problem_shows_on_its_page_and_its_symptom_goes_with_it(tmp_path: Path) -> None:
    """What a page says of a problem it says neither before nor after it."""
    wrong: list[str] = []
    async with at_desk(walk_world(), tmp_path / "state.json") as desk:
        for case in (*OF_ORDERS, *OF_APPS):
            folder = tmp_path / case.code
            folder.mkdir()
            bench = Bench(case.world(), folder)
            write_state(folder / "state.json", bench.world, replace=False)
            desk.app.open_file(str(folder / "state.json"))
            await desk.press()
            bench.portal = desk.app.portal
            says = [await _says(desk, case)]
            for step in (case.happens, case.repaired):
                step(bench)
                says.append(await _says(desk, case))
            if says != [False, True, False]:
                wrong.append(f"{case.code}: {case.sees!r} is said {says}:\n{desk.screen}")
    assert not wrong, "\n".join(wrong)


async def _says(desk: Desk, case: Case) -> bool:
    """Whether the case's page has its symptom; a resource that is not there has none."""
    desk.app.refresh_world()
    try:
        await desk.open(case.route, case.resource)
    except AzureError:
        return False
    return case.sees in f"{desk.text} {' '.join(desk.screen.split())}"


async def test_the_likely_problem_is_first_and_its_repair_is_a_key(tmp_path: Path) -> None:
    async with order_page("overview", linked(), tmp_path / "state.json") as desk:
        await desk.do("DeleteVault", vault="contoso-kv")
        await desk.open("order.support", "contosocert")
        rows = [line for line in desk.screen.splitlines() if " ! " in line]
        assert "Key Vault out of sync: KeyVaul" in rows[0]
        await desk.press("u")
        assert "Certificate Configuration" in desk.line("certblade ›")


async def test_a_request_about_limits_raises_the_limit(tmp_path: Path) -> None:
    async with at_desk(walk_world(), tmp_path / "state.json") as desk:
        await desk.do("SetOffer", offer="DevTest")
        for number in range(3):
            name = f"order{number}"
            await desk.do("CreateOrder", name=name, host=f"n{number}.com", resourceGroup="rg-web")
        await desk.open("support")
        assert desk.sees("The subscription has 3 App Service Certificates; its limit is 3.")
        await desk.press("tab", "right", "escape")
        await desk.open("support")
        await desk.press("tab", "right")
        assert "n Create request" in desk.line("Refresh")
        await desk.press("shift+tab", "n")
        assert "limit is 3" not in desk.text


async def test_a_flagged_certificate_goes_to_the_ca_after_its_review(tmp_path: Path) -> None:
    async with order_page("support", bought(), tmp_path / "state.json") as desk:
        await desk.do("FlagForFraud", order="contosocert")
        await desk.wait("25h")
        assert desk.sees("The request is currently under review.")
        await desk.press("tab", "right", "right", "shift+tab", "n")
        await desk.wait("2d")
        assert "currently under review" not in desk.text


async def test_the_report_is_saved_as_text_and_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with order_page("support", demo_world(), tmp_path / "state.json") as desk:
        await desk.press("i", "l")
        text = (tmp_path / "certblade-support-request.txt").read_text(encoding="utf-8")
        report = json.loads((tmp_path / "certblade-support-request.json").read_text(encoding="utf-8"))
        assert [part for part in report if part in PARTS] == [part for part in PARTS if part in report]
        assert "Drift\n-----\n" in text and "sync job" in text
        await desk.press("tab", "tab", "tab", "space", "shift+tab", "shift+tab", "shift+tab", "l")
        report = json.loads((tmp_path / "certblade-support-request-2.json").read_text(encoding="utf-8"))
        assert PARTS[0] not in report


def test_a_report_holds_nothing_that_is_secret() -> None:
    cloud = Cloud("demo")
    cloud.do("SetAppSetting", site="contoso-app", name="DB", value="server=x;password=hunter2")
    for resource in (next(cloud.world.all(CertificateOrder)), next(cloud.world.all(Site))):
        report = support_report(cloud.world, resource.id, "it is broken")
        text = report_text(report) + json.dumps(report)
        order = next(cloud.world.all(CertificateOrder)).properties
        for secret in ("hunter2", order.domain_verification_token, "MII", "/home/", "@contoso.com"):
            assert secret not in text, secret
        assert "it is broken" in text


def test_a_cloud_services_configuration_keeps_its_settings_values() -> None:
    cloud = Cloud("cloud")
    service = next(cloud.world.all(CloudService))
    secret = "AccountKey=hunter2"
    setting = f'<ConfigurationSettings><Setting name="Store" value="{secret}" /></ConfigurationSettings>'
    text = service.properties.configuration.replace("</Role>", f"{setting}</Role>", 1)
    kept = replace(service, properties=replace(service.properties, configuration=text))
    world = cloud.world.merge({"Microsoft.Compute/cloudServices": {service.key: kept}}, 9)
    report = support_report(world, service.id, "")
    told = report_text(report) + json.dumps(report)
    assert "hunter2" not in told and "sig=REDACTED" in told
    assert 'name=\\"Store\\" value=\\"(left out)\\"' in told


def test_a_refusal_in_a_report_names_no_folder(tmp_path: Path) -> None:
    bench = Bench(linked(), tmp_path)
    path = tmp_path / "secret folder" / "x.pfx"
    bench.tried("UploadCertificate", site="contoso-app", file=str(path), password="x")
    report = support_report(bench.world, next(bench.world.all(Site)).id, "")
    assert "secret folder" not in json.dumps(report)
