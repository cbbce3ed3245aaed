"""What every service asks of a certificate authority: a key, and a certificate for a request."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from store.resources import GODADDY, CertificateDetails
from store.world import Draft


class Leaf(NamedTuple):
    """A certificate that an authority made; `value` is what a vault's secret will hold (PKCS#12, base64)."""

    details: CertificateDetails
    names: tuple[str, ...]
    public_key_hash: str
    value: str


class SigningRequest(NamedTuple):
    """A request for a certificate that is valid from now until `until` (UTC).

    `owner` is the key of the order or web certificate it is for, `key` the private key (base64 of PKCS#8),
    `authority` the name of the CA's document.
    """

    owner: str
    key: str
    names: tuple[str, ...]
    until: datetime
    authority: str = GODADDY


class Issuer(Protocol):
    """A maker of keys and certificates: the simulated CAs, or the rehearsal of a dry run."""

    def new_key(self) -> str:
        """A private key for an automatic request (base64 of PKCS#8)."""
        ...

    def sign(self, draft: Draft, request: SigningRequest) -> Leaf:
        """The certificate for a request, valid from the draft's moment on."""
        ...
