"""Key vaults and DNS zones looked after on their own pages, away from any certificate."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import at_desk
from tests.support.mission_worlds import issued


async def test_a_vault_is_made_from_the_list_deleted_and_recovered(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("vaults")
        await desk.press("n")
        await desk.type("second-kv")
        await desk.press("tab", "right", "f2")
        assert "certblade › Key vaults › second-kv" in desk.line("certblade")
        assert desk.line("Resource group").startswith("Resource group rg-")
        await desk.press("d", "shift+tab", "enter")
        await desk.undisturbed()
        assert desk.sees("─ Deleted vaults ─")
        assert "2022-10-30" in desk.line("second-kv")
        await desk.press("u")
        await desk.undisturbed()
        assert "Vault access policy 0" in desk.line("second-kv")
        assert "Deleted vaults" not in desk.text


async def test_a_locked_vault_is_not_moved_and_says_so(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.do("AddLock", scope="contoso-kv", name="keep", level="Delete")
        await desk.open("vault.overview", "contoso-kv")
        assert "– Delete" in desk.line("Refresh")
        await desk.press("M")
        await desk.type("rg-api")
        await desk.press("enter")
        assert desk.sees("ScopeLocked:")
        assert desk.sees("Please remove the lock and try again.")


async def test_a_zone_is_made_filled_and_deleted(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("zones")
        await desk.press("n")
        await desk.type("contoso.com")
        assert desk.sees("Create waits for a correction.")
        await desk.press(*["backspace"] * 3)
        await desk.type("org")
        await desk.press("f2")
        assert "Public 0" in desk.line("contoso.org")
        await desk.open("zone.overview", "contoso.org")
        await desk.press("a")
        await desk.press("shift+tab", "shift+tab", "right", "right", "tab", "tab")
        await desk.type("contoso-app.azurewebsites.net")
        assert desk.sees("A CNAME record cannot stand at the root '@' of a zone.")
        await desk.press("shift+tab", "shift+tab", "shift+tab", "end", "backspace")
        await desk.type("www")
        await desk.press("f2")
        assert "www CNAME 3600 contoso-app.azurewebsites.net" in desk.line("www CNAME")
        await desk.press("d", "shift+tab", "enter")
        await desk.undisturbed()
        assert desk.sees("No record sets.")
        await desk.press("D", "shift+tab", "enter")
        await desk.undisturbed()
        assert "certblade › DNS zones" in desk.line("certblade")
        assert "contoso.org" not in desk.text


async def test_a_secret_names_the_certificate_of_an_app_that_uses_it(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        site = {"principal": "Microsoft.Azure.WebSites", "secrets": ["get"], "certificates": ["get"]}
        await desk.do("SetAccessPolicy", vault="contoso-kv", **site)
        made = {"vault": "contoso-kv", "name": "site", "subject": "CN=www.contoso.com", "issuer": "DigiCert"}
        await desk.do("GenerateVaultCertificate", **made)
        await desk.open("vault.secrets", "contoso-kv")
        assert desk.line("site ").endswith("–")
        await desk.do("ImportKeyVaultCertificate", site="contoso-app", vault="contoso-kv", certificate="site")
        assert "rg-web-contoso" in desk.line("site ")


async def test_a_deleted_secret_is_purged_from_the_page_and_its_name_is_free(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        note = {"vault": "contoso-kv", "secret": "note"}
        await desk.do("CreateSecretVersion", **note, value="x")
        await desk.do("DeleteSecret", **note)
        await desk.open("vault.secrets", "contoso-kv")
        assert desk.sees("─ Deleted secrets ─")
        await desk.press("D")
        assert desk.sees("Purge secret?") and desk.sees("Its name is free again then.")
        await desk.press("shift+tab", "enter")
        await desk.undisturbed()
        assert "Deleted secrets" not in desk.text
        await desk.do("CreateSecretVersion", **note, value="y")
