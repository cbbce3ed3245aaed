"""Certificates that come as PEM text together with their key, as a key vault imports them.

Source: "Import Certificate" (Azure Key Vault REST API reference): the key is PKCS#8, without a password.
"""

from __future__ import annotations

from store.errors import AzureError
from store.x509 import pem
from store.x509.certificates import describe
from store.x509.foreign_keys import read_key
from store.x509.paths.limits import MOST_CERTIFICATES

_WAYS_OUT = {
    "RSA PRIVATE KEY": "Write the key as PKCS#8: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem",
    "EC PRIVATE KEY": "Write the key as PKCS#8: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem",
    "ENCRYPTED PRIVATE KEY": "Take the password away: openssl pkcs8 -in key.pem -out pkcs8.pem",
}


def read_pem_certificate(data: bytes) -> tuple[bytes, str]:
    """The certificate (DER) of the key in a PEM file, and the text that a vault keeps: key, leaf, chain.

    Raises `AzureError` PemUnexpectedFormat, CertificateUnreadable, KeyUnreadable and PfxKeyMismatch.
    """
    found = pem.blocks(data)
    keys = [each for each in found if each.label.endswith("PRIVATE KEY")]
    certificates = [each.der for each in found if each.label == "CERTIFICATE"]
    if len(keys) != 1 or keys[0].label != "PRIVATE KEY" or not certificates:
        raise _unexpected([each.label for each in keys], bool(certificates))
    if len(certificates) > MOST_CERTIFICATES:
        raise AzureError("PfxTooManyCertificates", f"The file has {len(certificates)} certificates.")
    key = read_key(keys[0].der)
    leaf = next((der for der in certificates if describe(der).public_key_hash == key.public_key_hash), None)
    if leaf is None:
        raise AzureError(
            "PfxKeyMismatch",
            "The private key belongs to none of the certificates.",
            "Put the certificate of this key into the file.",
        )
    chain = [der for der in certificates if der != leaf]
    texts = [pem.encode("CERTIFICATE", der) for der in (leaf, *chain)]
    return leaf, "".join([pem.encode("PRIVATE KEY", keys[0].der), *texts])


def _unexpected(keys: list[str], certificates: bool) -> AzureError:
    way_out = next((_WAYS_OUT[label] for label in keys if label in _WAYS_OUT), "")
    if not way_out and len(keys) == 1 and not certificates:
        way_out = "Put the certificate beside its key."
    return AzureError(
        "PemUnexpectedFormat",
        "The specified PEM X.509 certificate content is in an unexpected format. Please check if certificate "
        "is in valid PEM format.",
        way_out or "Put one private key as PKCS#8 and its certificates into one file.",
    )
