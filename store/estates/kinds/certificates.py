"""Private key certificates of webspaces: linked to an order, from a vault, managed, uploaded.

Azure writes "" where a managed certificate has no vault, no thumbprint, no dates. Sources:
"Microsoft.Web/certificates" (ARM reference); azure-cli issues 19581 and 28480; terraform-provider-azurerm
issues 13357, 13543, 9781 and 21989.
"""

from __future__ import annotations

from typing import Any

from store.estates.facts import CertificateFacts
from store.estates.identity import SECRET, SECRET_VERSION, Identity, identify
from store.estates.kinds.words import secret_status
from store.estates.rows import Row, Source
from store.estates.values import moment, text, texts, thumbprint

_TELLING = ("hostnames", "subjectname", "keyvaultid", "canonicalname", "secreturi")


def certificate_facts(row: Row) -> CertificateFacts:
    """What a row of a certificate says."""
    fields = row.fields
    told = row.source in (Source.WHOLE, Source.TEMPLATE, Source.TERRAFORM)
    whole = told and any(row.has(name) for name in _TELLING)
    found = CertificateFacts(
        identity=row.identity,
        files={row.file: None},
        modified=row.modified,
        whole=whole,
        location=text(fields.get("location")),
        subject=text(fields.get("subjectname")) or text(fields.get("subject")),
        names=texts(fields.get("hostnames")),
        issuer=text(fields.get("issuer")),
        issued=moment(fields.get("issuedate")),
        expires=moment(fields.get("expirationdate")),
        thumbprint=thumbprint(fields.get("thumbprint")),
        vault=_id(fields.get("keyvaultid")),
        secret=text(fields.get("keyvaultsecretname")),
        status=secret_status(fields.get("keyvaultsecretstatus")),
        canonical_name=text(fields.get("canonicalname")),
        plan=_id(fields.get("serverfarmid")),
        webspace=text(fields.get("webspace")),
        cer=text(fields.get("cerblob")),
    )
    _read_uri(found, fields.get("secreturi"))
    if fields.get("terraform") == "azurerm_app_service_managed_certificate" and not found.canonical_name:
        found.canonical_name = (found.names or (row.identity.name,))[0]
    if whole:
        # Told in full: what is missing or "" is not there.
        found.vault = found.vault or ""
        found.secret = found.secret or ""
        found.canonical_name = found.canonical_name or ""
    return found


def _id(value: Any) -> str | None:
    found = identify(value)
    return found.id if found else None


def _read_uri(found: CertificateFacts, value: Any) -> None:
    """The secret by its URI, as Terraform names it; with a version the certificate is held to that one."""
    secret = identify(value)
    if secret is None or secret.type not in (SECRET, SECRET_VERSION):
        return
    found.vault, found.secret = vault_mark(secret), secret.names[1]
    found.pinned = secret.names[2] if secret.type == SECRET_VERSION else None


def vault_mark(secret: Identity) -> str:
    """A vault by its name alone, until its id is found: a URI tells no more."""
    return f"https://{secret.names[0]}."
