"""Chains whose root signed itself with SHA-1, as roots of public authorities from before 2015 do."""

from __future__ import annotations

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import MD5, SHA1, HashAlgorithm

from store.x509.certificates import describe
from store.x509.chain import build_chain
from store.x509.keys import load_key, new_key
from tests.support.pfx_parts import ca_certificate

_NAMES: dict[type[HashAlgorithm], str] = {MD5: "md5", SHA1: "sha1"}


def _signed_anew(der: bytes, issuer_key: bytes, digest: HashAlgorithm) -> bytes:
    """The same certificate signed with another hash; the library signs no certificate so."""
    certificate, key = Certificate.load(der), load_key(issuer_key)
    kind = "rsa" if isinstance(key, rsa.RSAPrivateKey) else "ecdsa"
    for place in (certificate["tbs_certificate"]["signature"], certificate["signature_algorithm"]):
        place["algorithm"] = f"{_NAMES[type(digest)]}_{kind}"
    signed = certificate["tbs_certificate"].dump(force=True)
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(signed, padding.PKCS1v15(), digest)
    else:
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        signature = key.sign(signed, ec.ECDSA(digest))
    certificate["signature_value"] = signature
    return bytes(certificate.dump(force=True))


@pytest.mark.parametrize("digest", [SHA1(), MD5()], ids=["sha1", "md5"])
def test_a_root_that_signed_itself_with_an_old_hash_ends_a_chain(
    rsa_key: bytes, digest: HashAlgorithm
) -> None:
    root = _signed_anew(ca_certificate("Root", rsa_key, "Root", rsa_key), rsa_key, digest)
    middle = ca_certificate("Middle", new_key("ec"), "Root", rsa_key)
    assert describe(root).self_signed
    chain = build_chain(middle, [root])
    assert chain.complete and chain.certificates == (middle, root)


def test_an_elliptic_curve_signs_so_too() -> None:
    key = new_key("ec")
    root = _signed_anew(ca_certificate("Root", key, "Root", key), key, SHA1())
    assert describe(root).self_signed and describe(root).weak_signature


def test_an_old_hash_does_not_excuse_a_wrong_signature(rsa_key: bytes) -> None:
    """Neither the key of another, nor a name that is not the issuer's."""
    root = ca_certificate("Root", rsa_key, "Root", rsa_key)
    forged = _signed_anew(ca_certificate("Middle", rsa_key, "Root", rsa_key), new_key("rsa2048"), SHA1())
    misnamed = _signed_anew(ca_certificate("Middle", rsa_key, "Toor", rsa_key), rsa_key, SHA1())
    for leaf in (forged, misnamed):
        assert not build_chain(leaf, [root]).complete
