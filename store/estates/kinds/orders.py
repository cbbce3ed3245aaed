"""App Service Certificates: certificateOrders and their links to Key Vault.

Sources: "Microsoft.CertificateRegistration/certificateOrders" (ARM reference, 2021-03-01 and 2024-11-01); the
azurerm provider's app_service_certificate_order (Terraform Registry).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from store.estates.facts import LinkFacts, OrderFacts
from store.estates.identity import ORDER, Identity, identify
from store.estates.kinds.words import order_status, product, secret_status
from store.estates.rows import Row, Source
from store.estates.values import flag, fold, moment, number, text, texts, thumbprint, whole
from store.resources import KeyVaultSecretStatus

_NO_LINKS = ("", "@{}")
_CUT_THUMBPRINT = re.compile(r"\bthumbprint=([0-9A-Fa-f]{40})\b")
_LONGEST_RAW = 65_536


def order_facts(row: Row) -> OrderFacts:
    """What a row of an order says."""
    fields, signed = row.fields, row.object("signedcertificate") or {}
    cut = row.cut("signedcertificate")
    in_full = row.source in (Source.WHOLE, Source.TERRAFORM) and row.has("distinguishedname")
    found = OrderFacts(
        identity=row.identity,
        files={row.file: None},
        modified=row.modified,
        whole=in_full and not cut,
        status=order_status(fields.get("status")),
        subject=text(fields.get("distinguishedname")),
        product=product(fields.get("producttype")),
        token=text(fields.get("domainverificationtoken")),
        auto_renew=flag(fields.get("autorenew")),
        key_size=number(fields.get("keysize")),
        external_key=flag(fields.get("isprivatekeyexternal")),
        issued_at=moment(fields.get("lastcertificateissuancetime")),
        renewal_at=moment(fields.get("nextautorenewaltimestamp")),
    )
    _read_certificate(found, row, signed, cut)
    _read_links(found, row)
    return found


def _read_certificate(found: OrderFacts, row: Row, signed: Mapping[str, Any], cut: str | None) -> None:
    """The current certificate; of an object that PowerShell cut to text only the thumbprint is certain."""
    shown = _CUT_THUMBPRINT.search(cut) if cut else None
    found.thumbprint = (
        thumbprint(signed.get("thumbprint"))
        or thumbprint(row.fields.get("signedthumbprint"))
        or (shown[1].upper() if shown else None)
    )
    found.serial = text(signed.get("serialnumber"))
    found.issuer = text(signed.get("issuer"))
    found.names = texts(signed.get("dnsnames"))
    found.not_before = moment(signed.get("notbefore"))
    found.not_after = moment(signed.get("notafter")) or moment(row.fields.get("expirationtime"))
    raw = signed.get("rawdata")
    found.raw = raw if isinstance(raw, str) and raw and len(raw) <= _LONGEST_RAW else None


def _read_links(found: OrderFacts, row: Row) -> None:
    value = row.fields.get("certificates")
    if isinstance(value, str):
        # `@{contosocert=}`: that there is a link is all that PowerShell left of it.
        found.stored = value not in _NO_LINKS
        found.links = None if found.stored else {}
    elif isinstance(value, Mapping):
        found.links = {whole(str(name)): link for name, one in value.items() if (link := _link(one))}
        if not found.links and value:
            found.links, found.stored = None, True
    elif isinstance(value, list):
        entries = ((fold(one), one) for one in value if isinstance(one, Mapping))
        found.links = {
            text(fields.get("certificatename")) or row.identity.name: link
            for fields, one in entries
            if (link := _link(one))
        }
    elif found.whole or row.source is Source.TEMPLATE:
        # An order that was never stored has no map at all.
        found.links = {}
    if found.links is not None:
        found.stored = bool(found.links)


def _link(value: Any) -> LinkFacts | None:
    """An entry of the map: also an object in full, with its own properties."""
    if not isinstance(value, Mapping):
        return None
    fields = fold(value)
    inner = fields.get("properties")
    if isinstance(inner, Mapping):
        fields = fold(inner)
    vault, secret = identify(fields.get("keyvaultid")), text(fields.get("keyvaultsecretname"))
    if vault is None or secret is None:
        return None
    status = secret_status(fields.get("provisioningstate"))
    return LinkFacts(vault=vault.id, secret=secret, status=status)


def order_of_link(row: Row) -> OrderFacts | None:
    """What a link that is listed as a resource of its own says of its order."""
    link = _link(row.fields)
    if link is None:
        return None
    order, name = row.identity.names
    identity = Identity(ORDER, (order,), row.identity.place)
    return OrderFacts(identity=identity, files={row.file: None}, links={name: link}, stored=True)


#: What a link says that the simulation, too, takes for one that works.
WORKING = (None, KeyVaultSecretStatus.SUCCEEDED, KeyVaultSecretStatus.INITIALIZED)
