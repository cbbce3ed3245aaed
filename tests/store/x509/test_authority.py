"""What we issue is read again, by our own reader and by openssl."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.errors import AzureError
from store.x509.authority import AuthorityKeys, LeafRequest, issue, new_authority, request_csr, self_signed
from store.x509.certificates import describe
from store.x509.chain import build_chain
from store.x509.keys import load_key, new_key
from store.x509.pem import encode as pem
from tests.support.pfx_parts import NOW, YEAR, Site, needs_openssl, openssl


def test_the_leaf_says_what_was_asked(site: Site) -> None:
    facts = describe(site.leaf.certificate)
    assert facts.names == site.leaf.names == ("contoso.com", "www.contoso.com")
    assert facts.thumbprint == site.leaf.thumbprint
    assert facts.serial_number == site.leaf.serial_number == "1F2E3D4C5B6A7988"
    assert facts.subject == site.leaf.subject == "CN=contoso.com"
    assert facts.issuer == site.leaf.issuer
    assert facts.signature_algorithm == site.leaf.signature_algorithm == "sha256ECDSA"
    assert facts.public_key_hash == site.leaf.public_key_hash
    assert (facts.not_before, facts.not_after) == (site.leaf.not_before, site.leaf.not_after)
    assert facts.server_auth and not facts.is_ca and not facts.self_signed


@pytest.mark.parametrize(
    ("issuer", "root", "intermediate"),
    [
        ("GoDaddy", "Sim Root - G2", "Sim Secure Certificate Authority - G2"),
        ("DigiCert", "Sim Global Root G2", "Sim TLS RSA CA G1"),
    ],
)
def test_authorities_are_visibly_simulated(issuer: str, root: str, intermediate: str) -> None:
    authority = new_authority(issuer, key_kind="ec", now=NOW, serials=(1, 2))
    top, middle = describe(authority.root_certificate), describe(authority.intermediate_certificate)
    assert top.subject == f"CN={root}, O=certblade simulated CA"
    assert middle.common_name == intermediate
    assert top.is_ca and middle.is_ca and top.self_signed and not middle.self_signed
    assert "key" not in repr(authority)
    with pytest.raises(AzureError, match="UnknownIssuer"):
        new_authority("Nobody", key_kind="ec", now=NOW, serials=(1, 2))


@pytest.mark.parametrize("year", [1950, 1969, 2022, 2100, 9998])
def test_an_authority_lives_through_decades(year: int, site: Site) -> None:
    now = datetime(year, 2, 28, tzinfo=UTC)
    made = new_authority(
        "GoDaddy", now=now, serials=(1, 2), root_key=site.key, intermediate_key=new_key("ec")
    )
    facts = describe(made.root_certificate)
    assert facts.not_before <= now < facts.not_after
    assert facts.not_after.year >= min(year + 99, 9999)


def test_rsa_leaf_under_rsa_key(rsa_key: bytes) -> None:
    authority = new_authority("DigiCert", now=NOW, serials=(1, 2), root_key=rsa_key, intermediate_key=rsa_key)
    made = issue(
        authority,
        LeafRequest(
            key=rsa_key, common_name="a.example", names=[], not_before=NOW, not_after=NOW + YEAR, serial=7
        ),
    )
    assert made.signature_algorithm == "sha256RSA"
    assert made.names == ("a.example",)
    assert describe(made.certificate).key_size == 2048
    assert build_chain(made.certificate, authority.chain).complete


def test_purposes_are_a_choice(authority: AuthorityKeys, site: Site) -> None:
    made = issue(
        authority,
        LeafRequest(
            key=site.key,
            common_name="contoso.com",
            names=(),
            not_before=NOW,
            not_after=NOW + YEAR,
            serial=9,
            server_auth=False,
        ),
    )
    facts = describe(made.certificate)
    assert facts.purposes_listed and not facts.server_auth


def test_names_are_written_the_way_of_dns(authority: AuthorityKeys, site: Site) -> None:
    names = ["*.Contoso.COM.", "bücher.example", "bücher.example"]
    made = issue(
        authority,
        LeafRequest(
            key=site.key,
            common_name="x" * 60 + "." + "y" * 60,
            names=names,
            not_before=NOW,
            not_after=NOW + YEAR,
            serial=9,
        ),
    )
    assert made.names == ("*.contoso.com", "xn--bcher-kva.example")
    assert made.subject == "" == describe(made.certificate).common_name


@pytest.mark.parametrize("name", ["", ".", "a..b", "a" * 64 + ".com", "a\n.com", "\ud800.com", "ä" * 300])
def test_names_that_are_none_are_refused(name: str, authority: AuthorityKeys, site: Site) -> None:
    with pytest.raises(AzureError, match="HostNameInvalid"):
        issue(
            authority,
            LeafRequest(
                key=site.key, common_name=name, names=(), not_before=NOW, not_after=NOW + YEAR, serial=1
            ),
        )


def test_a_term_that_ends_before_it_begins_is_refused(authority: AuthorityKeys, site: Site) -> None:
    with pytest.raises(AzureError, match="CertificateRequestInvalid"):
        issue(
            authority,
            LeafRequest(
                key=site.key, common_name="a.b", names=(), not_before=NOW, not_after=NOW - YEAR, serial=1
            ),
        )


def test_self_signed_is_its_own_root(site: Site) -> None:
    made = self_signed(
        LeafRequest(
            key=site.key,
            common_name="lab.example",
            names=(),
            not_before=NOW,
            not_after=NOW + YEAR,
            serial=3,
            client_auth=False,
        )
    )
    assert made.subject == made.issuer == "CN=lab.example"
    assert describe(made.certificate).self_signed
    assert build_chain(made.certificate, ()).complete


def test_keys_are_checked_kinds() -> None:
    with pytest.raises(AzureError, match="UnknownKeyKind"):
        new_key("rsa512")
    with pytest.raises(AzureError, match="KeyUnreadable"):
        load_key(b"no key")


@needs_openssl
def test_openssl_agrees(site: Site, tmp_path: Path) -> None:
    root, middle = tmp_path / "root.pem", tmp_path / "middle.pem"
    root.write_text(pem("CERTIFICATE", site.authority.root_certificate))
    middle.write_text(pem("CERTIFICATE", site.authority.intermediate_certificate))
    moment = str(int((NOW + timedelta(days=3)).timestamp()))
    checks = [
        "-attime",
        moment,
        "-x509_strict",
        "-purpose",
        "sslserver",
        "-verify_hostname",
        "www.contoso.com",
    ]
    said = openssl(
        "verify",
        *checks,
        "-CAfile",
        root,
        "-untrusted",
        middle,
        data=pem("CERTIFICATE", site.leaf.certificate).encode(),
    )
    assert b"OK" in said
    text = openssl("x509", "-inform", "DER", "-noout", "-fingerprint", "-sha1", data=site.leaf.certificate)
    assert site.leaf.thumbprint in text.decode().replace(":", "")
    request = request_csr(site.key, "contoso.com", ["contoso.com", "www.contoso.com"])
    said = openssl("req", "-verify", "-noout", "-text", data=request.encode())
    assert b"DNS:www.contoso.com" in said
