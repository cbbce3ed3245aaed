"""Reading certificates: the facts Azure shows, of any bytes that claim to be one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, SignatureAlgorithmOID

from store.errors import AzureError
from store.x509.faults import reading
from store.x509.fields import LONGEST_COMMON_NAME, name_text, serial_octets, serial_text

#: Signature algorithms by the names the portal has for them.
_SIGNATURES = {
    SignatureAlgorithmOID.RSA_WITH_MD5: "md5RSA",
    SignatureAlgorithmOID.RSA_WITH_SHA1: "sha1RSA",
    SignatureAlgorithmOID.RSA_WITH_SHA256: "sha256RSA",
    SignatureAlgorithmOID.RSA_WITH_SHA384: "sha384RSA",
    SignatureAlgorithmOID.RSA_WITH_SHA512: "sha512RSA",
    SignatureAlgorithmOID.RSASSA_PSS: "RSASSA-PSS",
    SignatureAlgorithmOID.ECDSA_WITH_SHA1: "sha1ECDSA",
    SignatureAlgorithmOID.ECDSA_WITH_SHA256: "sha256ECDSA",
    SignatureAlgorithmOID.ECDSA_WITH_SHA384: "sha384ECDSA",
    SignatureAlgorithmOID.ECDSA_WITH_SHA512: "sha512ECDSA",
    SignatureAlgorithmOID.DSA_WITH_SHA1: "sha1DSA",
    SignatureAlgorithmOID.DSA_WITH_SHA256: "sha256DSA",
    SignatureAlgorithmOID.ED25519: "Ed25519",
    SignatureAlgorithmOID.ED448: "Ed448",
}
#: Algorithms the library refuses to verify in certificates, though roots of old still sign themselves so.
_OUT_OF_USE = (
    SignatureAlgorithmOID.RSA_WITH_MD5,
    SignatureAlgorithmOID.RSA_WITH_SHA1,
    SignatureAlgorithmOID.ECDSA_WITH_SHA1,
)
#: What a part of a name is called, and its fewest and most characters (RFC 5280, Appendix A.1).
_LENGTHS = {
    NameOID.COMMON_NAME: ("common name", 1, LONGEST_COMMON_NAME),
    NameOID.COUNTRY_NAME: ("country", 2, 2),
    NameOID.JURISDICTION_COUNTRY_NAME: ("country of jurisdiction", 2, 2),
}


class CertificateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of a certificate, in the portal's spelling. Times are UTC.

    `thumbprint` is SHA-1 in 40 upper-case hex digits, `public_key_hash` SHA-256 of the
    SubjectPublicKeyInfo; `serial_octets` counts the value, not its DER padding; `key_size` is in bits,
    0 where the kind has no size; `names` are the DNS names of the subject alternative name; `odd_parts` are
    phrases on parts of the subject that are longer or shorter than RFC 5280, Appendix A.1, has them.
    """

    thumbprint: str
    serial_number: str
    serial_octets: int
    serial_positive: bool
    subject: str
    issuer: str
    common_name: str
    odd_parts: tuple[str, ...]
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    #: The extended key usage lists server authentication.
    server_auth: bool
    #: Whether there is an extended key usage at all.
    purposes_listed: bool
    #: May issue certificates; a version 1 certificate that signed itself may too, as roots of old do.
    is_ca: bool
    key_type: str
    key_size: int
    #: The issuer has the subject's name and the certificate's own key made the signature.
    self_signed: bool
    public_key_hash: str
    signature_algorithm: str

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names that the certificate covers: its DNS names, else its common name."""
        return self.names or ((self.common_name,) if self.common_name else ())

    @property
    def weak_signature(self) -> bool:
        """Signed with a hash that no public authority uses any more."""
        return self.signature_algorithm.startswith(("md5", "sha1"))


@lru_cache(maxsize=1024)
def describe(der: bytes) -> CertificateFacts:
    """The facts of one DER certificate; raises `AzureError` CertificateUnreadable for anything else."""
    with reading("CertificateUnreadable", "The certificate cannot be read."):
        return _facts(x509.load_der_x509_certificate(der), der)


def load_certificate(der: bytes) -> x509.Certificate:
    """The library's object for a DER certificate; raises `AzureError` CertificateUnreadable."""
    with reading("CertificateUnreadable", "The certificate cannot be read."):
        return x509.load_der_x509_certificate(der)


