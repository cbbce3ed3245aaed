"""The CAs that sign for this world, and their rehearsal for questions about the future."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.errors import AzureError
from store.resources import CertificateDetails, CertificateOrder, name_of
from store.secret import Secret
from store.services.authority.authorities import issue_leaf, pfx_of, secret_value, to_text
from store.services.authority.issuer import Leaf, SigningRequest
from store.services.authority.stored import stored_certificate, stored_key
from store.world import Draft, View
from store.world.digests import sha1, sha256

if TYPE_CHECKING:
    from store.x509.authority import IssuedCertificate


class Signer:
    """Signs real X.509 certificates; keys for automatic requests are handed in by `keys`."""

    def __init__(self, keys: Callable[[], bytes]) -> None:
        self._keys = keys

    def new_key(self) -> str:
        return to_text(self._keys())

    def sign(self, draft: Draft, request: SigningRequest) -> Leaf:
        der = stored_key(request.key, f"The private key of '{name_of(request.owner)}'")
        made = issue_leaf(
            draft,
            request.authority,
            key=der,
            names=request.names,
            until=request.until,
            purpose=f"{request.owner} {draft.now}",
        )
        value = secret_value(draft, made.issuer, key=der, certificate=made.certificate)
        return Leaf(details_of(made), made.names, made.public_key_hash, value)


def details_of(made: IssuedCertificate) -> CertificateDetails:
    """What an order shows of a certificate that was issued for it."""
    return CertificateDetails(
        serial_number=made.serial_number,
        thumbprint=made.thumbprint,
        subject=made.subject,
        not_before=made.not_before,
        not_after=made.not_after,
        signature_algorithm=made.signature_algorithm,
        issuer=made.issuer,
        raw_data=to_text(made.certificate),
    )


class Rehearsal:
    """Signs nothing and needs no keys: it only lets one see what would happen. Counts the keys asked for."""

    def __init__(self) -> None:
        self.keys_asked = 0

    def new_key(self) -> str:
        self.keys_asked += 1
        return ""

    def sign(self, draft: Draft, request: SigningRequest) -> Leaf:
        seed = f"rehearsal {request.owner} {draft.now}".encode()
        details = CertificateDetails(
            serial_number=sha256(seed).hexdigest()[:16].upper(),
            thumbprint=sha1(seed).hexdigest().upper(),
            subject=f"CN={request.names[0]}",
            # Certificates count in whole seconds.
            not_before=draft.now.replace(microsecond=0),
            not_after=request.until.replace(microsecond=0),
            signature_algorithm="",
            issuer="",
            raw_data="",
        )
        # The sync job looks whether a secret has a value at all.
        return Leaf(details, request.names, "", "rehearsal")


def current_value(view: View, order: CertificateOrder, key: str) -> str:
    """The order's current certificate with its key (base64), as a vault's secret holds it."""
    return to_text(current_pfx(view, order, key, None))


def current_pfx(view: View, order: CertificateOrder, key: str, password: Secret | None) -> bytes:
    """A PFX of the order's current certificate, its key (base64 of PKCS#8) and its chain.

    Without a password it is what the vault's secret holds; with one, the same in 3DES, as an upload needs it.
    """
    signed = order.properties.signed_certificate
    if signed is None:
        raise AzureError("NotIssued", f"'{order.name}' has no certificate yet.")
    certificate = stored_certificate(signed.raw_data, f"The certificate of '{order.name}'")
    der = stored_key(key, f"The private key of '{order.name}'")
    return pfx_of(view, signed.issuer, key=der, certificate=certificate, password=password)
