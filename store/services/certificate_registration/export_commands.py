"""Ways to get at an order's certificate from outside the portal, as commands.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022) for the Azure CLI, "New Sync and Export
experiences" (blog, 2019), which prefers the Key Vault API to a file on disk.
"""

from __future__ import annotations

from shlex import quote

import msgspec

from store.resources import CertificateOrder, Vault, group_of, name_of
from store.world import View

_API_VERSION = "7.4"


class ExportCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A tool and the lines to give it, in their order."""

    tool: str
    lines: tuple[str, ...]


def export_commands(view: View, order: CertificateOrder) -> tuple[ExportCommand, ...]:
    """Azure CLI, Key Vault API and this program, with the lines that read the secret; () before Step 1."""
    link = order.link
    if link is None:
        return ()
    vault = view.get(Vault, link.key_vault_id)
    vault_name, secret = name_of(link.key_vault_id), link.key_vault_secret_name
    uri = vault.properties.vault_uri if vault else f"https://{vault_name}.vault.azure.net/"
    file = quote(f"{order.name}.pfx")
    return (
        ExportCommand(
            tool="Azure CLI",
            lines=(
                f"az resource show -g {quote(name_of(group_of(order.id)))} -n {order.name} --resource-type "
                f"Microsoft.CertificateRegistration/certificateOrders --query "
                f'"properties.certificates.{order.name}.keyVaultSecretName" -o tsv',
                f"az keyvault secret download --file {file} --vault-name {vault_name} --name {secret} "
                "--encoding base64",
            ),
        ),
        ExportCommand(tool="Key Vault API", lines=(f"GET {uri}secrets/{secret}?api-version={_API_VERSION}",)),
        ExportCommand(tool="certblade", lines=(f"certblade export {order.name} --output {file}",)),
    )
