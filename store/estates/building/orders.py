"""Orders with their current certificate and links, and what is known of the certificates before."""

from __future__ import annotations

from base64 import b64decode, b64encode

from msgspec import UNSET

from store.errors import AzureError
from store.estates.building.plot import Known, Plot
from store.estates.facts import LinkFacts, OrderFacts
from store.resources import (
    CertificateDetails,
    CertificateOrder,
    Contact,
    KeyVaultSecretStatus,
    OrderCertificate,
    OrderProperties,
    OrderStatus,
    ProductType,
)
from store.x509.certificates import describe

#: Contact data is not read: an order without any shows none.
_NOBODY = Contact(email="", name_first="", name_last="", phone="")
_PEM_LINE = "-----"


def put_orders(plot: Plot) -> None:
    """The documents of all orders; their ledgers are `ledgers`'."""
    for facts in plot.facts.orders.values():
        found = _read_raw(plot, facts)
        order = _order(facts, found)
        plot.draft.put(order)
        plot.orders[order.key] = order
        if order.thumbprint:
            plot.known[order.thumbprint] = found
        plot.note_source(facts, unknown=_unknown(facts), inferred=_inferred(plot, facts))


def _unknown(facts: OrderFacts) -> list[str]:
    missing = {
        "status": facts.status is None,
        "autoRenew": facts.auto_renew is None,
        "certificates": facts.links is None,
        "signedCertificate": facts.thumbprint is None and not facts.whole,
        "expirationTime": facts.not_after is None and not facts.whole,
    }
    return [name for name, lacks in missing.items() if lacks]


def _inferred(plot: Plot, facts: OrderFacts) -> dict[str, str]:
    found: dict[str, str] = {}
    if reason := plot.reasons.get(facts.key):
        found["certificates"] = reason
    if facts.product is None:
        found["productType"] = "A host name with a wild card label is of the wild card product."
    return found


def _order(facts: OrderFacts, found: Known) -> CertificateOrder:
    subject = facts.subject or ""
    wild = subject.lower().startswith("cn=*.")
    return CertificateOrder(
        id=facts.id,
        name=facts.identity.names[-1],
        properties=OrderProperties(
            certificates={name: _link(link) for name, link in (facts.links or {}).items()},
            distinguished_name=subject,
            domain_verification_token=facts.token or "",
            key_size=facts.key_size or 2048,
            product_type=facts.product or (ProductType.WILDCARD if wild else ProductType.STANDARD),
            auto_renew=facts.auto_renew is not False,
            status=facts.status or OrderStatus.UNKNOWN,
            signed_certificate=_details(facts, found),
            last_certificate_issuance_time=facts.issued_at,
            is_private_key_external=facts.external_key or False,
            contact=_NOBODY,
            next_auto_renewal_time_stamp=facts.renewal_at or UNSET,
        ),
    )


def _link(link: LinkFacts) -> OrderCertificate:
    return OrderCertificate(
        key_vault_id=link.vault,
        key_vault_secret_name=link.secret,
        provisioning_state=link.status or KeyVaultSecretStatus.UNKNOWN,
    )


def _details(facts: OrderFacts, found: Known) -> CertificateDetails | None:
    if facts.thumbprint is None and facts.not_after is None:
        return None
    return CertificateDetails(
        serial_number=found.serial,
        thumbprint=facts.thumbprint or "",
        subject=found.subject,
        not_before=found.not_before,
        not_after=found.not_after,
        signature_algorithm="",
        issuer=found.issuer,
        raw_data=facts.raw or "",
    )


def _read_raw(plot: Plot, facts: OrderFacts) -> Known:
    """The current certificate; its own text, where there is one, is believed before the fields beside it."""
    told = Known(
        subject=facts.subject or "",
        issuer=facts.issuer or "",
        names=facts.names or (),
        not_before=facts.not_before,
        not_after=facts.not_after,
        serial=facts.serial or "",
    )
    der = _der(facts.raw)
    if der is None:
        facts.raw = None
        return told
    try:
        read = describe(der)
    except AzureError:
        facts.raw = None
        plot.differences.append(f"The certificate in rawData of '{facts.name}' cannot be read.")
        return told
    if facts.thumbprint not in (None, read.thumbprint):
        plot.differences.append(f"'{facts.name}': rawData is another certificate than thumbprint says.")
    elif facts.not_after not in (None, read.not_after):
        plot.differences.append(f"'{facts.name}': rawData ends at another moment than expirationTime says.")
    facts.thumbprint, facts.not_after = read.thumbprint, read.not_after
    facts.raw = b64encode(der).decode("ascii")
    return Known(
        subject=read.subject,
        issuer=read.issuer,
        names=read.all_names,
        not_before=read.not_before,
        not_after=read.not_after,
        public_key_hash=read.public_key_hash,
        serial=read.serial_number,
    )


def _der(raw: str | None) -> bytes | None:
    """The certificate in a text: PEM, or base64 of the DER."""
    if raw is None:
        return None
    text = "".join(line for line in raw.split() if line) if _PEM_LINE not in raw else _pem_body(raw)
    try:
        return b64decode(text, validate=True) or None
    except ValueError:
        return None


def _pem_body(raw: str) -> str:
    _, _, rest = raw.partition("BEGIN CERTIFICATE-----")
    return "".join(rest.partition(_PEM_LINE)[0].split())
