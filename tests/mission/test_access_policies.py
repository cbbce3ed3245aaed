"""Access policies of the two services: shown, and what breaks without them."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest

from store import AzureError
from store.resources import SecretVersion
from store.secret import Secret
from store.x509.pfx.build import protect_pfx
from tests.support.desk import Desk, at_desk
from tests.support.mission_worlds import issued, linked

_WEB_SITES, _REGISTRATION = "abfa0a7c-a6b6-4736-8310-5855508787cd", "f3c21649-0979-4721-ac85-b0216b2cf413"
_NO_ACCESS = "The service does not have access to"


async def policy(desk: Desk, row: int) -> None:
    """Access policies, with the cursor on a row."""
    await desk.open("vault.policies", "contoso-kv")
    await desk.press(*["down"] * row)


async def without(desk: Desk, row: int) -> None:
    """Remove the policy of a row, through the question."""
    await policy(desk, row)
    await desk.press("d")
    assert desk.sees("loses every permission on this vault's secrets and certificates.")
    await desk.press("shift+tab", "enter")


@pytest.mark.row("S1-46", "S1-47")
async def test_both_services_have_their_rows(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await policy(desk, 1)
        assert desk.line("Microsoft.Azure.WebSites") == "Microsoft.Azure.WebSites Get Get"
        assert desk.line("Application ID").endswith(_WEB_SITES)
        assert desk.line("Microsoft.Azure.Cert").endswith("Get, List, Set, Delete Get, List")
        await desk.press("down")
        assert desk.line("Application ID").endswith(_REGISTRATION)


@pytest.mark.row("S1-45")
async def test_without_its_policy_app_service_imports_nothing(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await without(desk, 1)
        with pytest.raises(AzureError, match=_NO_ACCESS) as refused:
            await desk.do("ImportAppServiceCertificate", site="contoso-app", order="contosocert")
        assert "give Microsoft.Azure.WebSites the secret permission Get" in refused.value.next_step
        await desk.press("a", "f2")
        assert desk.sees("Choose at least one, or Remove.")
        await desk.press("tab", "space", "tab", "space", "f2")
        assert desk.line("Microsoft.Azure.WebSites") == "Microsoft.Azure.WebSites Get Get"
        assert "Imported" in await desk.do(
            "ImportAppServiceCertificate", site="contoso-app", order="contosocert"
        )


@pytest.mark.row("S1-45")
@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"operation": "RemoveAccessPolicy", "principal": "Microsoft.Azure.WebSites"}, "Access policies:"),
        ({"operation": "SetVaultNetwork", "defaultAction": "Deny", "bypass": "None"}, "Networking: allow"),
    ],
)
async def test_a_closed_vault_says_the_whole_reason(
    tmp_path: Path, change: dict[str, str], remedy: str, size: tuple[int, int]
) -> None:
    async with at_desk(issued(), tmp_path / "state.json", size) as desk:
        await desk.do("GenerateVaultCertificate", vault="contoso-kv", name="good", subject="CN=contoso.com")
        await desk.do(**change, vault="contoso-kv")
        await desk.open("site.tls", "contoso-app")
        await desk.press("right", "v")
        assert desk.sees("– Select")
        assert desk.sees("The service does not have access to '…/contoso-kv' Key Vault.")
        assert desk.sees("to perform the request operation. " + remedy)


@pytest.mark.row("S1-46")
async def test_removing_get_breaks_sync(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await desk.do("Rekey", order="contosocert")
        await desk.wait("11m")
        await policy(desk, 1)
        await desk.press("enter", "tab", "space", "right", "space", "f2")
        assert desk.line("Microsoft.Azure.WebSites") == "Microsoft.Azure.WebSites List Get"
        await desk.open("order.rekey", "contosocert")
        await desk.undisturbed()
        await desk.press("s")
        assert desk.sees(_NO_ACCESS)
        assert desk.sees("! Out of sync")


@pytest.mark.row("S1-47")
async def test_without_set_the_next_certificate_is_not_stored(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await policy(desk, 2)
        await desk.press("e", "tab", "right", "right", "space", "f2")
        assert desk.line("Microsoft.Azure.Cert").endswith("Get, List, Delete Get, List")
        await desk.wait("340d")
        await desk.open("order.vault_status", "contosocert")
        assert desk.sees("× Key Vault out of sync")
        assert desk.sees("give Microsoft.Azure.CertificateRegistration the secret permission Set")
        assert "× OperationNotPermittedOnKeyVault" in desk.line("Link to Key Vault")
        await desk.open("order.timeline", "contosocert")
        assert desk.text.count("CertificateIssued") == 2
        await desk.open("vault.secrets", "contoso-kv")
        assert "2023-08-01" in desk.line("contosocert")


async def test_azure_rbac_puts_the_policies_aside(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("vault.policies", "contoso-kv")
        await desk.press("p")
        assert desk.sees("New permission model: Azure role-based access control")
        await desk.press("shift+tab", "enter")
        await desk.undisturbed()
        assert desk.sees("App Service Certificates support only Vault access policy.")
        await desk.press("a")
        assert desk.sees("Access policies are not available: Azure role-based access control is used.")
        await desk.open("order.vault_status", "contosocert")
        assert desk.sees("× Key Vault out of sync")


async def test_a_firewall_without_the_exception_keeps_the_services_out(tmp_path: Path) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("vault.networking", "contoso-kv")
        assert desk.sees("Save waits for a change.")
        await desk.press("right", "tab")
        await desk.type("none")
        assert desk.sees("is not an IPv4 address or CIDR range.")
        await desk.press(*["backspace"] * 4, "tab", "right")
        assert "× App Service and the certificate service" in desk.line("× App Service")
        await desk.press("f2")
        assert desk.sees("trusted Microsoft services do not bypass its firewall")
        await desk.open("order.vault_status", "contosocert")
        assert desk.sees("Networking: allow trusted Microsoft services to bypass this firewall.")


@pytest.mark.parametrize("issuer", ["Self-signed certificate", "DigiCert"])
async def test_a_certificate_is_generated_renewed_and_deleted_in_the_vault(
    tmp_path: Path, issuer: str
) -> None:
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("vault.certificates", "contoso-kv")
        assert desk.sees("There are no certificates available.")
        await desk.press("i", "enter")
        await desk.type("own")
        await desk.press("tab", *["right"] * (issuer == "DigiCert"), "tab")
        assert issuer in desk.line("Type of CA")
        await desk.type("CN=own.contoso.com")
        await desk.press("f2")
        first = desk.line("Thumbprint ").rsplit(" ", 1)[-1]
        assert desk.line("Host names").endswith("own.contoso.com")
        await desk.undisturbed()
        await desk.press("n")
        assert desk.line("Thumbprint ").rsplit(" ", 1)[-1] != first
        await desk.press("d", "shift+tab", "enter")
        await desk.undisturbed()
        assert desk.sees("There are no certificates available.")
        await desk.open("vault.secrets", "contoso-kv")
        assert desk.sees("─ Deleted secrets ─")
        await desk.press("u")
        assert "certificate object" in desk.text or "own ✓ Enabled" in desk.text


async def test_a_pfx_file_is_imported_with_its_password(tmp_path: Path) -> None:
    value = next(one.properties.value for one in issued().all(SecretVersion) if one.properties.value)
    file = tmp_path / "own.pfx"
    file.write_bytes(protect_pfx(b64decode(value), Secret("Pa55word!")))
    async with at_desk(issued(), tmp_path / "state.json") as desk:
        await desk.open("vault.certificates", "contoso-kv")
        await desk.press("i", "down", "enter")
        await desk.type("imported")
        await desk.press("tab")
        await desk.type(str(tmp_path / "none.pfx"))
        assert desk.sees("! There is no such file.")
        await desk.press(*["backspace"] * len("none.pfx"))
        await desk.type("own.pfx")
        await desk.press("tab")
        await desk.type("wrong")
        await desk.press("f2")
        assert desk.sees("The password is incorrect, or the certificate is not valid")
        await desk.press("i", "down", "enter")
        await desk.type("imported")
        await desk.press("tab")
        await desk.type(str(file))
        await desk.press("tab")
        await desk.type("Pa55word!")
        assert "Pa55word!" not in desk.screen
        await desk.press("f2")
        assert desk.line("Host names").endswith("contoso.com, www.contoso.com")
