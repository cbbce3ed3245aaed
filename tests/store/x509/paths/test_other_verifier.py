"""Beside the verifier of `cryptography`: where it takes a usual chain we do, and its gaps are still there."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from store.x509.paths.judgement import judge
from tests.support.path_cases import (
    ANY,
    HOST,
    MAIL,
    NOW,
    PAST,
    SERVER,
    certificate,
    dns,
    key_of,
    named,
    only,
    purposes,
)


def of(owner: str) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key_of(owner).public_key())


def by(owner: str) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key_of(owner).public_key())


ROOT = certificate("Root", "Root", of("Root"), by("Root"))
CA = certificate("CA", "Root", of("CA"), by("Root"))
LEAF = certificate(HOST, "CA", by("CA"), purposes(SERVER), ca=False)
NO_TLS = x509.KeyUsage(False, True, False, False, False, False, False, False, False)


def taken(leaf: bytes, ca: bytes, root: bytes = ROOT) -> tuple[bool, bool]:
    """Whether we take the chain, and whether the library does."""
    load = x509.load_der_x509_certificate
    policy = PolicyBuilder().store(Store([load(root)])).time(NOW.replace(tzinfo=None))
    try:
        policy.build_server_verifier(x509.DNSName(HOST)).verify(load(leaf), [load(ca)])
    except VerificationError:
        theirs = False
    else:
        theirs = True
    return judge(leaf, [ca], [root], NOW).holds, theirs


@pytest.mark.parametrize(
    ("ca", "holds"),
    [
        (CA, True),
        (certificate("CA", "Root", of("CA"), by("Root"), end=PAST), False),
        (certificate("CA", "Root", of("CA"), by("Root"), purposes(MAIL)), False),
        (certificate("CA", "Root", of("CA"), by("Root"), only(dns("fabrikam.com"))), False),
        (certificate("CA", "Root", of("CA"), by("Root"), only(dns("contoso.com"))), True),
    ],
)
def test_both_agree_on_chains_of_public_authorities(ca: bytes, holds: bool) -> None:
    assert taken(LEAF, ca) == (holds, holds)


@pytest.mark.parametrize(
    ("leaf", "ca"),
    [
        (certificate(HOST, "CA", by("CA"), purposes(SERVER), ca=False, usage=NO_TLS), CA),
        (certificate(HOST, "CA", by("Root"), purposes(SERVER), ca=False), CA),
        (LEAF, certificate("CA", "Root", of("CA"), by("Root"), purposes(ANY))),
        (LEAF, certificate("CA", "Root", of("CA"), by("Root"), only(x509.DirectoryName(named("Other"))))),
    ],
)
def test_only_we_refuse_what_openssl_refuses(leaf: bytes, ca: bytes) -> None:
    assert taken(leaf, ca) == (False, True)


def test_only_the_library_wants_an_authority_key_identifier() -> None:
    assert taken(certificate(HOST, "CA", purposes(SERVER), ca=False), CA) == (True, False)
