"""Export: from the order to its secret, from there to a file, and what becomes of the file."""

from __future__ import annotations

import shlex
import stat
from pathlib import Path

import pytest
from textual.widgets import Input

from store.x509.certificates import describe
from store.x509.pfx.open import open_bytes
from tests.support.desk import Desk, at_desk, order_page
from tests.support.mission_worlds import linked, rekeyed
from tests.support.worlds import demo_world
from tui.__main__ import main


def thumbprint(file: Path, password: str = "") -> str:
    """The thumbprint of the certificate in a PFX that has its key, too."""
    key, leaf = open_bytes(file.read_bytes(), password).pair()
    assert key is not None and leaf is not None
    return describe(leaf).thumbprint


async def fill(desk: Desk, text: str) -> None:
    """Replace what the field with the focus holds."""
    field = desk.app.focused
    assert isinstance(field, Input)
    field.value = ""
    await desk.type(text)


async def may_read(desk: Desk, *permissions: str) -> None:
    """What the person at the portal may do with secrets."""
    await desk.do(
        "SetAccessPolicy", vault="contoso-kv", principal="ada@contoso.com", secrets=list(permissions)
    )


@pytest.mark.row("S1-69", "S2-18", "S2-20", "S2-21")
async def test_the_path_ends_in_a_pfx_without_a_password(tmp_path: Path) -> None:
    target = tmp_path / "contoso.pfx"
    async with order_page("export", demo_world(), tmp_path / "state.json") as desk:
        assert desk.sees("o Open in Key Vault")
        await desk.press("o")
        text = desk.text
        assert text.index("CURRENT VERSION") < text.index("◆3") < text.index("OLDER VERSIONS")
        assert text.index("OLDER VERSIONS") < text.index("◇2") < text.index("◇1")
        await desk.press("enter")
        assert desk.sees("! A downloaded copy is unmanaged. It follows no renewal or rekey")
        await desk.press("l")
        await fill(desk, str(target))
        assert desk.sees(f"Writes {target}")
        await desk.press("f2")
        current = desk.line("Certificate ◆3").split()[2]
        assert desk.sees("The file has no password")
        assert desk.sees("Then delete every other copy")
        assert thumbprint(target).startswith(current)
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


async def test_the_palette_and_the_help_have_the_download(tmp_path: Path) -> None:
    async with order_page("export", demo_world(), tmp_path / "state.json") as desk:
        await desk.press("o", "question_mark")
        assert desk.sees("l Download as a certificate")
        await desk.press("escape", "ctrl+p")
        await desk.type("download as")
        await desk.pilot.pause(0.3)
        await desk.press("enter")
        assert desk.sees("empty: the file opens with th")


@pytest.mark.row("S2-21")
async def test_the_notice_adds_a_password(tmp_path: Path) -> None:
    target = tmp_path / "contoso.pfx"
    async with order_page("export", demo_world(), tmp_path / "state.json") as desk:
        await desk.press("o", "enter", "l")
        await fill(desk, str(target))
        await desk.press("f2", "enter")
        assert desk.sees("Protect with a password")
        await desk.type("geheim")
        await desk.press("enter")
        await desk.type("geheim")
        await desk.press("enter")
        assert desk.sees("has a password now; delete every other copy.")
        assert "geheim" not in desk.screen
        assert thumbprint(target, "geheim")


