"""The simulated certification authorities: visibly simulated names, real signatures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from store.errors import AzureError
from store.hostnames import ascii_name
from store.resources import DIGICERT, GLOBALSIGN, GODADDY, GODADDY_R1
from store.x509.fields import (
    AUTHORITY_USAGE,
    EC_USAGE,
    NO_AUTHORITY,
    RSA_USAGE,
    alternative_names,
    authority_name,
    name_text,
    purposes,
    serial_text,
    subject_name,
)
from store.x509.keys import PrivateKey, load_key, new_key, signed

#: Issuer as Azure names it: common names of its root and of its issuing certificate.
ISSUERS = {
    GODADDY: ("Sim Root - G2", "Sim Secure Certificate Authority - G2"),
    GODADDY_R1: ("Sim TLS Root CA - R1", "Sim TLS Intermediate CA DV - R1v1"),
    DIGICERT: ("Sim Global Root G2", "Sim TLS RSA CA G1"),
    GLOBALSIGN: ("Sim Root R3", "Sim RSA OV SSL CA 2018"),
}
#: Hierarchies whose issuing certificate names its purpose: Chrome asks it of them since 2026.
_DEDICATED = (GODADDY_R1,)

#: The simulated clock can be moved by decades, so an authority outlives every certificate it signs.
_BEFORE, _AFTER = timedelta(days=20 * 365), timedelta(days=100 * 365)
#: X.509 writes years as four digits, and our library none before 1950.
_EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


class AuthorityKeys(msgspec.Struct, frozen=True, kw_only=True):
    """One authority, root and intermediate, as DER; the keys are PKCS#8 and never printed."""

    root_certificate: bytes
    root_key: bytes
    intermediate_certificate: bytes
    intermediate_key: bytes

    @property
    def chain(self) -> tuple[bytes, bytes]:
        """The certificates above a leaf: intermediate, then root."""
        return self.intermediate_certificate, self.root_certificate

    def __repr__(self) -> str:
        return "AuthorityKeys(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


class IssuedCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A signed certificate and the facts Azure shows of it, so that no caller parses it again.

    `thumbprint` is SHA-1 in 40 upper-case hex digits, `serial_number` upper-case hex,
    `public_key_hash` SHA-256 of the SubjectPublicKeyInfo in upper-case hex; times are UTC, whole seconds.
    """

    certificate: bytes
    thumbprint: str
    serial_number: str
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    names: tuple[str, ...]
    signature_algorithm: str
    public_key_hash: str


class _Signer(NamedTuple):
    key: PrivateKey
    name: x509.Name
    text: str
    key_identifier: x509.AuthorityKeyIdentifier


class LeafRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a certificate to be signed; never printed, for it has the key (PKCS#8 DER).

    `names` are the DNS names (none: the common name alone). Without any purpose there is no extended key
    usage.
    """

    key: bytes
    common_name: str
    names: Sequence[str] = ()
    not_before: datetime
    not_after: datetime
    serial: int
    server_auth: bool = True
    client_auth: bool = True

    def __repr__(self) -> str:
        return "LeafRequest(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # Rich prints the fields of a struct in tracebacks, past `__repr__`.
        return []


class _Subject(NamedTuple):
    """A request whose key is loaded and whose names and times are those of X.509."""

    key: PrivateKey
    common_name: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    serial: int
    usage: x509.ExtendedKeyUsage | None


class _Party(NamedTuple):
    """Whose certificate an authority's is, or who signs it."""

    key: PrivateKey
    name: x509.Name


def new_authority(
    issuer: str,
    *,
    now: datetime,
    serials: tuple[int, int],
    key_kind: str = "rsa2048",
    root_key: bytes | None = None,
    intermediate_key: bytes | None = None,
) -> AuthorityKeys:
    """A root and an intermediate of one of `ISSUERS`, valid from 20 years before to 100 after `now`.

    `serials` are those of root and intermediate; keys (PKCS#8 DER) not handed in are made, of
    `key_kind`. Raises `AzureError` UnknownIssuer.
    """
    if issuer not in ISSUERS:
        raise AzureError("UnknownIssuer", f"There is no certificate authority '{issuer}'.")
    root_name, intermediate_name = (authority_name(common_name) for common_name in ISSUERS[issuer])
    root_der = root_key or new_key(key_kind)
    intermediate_der = intermediate_key or new_key(key_kind)
    top = _Party(load_key(root_der), root_name)
    issuing = _Party(load_key(intermediate_der), intermediate_name)
    term = _term(now)
    usage = purposes(True, False) if issuer in _DEDICATED else None
    return AuthorityKeys(
        root_certificate=_authority_certificate(top, top, serials[0], term),
        root_key=root_der,
        intermediate_certificate=_authority_certificate(issuing, top, serials[1], term, usage),
        intermediate_key=intermediate_der,
    )


