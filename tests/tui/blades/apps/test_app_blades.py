"""The pages of a web app as a terminal shows them, at both sizes that must work; what their verbs do."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.resources import Site
from tests.support.desk import at_desk
from tests.support.golden import Golden
from tests.support.mission_worlds import issued, linked
from tests.support.worlds import demo_world
from tui.navigation.routes import ROUTES

PAGES = ("overview", "domains", "tls", "configuration")
SIZES = ((120, 36), (80, 24))
APP = "contoso-app"


@pytest.fixture
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menu has these pages only, whatever else the portal learns."""
    kept = {"certificates", "sites", "site.upload", "certificate.overview", "order.drift", "order.overview"}
    kept |= {f"site.{page}" for page in PAGES}
    for route in [route for route in ROUTES if route not in kept]:
        monkeypatch.delitem(ROUTES, route)


@pytest.mark.usefixtures("only_these")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES)
async def test_a_page_of_an_app(tmp_path: Path, golden: Golden, page: str, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open(f"site.{page}", APP)
        golden(f"site-{page}-{size[0]}x{size[1]}", desk.app)


@pytest.mark.usefixtures("only_these")
@pytest.mark.parametrize("size", SIZES)
async def test_lists_panes_and_details(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("sites")
        golden(f"sites-{size[0]}x{size[1]}", desk.app)
        await desk.open("site.tls", APP)
        await desk.press("a")
        golden(f"binding-{size[0]}x{size[1]}", desk.app)
        await desk.press("escape", "right")
        golden(f"site-private-{size[0]}x{size[1]}", desk.app)
        await desk.press("i")
        golden(f"import-certificate-{size[0]}x{size[1]}", desk.app)
        await desk.press("escape", "enter")
        golden(f"certificate-details-{size[0]}x{size[1]}", desk.app)
        await desk.open("order.drift", "contosocert")
        await desk.press("down")
        golden(f"drift-{size[0]}x{size[1]}", desk.app)


async def test_settings_decide_who_reaches_the_app(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("site.configuration", APP)
        await desk.press("i")
        await desk.type("10.0.0.0/8")
        await desk.press("f2")
        assert desk.line("Access restrictions 10.0.0.0/8")
        await desk.press("l")
        assert desk.sees("only private endpoints: no CA reaches it")
        await desk.open("site.overview", APP)
        assert desk.line("http 403: the app has blocked your access")
        assert "answers 403, expires" in desk.line("TLS 1.2 ✓")


async def test_the_simulated_health_is_what_clients_get(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("site.configuration", APP)
        await desk.press("y", "backspace", "backspace", "backspace")
        await desk.type("503")
        await desk.press("f2")
        assert desk.sees("Health × answers 503")
        await desk.open("site.overview", APP)
        assert desk.line("http 503")


async def test_a_domain_is_mapped_bound_and_taken_off(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.open("site.domains", APP)
        await desk.press("A")
        await desk.type("blog.contoso.com")
        assert desk.sees("A CNAME record pointing from blog.contoso.com to contoso-app.azurewebsites.net")
        site = next(one for one in desk.world.all(Site) if one.name == APP)
        for kind, name, value in (
            ("CNAME", "blog", site.default_host),
            ("TXT", "asuid.blog", site.properties.custom_domain_verification_id),
        ):
            await desk.do("AddRecord", zone="contoso.com", type=kind, name=name, value=value)
        await desk.press("escape", "A")
        await desk.type("blog.contoso.com")
        await desk.press("f2", "end")
        assert desk.line("blog.contoso.com –").startswith("○ Not secure")
        await desk.press("v")
        assert desk.sees("Traffic Manager blog.contoso.com")
        await desk.press("D", "shift+tab", "enter")
        assert "○ Not secure" not in desk.text


async def test_an_app_is_made_stopped_and_started(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("sites")
        await desk.press("n")
        await desk.type("contoso-blog")
        await desk.press("f2")
        assert desk.line("contoso-blog").startswith("○ No domain")
        await desk.open("site.overview", "contoso-blog")
        await desk.press("p")
        assert desk.sees("Stop app?") and desk.sees("Nobody is served at its host names (1)")
        await desk.press("escape", "p", "shift+tab", "enter")
        assert desk.sees("Status ! Stopped")
        assert desk.sees("p Start")
        await desk.press("p")
        assert desk.sees("Status ✓ Running")


async def test_troubleshoot_and_faqs_have_something_to_read(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        await desk.press("z")
        assert "contoso.com: Old certificate" in desk.screen
        await desk.press("escape", "l", "enter")
        assert "esc Close" in desk.screen


async def test_a_key_of_another_tab_goes_there_and_a_bound_host_shows_its_certificate(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        site = next(one for one in desk.world.all(Site) if one.name == APP)
        bound = site.host("contoso.com")
        assert bound is not None
        await desk.press("enter")
        assert f"({bound.thumbprint}"[:20] in desk.line("Private Certificate Thumbprint")
        assert desk.sees("Add Binding waits"), "nothing would change"
        await desk.press("escape", "i")
        assert desk.sees("Import alone secures nothing")
        await desk.press("escape")
        assert desk.sees("HEALTH STATUS HOSTNAME")


async def test_tabs_and_tiles_by_mouse(tmp_path: Path) -> None:
    from tui.widgets.tabs import TabRow

    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        await desk.pilot.click(TabRow, offset=(20, 0))
        await desk.press("home")
        assert desk.sees("HEALTH STATUS HOSTNAME")
        await desk.pilot.click("PrivateCertificates CommandBar", offset=(8, 0))
        await desk.pilot.pause()
        assert desk.sees("Import alone secures nothing")


async def test_2026_has_certificates_by_source_and_bindings_on_domains(tmp_path: Path) -> None:
    async with at_desk(linked("2026"), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        assert desk.sees("contoso-app - Certificates")
        assert desk.sees("Managed certificates 0")
        assert desk.sees("Bring your own certificates 1")
        assert "Delete bindings" not in desk.text
        await desk.press("a")
        assert desk.sees("Create App Service Managed Certificate")
        await desk.press("escape")
        await desk.open("site.domains", APP)
        assert desk.line("contoso.com ◆1").startswith("✓ Secure")


async def test_a_refused_setting_shows_the_old_value_again(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("AddLock", scope=APP, name="keep", level="ReadOnly")
        await desk.open("site.tls", APP)
        await desk.press("p")
        assert desk.sees("ScopeLocked")
        assert desk.line("http 200")
        await desk.do("DeleteLock", lock="keep")
        await desk.press("p")
        assert desk.line("http 301")


async def test_2018_has_its_own_labels_and_no_managed_certificates(tmp_path: Path) -> None:
    async with at_desk(linked("2018"), tmp_path / "state.json") as desk:
        await desk.open("site.tls", APP)
        assert desk.sees("contoso-app - SSL settings")
        assert "SNI Based" in desk.line("contoso.com ◆1")
        await desk.press("right")
        assert desk.sees("i Import App Service Certificate")
        assert "Managed Certificate" not in desk.text