def public_key_hash(key: CertificatePublicKeyTypes) -> str:
    """SHA-256 of the SubjectPublicKeyInfo in upper-case hex: the same key has the same hash."""
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).hexdigest().upper()


def key_type_and_size(key: object) -> tuple[str, int]:
    """Kind and size in bits of a private or public key: ("RSA", 2048), ("EC", 256), ("Ed25519", 0)."""
    match key:
        case rsa.RSAPublicKey() | rsa.RSAPrivateKey():
            return "RSA", key.key_size
        case ec.EllipticCurvePublicKey() | ec.EllipticCurvePrivateKey():
            return "EC", key.curve.key_size
        case dsa.DSAPublicKey() | dsa.DSAPrivateKey():
            return "DSA", key.key_size
        case ed25519.Ed25519PublicKey() | ed25519.Ed25519PrivateKey():
            return "Ed25519", 0
        case ed448.Ed448PublicKey() | ed448.Ed448PrivateKey():
            return "Ed448", 0
    return type(key).__name__.removesuffix("PublicKey").removesuffix("PrivateKey"), 0


def _facts(certificate: x509.Certificate, der: bytes) -> CertificateFacts:
    key = certificate.public_key()
    key_type, key_size = key_type_and_size(key)
    purposes = _purposes(certificate)
    return CertificateFacts(
        thumbprint=hashlib.sha1(der).hexdigest().upper(),
        serial_number=serial_text(certificate.serial_number),
        serial_octets=serial_octets(certificate.serial_number),
        serial_positive=certificate.serial_number > 0,
        subject=name_text(certificate.subject),
        issuer=name_text(certificate.issuer),
        common_name=_common_name(certificate.subject),
        odd_parts=tuple(_odd_parts(certificate.subject)),
        names=_dns_names(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        server_auth=ExtendedKeyUsageOID.SERVER_AUTH in (purposes or ()),
        purposes_listed=purposes is not None,
        is_ca=_is_ca(certificate),
        key_type=key_type,
        key_size=key_size,
        self_signed=signed_by(certificate, certificate),
        public_key_hash=public_key_hash(key),
        signature_algorithm=_signature_name(certificate),
    )


def _signature_name(certificate: x509.Certificate) -> str:
    oid = certificate.signature_algorithm_oid
    return _SIGNATURES.get(oid, oid.dotted_string)


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    # Several common names: the last is the most specific, and the one that is shown first.
    return _text(found[-1].value) if found else ""


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _odd_parts(subject: x509.Name) -> Iterator[str]:
    for part in subject:
        if part.oid not in _LENGTHS:
            continue
        (kind, least, most), value = _LENGTHS[part.oid], _text(part.value)
        if not least <= len(value) <= most:
            shown = f"{value[:30]}…" if len(value) > 30 else value
            allowed = str(most) if least == most or value else f"{least} to {most}"
            named = f"the {kind} {shown} has {len(value)} characters" if value else f"the {kind} is empty"
            yield f"{named}, RFC 5280 allows {allowed}"


def _dns_names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(listed.get_values_for_type(x509.DNSName))


def _purposes(certificate: x509.Certificate) -> list[x509.ObjectIdentifier] | None:
    try:
        return list(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return None


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return certificate.version is x509.Version.v1 and signed_by(certificate, certificate)


def signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the names fit and the issuer's key made the signature; its right to issue is not asked."""
    try:
        with reading("NotSignedBy", "The signature does not fit."):
            if certificate.signature_algorithm_oid in _OUT_OF_USE:
                _verify_out_of_use(certificate, issuer)
            else:
                certificate.verify_directly_issued_by(issuer)
    except AzureError:
        # Names that differ, a wrong signature, an algorithm nobody knows: all mean no.
        return False
    return True


def _verify_out_of_use(certificate: x509.Certificate, issuer: x509.Certificate) -> None:
    """The check of `verify_directly_issued_by` for MD5 and SHA-1; raises the same errors."""
    if certificate.issuer != issuer.subject:
        raise ValueError("The names differ.")
    key, digest = issuer.public_key(), certificate.signature_hash_algorithm
    signature, signed = certificate.signature, certificate.tbs_certificate_bytes
    if isinstance(key, rsa.RSAPublicKey) and digest is not None:
        key.verify(signature, signed, padding.PKCS1v15(), digest)
    elif isinstance(key, ec.EllipticCurvePublicKey) and digest is not None:
        key.verify(signature, signed, ec.ECDSA(digest))
    else:
        raise ValueError("The key does not fit the signature.")
