"""The portal of each year on screen: forms, links, texts about money, readers of a vault, an era's end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.resources import CertificateOrder, Vault
from tests.support.desk import at_desk, order_page
from tests.support.mission_worlds import bought, linked
from tests.support.order_cloud import Shop
from tests.support.worlds import world


@pytest.mark.parametrize("era", ["2018", "2019"])
async def test_the_form_of_2018_asks_for_the_legal_terms_and_not_for_auto_renewal(
    era: str, tmp_path: Path
) -> None:
    async with at_desk(world("walk", era), tmp_path / "state.json") as desk:
        await desk.open("create")
        for label in ("Name", "Certificate SKU", "Legal Terms"):
            assert desk.sees(label)
        assert "Enable auto renewal" not in desk.text
        assert desk.sees("Create waits for 3 fields: Naked Domain Host Name, Name, Legal Terms")
        await desk.type("contoso.com")
        await desk.press("shift+tab")
        await desk.type("contosocert")
        assert desk.sees("Legal Terms: They must be accepted.")
        await desk.press("tab", "tab", "tab", "tab", "tab", "right")
        assert "They must be accepted" not in desk.text
        await desk.press("f2")
        [order] = desk.world.all(CertificateOrder)
        assert order.properties.auto_renew


@pytest.mark.parametrize(
    ("era", "link"),
    [
        ("2018", ""),
        ("2019", "Open KeyVault Secret"),
        ("2022", "Open in Key Vault"),
        ("2026", "Open Key Vault Secret"),
    ],
)
async def test_the_link_to_the_secret_is_called_as_in_its_year(era: str, link: str, tmp_path: Path) -> None:
    async with order_page("export", linked(era), tmp_path / "state.json") as desk:
        if link:
            assert desk.sees(f"o {link}")
        else:
            assert desk.sees("No link leads there in this year's portal: Key vaults > contoso-kv > Secrets")
            assert "Open KeyVault" not in desk.text and "o Open" not in desk.text


async def test_a_new_vault_of_2026_asks_for_retention_and_purge_protection(tmp_path: Path) -> None:
    async with at_desk(world("empty", "2026"), tmp_path / "state.json") as desk:
        await desk.open("vaults.create")
        for label in ("Key vault name", "Region", "Days to retain deleted", "Permission model"):
            assert desk.sees(label)
        await desk.press("tab")
        await desk.type("contoso-kv")
        await desk.press("tab", "tab", "tab", "backspace", "backspace", "6")
        assert desk.sees("between 7 and 90")
        await desk.press("backspace", "7", "tab", "right", "f2")
        [vault] = desk.world.all(Vault)
        assert vault.properties.soft_delete_retention_in_days == 7
        assert vault.properties.enable_purge_protection


async def test_a_new_vault_of_2022_has_six_fields(tmp_path: Path) -> None:
    async with at_desk(world("empty"), tmp_path / "state.json") as desk:
        await desk.open("vaults.create")
        assert desk.sees("Location") and desk.sees("Access policies")
        assert "Purge protection" not in desk.text


async def test_roles_on_an_rbac_vault_decide_who_reads_its_secrets(tmp_path: Path) -> None:
    async with at_desk(world("empty", "2026"), tmp_path / "state.json") as desk:
        await desk.do("CreateVault", name="contoso-kv", resourceGroup="rg-web", rbac=True)
        await desk.open("vault.iam", "contoso-kv")
        assert desk.sees("Key Vault roles on contoso-kv decide who may read its secrets")
        assert "not a role" not in desk.text
        assert "Access control (IAM)" in desk.screen


async def test_verifying_by_mail_says_that_the_mail_is_there_already(tmp_path: Path) -> None:
    async with order_page("verification", bought(), tmp_path / "state.json") as desk:
        await desk.press("up", "enter")
        assert desk.sees("The mail is in the boxes of") and "Verify sends" not in desk.text


async def test_in_2026_the_prices_say_that_the_mid_year_certificate_is_free(tmp_path: Path) -> None:
    async with order_page("renew", linked("2026"), tmp_path / "state.json") as desk:
        assert desk.sees("until then certificates follow one another at no cost")
        assert desk.sees("2 reissue") and desk.sees("Reissue inside the paid term")
        assert desk.sees("before the end of the paid year")
        await desk.open("create")
        assert desk.sees("renews 32 days before the year's end, charged")
        assert desk.sees(
            "1 year, as certificates of 198 days at no further cost; verify the domain within 15 days"
        )


async def test_the_top_bar_marks_a_clock_that_left_the_era(tmp_path: Path) -> None:
    async with at_desk(world("empty"), tmp_path / "state.json") as desk:
        assert desk.sees("era 2022") and "! era" not in desk.text
        await desk.wait("365d")
        assert desk.sees("! era 2022 over")


async def test_the_mark_stays_on_a_deep_page_of_a_narrow_screen(tmp_path: Path) -> None:
    async with order_page("verification", linked(), tmp_path / "state.json", (80, 24)) as desk:
        bar = desk.screen.splitlines()[0]
        assert "2022-08-01" in bar and "! 2022" not in bar
        await desk.wait("400d")
        assert "! 2022" in desk.screen.splitlines()[0]


async def test_the_help_of_2018_tells_the_rule_for_pages_as_one_to_come(tmp_path: Path) -> None:
    async with order_page("verification", bought("2018"), tmp_path / "state.json", (80, 70)) as desk:
        await desk.press("question_mark")
        assert desk.sees("From December 2021 on, proof by a page gives no www name")


async def test_the_page_of_a_rekey_says_that_the_limit_of_the_day_makes_it_end_sooner(tmp_path: Path) -> None:
    shop = Shop("2026")
    shop.wait_until(datetime(2027, 3, 1, 9, tzinfo=UTC))
    shop.issue()
    shop.wait_until(datetime(2027, 3, 20, 9, tzinfo=UTC))
    async with order_page("rekey", shop.world, tmp_path / "state.json") as desk:
        assert desk.sees("! Certificates issued now are valid for at most 100 days: it ends on 2027-06-28")
        await desk.press("y")
        await desk.wait("10m")
        [order] = desk.world.all(CertificateOrder)
        assert f"{order.expires:%Y-%m-%d}" == "2027-06-28"
