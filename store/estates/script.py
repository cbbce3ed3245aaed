"""The read-only commands that gather a complete export; none of them shows a secret.

`az rest` gives what the service says; every typed client leaves fields out. It follows no link to a next
page, so the script does. Source: "az rest", "az keyvault secret list-versions" (Azure CLI reference, 2026).
"""

from __future__ import annotations

#: File, provider and type, api-version.
_LISTS = (
    ("orders", "Microsoft.CertificateRegistration/certificateOrders", "2024-11-01"),
    ("certificates", "Microsoft.Web/certificates", "2024-11-01"),
    ("sites", "Microsoft.Web/sites", "2024-11-01"),
    ("plans", "Microsoft.Web/serverfarms", "2024-11-01"),
    ("vaults", "Microsoft.KeyVault/vaults", "2022-07-01"),
)

_HEAD = """\
#!/bin/sh
# Gathers what certblade estate reads. Every command only reads, and none shows a secret or a key.
# Run it where az is signed in; then: certblade estate estate --as-of $(date +%F) --state estate.json
set -eu
subscription={subscription}
mkdir -p estate
az account show --subscription "$subscription" --output json > estate/subscription.json

# A list page by page: az rest follows no nextLink.
list() {{
  url="/subscriptions/$subscription/providers/$2?api-version=$3"
  page=1
  while [ -n "$url" ]; do
    az rest --method get --url "$url" --output json > "estate/$1-$page.json"
    url=$(az rest --method get --url "$url" --query nextLink --output tsv)
    page=$((page + 1))
  done
}}
"""

_TAIL = """\

# Versions of the secrets that orders and certificates are linked to: dates and tags, no values.
{{
  az rest --method get --url "/subscriptions/$subscription/providers/{orders}" --output tsv \\
    --query 'value[?properties.certificates].properties.certificates.values(@)[].
             [keyVaultId, keyVaultSecretName]'
  az rest --method get --url "/subscriptions/$subscription/providers/{certificates}" --output tsv \\
    --query 'value[?properties.keyVaultId].properties.[keyVaultId, keyVaultSecretName]'
}} | sort -u | while read -r vault secret; do
  az keyvault secret list-versions --vault-name "${{vault##*/}}" --name "$secret" --output json \\
    >> estate/secret-versions.json || true
done

az lock list --subscription "$subscription" --output json > estate/locks.json
az network dns zone list --subscription "$subscription" --query '[].[resourceGroup, name]' --output tsv |
while read -r group zone; do
  az network dns record-set list --subscription "$subscription" --resource-group "$group" \\
    --zone-name "$zone" --output json > "estate/dns-$zone.json"
done
"""


def script(subscription: str = "") -> str:
    """The script, for a subscription by its id or name; without one, for the one az is signed in to."""
    named = (
        "'" + subscription.replace("'", "'\\''") + "'"
        if subscription
        else "$(az account show --query id --output tsv)"
    )
    lists = "".join(f"list {file} {type} {version}\n" for file, type, version in _LISTS)
    orders, certificates = (f"{type}?api-version={version}" for _, type, version in _LISTS[:2])
    return _HEAD.format(subscription=named) + lists + _TAIL.format(orders=orders, certificates=certificates)
