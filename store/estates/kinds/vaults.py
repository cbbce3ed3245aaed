"""Key vaults, versions of their secrets, and certificate objects as far as they tell thumbprints.

A value is never read. Sources: "Microsoft.KeyVault/vaults" (ARM reference), "Get Secret Versions" and "Get
Certificate Versions" (Azure Key Vault REST API), Get-AzKeyVault and Get-AzKeyVaultSecret (Az.KeyVault).
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from store.estates.facts import PolicyFacts, VaultFacts, VersionFacts
from store.estates.identity import (
    ORDER,
    SECRET,
    SECRET_VERSION,
    VAULT,
    VAULT_CERTIFICATE,
    VAULT_CERTIFICATE_VERSION,
    Identity,
    identify,
)
from store.estates.rows import Row, Source
from store.estates.values import flag, fold, moment, number, text, texts, thumbprint

_AS_SECRET = {VAULT_CERTIFICATE: SECRET, VAULT_CERTIFICATE_VERSION: SECRET_VERSION}


def vault_facts(row: Row) -> VaultFacts:
    """What a row of a vault says."""
    fields, acls, sku = row.fields, row.object("networkacls") or {}, row.fields.get("sku")
    policies = row.objects("accesspolicies")
    action, public = text(acls.get("defaultaction")), fields.get("publicnetworkaccess")
    if action is None and str(public).lower() == "disabled":
        action = "Deny"
    return VaultFacts(
        identity=row.identity,
        files={row.file: None},
        modified=row.modified,
        whole=row.source is not Source.SKELETON,
        location=text(fields.get("location")),
        uri=text(fields.get("vaulturi")),
        tenant=text(fields.get("tenantid")),
        sku=text(fold(sku).get("name") if isinstance(sku, Mapping) else sku),
        policies=None if policies is None else tuple(filter(None, map(_policy, policies))),
        rbac=flag(fields.get("enablerbacauthorization")),
        deployment=flag(fields.get("enabledfordeployment")),
        soft_delete=flag(fields.get("enablesoftdelete")),
        retention=number(fields.get("softdeleteretentionindays")),
        purge_protection=flag(fields.get("enablepurgeprotection")),
        action=action.capitalize() if action else None,
        bypass=text(acls.get("bypass")),
        addresses=_addresses(acls),
    )


def _policy(fields: dict[str, Any]) -> PolicyFacts | None:
    object_id = text(fields.get("objectid"))
    if object_id is None:
        return None
    inner = fields.get("permissions")
    granted = fold(inner) if isinstance(inner, Mapping) else {}
    return PolicyFacts(
        object_id=object_id,
        tenant=text(fields.get("tenantid")) or "",
        secrets=_verbs(granted.get("secrets"), fields, "secret"),
        certificates=_verbs(granted.get("certificates"), fields, "certificate"),
    )


def _verbs(granted: Any, fields: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    """Verbs in lower case: of ARM's object, of Terraform's list, or of PowerShell's."""
    plural = f"{kind}s"
    found = granted
    if found is None:
        found = fields.get(f"{kind}permissions") or fields.get(f"permissionsto{plural}")
    return tuple(one.lower() for one in texts(found) or ())


def _addresses(acls: Mapping[str, Any]) -> tuple[str, ...] | None:
    rules = acls.get("iprules")
    if not isinstance(rules, list):
        return None
    values = (fold(one).get("value") if isinstance(one, Mapping) else one for one in rules)
    return tuple(value for one in values if (value := text(one)))


def policies_of_vault(row: Row) -> VaultFacts | None:
    """Terraform's access policy, a resource of its own: its id is the vault's, then the principal's."""
    vault, policy = identify(row.fields.get("keyvaultid")), _policy(dict(row.fields))
    if vault is None or policy is None:
        return None
    return VaultFacts(identity=vault, files={row.file: None}, policies=(policy,))


def version_facts(row: Row) -> VersionFacts | None:
    """What a row of a secret or of a certificate object says of a version, the newest where it names none.

    A version of a certificate object and of the secret behind it have one name.
    """
    identity, fields = row.identity, row.fields
    attributes = row.object("attributes") or dict(fields)
    type = _AS_SECRET.get(identity.type, identity.type)
    tags = row.object("tags") or row.object("tagstable") or {}
    version = text(fields.get("version"))
    if type == SECRET and version and row.source is not Source.TEMPLATE:
        identity = Identity(SECRET_VERSION, (*identity.names, version), identity.place)
    else:
        identity = Identity(type, identity.names, identity.place)
    return VersionFacts(
        identity=identity,
        files={row.file: None},
        whole=type == SECRET_VERSION,
        enabled=flag(attributes.get("enabled")),
        created=moment(attributes.get("created")),
        expires=moment(attributes.get("expires", attributes.get("exp"))),
        not_before=moment(attributes.get("notbefore", attributes.get("nbf"))),
        content_type=text(fields.get("contenttype")),
        thumbprint=_thumbprint(fields) or thumbprint(tags.get("thumbprint")),
        order=_order(tags),
        managed=True if row.identity.type in _AS_SECRET else flag(fields.get("managed")),
    )


def _order(tags: Mapping[str, Any]) -> str | None:
    """The order that App Service notes on the secrets it writes."""
    found = identify(tags.get("certificateid"))
    return found.id if found is not None and found.type == ORDER else None


def _thumbprint(fields: Mapping[str, Any]) -> str | None:
    """A certificate object's thumbprint: hex of az, PowerShell and Terraform, base64url of the REST API."""
    for name in ("x509thumbprinthex", "thumbprint"):
        if found := thumbprint(fields.get(name)):
            return found
    for name in ("x509thumbprint", "x5t"):
        value = fields.get(name)
        if found := thumbprint(value):
            return found
        if isinstance(value, str) and len(value) in (27, 28):
            try:
                return urlsafe_b64decode(value.ljust(28, "=")).hex().upper()
            except ValueError:
                return None
    return None


def vault_of(name: str, place: str) -> Identity:
    """A vault by name and place."""
    return Identity(VAULT, (name,), place)
