"""A certificate's revocation, seen by a client that asks for the CA's list."""

from __future__ import annotations

import subprocess
import urllib.request
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from store.resources import Authority
from tests.support.pfx_parts import needs_openssl
from tests.support.worlds import demo_world
from tests.tui.serving.test_hosts import do, serving
from tui.serving.hosts import HostServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostServer]:
    with serving(tmp_path, demo_world()) as served:
        yield served


def asked(server: HostServer, folder: Path) -> str:
    """What the printed lines tell whoever runs them."""
    roots, line = list(server.lines())[-2:]
    assert line.startswith("openssl s_client")
    subprocess.run(roots, shell=True, cwd=folder, check=True)
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def listed(server: HostServer, path: str) -> x509.CertificateRevocationList:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.plain_port}{path}") as answer:
        assert answer.headers["content-type"] == "application/pkix-crl"
        return x509.load_der_x509_crl(answer.read())


def reasons(found: x509.CertificateRevocationList) -> set[x509.ReasonFlags]:
    return {one.extensions.get_extension_for_class(x509.CRLReason).value.reason for one in found}


def number(found: x509.CertificateRevocationList) -> int:
    return found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def signed_by(found: x509.CertificateRevocationList, certificate: str) -> bool:
    key = x509.load_der_x509_certificate(b64decode(certificate)).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return found.is_signature_valid(key)


@needs_openssl
def test_a_client_that_asks_sees_that_the_certificate_is_revoked(server: HostServer, tmp_path: Path) -> None:
    told = asked(server, tmp_path)
    assert "Verify return code: 0 (ok)" in told and "error" not in told
    do(tmp_path, "DeleteLock", lock="AppServiceCertificateLock")
    do(tmp_path, "DeleteOrder", order="contosocert")
    assert "verify error:num=23:certificate revoked" in asked(server, tmp_path)


def test_the_list_has_why_and_when_and_is_signed_by_the_issuing_ca(
    server: HostServer, tmp_path: Path
) -> None:
    """The one before the rekey after its 72 hours, all others with the order."""
    path = "/crl/sim-secure-certificate-authority-g2.crl"
    assert not list(listed(server, path))
    do(tmp_path, "AdvanceClock", by="4d")
    first = listed(server, path)
    assert reasons(first) == {x509.ReasonFlags.superseded}
    do(tmp_path, "DeleteLock", lock="AppServiceCertificateLock")
    do(tmp_path, "DeleteOrder", order="contosocert")
    second = listed(server, path)
    assert reasons(second) == {x509.ReasonFlags.superseded, x509.ReasonFlags.cessation_of_operation}
    assert second.last_update_utc == max(one.revocation_date_utc for one in second) == server.world.now
    assert second.next_update_utc == server.world.now + timedelta(days=7)
    assert number(second) > number(first)
    authority = server.world.need(Authority, "GoDaddy")
    assert signed_by(second, authority.intermediate_certificate)
    of_root = listed(server, "/crl/sim-root-g2.crl")
    assert signed_by(of_root, authority.root_certificate) and not list(of_root)
