"""What clients make of a certificate that an app has: its chain judged at this moment, from the PFX kept.

Source: RFC 5280, section 6; what is judged and what is not is said in `store.x509.paths.rules`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from store.errors import AzureError
from store.resources import IssuedRecord, WebCertificate
from store.services.authority.trust import trusted_roots, trusts_key
from store.services.key_vault.links import issuing_ledgers, link_of
from store.services.key_vault.secrets import versions
from store.services.key_vault.stored_certificates import pfx_bytes
from store.services.web.limits import MOST_PRIVATE_CERTIFICATES
from store.world import View
from store.world.answers import remembered

if TYPE_CHECKING:
    from store.x509.certificates import CertificateFacts

_UNTRUSTED = "The certificate was not signed by a trusted authority: clients will not trust it."


class Material(NamedTuple):
    """A leaf and everything that came with it (DER), and the leaf's facts."""

    leaf: bytes
    pool: tuple[bytes, ...]
    facts: CertificateFacts


def kept_file(view: View, certificate: WebCertificate) -> str:
    """The PFX (base64) a certificate stands for, its own or that of its secret's version; "" without one."""
    if certificate.properties.pfx_blob:
        return certificate.properties.pfx_blob
    link = link_of(certificate)
    for version in versions(view, *link) if link else ():
        if version.properties.thumbprint == certificate.thumbprint:
            return version.properties.value
    return ""


@remembered
def material_of(view: View, certificate: WebCertificate) -> Material | None:
    """What is in the file a certificate stands for, as `material` says."""
    return material(view, kept_file(view, certificate), certificate.thumbprint)


def material(view: View, value: str, thumbprint: str) -> Material | None:
    """What is in a kept file (base64), None where it cannot be told or need not be.

    The CA of this world signed what one of its orders wrote down; such files are not opened.
    """
    return None if issued_record(view, thumbprint) is not None else _opened(value)


# As many as a webspace can hold: an app's page asks for all of its hosts.
@lru_cache(maxsize=MOST_PRIVATE_CERTIFICATES)
def _opened(value: str) -> Material | None:
    from store.x509.certificates import describe
    from store.x509.pfx.open import open_bytes

    try:
        opened = open_bytes(pfx_bytes(value) or b"", "")
        _, leaf = opened.pair()
        return None if leaf is None else Material(leaf, tuple(opened.certificates), describe(leaf))
    except AzureError:
        return None


def chain_objections(view: View, found: Material) -> tuple[str, ...]:
    """What clients have against the chain of a certificate, in sentences; its own dates are left out."""
    from store.x509.paths.judgement import judge

    try:
        judged = judge(found.leaf, found.pool, trusted_roots(view), view.now)
    except AzureError as error:
        return (error.message,)
    if judged.holds:
        return ()
    if judged.trusted:
        faults = "; ".join(judged.faults)
        return (f"Clients refuse the certificate's chain: {faults}.",)
    if found.facts.self_signed:
        return ("The certificate is self-signed: clients will not trust it.",)
    return (_UNTRUSTED,)


def certificate_objections(view: View, certificate: WebCertificate) -> tuple[str, ...]:
    """What clients have against the chain of an app's certificate, in sentences."""
    found = material_of(view, certificate)
    if found is not None:
        return chain_objections(view, found)
    # The secret may be gone; what was noted of the root remains.
    root = certificate.properties.root_key_hash
    return () if not root or trusts_key(view, root) else (_UNTRUSTED,)


@remembered
def issued_record(view: View, thumbprint: str) -> IssuedRecord | None:
    """What its order wrote down of a certificate when it was issued; None for one of elsewhere."""
    for ledger in issuing_ledgers(view, thumbprint):
        for record in ledger.issued:
            if record.thumbprint == thumbprint:
                return record
    return None