async def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "mine.pfx"
    target.write_text("mine", encoding="utf-8")
    async with order_page("export", demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        await desk.press("o", "l")
        await fill(desk, str(target))
        assert desk.sees("! File '")
        await desk.press("f2")
        assert desk.sees("– Download Cancel Download waits for a correction.")
        assert target.read_text(encoding="utf-8") == "mine"


async def test_passwords_must_agree_and_older_versions_can_be_downloaded(tmp_path: Path) -> None:
    target = tmp_path / "old.pfx"
    async with order_page("export", demo_world(), tmp_path / "state.json") as desk:
        await desk.press("o", "down")
        old = desk.line("Certificate ◇2").split()[2]
        await desk.press("l")
        await fill(desk, str(target))
        await desk.press("tab")
        await desk.type("geheim")
        assert desk.sees("Download waits for the same password twice.")
        await desk.press("tab")
        await desk.type("geheim")
        await desk.press("f2")
        assert "The file has no password" not in desk.text
        assert thumbprint(target, "geheim").startswith(old)


@pytest.mark.row("S2-19")
async def test_without_get_the_secret_does_not_open(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await may_read(desk, "list")
        await desk.open("order.export", "contosocert")
        await desk.press("o")
        denied = "does not have secrets get permission on key vault 'contoso-kv;location=westeurope'"
        assert desk.sees("× KeyVaultAccessDenied: The user, group or application 'ada@contoso.com'")
        assert desk.sees(denied)
        assert "CURRENT VERSION" not in desk.text
        await may_read(desk, "get")
        await desk.press("o")
        assert desk.sees("CURRENT VERSION")
        await may_read(desk, "list")
        assert "CURRENT VERSION" not in desk.text
        assert desk.sees(denied)


@pytest.mark.row("S1-70", "S2-22")
async def test_commands_stand_beside_the_download_and_give_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state.json"
    async with order_page("export", demo_world(), state) as desk:
        assert desk.sees("Code had better ask the Key Vault API when it needs the key")
        assert desk.sees("Key Vault API GET https://contoso-kv.vault.azure.net/secrets /contosocert")
        await desk.press("l")
        assert desk.sees('"properties.certificates.contosocert.keyVaultSecretName" -o tsv')
        assert desk.sees("az keyvault secret download --file contosocert.pfx --vault-name contoso-kv --name")
        assert desk.sees("--encoding base64")
        command = shlex.split(desk.line("certblade export"))
        await desk.press("escape", "o")
        current = desk.line("Certificate ◆3").split()[2]
    monkeypatch.chdir(tmp_path)
    assert main(["--state", str(state), *command[1:]]) == 0
    assert thumbprint(tmp_path / "contosocert.pfx").startswith(current)


@pytest.mark.row("S1-71")
async def test_a_copy_is_outdated_by_a_renewal(tmp_path: Path) -> None:
    async with at_desk(linked(), tmp_path / "state.json") as desk:
        await may_read(desk, "get")
        await desk.do("ExportCertificate", order="contosocert", path=str(tmp_path / "copy.pfx"))
        await desk.open("order.export", "contosocert")
        assert "◆1" in desk.line("✓ Current")
        await desk.wait("340d")
        assert "◇1" in desk.line("! Outdated")
        await desk.press("d")
        assert desk.sees("Forget copy?") and desk.sees("The file stays where it is, with its private key")
        await desk.press("shift+tab", "enter")
        await desk.undisturbed()
        assert desk.sees("No certificate was exported to a file.")


async def test_a_disabled_version_stays_the_current_one_and_gives_out_nothing(tmp_path: Path) -> None:
    async with order_page("export", demo_world(), tmp_path / "state.json") as desk:
        await desk.press("o", "enter")
        assert desk.sees("– Save")
        await desk.press("shift+tab", "right", "tab", "f2")
        assert desk.sees("disabled.")
        assert desk.sees("– Save")
        await desk.press("escape")
        assert "◆3" in desk.text.partition("OLDER VERSIONS")[0]
        assert "! Disabled" in desk.line("◆3")
        await desk.press("l")
        assert desk.sees("not allowed on a disabled secret")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_before_the_first_issue_there_is_nothing_to_open(tmp_path: Path, size: tuple[int, int]) -> None:
    from tests.support.mission_worlds import bought

    async with order_page("export", bought(), tmp_path / "state.json", size) as desk:
        assert desk.sees("! It is not stored yet.")
        await desk.press("o")
        assert "CURRENT VERSION" not in desk.text


@pytest.mark.row("S1-76")
async def test_help_says_what_to_type_instead(tmp_path: Path) -> None:
    async with order_page("rekey", rekeyed(), tmp_path / "state.json") as desk:
        await desk.press("question_mark", "l")
        assert desk.sees("certblade do Rekey --order contosocert")
        assert desk.sees("certblade do SyncOrder --order contosocert")
        await desk.press("escape", "escape")
        await desk.open("order.locks", "contosocert")
        await desk.press("question_mark", "l")
        assert desk.sees("az lock delete --ids")
