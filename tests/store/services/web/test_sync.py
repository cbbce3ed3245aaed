"""Sync: a linked certificate takes in its secret's current version, and its bindings follow."""

from __future__ import annotations

import pytest

from store.operations.web.bindings import AddBinding
from store.operations.web.certificates import SyncCertificate
from store.operations.web.imports import ImportAppServiceCertificate
from store.resources import KeyVaultSecretStatus, Vault, WebCertificate
from store.services.authorization.principals import WEB_SITES, service
from store.services.key_vault.permissions import revoke
from store.services.web.sync import sync_certificate
from tests.support.app_cloud import IMPORTED, NOW, VAULT, Stage, thumbprint

BOTH = ("contoso.com", "www.contoso.com")


def stage_with(*names: str) -> Stage:
    """An app with two hosts, both bound to an imported certificate with these names."""
    stage = Stage()
    stage.new_site("contoso-app", *BOTH)
    stage.issue(names=names)
    stage.do(ImportAppServiceCertificate(site="contoso-app", order="contosocert"))
    for host in BOTH:
        stage.do(AddBinding(site="contoso-app", host=host, certificate=IMPORTED))
    return stage


@pytest.mark.row("S2-04")
@pytest.mark.row("S1-65")
def test_a_sync_moves_the_certificate_and_every_binding() -> None:
    stage = stage_with("*.contoso.com", "contoso.com")
    stage.new_site("second-app", "shop.contoso.com")
    stage.do(AddBinding(site="second-app", host="shop.contoso.com", certificate=IMPORTED))
    assert stage.refused(SyncCertificate(certificate=IMPORTED)).code == "AlreadyInSync"
    new = stage.issue()
    assert stage.host("contoso-app", "contoso.com").thumbprint == thumbprint("contosocert", 1)
    result = stage.do(SyncCertificate(certificate=IMPORTED)).result
    assert "3 bindings moved" in result
    assert stage.certificate(IMPORTED).thumbprint == new
    assert {
        stage.host(site, host).thumbprint
        for site, host in (
            ("contoso-app", "contoso.com"),
            ("contoso-app", "www.contoso.com"),
            ("second-app", "shop.contoso.com"),
        )
    } == {new}


def test_a_host_that_lost_its_name_stays_behind_and_follows_again() -> None:
    stage = stage_with(*BOTH)
    first = thumbprint("contosocert", 1)
    second = stage.issue(names=("contoso.com",))
    outcome = sync_certificate(stage.draft(), stage.certificate(IMPORTED), NOW)
    assert not outcome.ok
    assert "www.contoso.com" in outcome.result
    stage.do(SyncCertificate(certificate=IMPORTED))
    assert stage.host("contoso-app", "contoso.com").thumbprint == second
    assert stage.host("contoso-app", "www.contoso.com").thumbprint == first
    third = stage.issue(names=BOTH)
    stage.do(SyncCertificate(certificate=IMPORTED))
    assert stage.host("contoso-app", "www.contoso.com").thumbprint == third


def test_a_failed_sync_says_why_and_shows_it_on_the_certificate() -> None:
    stage = stage_with(*BOTH)
    stage.issue()
    stage.put(revoke(stage.world.need(Vault, VAULT), service(stage.world, WEB_SITES).id))
    refused = stage.refused(SyncCertificate(certificate=IMPORTED))
    assert refused.message.startswith(
        f"Failed to sync the certificate.: The service does not have access to '{VAULT}' Key Vault."
    )
    draft = stage.draft()
    outcome = sync_certificate(draft, stage.certificate(IMPORTED), NOW)
    assert (outcome.ok, outcome.new_thumbprint) == (False, "")
    status = draft.need(WebCertificate, stage.certificate(IMPORTED).id).properties.key_vault_secret_status
    assert status is KeyVaultSecretStatus.UNAUTHORIZED
