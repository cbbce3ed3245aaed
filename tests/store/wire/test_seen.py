"""A handshake judged: the client's objections, and whether host and order want what it was shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.operations.arguments import File
from store.operations.web.bindings import AddBinding
from store.operations.web.uploads import UploadCertificate
from store.resources import Site, WebCertificate
from store.wire.host_lines import host_lines, named_by_a_client, with_key
from store.wire.identities import identity, platform_identity
from store.wire.seen import ClientView, judged
from store.x509.pem import blocks
from tests.support.mission_worlds import linked, rekeyed
from tests.support.pfx_files import PASSWORD, pfx
from tests.support.problem_case import APP, ORDER, VAULT, Bench


def shown(bench: Bench, host: str, thumbprint: str = "") -> ClientView:
    """The view of a client that is sent a certificate with its chain, the platform's without a thumbprint."""
    world = bench.world
    found = identity(world, thumbprint) if thumbprint else platform_identity(world.now)
    return judged(world, host, [one.der for one in blocks(found.chain.encode())])


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(linked(), tmp_path)


def test_the_orders_current_certificate_agrees_and_is_trusted(bench: Bench) -> None:
    seen = shown(bench, "contoso.com", bench.order().thumbprint)
    assert seen.agrees and seen.mark.current and seen.mark.number == 1
    assert (seen.objections, seen.root) == ((), "Sim Root - G2")
    assert seen.facts.subject == "CN=contoso.com" and seen.facts.issuer.startswith("CN=Sim Secure")


def test_an_old_certificate_of_the_order_is_out_of_sync_until_it_follows(tmp_path: Path) -> None:
    bench = Bench(rekeyed(), tmp_path)
    old = bench.linked().thumbprint
    seen = shown(bench, "contoso.com", old)
    assert not seen.agrees and not seen.mark.current and "has a newer one" in seen.verdict
    assert seen.repair.startswith("Sync, or wait for the sync job at")
    bench.do("SyncOrder", order=ORDER)
    assert shown(bench, "contoso.com", bench.order().thumbprint).agrees
    assert "another certificate than the binding's" in shown(bench, "contoso.com", old).verdict


def test_objections_are_those_of_a_client_at_the_worlds_own_time(bench: Bench) -> None:
    bench.do("SetAutoRenew", order=ORDER, enabled=False)
    thumbprint = bench.order().thumbprint
    assert "is for contoso.com, www.contoso.com, not for 'api.contoso.com'" in " ".join(
        shown(bench, "api.contoso.com", thumbprint).objections
    )
    bench.wait("366d")
    (expired,) = shown(bench, "contoso.com", thumbprint).objections
    assert expired.startswith("The certificate expired on 2023-08-01")


def test_a_revoked_certificate_and_one_that_signed_itself_are_not_trusted(bench: Bench) -> None:
    thumbprint = bench.order().thumbprint
    bench.do("Rekey", order=ORDER)
    bench.wait("4d")
    assert "The CA revoked the certificate" in " ".join(shown(bench, "contoso.com", thumbprint).objections)
    platform = shown(bench, "contoso.com")
    assert "self-signed: clients will not trust it" in platform.objections[-1] and not platform.root


def test_a_host_without_a_binding_or_without_a_key_says_what_helps(bench: Bench) -> None:
    bench.do("RemoveBinding", site=APP, host="www.contoso.com")
    unbound = shown(bench, "www.contoso.com")
    assert not unbound.agrees and unbound.repair.startswith("Add a binding")
    bench.unlock()
    bench.do("DeleteVault", vault=VAULT)
    bench.do("PurgeVault", vault=VAULT)
    keyless = {one.host: one.keyless for one in host_lines(bench.world)}
    assert keyless["contoso.com"] and not keyless["www.contoso.com"]
    assert bench.linked().thumbprint not in with_key(bench.world)
    missing = shown(bench, "contoso.com")
    assert "without its private key" in missing.verdict and "with its key" in missing.repair


def test_an_uploaded_certificate_has_no_order_to_lag_behind(bench: Bench, tmp_path: Path) -> None:
    path, _ = pfx(tmp_path, "contoso.com")
    site = next(one.id for one in bench.world.all(Site) if one.name == APP)
    bench.portal.perform(UploadCertificate(site=site, file=File(path), password=PASSWORD))
    uploaded = list(bench.world.all(WebCertificate))[-1]
    bench.portal.perform(AddBinding(site=site, host="contoso.com", certificate=uploaded.id))
    seen = shown(bench, "contoso.com", uploaded.thumbprint)
    assert seen.agrees and seen.mark.number is None and seen.objections


def test_a_client_asks_a_wild_card_by_a_name_it_stands_for() -> None:
    assert named_by_a_client("*.Contoso.com") == "any.contoso.com"
    assert named_by_a_client("bücher.example") == "xn--bcher-kva.example"