def issue(authority: AuthorityKeys, request: LeafRequest) -> IssuedCertificate:
    """A leaf signed by the intermediate.

    A common name longer than X.509 allows (64) is left out of the subject, as public authorities do.
    Raises `AzureError` HostNameInvalid, KeyUnreadable or CertificateRequestInvalid.
    """
    return _sign(_subject(request), _signer(authority.intermediate_certificate, authority.intermediate_key))


def self_signed(request: LeafRequest) -> IssuedCertificate:
    """A certificate that the request's key signs for itself; errors as of `issue`."""
    subject = _subject(request)
    name = subject_name(subject.common_name)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(subject.key.public_key())
    return _sign(subject, _Signer(subject.key, name, name_text(name), identifier))


def request_csr(key: bytes, common_name: str, names: Sequence[str] = ()) -> str:
    """The PKCS#10 request for `key` (PKCS#8 DER) as PEM; raises `AzureError` HostNameInvalid."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject_name(ascii_name(common_name)))
    if names:
        builder = builder.add_extension(
            alternative_names([ascii_name(name) for name in names]), critical=False
        )
    return signed(builder, load_key(key)).public_bytes(Encoding.PEM).decode("ascii")


def _subject(request: LeafRequest) -> _Subject:
    main = ascii_name(request.common_name)
    return _Subject(
        load_key(request.key),
        main,
        tuple(dict.fromkeys(ascii_name(name) for name in request.names)) or (main,),
        _whole_second(request.not_before),
        _whole_second(request.not_after),
        request.serial,
        purposes(request.server_auth, request.client_auth),
    )


def _sign(request: _Subject, signer: _Signer) -> IssuedCertificate:
    public = request.key.public_key()
    subject = subject_name(request.common_name)
    key_usage = EC_USAGE if isinstance(public, ec.EllipticCurvePublicKey) else RSA_USAGE
    try:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(signer.name)
            .public_key(public)
            .serial_number(request.serial)
            .not_valid_before(request.not_before)
            .not_valid_after(request.not_after)
            .add_extension(NO_AUTHORITY, critical=True)
            .add_extension(key_usage, critical=True)
            .add_extension(alternative_names(request.names), critical=not subject.rdns)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(signer.key_identifier, critical=False)
        )
    except ValueError as error:
        raise AzureError("CertificateRequestInvalid", f"The certificate cannot be issued: {error}") from error
    if request.usage is not None:
        builder = builder.add_extension(request.usage, critical=False)
    der = signed(builder, signer.key).public_bytes(Encoding.DER)
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return IssuedCertificate(
        certificate=der,
        thumbprint=hashlib.sha1(der).hexdigest().upper(),
        serial_number=serial_text(request.serial),
        subject=name_text(subject),
        issuer=signer.text,
        not_before=request.not_before,
        not_after=request.not_after,
        names=request.names,
        signature_algorithm="sha256ECDSA"
        if isinstance(signer.key, ec.EllipticCurvePrivateKey)
        else "sha256RSA",
        public_key_hash=hashlib.sha256(spki).hexdigest().upper(),
    )


@lru_cache(maxsize=16)
def _signer(certificate: bytes, key: bytes) -> _Signer:
    parsed = x509.load_der_x509_certificate(certificate)
    loaded = load_key(key)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(loaded.public_key())
    return _Signer(loaded, parsed.subject, name_text(parsed.subject), identifier)


def _authority_certificate(
    subject: _Party,
    signer: _Party,
    serial: int,
    term: tuple[datetime, datetime],
    usage: x509.ExtendedKeyUsage | None = None,
) -> bytes:
    public = subject.key.public_key()
    path_length = None if subject is signer else 0
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject.name)
        .issuer_name(signer.name)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(term[0])
        .not_valid_after(term[1])
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(AUTHORITY_USAGE, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), critical=False
        )
    )
    if usage is not None:
        builder = builder.add_extension(usage, critical=False)
    return signed(builder, signer.key).public_bytes(Encoding.DER)


def _term(now: datetime) -> tuple[datetime, datetime]:
    start = now - _BEFORE if now - _EARLIEST > _BEFORE else _EARLIEST
    end = now + _AFTER if _LATEST - now > _AFTER else _LATEST
    return _whole_second(start), _whole_second(end)


def _whole_second(moment: datetime) -> datetime:
    """The time as X.509 can write it."""
    return moment.astimezone(UTC).replace(microsecond=0)
