"""Step 2: Verify: every method, what makes it fail, and which names it gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from store import World
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import bought, paused
from tests.support.order_cloud import Shop

_VERIFIED = "✓ Certificate is Domain Verified"
_HTML = "Manual Verification · HTML page"


@cache
def stored(host: str = "contoso.com", sku: str = "S1", era: str = "2022") -> World:
    """`contosocert` bought for a host and stored, its domain not verified."""
    shop = Shop(era)
    shop.buy(host=host, sku=sku)
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    return paused(shop)


async def choose(desk: Desk, method: str) -> None:
    """Choose a method of the page: the radio rows are walked from the top."""
    rows = ["App Service", "Domain", "Mail", "DNS TXT record", "HTML page"]
    await desk.press("home", *["down"] * rows.index(method), "space")


async def verified_by(desk: Desk, method: str) -> None:
    """Verify by a method and wait for the result of its check."""
    await desk.open("order.verification", "contosocert")
    await choose(desk, method)
    await desk.press("v")
    assert desk.sees("◐ Pending")
    await desk.wait("2m")
    await desk.undisturbed()


async def names(desk: Desk) -> str:
    """The line of Step 3 that lists the names of the issued certificate."""
    await desk.wait("4m")
    await desk.open("order.assign", "contosocert")
    assert desk.sees("✓ Ready Issued")
    return desk.line("Certificate Host Names")


@pytest.mark.row("S1-34", "S1-41")
async def test_app_service_verification_is_pending_then_verified_and_gives_the_root_name_alone(
    tmp_path: Path,
) -> None:
    async with order_page("verification", stored(), tmp_path / "state.json") as desk:
        await choose(desk, "App Service")
        assert desk.sees("Names issued this way: contoso.com ─")
        await desk.press("v", "r")
        assert desk.sees("Domain verification is pending")
        assert desk.sees("◐ Pending App Service Verification, result at 09:02 UTC, in 2 min")
        await desk.press(">")
        await desk.undisturbed()
        await desk.press("r")
        assert desk.sees("Refresh Certificate is Domain Verified.")
        await desk.undisturbed()
        assert desk.sees(_VERIFIED)
        assert (await names(desk)).endswith("Certificate Host Names contoso.com")
        await desk.do("Rekey", order="contosocert")
        await desk.wait("11m")
        await desk.open("order.timeline", "contosocert")
        assert desk.text.count("CertificateIssued") == 2
        await desk.open("order.assign", "contosocert")
        assert "www" not in desk.line("Certificate Host Names")
        await desk.wait("310d")
        await desk.do("RenewOrder", order="contosocert")
        await desk.wait("11m")
        assert "2024-07-08" in desk.line("Expiration Time")
        assert "www" not in desk.line("Certificate Host Names")


@pytest.mark.row("S1-35")
@pytest.mark.parametrize("elsewhere", [False, True])
async def test_the_host_must_be_mapped_in_the_same_subscription(tmp_path: Path, elsewhere: bool) -> None:
    async with at_desk(stored(), tmp_path / "state.json") as desk:
        if elsewhere:
            await desk.do("CreateSubscription", name="Contoso Production")
            await desk.do(
                "CreateResourceGroup",
                name="rg-far",
                location="West Europe",
                subscription="Contoso Production",
            )
            await desk.do("CreatePlan", name="plan-far", resourceGroup="rg-far", location="West Europe")
            await desk.do("CreateSite", name="far-app", plan="plan-far")
        await desk.do("UnmapHost", site="contoso-app", host="contoso.com")
        if elsewhere:
            await map_to(desk, "far-app")
        await verified_by(desk, "App Service")
        assert desk.sees("! Not verified")
        where = "only on app 'far-app' of another subscription" if elsewhere else "on no app"
        assert desk.sees(f"The host name contoso.com is mapped {where}.")


async def map_to(desk: Desk, site: str) -> None:
    """Lead contoso.com to another app and map it there, as its owner would."""
    from store.operations.naming import find_id
    from store.resources import Site

    app = desk.world.need(Site, find_id(desk.world, Site, site))
    await desk.do("RemoveRecord", zone="contoso.com", type="A")
    await desk.do("AddRecord", zone="contoso.com", type="A", value=app.properties.inbound_ip_address)
    proof = app.properties.custom_domain_verification_id
    await desk.do("AddRecord", zone="contoso.com", type="TXT", name="asuid", value=proof)
    await desk.do("MapHost", site=site, host="contoso.com")


@pytest.mark.row("S1-36", "S1-42")
async def test_domain_verification_writes_the_record_by_itself_and_keeps_www(tmp_path: Path) -> None:
    async with order_page("verification", stored(), tmp_path / "state.json") as desk:
        await choose(desk, "Domain")
        await desk.press("v", "o")
        assert desk.sees("contoso.com DNS zone")
        record = desk.line("added by Azure")
        await desk.press("escape")
        await desk.press(">")
        await desk.undisturbed()
        assert desk.sees(_VERIFIED)
        assert desk.line("Domain Verification Token").split()[3] in record
        assert "contoso.com, www.contoso.com" in await names(desk)


@pytest.mark.row("S0-08", "S1-38")
async def test_manual_verification_by_txt_record_where_the_domain_method_fails(tmp_path: Path) -> None:
    async with order_page("verification", stored("shop.fabrikam.com"), tmp_path / "state.json") as desk:
        assert "– Domain Verification" in desk.line("Domain Verification –")
        await choose(desk, "Domain")
        assert desk.sees("'shop.fabrikam.com' is not an App Service domain bought in this subscription.")
        await choose(desk, "DNS TXT record")
        token = desk.line("Domain Verification Token").split()[3]
        assert desk.sees("In zone fabrikam.com add a record at the root, never at a subdomain.")
        assert desk.sees(f"2 Name @ Type TXT Value {token}")
        await desk.press("v")
        await desk.press(">")
        await desk.undisturbed()
        assert desk.sees("There is no TXT record at '@' of zone fabrikam.com.")
        await desk.press("o", "a")
        await desk.type(token)
        await desk.press("enter")
        assert f"@ TXT 3600 {token}" in desk.line(token)
        await desk.press("escape")
        await desk.press("v")
        await desk.press(">")
        await desk.undisturbed()
        assert desk.sees(_VERIFIED)


@pytest.mark.row("S1-37", "S1-42")
async def test_the_link_in_the_mail_verifies_the_order(tmp_path: Path) -> None:
    async with order_page("verification", stored(), tmp_path / "state.json") as desk:
        assert "– Resend Email" in desk.line("Refresh")
        await desk.press("p")
        assert desk.sees("It sends the mail of Mail Verification. Choose that method first.")
        await choose(desk, "Mail")
        await desk.press("v")
        await desk.press(">")
        await desk.undisturbed()
        assert desk.sees("! Not verified")
        await desk.wait("5m")
        await desk.press("p", "o")
        assert desk.line("! waits").startswith("! waits 2022-08-01 09:07")
        assert desk.sees("Open the link if you own the domain.")
        await desk.press("o")
        assert desk.sees("✓ opened")
        await desk.wait("2m")
        await desk.press("escape")
        await desk.undisturbed()
        assert desk.sees(_VERIFIED)
        assert "contoso.com, www.contoso.com" in await names(desk)


async def test_without_a_mailbox_no_mail_arrives(tmp_path: Path) -> None:
    async with at_desk(stored(), tmp_path / "state.json") as desk:
        await desk.open("zone.overview", "contoso.com")
        await desk.press("e", "a", "f2")
        assert desk.sees("none: no mail arrives")
        await desk.open("order.verification", "contosocert")
        await choose(desk, "Mail")
        assert desk.sees("No mailbox of the domain exists; create admin@contoso.com, then Resend Email.")
        await desk.press("p")
        assert desk.sees("cannot arrive: there is no such mailbox.")


@pytest.mark.row("S1-38", "S1-40")
async def test_the_html_page_verifies_unless_https_only_is_on(tmp_path: Path) -> None:
    async with order_page("verification", stored(), tmp_path / "state.json") as desk:
        await choose(desk, "HTML page")
        assert desk.sees("http://contoso.com/.well-known/pki-validation/starfield.html")
        await desk.press("v")
        await desk.press(">")
        await desk.undisturbed()
        assert desk.sees("answers 404 Not Found.")
        await desk.press("l")
        await desk.open("site.token_pages", "contoso-app")
        assert desk.line("/.well-known").endswith("contosocert")
        await desk.press("p")
        assert desk.sees("! HTTPS Only is On. The CA does not see these pages.")
        await verified_by(desk, "HTML page")
        assert desk.sees("http://contoso.com redirects to HTTPS, and redirects are not followed")
        await desk.open("site.token_pages", "contoso-app")
        await desk.press("p")
        await verified_by(desk, "HTML page")
        assert desk.sees(_VERIFIED)


@pytest.mark.row("S1-39")
async def test_a_wild_card_order_cannot_be_verified_by_a_page(tmp_path: Path) -> None:
    async with order_page("verification", stored("*.contoso.com", "W1"), tmp_path / "state.json") as desk:
        assert desk.line(_HTML).startswith(f"– {_HTML} – ")
        assert desk.line("App Service Verification").startswith("– App Service Verification – ")
        await choose(desk, "HTML page")
        assert desk.sees("is for Standard certificates only; '*.contoso.com' is a Wild Card certificate.")
        assert "◉ Manual Verification · DNS TXT record" in desk.line("DNS TXT record")


@pytest.mark.row("S1-41")
async def test_in_2019_a_page_still_gave_the_www_name(tmp_path: Path) -> None:
    async with at_desk(stored(era="2019"), tmp_path / "state.json") as desk:
        await verified_by(desk, "App Service")
        assert "contoso.com, www.contoso.com" in await names(desk)


@pytest.mark.row("S1-28")
async def test_a_foreign_caa_record_blocks_issue_until_godaddy_is_allowed(tmp_path: Path) -> None:
    async with at_desk(stored(), tmp_path / "state.json") as desk:
        await desk.open("zone.overview", "contoso.com")
        await add_caa(desk, "0 issue letsencrypt.org")
        await verified_by(desk, "App Service")
        assert desk.sees(_VERIFIED)
        assert desk.sees("! Not issued")
        assert desk.sees("godaddy.com")
        await desk.wait("1h")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("Pending Issuance")
        await desk.open("zone.overview", "contoso.com")
        await add_caa(desk, "0 issue godaddy.com")
        await desk.wait("5m")
        await desk.open("order.overview", "contosocert")
        assert desk.sees("✓ Certificate Ready")


async def add_caa(desk: Desk, value: str) -> None:
    """Add a CAA record at the root of the zone that is shown."""
    await desk.press("a", "shift+tab", "shift+tab", "left")
    await desk.press("tab", "tab")
    await desk.type(value)
    await desk.press("enter")
    assert f"@ CAA 3600 {value}" in desk.line(value)


async def test_a_low_screen_brings_the_result_into_view(tmp_path: Path) -> None:
    async with at_desk(bought(), tmp_path / "state.json", (80, 24)) as desk:
        await verified_by(desk, "App Service")
        assert desk.sees(_VERIFIED)
