"""Lines of Azure PowerShell: from one table, with its cmdlets' parameters, quoted as it reads them."""

from __future__ import annotations

import pytest

from store.operations.azure_powershell import _LINES, line, powershell
from store.operations.registry import from_json, kinds
from tests.support.worlds import demo_world

GROUP, APP = "-ResourceGroupName 'rg-web'", "'contoso-app'"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            {"operation": "SetHttpsOnly", "site": "contoso-app", "enabled": True},
            f"Set-AzWebApp {GROUP} -Name {APP} -HttpsOnly $true",
        ),
        (
            {"operation": "SetMinTlsVersion", "site": "contoso-app", "version": "1.1"},
            f"Set-AzWebApp {GROUP} -Name {APP} -MinTlsVersion '1.1'",
        ),
        (
            {"operation": "RemoveBinding", "site": "contoso-app", "host": "contoso.com"},
            f"Remove-AzWebAppSSLBinding {GROUP} -WebAppName {APP} -Name 'contoso.com' "
            "-DeleteCertificate $false -Force",
        ),
        (
            {"operation": "DeleteSecret", "vault": "contoso-kv", "secret": "s1"},
            "Remove-AzKeyVaultSecret -VaultName 'contoso-kv' -Name 's1' -Force",
        ),
        ({"operation": "SyncOrder", "order": "contosocert"}, None),
    ],
)
def test_an_operation_has_the_line_of_its_cmdlet(operation: dict[str, object], expected: str | None) -> None:
    assert powershell(demo_world(), from_json(operation)) == expected


def test_an_action_without_a_cmdlet_is_a_request() -> None:
    told = powershell(demo_world(), from_json({"operation": "Rekey", "order": "contosocert"}))
    assert told is not None
    assert told.startswith("Invoke-AzRestMethod -Method 'POST' -Path '/subscriptions/")
    assert "/certificateOrders/contosocert/reissue?api-version=2022-03-01'" in told
    assert told.endswith("""-Payload '{"properties": {"keySize": 2048}}'""")


def test_a_binding_names_thumbprint_and_state() -> None:
    certificate = "contosocert-rg-web-WestEuropewebspace"
    asked = {"operation": "AddBinding", "site": "contoso-app", "host": "a.contoso.com", "type": "IP"}
    told = powershell(demo_world(), from_json({**asked, "certificate": certificate}))
    assert told is not None and told.startswith("New-AzWebAppSSLBinding ")
    assert "-SslState 'IpBasedEnabled'" in told and len(told.split("-Thumbprint '")[1].split("'")[0]) == 40


def test_words_are_quoted_for_powershell() -> None:
    assert line("X", A="it's; $(rm)", B=("a", "b"), C=None, D=(), E={"k": "v’w"}) == (
        "X -A 'it''s; $(rm)' -B 'a', 'b' -D -E @{'k' = 'v’’w'}"
    )


def test_what_cannot_be_seen_has_no_line() -> None:
    asked = {"operation": "SetOrderTags", "order": "contosocert", "tags": {"a": "\x1b[31m"}}
    assert powershell(demo_world(), from_json(asked)) is None


def test_the_table_names_operations_that_are_there() -> None:
    assert set(_LINES) <= set(kinds())
