"""Parts that our certificates are put together from: names, usages, and how both are written out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGANIZATION = "certblade simulated CA"
#: RFC 5280, appendix A: upper bound of a common name.
LONGEST_COMMON_NAME = 64


def name_text(name: x509.Name) -> str:
    """A distinguished name as the portal writes it: "CN=contoso.com, O=Contoso"."""
    return ", ".join(part.rfc4514_string() for part in reversed(name.rdns))


def serial_text(serial: int) -> str:
    """A serial number in upper-case hex, two digits an octet; a negative one in two's complement."""
    return serial.to_bytes(serial_octets(serial), "big", signed=serial < 0).hex().upper()


def serial_octets(serial: int) -> int:
    """Octets of the number itself, without the zero that DER puts before a high bit."""
    bits = serial.bit_length() if serial >= 0 else (serial + 1).bit_length() + 1
    return max(1, (bits + 7) // 8)


def authority_name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def subject_name(common_name: str) -> x509.Name:
    if len(common_name) > LONGEST_COMMON_NAME:
        return x509.Name([])
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def alternative_names(names: Sequence[str]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.DNSName(name) for name in names])


@lru_cache(maxsize=4)
def purposes(server_auth: bool, client_auth: bool) -> x509.ExtendedKeyUsage | None:
    wanted = [ExtendedKeyUsageOID.SERVER_AUTH] if server_auth else []
    wanted += [ExtendedKeyUsageOID.CLIENT_AUTH] if client_auth else []
    return x509.ExtendedKeyUsage(wanted) if wanted else None


def _key_usage(*, sign: bool = False, encipher: bool = False, authority: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=False,
        key_encipherment=encipher,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


NO_AUTHORITY = x509.BasicConstraints(ca=False, path_length=None)
AUTHORITY_USAGE = _key_usage(sign=True, authority=True)
RSA_USAGE = _key_usage(sign=True, encipher=True)
EC_USAGE = _key_usage(sign=True)
